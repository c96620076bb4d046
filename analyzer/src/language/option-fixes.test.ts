// Quick fixes of what options say: carried out, the problem is gone and no other is new.
import { describe, expect, test } from 'vitest';
import { fixed, fixesOf, openFixture } from '../test/apply-edits.ts';

/** The text of the file after the fix of this title. */
async function after(fixture: string, title: string, file = 'src/assets.ts'): Promise<string> {
  return (await fixed(fixture, title)).texts.get(file) ?? '';
}

async function titles(fixture: string): Promise<string[]> {
  return fixesOf(await openFixture(fixture)).map(({ title }) => title);
}

describe('dynamic', () => {
  test.each([
    ['const shared = { orders };', 'inputs: shared', 'inputs: { orders }'],
    ['const shared = { orders };', 'inputs: { ...shared }', 'inputs: { orders }'],
    ['const inputs = { orders };', 'inputs', 'inputs: { orders }'],
  ])('%s %s', async (constant, option, written) => {
    const text = await after(
      `
import { asset } from 'headwater';
export const orders = asset(() => 1);
${constant}
export const report = asset({ ${option} }, ({ orders }) => orders);
`,
      `Write \`${/const (\w+)/.exec(constant)?.[1] ?? ''}\` out in place`,
    );
    expect(text).toContain(`export const report = asset({ ${written} }, `);
  });

  test('all the options', async () => {
    const text = await after(
      `
import { asset } from 'headwater';
const options = { group: 'sales' } as const;
export const report = asset(options, () => 1);
`,
      'Write `options` out in place',
    );
    expect(text).toContain("export const report = asset({ group: 'sales' }, () => 1);");
  });
});

describe('unused-input', () => {
  const fixture = (options: string, parameters = '()'): string => `
import { asset } from 'headwater';
export const orders = asset(() => 1);
export const customers = asset(() => 1);
export const report = asset({ ${options} }, ${parameters} => 1);
`;

  test('removed, with the option when it was the last', async () => {
    expect(await after(fixture('inputs: { orders }'), 'Remove the input `orders`')).toContain(
      'report = asset(() => 1)',
    );
    expect(
      await after(fixture('inputs: { orders, customers }', '({ customers })'), 'Remove the input `orders`'),
    ).toContain('report = asset({ inputs: { customers } }, ({ customers }) => 1)');
    expect(
      await after(fixture('inputs: { customers, orders }', '({ customers })'), 'Remove the input `orders`'),
    ).toContain('report = asset({ inputs: { customers } }, ({ customers }) => 1)');
  });

  test('taken', async () => {
    const title = 'Take `orders` in the body';
    expect(await after(fixture('inputs: { orders }'), title)).toContain('inputs: { orders } }, ({ orders }) => 1)');
    expect(await after(fixture('inputs: { customers, orders }', '({ customers }, ctx)'), title)).toContain(
      '({ customers, orders }, ctx) => 1)',
    );
  });

  test('moved to deps', async () => {
    const title = 'Move `orders` to `deps`';
    expect(await after(fixture('inputs: { orders }'), title)).toContain('asset({ deps: [orders] }, () => 1)');
    expect(await after(fixture('inputs: { orders }, deps: [customers]'), title)).toContain(
      'asset({ deps: [customers, orders] }, () => 1)',
    );
    expect(await after(fixture('inputs: { customers, orders }', '({ customers })'), title)).toContain(
      'asset({ inputs: { customers }, deps: [orders] }, ({ customers }) => 1)',
    );
  });

  test('on lines of its own, with comments and Windows line ends', async () => {
    const lines = [
      "import { asset } from 'headwater';",
      'export const orders = asset(() => 1);',
      'export const customers = asset(() => 1);',
      'export const report = asset(',
      '  {',
      '    inputs: {',
      '      // who buys',
      '      customers, // all of them',
      '      // what they buy',
      '      orders,',
      '    },',
      '  },',
      '  ({ customers }) => customers,',
      ');',
      '',
    ];
    const text = await after(lines.join('\r\n'), 'Remove the input `orders`');
    expect(text).toBe(lines.filter((line) => !/what they buy|^ +orders,/.test(line)).join('\r\n'));
    const taken = await after(lines.join('\r\n'), 'Move `orders` to `deps`');
    expect(taken).toContain('      customers, // all of them\r\n    },\r\n    deps: [orders],\r\n  },\r\n');
  });
});

test('noun-name: renamed with every mention, shorthands keeping what others know', async () => {
  const { texts } = await fixed(
    `
//- src/orders.ts
import { asset } from 'headwater';
export const getOrders = asset(() => [1]);
export const report = asset({ inputs: { getOrders } }, ({ getOrders }) => getOrders);
//- src/other.ts
import { asset } from 'headwater';
import { getOrders } from './orders';
export const other = asset({ deps: [getOrders] }, () => 1);
`,
    'Rename to `orders`',
  );
  expect(texts.get('src/orders.ts')).toBe(`import { asset } from 'headwater';
export const orders = asset(() => [1]);
export const report = asset({ inputs: { getOrders: orders } }, ({ getOrders }) => getOrders);
`);
  expect(texts.get('src/other.ts')).toContain(
    "import { orders } from './orders';\nexport const other = asset({ deps: [orders] }",
  );
});

describe('unknown-io', () => {
  const defs = (resources: string): string => `//- src/defs.ts
import { definitions, resource } from 'headwater';
const files = resource({ create: () => ({ handleOutput: () => undefined }) });
// The project.
export const defs = definitions({ resources: { ${resources} } });
`;
  const orders = (io: string): string => `//- src/assets.ts
import { asset } from 'headwater';
export const orders = asset({ io: '${io}' }, () => 1);
`;

  test('misspelled', async () => {
    expect(await after(defs('files') + orders('fiels'), "Change to 'files'")).toContain("io: 'files'");
  });

  test('there, but not registered', async () => {
    const { texts } = await fixed(
      `//- src/blobs.ts
import { resource } from 'headwater';
export const blobs = resource({ create: () => ({ handleOutput: () => undefined }) });
${defs('files')}${orders('blobs')}`,
      'Add `blobs` to the resources of definitions',
    );
    expect(texts.get('src/defs.ts')).toContain("import { blobs } from './blobs.ts';");
    expect(texts.get('src/defs.ts')).toContain('resources: { files, blobs }');
  });

  test('a new one, above definitions', async () => {
    const { texts } = await fixed(defs('files') + orders('json'), 'Write a new IO manager `json`');
    expect(texts.get('src/defs.ts')).toBe(`import { definitions, resource, type IoManager } from 'headwater';
import { readFile, writeFile } from 'node:fs/promises';
const files = resource({ create: () => ({ handleOutput: () => undefined }) });
export const json = resource({
  create: (): IoManager => ({
    async handleOutput({ key }, value) {
      const path = \`\${key.join('.')}.json\`;
      await writeFile(path, JSON.stringify(value));
      return { path };
    },
    async loadInput({ path = '' }) {
      return JSON.parse(await readFile(path, 'utf8')) as unknown;
    },
  }),
});

// The project.
export const defs = definitions({ resources: { files, json } });
`);
  });

  test('a new one, with the definitions it needs', async () => {
    const text = await after(orders('json'), 'Write a new IO manager `json`');
    expect(text).toContain("import { asset, definitions, resource, type IoManager } from 'headwater';");
    expect(text).toMatch(
      /\n\nexport const json = resource\(\{[^]*\n\}\);\n\nexport const defs = definitions\(\{ resources: \{ json \} \}\);\n$/,
    );
  });
});

test('unknown-resource: the nearest, also of another file', async () => {
  const text = await after(
    `
//- src/db.ts
import { resource } from 'headwater';
export const database = resource({ create: () => 1 });
//- src/assets.ts
import { asset } from 'headwater';
export const orders = asset({ resources: { databse } }, () => 1);
export const customers = asset({ resources: { database } }, () => 1);
`,
    "Change to `database` from './db.ts'",
  );
  expect(text).toContain("import { database } from './db.ts';");
  expect(text).toContain('resources: { databse: database }');
});

describe('undeclared-check', () => {
  test('declared, or corrected', async () => {
    const fixture = `
import { asset } from 'headwater';
export const orders = asset({ checks: ['notEmpty'] }, (ctx) => ctx.result(1, { checks: { notEmtpy: true } }));
export const customers = asset({ group: 'a' }, (ctx) => ctx.result(1, { checks: { unique: true } }));
export const products = asset((ctx) => ctx.result(1, { checks: { 'has-price': true } }));
`;
    expect(await after(fixture, 'Change to `notEmpty`')).toContain('checks: { notEmpty: true }');
    expect(await after(fixture, 'Declare the check `unique`')).toContain("asset({ group: 'a', checks: ['unique'] }");
    expect(await after(fixture, 'Declare the check `has-price`')).toContain("asset({ checks: ['has-price'] }, (ctx)");
  });

  test('of one output', async () => {
    const text = await after(
      `
import { multiAsset, output } from 'headwater';
export const { users, posts } = multiAsset({ outputs: { users: output(), posts: output({ group: 'a' }) } }, async function* (ctx) {
  yield ctx.result('users', 1, { checks: { unique: true } });
});
`,
      'Declare the check `unique`',
    );
    expect(text).toContain("users: output({ checks: ['unique'] }), posts");
  });
});

describe('bad-selection', () => {
  test.each([
    ['orders', 'key:"orders"'],
    ['gruop:sales', 'group:sales'],
    ['group:sales and', 'group:sales'],
    ['key:"orders', 'key:"orders"'],
    ['(group:sales', '(group:sales)'],
    ['group:sales kind:table', 'group:sales and kind:table'],
    ['status:stael', 'status:stale'],
    ['', '*'],
  ])('%s', async (bad, good) => {
    const text = await after(
      `
import { asset, job } from 'headwater';
export const orders = asset({ group: 'sales', kinds: ['table'] }, () => 1);
export const nightly = job('nightly', { selection: '${bad}' });
`,
      `Change to \`${good}\``,
    );
    expect(text).toContain(`selection: '${good}' }`);
  });

  test.each([
    ['group:slaes', 'group:sales', "'group:sales'"],
    ['key:"ordrs" or kind:tabel', 'key:orders', `'key:orders or kind:tabel'`],
    ['key:"ordrs" or kind:tabel', 'kind:table', `'key:"ordrs" or kind:table'`],
    ['owner:"team:dta"', 'owner:"team:data"', `'owner:"team:data"'`],
    ['not job:nightyl', 'job:nightly', `'not job:nightly'`],
  ])('a name that nothing has: %s', async (bad, change, good) => {
    const text = await after(
      `
import { asset, job } from 'headwater';
export const orders = asset({ group: 'sales', kinds: ['table'], owners: ['team:data'] }, () => 1);
export const nightly = job('nightly', { selection: '*' });
export const weekly = job('weekly', { selection: '${bad}' });
`,
      `Change to \`${change}\``,
    );
    expect(text).toContain(`selection: ${good} }`);
  });

  test('an empty list', async () => {
    const text = await after(
      `
import { job } from 'headwater';
export const nightly = job('nightly', { selection: [] });
`,
      "Select every asset, with `'*'`",
    );
    expect(text).toContain("selection: '*'");
  });
});

describe('undeclared-input', () => {
  const fixture = (report: string): string => `
import { asset, multiAsset, output } from 'headwater';
export const orders = asset(async () => [1]);
export const customers = asset(() => [1]);
export const api = multiAsset({ outputs: { users: output() } }, async function* () {});
export const report = asset(${report});
`;

  test.each([
    ['orders', 'async () => (await orders()).length', '{ inputs: { orders } }, async ({ orders }) => orders.length'],
    [
      'orders',
      'async (ctx) => ctx.result(await orders())',
      '{ inputs: { orders } }, async ({ orders }, ctx) => ctx.result(orders)',
    ],
    [
      'orders',
      "{ group: 'a', inputs: { customers } }, async ({ customers }) => [customers, await orders(), orders()]",
      "{ group: 'a', inputs: { customers, orders } }, async ({ customers, orders }) => [customers, orders, orders]",
    ],
    [
      'orders',
      '{ inputs: { customers } }, async (inputs) => [inputs.customers, await orders()]',
      '{ inputs: { customers, orders } }, async (inputs) => [inputs.customers, inputs.orders]',
    ],
    ['api.users', 'async () => api.users()', '{ inputs: { users: api.users } }, async ({ users }) => users'],
  ])('%s in %s', async (name, before, written) => {
    expect(await after(fixture(before), `Make \`${name}\` an input`)).toContain(`report = asset(${written});`);
  });

  test('not what does not exist yet when the options are read', async () => {
    expect(
      await titles(`
import { asset } from 'headwater';
export const report = asset(async () => await orders());
export const orders = asset(async () => [1]);
`),
    ).toEqual([]);
  });
});

test('bad-duration: as it was meant', async () => {
  const text = await after(
    `
import { asset } from 'headwater';
export const orders = asset({ timeout: '5 minutes' }, () => 1);
`,
    "Change to '5m'",
  );
  expect(text).toContain("asset({ timeout: '5m' }");
});

test('unreturned-check: taken out', async () => {
  const text = await after(
    `
import { asset } from 'headwater';
export const orders = asset({ checks: ['notEmpty', { name: 'unique' }] }, (ctx) => ctx.result([1], { checks: { notEmpty: true } }));
`,
    'Remove the check',
  );
  expect(text).toContain("asset({ checks: ['notEmpty'] }");
});
