// What the checker says of real projects with the real SDK: contracts, columns, mismatches with their producer, names.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '@headwater/graph';
import { parseFixture } from '../test/fixture.ts';
import { problemPages } from '../test/problem-page.ts';
import { TSCONFIG, typedProject } from '../test/typed-project.ts';
import { createTypeService } from './create-type-service.ts';
import type { TypeAnswer } from './type-service.ts';

const MAKERS = `import { asset, externalAsset, graphAsset, multiAsset, output } from 'headwater';
export interface Order { readonly id: string; qty?: number; readonly note: string | null; readonly placed: Date }
/** Raw orders. */
export const orders = asset(async (): Promise<Order[]> => []);
export const counted = asset({ inputs: { orders } }, async ({ orders }, ctx) => ctx.result(orders.length));
export const streamed = asset(async function* () { yield { id: 1, tags: ['a'] }; });
export const listed = externalAsset<readonly ({ a: number } | { a: string; b: null })[]>();
export const { users, posts } = multiAsset(
  { outputs: { users: output<Order[]>(), posts: output<string[]>() }, inputs: { counted } },
  async function* (_, ctx) { yield ctx.result('users', []); yield ctx.result('posts', []); },
);
export const joined = graphAsset({ inputs: { orders, counted } }, async ({ orders }) => orders);
export const stored = asset(async () => {});
export const sometimes = asset(async (): Promise<number | null | undefined> => 1);
export const plain = (): Order[] => [];
`;

const project = typedProject({
  'package.json': JSON.stringify({ name: 'shop', type: 'module', dependencies: { headwater: '*' } }),
  'tsconfig.json': JSON.stringify(TSCONFIG),
  'src/makers.ts': MAKERS,
  'src/default.ts': `import { asset } from 'headwater';\nexport default asset(() => [1, 2]);\n`,
  'src/typed.js': `import { asset } from 'headwater';
import { orders } from './makers.ts';
/** @typedef {{ sku: string, price?: number }} Row */
/** @returns {Promise<Row[]>} */
const load = async () => [];
export const rows = asset(load);
export const sum = asset({ inputs: { rows, orders } }, (/** @type {{ rows: number[], orders: import('./makers.ts').Order[] }} */ { rows }) => rows.length);
`,
});
const service = createTypeService({ project: { root: project.root, name: 'shop' } });

beforeAll(() => project.install());
afterAll(() => {
  service.dispose();
  project.remove();
});

async function known<Value>(answer: Promise<TypeAnswer<Value>>): Promise<Value> {
  const found = await answer;
  if (!found.known) throw new Error(found.reason);
  return found.value;
}

const contract = async (file: string, text: string): Promise<string | null> => {
  const found = await known(service.contractOf(project.at(file, text)));
  return found && `${found.makes ?? '-'} <- ${found.takes.map(({ name, type }) => `${name}: ${type}`).join(', ')}`;
};

/** In an editor, unsaved. */
async function mismatches(text: string, file = 'src/unsaved.ts'): Promise<readonly Problem[]> {
  service.setOpenFile(project.path(file), text);
  const found = await known(service.mismatches(project.path(file)));
  service.setOpenFile(project.path(file), null);
  return found;
}

describe('contracts', () => {
  test('what downstream gets: awaited, unwrapped, what is handed out one by one as an array', async () => {
    expect(await contract('src/makers.ts', 'orders = asset')).toBe('Order[] <- ');
    expect(await contract('src/makers.ts', 'counted = asset')).toBe('number <- orders: Order[]');
    expect(await contract('src/makers.ts', 'streamed =')).toBe('{ id: number; tags: string[]; }[] <- ');
    expect(await contract('src/makers.ts', 'sometimes =')).toBe('number | null <- ');
    expect(await contract('src/makers.ts', 'stored =')).toBe('- <- ');
  });
  test('of external assets, outputs, graph assets and default exports', async () => {
    expect(await contract('src/makers.ts', 'listed =')).toBe(
      'readonly ({ a: number; } | { a: string; b: null; })[] <- ',
    );
    expect(await contract('src/makers.ts', 'users, posts }')).toBe('Order[] <- counted: number');
    expect(await contract('src/makers.ts', 'posts } =')).toBe('string[] <- counted: number');
    expect(await contract('src/makers.ts', 'joined =')).toBe('Order[] <- orders: Order[], counted: number');
    expect(await contract('src/default.ts', 'asset(()')).toBe('number[] <- ');
  });
  test('at a use as at the declaration, from JSDoc types, and nothing of what is no asset', async () => {
    expect(await contract('src/makers.ts', 'orders, counted }')).toBe('Order[] <- ');
    expect(await contract('src/typed.js', 'rows = asset')).toBe('Row[] <- ');
    expect(await contract('src/makers.ts', 'plain =')).toBeNull();
    expect(await contract('src/makers.ts', 'import {')).toBeNull();
    const nowhere = { file: project.path('src/none.ts'), line: 1, column: 1 };
    expect(await known(service.contractOf(nowhere))).toBeNull();
    expect(await known(service.contractOf({ ...project.at('src/default.ts', 'import'), line: 99 }))).toBeNull();
  });
});

test('columns of records, whether they may be missing or null; of nothing else', async () => {
  const columns = async (text: string): Promise<string | null> => {
    const found = await known(service.columnsOf(project.at('src/makers.ts', text)));
    const brief = found?.map(
      ({ name, type, optional, nullable }) => `${name}${optional ? '?' : ''}: ${type}${nullable ? '|null' : ''}`,
    );
    return brief?.join(', ') ?? null;
  };
  expect(await columns('orders = asset')).toBe('id: string, qty?: number, note: string|null, placed: Date');
  expect(await columns('streamed =')).toBe('id: number, tags: string[]');
  expect(await columns('listed =')).toBe('a: number | string, b?: null|null');
  for (const text of ['posts } =', 'counted = asset', 'stored =', 'sometimes =', 'plain ='])
    expect(await columns(text)).toBeNull();
});

describe('mismatches', () => {
  const IMPORTS = `import { asset, assetCheck, graphAsset, multiAsset, output } from 'headwater';
import { orders as raw, users, stored } from './makers.ts';
interface Wanted { readonly id: number }
function total(rows: readonly Wanted[]): number { return rows.length; }
`;
  const said = async (code: string): Promise<string[]> =>
    (await mismatches(IMPORTS + code)).map(
      ({ line, column, message }) => `${line}:${column} ${message.split(', but')[0]}`,
    );

  test('L3: the parameter wants another type: both types, and the place of the producer', async () => {
    const code = `export const report = asset({ inputs: { raw } }, ({ raw }: { raw: Wanted[] }) => total(raw));\n`;
    const column = code.indexOf('raw }: {') + 1;
    expect(await mismatches(IMPORTS + code)).toEqual([
      {
        code: 'type-mismatch',
        severity: 'warning',
        file: 'src/unsaved.ts',
        line: 5,
        column,
        endLine: 5,
        endColumn: column + 3,
        message:
          '`report` wants its input `raw` as `Wanted[]`, but `orders` makes `Order[]`. Change what `orders` returns, or what is done with it here.',
        related: [
          { message: '`orders` is declared here and makes `Order[]`.', file: 'src/makers.ts', line: 4, column: 14 },
        ],
      },
    ]);
  });
  test('in whatever takes assets, with a body written there or elsewhere', async () => {
    expect(
      await said(`import * as makers from './makers.ts';
export const check = assetCheck(raw, (rows: Wanted[]) => rows.length > 0);
export const drawn = graphAsset({ inputs: { raw: makers.orders } }, async (inputs: { raw: Wanted[] }) => inputs.raw);
export const { one } = multiAsset({ outputs: { one: output<number>() }, inputs: { users } }, async function* ({ users }: { users: Wanted[] }, ctx) { yield ctx.result('one', users.length); });
const body = ({ raw }: { raw: Wanted[] }): number => raw.length;
export const apart = asset({ inputs: { raw } }, body);
`),
    ).toEqual([
      '6:39 `check` wants its asset as `Wanted[]`',
      '7:76 `drawn` wants its input `raw` as `Wanted[]`',
      '8:113 `one` wants its input `users` as `Wanted[]`',
      '10:49 `apart` wants its input `raw` as `Wanted[]`',
    ]);
  });
  test('what the body does with an input, as long as it is what the producer made', async () => {
    expect(
      await said(`export const used = asset({ inputs: { raw, users } }, async ({ raw, users }) => {
  const rows: Wanted[] = raw;
  total(users.filter(({ qty }) => qty));
  for (const row of raw) row.colour;
  users.map((user) => user.qty.toFixed());
  const [first] = raw.toSorted();
  return first?.shade;
});
`),
    ).toEqual([
      '6:9 `used` uses its input `raw` as `Wanted[]`',
      '7:9 `used` uses `users.filter(({ qty }) => qty)` of its input `users` as `readonly Wanted[]` where it is `Order[]`',
      '8:30 `used` reads `row.colour` of its input `raw`',
      '9:23 `used` uses `user.qty` of its input `users` where it is `number | undefined`',
      '11:17 `used` reads `first?.shade` of its input `raw`',
    ]);
  });
  test('other errors are left to TypeScript, and so is what it is told to expect', async () => {
    expect(
      await said(`const local: Wanted[] = [{ id: 'a' }];
export const other = asset({ inputs: { raw } }, ({ raw }) => {
  const made = raw.map(({ id }) => ({ short: id.slice(0, 2) }));
  total(local.map(({ name }) => name));
  return made.map(({ long }) => long).concat(raw.length.colour);
});
// @ts-expect-error -- until orders are read anew
export const expected = asset({ inputs: { raw } }, ({ raw }: { raw: Wanted[] }) => raw.length);
export const void_ = asset({ inputs: { stored } }, () => 1);
export const fine = asset({ inputs: { raw } }, ({ raw }: { raw: readonly { id: string }[] }) => raw.length);
export const broken = asset({ inputs: { raw, nothing } }, ({ raw }) => raw.length +
`),
    ).toEqual([]);
  });
  test('in JavaScript with JSDoc types', async () => {
    const found = await known(service.mismatches(project.path('src/typed.js')));
    expect(found.map(({ line, message }) => [line, message.split('. ')[0]])).toEqual([
      [7, '`sum` wants its input `rows` as `number[]`, but `rows` makes `Row[]`'],
    ]);
  });
  test('the examples of its page fail and pass as it says', async () => {
    const page = problemPages().find(({ code }) => code === 'type-mismatch');
    for (const { text, says } of page?.examples ?? []) {
      const { files } = parseFixture(text);
      const folder = project.path('src/page');
      for (const [name, each] of files) service.setOpenFile(`${folder}/${name}`, each);
      const found = await Promise.all([...files.keys()].map((name) => known(service.mismatches(`${folder}/${name}`))));
      expect(
        found.flat().map(({ file, line, message }) => `\`${file.replace('src/page/', '')}:${line}\`: ${message}`),
      ).toEqual(says);
      for (const name of files.keys()) service.setOpenFile(`${folder}/${name}`, null);
    }
    expect(page?.examples.map(({ says }) => says.length)).toEqual([1, 0]);
  });
  test('unsaved texts count, of the consumer and of the producer', async () => {
    const file = project.path('src/makers.ts');
    const consumer = `${IMPORTS}export const report = asset({ inputs: { raw } }, ({ raw }: { raw: Wanted[] }) => raw.length);\n`;
    expect(await mismatches(consumer)).toHaveLength(1);
    service.setOpenFile(file, MAKERS.replace('{ readonly id: string;', '{ readonly id: number;'));
    expect(await mismatches(consumer)).toEqual([]);
    service.setOpenFile(file, null);
    expect(await mismatches(consumer)).toHaveLength(1);
  });
});

describe('names', () => {
  test('a rename keeps the names of inputs, and says what cannot be renamed', async () => {
    const found = await known(service.renameLocations(project.at('src/makers.ts', 'orders = asset')));
    if (!found.can) throw new Error(found.reason);
    expect(found.range).toEqual({ startLine: 4, startColumn: 14, endLine: 4, endColumn: 20 });
    expect(
      found.places.map(
        ({ file, range, prefix }) => `${file.slice(project.root.length + 1)}:${range.startLine} ${prefix}`,
      ),
    ).toEqual([
      'src/makers.ts:4 ',
      'src/makers.ts:5 orders: ',
      'src/makers.ts:12 orders: ',
      'src/typed.js:2 ',
      'src/typed.js:7 orders: ',
    ]);
    expect(await known(service.renameLocations(project.at('src/makers.ts', 'import')))).toMatchObject({ can: false });
  });
  test('references, also those of other configurations', async () => {
    project.write('tests/tsconfig.json', JSON.stringify({ ...TSCONFIG, include: ['.'] }));
    project.write('tests/orders.ts', `import { orders } from '../src/makers.ts';\nvoid orders;\n`);
    project.write('tsconfig.json', JSON.stringify({ ...TSCONFIG, references: [{ path: 'tests' }] }));
    service.invalidate(['tests/tsconfig.json', 'tests/orders.ts', 'tsconfig.json'].map(project.path));
    const found = await known(service.referencesTo(project.at('src/makers.ts', 'orders = asset')));
    const places = found.map(({ file, range }) => `${file.slice(project.root.length + 1)}:${range.startLine}`);
    expect(places).toEqual(expect.arrayContaining(['src/makers.ts:4', 'src/typed.js:2', 'tests/orders.ts:2']));
    expect(new Set(found.map((each) => JSON.stringify(each))).size).toBe(found.length);
    expect(found.filter(({ isDefinition }) => isDefinition)).toHaveLength(1);
  });
});

describe('the disk', () => {
  test('a file that comes, changes and goes', async () => {
    const consumer = `import { late } from './late.ts';\nimport { asset } from 'headwater';\nexport const after = asset({ inputs: { late } }, ({ late }) => late);\n`;
    project.write('src/after.ts', consumer);
    service.invalidate([project.path('src/after.ts')]);
    expect(await contract('src/after.ts', 'after =')).not.toBe('number <- late: number');
    for (const type of ['number', 'string']) {
      project.write(
        'src/late.ts',
        `import { asset } from 'headwater';\nexport const late = asset((): ${type} => null!);\n`,
      );
      service.invalidate([project.path('src/late.ts')]);
      expect(await contract('src/after.ts', 'after =')).toBe(`${type} <- late: ${type}`);
    }
  });
  test('a file that no configuration lists has the options of the nearest, JavaScript or not', async () => {
    project.write(
      'loose/tsconfig.json',
      JSON.stringify({ compilerOptions: { lib: ['ES2023'], types: [] }, files: [] }),
    );
    project.write(
      'loose/tool.js',
      `import { asset } from 'headwater';\nimport { made } from './made.js';\nexport const tool = asset(() => made);\n`,
    );
    project.write('loose/made.js', `export const made = [{ a: 1 }];\n`);
    service.invalidate(['loose/tool.js', 'loose/made.js', 'loose/tsconfig.json'].map(project.path));
    expect(await contract('loose/tool.js', 'tool =')).toBe('{ a: number; }[] <- ');
  });
  test('strictness that is left out is that of the installed TypeScript', async () => {
    const config = { compilerOptions: { lib: ['ES2023'], types: [] } };
    project.write('older/tsconfig.json', JSON.stringify(config));
    project.write('newer/tsconfig.json', JSON.stringify(config));
    project.write('older/node_modules/typescript/package.json', '{ "name": "typescript", "version": "5.9.2" }');
    const text = `import { asset } from 'headwater';
export const one = asset((): number | null => 1);
export const two = asset({ inputs: { one } }, ({ one }: { one: number }) => one);
`;
    expect(await mismatches(text, 'older/one.ts')).toEqual([]);
    expect(await mismatches(text, 'newer/one.ts')).toHaveLength(1);
  });
  test('two versions of the SDK: each is read, and a mix of them is left to TypeScript', async () => {
    project.install('legacy', '0.0.9');
    project.write('legacy/tsconfig.json', JSON.stringify({ ...TSCONFIG, include: ['.'], exclude: ['node_modules'] }));
    project.write('legacy/old.ts', `import { asset } from 'headwater';\nexport const old = asset(() => [{ a: 1 }]);\n`);
    project.write(
      'legacy/mix.ts',
      `import { asset } from 'headwater';\nimport { orders } from '../src/makers.ts';\nexport const mix = asset({ inputs: { orders } }, ({ orders }) => orders.length);\n`,
    );
    service.invalidate(['legacy/old.ts', 'legacy/mix.ts', 'legacy/tsconfig.json'].map(project.path));
    expect(await contract('legacy/old.ts', 'old =')).toBe('{ a: number; }[] <- ');
    expect(await contract('src/makers.ts', 'orders = asset')).toBe('Order[] <- ');
    expect(await known(service.mismatches(project.path('legacy/mix.ts')))).toEqual([]);
  });
});
