// What a rename leaves to others, what it refuses, and what an editor is told before it asks for the new name.
import { describe, expect, test } from 'vitest';
import { ROOT, check } from '../test/fixture.ts';
import { opened, refusal, renameAt, sliced } from '../test/renamed.ts';

describe('L6: what is no name of an asset’s const is left to others', () => {
  test.each([
    ['a parameter of the body', 'export const r = asset({ inputs: { sales } }, ({ sa$0les }) => sales);'],
    ['its use', 'export const r = asset({ inputs: { sales } }, ({ sales }) => sa$0les);'],
    ['the name of an input', 'export const r = asset({ inputs: { pe$0ople: orders } }, ({ people }) => people);'],
    ['a name that an import gives it', 'export const r = asset({ deps: [sa$0les] }, () => 1);'],
    [
      'the name of an output',
      'export const { x } = multiAsset({ outputs: { $0x: output() } }, async function* (ctx) {});',
    ],
    ['a job', "export const j$0ob1 = job('j', { selection: '*' });"],
    ['the key it had before', "export const r = asset({ renamedFrom: 'o$0ld' }, () => 1);"],
    ['an asset that a loop makes', 'for (const x of [1]) asset({ key: `a${$0x}` }, () => 1);'],
    [
      'from another package',
      "import { thing } from 'elsewhere';\nexport const r = asset({ deps: [th$0ing] }, () => 1);",
    ],
  ])('%s', async (_, code) => {
    const { analyzer, cursor } = await checked(code);
    expect(analyzer.navigation()?.renameTarget(cursor)).toBeNull();
  });

  function checked(code: string) {
    return opened(`
//- src/raw.ts
import { asset } from 'headwater';
export const orders = asset(() => 1);
//- src/assets.ts
import { asset, job, multiAsset, output } from 'headwater';
import { orders, orders as sales } from './raw';
${code}
`);
  }
});

describe('L6: what would go wrong is refused with a sentence', () => {
  const orders = (newName: string, more = '', options = ''): Promise<string | null> =>
    refusal(
      `
import { asset, job } from 'headwater';
export const or$0ders = asset(${options === '' ? '' : `${options}, `}() => [1]);
export const taken = asset(() => 1);
const limit = 3;
${more}
`,
      newName,
    );

  test.each(['two words', '1st', '', 'a-b', 'class', 'let', 'await', 'a/b', 'a;b'])(
    'no identifier: %s',
    async (name) => {
      expect(await orders(name)).toBe(
        `\`${name}\` cannot be the name of a const: use letters, digits, \`_\` and \`$\`, with no digit first.`,
      );
    },
  );

  test('a key that is taken, a name that is taken, a name that would be captured', async () => {
    expect(await orders('taken')).toBe(
      'The key `taken` is already that of the asset at src/assets.ts:3. Choose another name.',
    );
    expect(await orders('limit')).toBe(
      '`limit` already stands for something else at src/assets.ts:4. Choose another name.',
    );
    expect(await orders('fetch', "export const page = () => fetch('https://example.com');")).toBe(
      '`fetch` already stands for something else at src/assets.ts:5. Choose another name.',
    );
    expect(await orders('x', 'export const f = (x: number) => [orders, x];')).toBe(
      'At src/assets.ts:5 `x` would stand for something else. Choose another name.',
    );
  });

  test('a name that a file on the way already exports', async () => {
    const answer = await refusal(
      `
//- src/raw.ts
import { asset } from 'headwater';
export const or$0ders = asset(() => [1]);
//- src/index.ts
export * from './raw';
export const sales = 3;
//- src/report.ts
import { asset } from 'headwater';
import { orders } from './index';
export const report = asset({ deps: [orders] }, () => 1);
`,
      'sales',
    );
    expect(answer).toBe('src/index.ts already exports something as `sales`. Choose another name.');
  });

  test('options, history or a selection that are not written in place', async () => {
    expect(await orders('fresh', "const OPTIONS = { group: 'x' };", 'OPTIONS')).toContain(
      "`orders` cannot be renamed: its options are not written in place, and `renamedFrom: 'orders'` belongs there.",
    );
    expect(await orders('fresh', "const OLD = 'old';", '{ renamedFrom: OLD }')).toContain(
      'its `renamedFrom` is computed',
    );
    expect(await orders('fresh', "const S = 'key:orders';\nexport const j = job('j', { selection: S });")).toBe(
      '`orders` cannot be renamed: the selection of the job `j` names it and is computed (src/assets.ts:6). Write the selection out there first.',
    );
  });

  test('a key that cannot be one, and one that is computed', async () => {
    const key = (text: string, name: string): Promise<string | null> =>
      refusal(
        `
import { asset, job } from 'headwater';
const NAME = 'orders';
export const orders = asset({ key: ${text} }, () => 1);
export const j = job('j', { selection: 'key:or$0ders' });
`,
        name,
      );
    expect(await key("'orders'", 'a//b')).toBe('`a//b` cannot be a key. A segment of a key cannot be empty.');
    expect(await key("'orders'", '..')).toBe('`..` cannot be a key. A segment of a key cannot be `..`.');
    expect(await key('NAME', 'fresh')).toContain('its key is computed (src/assets.ts:3)');
    expect(await key("'orders'", 'orders')).toBe('[]');
  });

  test('an output of a multi-asset that is kept whole', async () => {
    const answer = await refusal(
      `
import { asset, multiAsset, output } from 'headwater';
export const api = multiAsset({ outputs: { users: output() } }, async function* (ctx) {});
export const a = asset({ deps: [api.us$0ers] }, () => 1);
`,
      'people',
    );
    expect(answer).toContain('`users` cannot be renamed: it is an output of a multi-asset that is kept whole');
  });

  test('a file that names it and does not parse', async () => {
    const { analyzer, cursor } = await check(`
//- src/raw.ts
import { asset } from 'headwater';
export const or$0ders = asset(() => 1);
//- src/report.ts
import { asset } from 'headwater';
import { orders } from './raw';
export const report = asset({ deps: [orders] }, () => 1);
`);
    const broken = `import { asset } from 'headwater';\nimport { orders } from './raw';\nexport const report = asset({ deps: [orders }, () => 1);`;
    analyzer.setOpenFile(`${ROOT}/src/report.ts`, broken);
    await analyzer.analyze();
    expect(renameAt({ analyzer, cursor }, 'sales')).toEqual({
      refused: '`orders` cannot be renamed: src/report.ts does not parse. Mend it, and try again.',
    });
  });
});

describe('L6: what an editor shows before it asks for the new name', () => {
  test.each([
    ['the const', 'export const ord$0ers = asset(() => 1);', 'orders', 'orders', 'const'],
    ['a use', 'export const orders = asset(() => 1);\nexport const f = () => ord$0ers;', 'orders', 'orders', 'const'],
    [
      'a shorthand',
      'export const orders = asset(() => 1);\nexport const f = { ord$0ers };',
      'orders',
      'orders',
      'const',
    ],
    [
      'a selection',
      `export const orders = asset(() => 1);\nexport const j = job('j', { selection: 'key:"ord$0ers"' });`,
      'orders',
      'orders',
      'const',
    ],
    [
      'a key',
      `export const orders = asset({ key: ['crm', 'ord$0ers'] }, () => 1);`,
      `['crm', 'orders']`,
      'crm/orders',
      'key',
    ],
  ])('%s', async (_, code, text, placeholder, of) => {
    const { analyzer, cursor, disk } = await check(
      `
//- src/assets.ts
import { asset, job } from 'headwater';
${code}
`,
      { loads: false },
    );
    const target = analyzer.navigation()?.renameTarget(cursor);
    expect(target).toMatchObject({ placeholder, of });
    const range = target && 'range' in target ? target.range : null;
    expect(range && sliced(disk.read(cursor.file) ?? '', range)).toBe(text);
  });
});
