// Every quick fix is carried out: its problem is gone, no other is new, and the text is what a person would have written.
import { describe, expect, test } from 'vitest';
import { applyEdits, fixed, fixesOf, openFixture } from '../test/apply-edits.ts';

const ORDERS = `//- src/orders.ts
import { asset } from 'headwater';
export const orders = asset(() => [1]);
`;

/** The text of the file after the fix of this title. */
async function after(fixture: string, title: string, file = 'src/assets.ts'): Promise<string> {
  return (await fixed(fixture, title)).texts.get(file) ?? '';
}

async function titles(fixture: string): Promise<string[]> {
  return fixesOf(await openFixture(fixture)).map(({ title }) => title);
}

describe('unexported', () => {
  test('a const', async () => {
    const text = await after(
      `
import { asset } from 'headwater';
/** All of them. */
const orders = asset(() => 1);
`,
      'Export `orders`',
    );
    expect(text).toContain('/** All of them. */\nexport const orders = asset(() => 1);');
  });

  test('where it is named in another file', async () => {
    const { texts, titles } = await fixed(
      `
//- src/orders.ts
import { asset } from 'headwater';
const orders = asset(() => 1);
export { orders as all };
const customers = asset(() => 1);
export const names = asset({ inputs: { customers } }, ({ customers }) => customers);
`,
      'Export `customers`',
    );
    expect(titles).toEqual(['Export `customers` *', 'Export `customers` *']);
    expect(texts.get('src/orders.ts')).toContain('\nexport const customers = asset');
  });

  test('an output that is left behind', async () => {
    const text = await after(
      `
import { multiAsset, output } from 'headwater';
export const { users } = multiAsset({ outputs: { users: output(), posts: output() } }, async function* () {});
`,
      'Take out `posts`',
    );
    expect(text).toContain('export const { users, posts } = multiAsset');
  });

  test('a second call of definitions is not', async () => {
    const fixture = `
import { asset, definitions } from 'headwater';
export const orders = asset(() => 1);
const old = definitions({});
definitions({});
export const defs = definitions({ assets: { orders } });
`;
    expect(await titles(fixture)).toEqual([]);
    expect(await after(fixture.replace(/^(export const defs|definitions).*\n/gm, ''), 'Export `old`')).toContain(
      'export const old',
    );
  });

  test('a call without a name, and a check', async () => {
    const fixture = `
import { asset, assetCheck } from 'headwater';
export const orders = asset(() => 1);
asset(() => 2);
const notNull = assetCheck(orders, () => true);
`;
    expect(await after(fixture, 'Export it as `assets`')).toContain('\nexport const assets = asset(() => 2);');
    expect(await after(fixture, 'Export `notNull`')).toContain('\nexport const notNull = assetCheck');
  });
});

describe('unknown-input', () => {
  test.each([
    ['./raw.ts', './orders.ts'],
    ['./raw', './orders'],
    ['./raw.js', './orders.js'],
  ])('is imported as the file imports others: %s', async (style, specifier) => {
    const text = await after(
      `
${ORDERS}
//- src/raw.ts
import { asset } from 'headwater';
export const raw = asset(() => 1);
//- src/assets.ts
import { asset } from 'headwater';
import { raw } from '${style}';
export const report = asset({ inputs: { raw, orders } }, ({ raw, orders }) => [raw, orders]);
`,
      `Import \`orders\` from '${specifier}'`,
    );
    expect(text).toContain(`import { raw } from '${style}';\nimport { orders } from '${specifier}';\n`);
  });

  test('joins an import of the same file, in the quotes and without the semicolons of this one', async () => {
    const text = await after(
      `
//- src/raw/orders.ts
import { asset } from 'headwater';
export const orders = asset(() => 1);
export const customers = asset(() => 1);
//- src/assets.ts
import { asset } from "headwater"
import { orders } from "./raw/orders"
export const report = asset({ inputs: { orders }, deps: [customers] }, ({ orders }) => orders)
`,
      "Import `customers` from './raw/orders'",
    );
    expect(text).toContain('import { orders, customers } from "./raw/orders"\n');
  });

  test('a misspelled name keeps the name the body knows it by', async () => {
    const { texts, titles } = await fixed(
      `
import { asset } from 'headwater';
export const orders = asset(() => [1]);
export const report = asset({ inputs: { ordres } }, ({ ordres }) => ordres);
export const other = asset({ inputs: { all: ordres } }, ({ all }) => all);
`,
      'Change to `orders`',
    );
    expect(titles).toEqual(['Change to `orders` *', 'Change to `orders` *']);
    expect(texts.get('src/assets.ts')).toContain('inputs: { ordres: orders } }, ({ ordres })');
  });

  test('nothing that is declared only further down, and nothing whose name is taken here', async () => {
    expect(
      await titles(`
${ORDERS}
//- src/assets.ts
import { asset } from 'headwater';
export const report = asset({ inputs: { ordres, lter } }, ({ ordres, lter }) => [ordres, lter]);
export const later = asset(() => 1);
const orders = 5;
`),
    ).toEqual([]);
  });

  test('an output of a multi-asset', async () => {
    const text = await after(
      `
import { asset, multiAsset, output } from 'headwater';
export const api = multiAsset({ outputs: { users: output(), posts: output() } }, async function* () {});
export const report = asset({ inputs: { users: api.usres } }, ({ users }) => users);
`,
      'Change to `api.users`',
    );
    expect(text).toContain('{ users: api.users }');
  });

  test('an output that is taken out', async () => {
    const text = await after(
      `
import { multiAsset, output } from 'headwater';
export const { usrs, posts } = multiAsset({ outputs: { users: output(), posts: output() } }, async function* () {});
`,
      'Take out `users`',
    );
    expect(text).toContain('export const { users: usrs, posts } = multiAsset');
  });

  test('an asset that definitions leave out', async () => {
    const { texts } = await fixed(
      `
${ORDERS}
//- src/assets.ts
import { asset } from 'headwater';
import { orders } from './orders';
export const report = asset({ inputs: { orders } }, ({ orders }) => orders);
//- src/defs.ts
import { definitions } from 'headwater';
import { report } from './assets';
export const defs = definitions({
  assets: {
    report,
  },
});
`,
      'Add `orders` to the assets of definitions',
    );
    expect(texts.get('src/defs.ts')).toBe(`import { definitions } from 'headwater';
import { report } from './assets';
import { orders } from './orders';
export const defs = definitions({
  assets: {
    report,
    orders,
  },
});
`);
  });
});

describe('unknown-import', () => {
  test('a file that was misspelled', async () => {
    const text = await after(
      `
${ORDERS}
//- src/assets.ts
import { asset } from 'headwater';
import { orders } from './ordres.ts';
export const report = asset({ inputs: { orders } }, ({ orders }) => orders);
`,
      "Import from './orders.ts'",
    );
    expect(text).toContain("import { orders } from './orders.ts';");
  });

  test('an export that was misspelled', async () => {
    const text = await after(
      `
${ORDERS}
//- src/assets.ts
import { asset } from 'headwater';
import { ordrs } from './orders';
export const report = asset({ inputs: { ordrs } }, ({ ordrs }) => ordrs);
`,
      'Change to `orders`',
    );
    expect(text).toContain("import { orders as ordrs } from './orders';");
  });

  test('an export of a module that was misspelled', async () => {
    const text = await after(
      `
${ORDERS}
//- src/assets.ts
import { asset } from 'headwater';
import * as raw from './orders';
export const report = asset({ inputs: { orders: raw.ordrs } }, ({ orders }) => orders);
`,
      'Change to `orders`',
    );
    expect(text).toContain('inputs: { orders: raw.orders }');
  });

  test('an asset that is not exported over there', async () => {
    const { texts, titles } = await fixed(
      `
//- src/orders.ts
import { asset } from 'headwater';
const orders = asset(() => [1]);
//- src/assets.ts
import { asset } from 'headwater';
import { orders } from './orders';
export const report = asset({ inputs: { orders } }, ({ orders }) => orders);
`,
      'Export `orders` in orders.ts',
    );
    expect(titles).toEqual(['Export `orders` in orders.ts *', 'Export `orders` *']);
    expect(texts.get('src/orders.ts')).toContain('export const orders');
  });
});

test('not-an-asset: an output of the multi-asset, an export of the module', async () => {
  const fixture = `
${ORDERS}
//- src/assets.ts
import { asset, multiAsset, output } from 'headwater';
import * as raw from './orders';
export const api = multiAsset({ outputs: { users: output(), posts: output() } }, async function* () {});
export const report = asset({ inputs: { api, orders: raw } }, ({ api, orders }) => [api, orders]);
`;
  expect(await titles(fixture)).toEqual(['Change to `api.users`', 'Change to `api.posts`', 'Change to `raw.orders`']);
  expect(await after(fixture, 'Change to `api.users`')).toContain('inputs: { api: api.users, orders: raw }');
  expect(await after(fixture, 'Change to `raw.orders`')).toContain('orders: raw.orders }');
});

describe('keys', () => {
  test('keyless: named after the file, with options or without', async () => {
    const fixture = (call: string): string => `//- src/daily-sales.ts
import { asset, assetCheck } from 'headwater';
export const orders = asset(() => 1);
export default ${call};
`;
    const key = "Add `key: 'dailySales'`";
    expect(await after(fixture('asset(() => 1)'), key, 'src/daily-sales.ts')).toContain(
      "export default asset({ key: 'dailySales' }, () => 1);",
    );
    expect(await after(fixture("asset({ group: 'a' }, () => 1)"), key, 'src/daily-sales.ts')).toContain(
      "asset({ group: 'a', key: 'dailySales' }, () => 1);",
    );
    expect(
      await after(fixture('assetCheck(orders, () => true)'), "Add `name: 'dailySales'`", 'src/daily-sales.ts'),
    ).toContain("assetCheck(orders, { name: 'dailySales' }, () => true);");
  });

  test.each([
    ["'weather/highs'", "['weather', 'highs']"],
    ["['weather', '']", "'weather'"],
    ["'a\\tb'", "'ab'"],
    ['7', "'7'"],
  ])('bad-key: %s becomes %s', async (bad, good) => {
    const text = await after(
      `
import { asset } from 'headwater';
export const highs = asset({ key: ${bad}, group: 'weather' }, () => 1);
`,
      `Change to ${good}`,
    );
    expect(text).toContain(`asset({ key: ${good}, group: 'weather' }`);
  });

  test('bad-key: one of which nothing is left goes', async () => {
    const text = await after(
      `
import { asset } from 'headwater';
export const highs = asset({ key: '' }, () => 1);
`,
      'Remove the key, so that it is `highs`',
    );
    expect(text).toContain('export const highs = asset(() => 1);');
  });

  test('duplicate-key: one of the two gets a key of its own', async () => {
    const { texts, titles } = await fixed(
      `
//- src/eu/orders.ts
import { asset } from 'headwater';
export const orders = asset(() => 1);
//- src/us/orders.ts
import { asset } from 'headwater';
export const orders = asset({ group: 'us' }, () => 1);
`,
      "Give it the key ['us', 'orders']",
    );
    expect(titles).toEqual(["Give it the key ['eu', 'orders']", "Give it the key ['us', 'orders']"]);
    expect(texts.get('src/us/orders.ts')).toContain("asset({ group: 'us', key: ['us', 'orders'] }, () => 1)");
  });
});

test('duplicate-key: of an output that is taken out', async () => {
  const text = await after(
    `
//- src/raw.ts
import { asset } from 'headwater';
export const users = asset(() => 1);
//- src/assets.ts
import { multiAsset, output } from 'headwater';
export const { users } = multiAsset({ outputs: { users: output() } }, async function* () {});
`,
    "Give it the key ['assets', 'users']",
  );
  expect(text).toContain("outputs: { users: output({ key: ['assets', 'users'] }) }");
});

test('cycle: the input that closes it goes', async () => {
  const fixture = `
import { asset } from 'headwater';
export const self = asset({ group: 'a', inputs: { self } }, () => 1);
export const first = asset({ deps: [second] }, () => 1);
export const second = asset({ inputs: { first } }, ({ first }) => first);
`;
  const found = await titles(fixture);
  expect(found).toContain('Remove `self` from `inputs`');
  expect(await after(fixture, 'Remove `self` from `inputs`')).toContain(
    "export const self = asset({ group: 'a' }, () => 1);",
  );
  expect(await after(fixture, 'Remove `second` from `deps`')).toContain('export const first = asset(() => 1);');
});

test('all that is safe in a file, at once', async () => {
  const opened = await openFixture(`
import { asset, assetCheck } from 'headwater';
const orders = asset(() => 1);
const customers = asset({ inputs: { orders } }, () => 1);
const good = assetCheck(orders, () => true);
`);
  const fixes = opened.assistance.safeFixes('/projects/shop/src/assets.ts');
  const edits = [...new Map(fixes.flatMap((fix) => fix.edits.map((edit) => [JSON.stringify(edit), edit]))).values()];
  expect(applyEdits(opened.texts, edits).get('src/assets.ts')).toBe(`import { asset, assetCheck } from 'headwater';
export const orders = asset(() => 1);
export const customers = asset({ inputs: { orders } }, () => 1);
export const good = assetCheck(orders, () => true);
`);
});

test('a file that does not parse is left alone', async () => {
  const opened = await openFixture(`
import { asset } from 'headwater';
const orders = asset(() => 1);
`);
  const { analyzer } = opened;
  analyzer.setOpenFile('/projects/shop/src/assets.ts', `${opened.texts.get('src/assets.ts') ?? ''}const =`);
  const analysis = await analyzer.analyze();
  expect(analysis.document.problems.map(({ code }) => code).sort()).toEqual(['syntax', 'unexported']);
  expect(fixesOf({ ...opened, assistance: analyzer.assistance() ?? opened.assistance, analysis })).toEqual([]);
});
