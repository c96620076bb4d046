// Renaming an asset: the edits are made, and the graph is the one from before with the new key.
import { describe, expect, test } from 'vitest';
import { ROOT, check } from '../test/fixture.ts';
import { edited, renamed } from '../test/renamed.ts';

describe('L6: the const is renamed, and with it the key', () => {
  test('imports and uses follow; names of inputs and parameters stay; history is noted', async () => {
    expect(
      await renamed(
        `
//- src/raw.ts
import { asset } from 'headwater';
export const ord$0ers = asset(() => [1]);
export const total = asset({ inputs: { orders } }, ({ orders }) => orders.length);
//- src/report.ts
import { asset, assetCheck, definitions, job } from 'headwater';
import { orders, total } from './raw';
import * as raw from './raw';
export const report = asset({ inputs: { orders, total }, group: 'gold' }, ({ orders, total }) => orders.length + total);
export const other = asset({ inputs: { o: raw.orders }, deps: [orders] }, ({ o }) => ({ orders: o }));
export const notEmpty = assetCheck(orders, (orders) => ({ passed: orders.length > 0 }));
export const nightly = job('nightly', { selection: '+key:orders or key:"orders"+ and not key:total or key:tot*' });
export const listed = job('listed', { selection: [orders, total] });
export const all = definitions({ assets: { ...raw, orders } });
`,
        'sales',
      ),
    ).toEqual({
      'src/raw.ts': `import { asset } from 'headwater';
export const sales = asset({ renamedFrom: 'orders' }, () => [1]);
export const total = asset({ inputs: { orders: sales } }, ({ orders }) => orders.length);`,
      'src/report.ts': `import { asset, assetCheck, definitions, job } from 'headwater';
import { sales, total } from './raw';
import * as raw from './raw';
export const report = asset({ inputs: { orders: sales, total }, group: 'gold' }, ({ orders, total }) => orders.length + total);
export const other = asset({ inputs: { o: raw.sales }, deps: [sales] }, ({ o }) => ({ orders: o }));
export const notEmpty = assetCheck(sales, (orders) => ({ passed: orders.length > 0 }));
export const nightly = job('nightly', { selection: '+key:sales or key:"sales"+ and not key:total or key:tot*' });
export const listed = job('listed', { selection: [sales, total] });
export const all = definitions({ assets: { ...raw, orders: sales } });`,
    });
  });

  test('through barrels; what gives it another name keeps that name', async () => {
    expect(
      await renamed(
        `
//- src/raw.ts
import { asset } from 'headwater';
const orders = asset({ group: 'raw' }, () => [1]);
export { orders };
//- src/index.ts
export { orders } from './raw';
export { orders as rows } from './raw';
//- src/all.ts
export * from './index';
//- src/swapped.ts
export { rows as orders } from './index';
//- src/report.ts
import { asset } from 'headwater';
import { orders } from './all';
import { rows } from './index';
import { orders as sold } from './raw';
import { orders as same } from './swapped';
export const a = asset({ inputs: { orders, rows, sold, same } }, ({ orders, rows, sold, same }) => [orders, rows, sold, same]);
export const b = asset({ deps: [ord$0ers] }, () => 1);
`,
        'sales',
      ),
    ).toEqual({
      'src/raw.ts': `import { asset } from 'headwater';
const sales = asset({ group: 'raw', renamedFrom: 'orders' }, () => [1]);
export { sales };`,
      'src/index.ts': `export { sales } from './raw';
export { sales as rows } from './raw';`,
      'src/report.ts': `import { asset } from 'headwater';
import { sales } from './all';
import { rows } from './index';
import { sales as sold } from './raw';
import { orders as same } from './swapped';
export const a = asset({ inputs: { orders: sales, rows, sold, same } }, ({ orders, rows, sold, same }) => [orders, rows, sold, same]);
export const b = asset({ deps: [sales] }, () => 1);`,
    });
  });

  test('from a key in a selection; keys it had before are kept', async () => {
    expect(
      await renamed(
        `
//- src/raw.ts
import { asset } from 'headwater';
export const orders = asset(
  {
    group: 'raw',
    renamedFrom: 'rows',
  },
  () => [1],
);
//- src/jobs.ts
import { job } from 'headwater';
export const j = job("j", { selection: "key:\\"or$0ders\\" or group:raw" });
`,
        'sales',
      ),
    ).toEqual({
      'src/raw.ts': `import { asset } from 'headwater';
export const sales = asset(
  {
    group: 'raw',
    renamedFrom: ['orders', 'rows'],
  },
  () => [1],
);`,
      'src/jobs.ts': `import { job } from 'headwater';
export const j = job("j", { selection: "key:\\"sales\\" or group:raw" });`,
    });
  });

  test('back to the key it had: that one goes from the list', async () => {
    const files = await renamed(
      `
import { asset } from 'headwater';
export const sal$0es = asset({ renamedFrom: ['orders', 'rows'] }, () => [1]);
`,
      'orders',
    );
    expect(files['src/assets.ts']).toContain(
      `export const orders = asset({ renamedFrom: ['sales', 'rows'] }, () => [1]);`,
    );
  });

  test('every kind of asset, and options on lines of their own', async () => {
    const code = (lines: string): string => `
import { asset, externalAsset, graphAsset, multiAsset, op, output } from 'headwater';
const step = op(async () => 1);
async function body() { return 1; }
${lines}
`;
    const last = async (lines: string): Promise<string | undefined> =>
      (await renamed(code(lines), 'fresh'))['src/assets.ts']?.split('\n').slice(3).join('\n');
    expect(await last(`export const o$0ld = graphAsset(async () => step());`)).toBe(
      `export const fresh = graphAsset({ renamedFrom: 'old' }, async () => step());`,
    );
    expect(await last(`export const o$0ld = asset(body);`)).toBe(
      `export const fresh = asset({ renamedFrom: 'old' }, body);`,
    );
    expect(await last(`export const o$0ld = asset({}, body);`)).toBe(
      `export const fresh = asset({ renamedFrom: 'old' }, body);`,
    );
    expect(await last(`export const o$0ld = asset(\n  {\n    group: 'x'\n  },\n  body,\n);`)).toBe(
      `export const fresh = asset(\n  {\n    group: 'x',\n    renamedFrom: 'old'\n  },\n  body,\n);`,
    );
    expect(
      await last(
        `export const { o$0ld, posts } = multiAsset({ outputs: { old: output<number>(), posts: output() } }, async function* (ctx) {});`,
      ),
    ).toBe(
      `export const { old: fresh, posts } = multiAsset({ outputs: { old: output<number>({ renamedFrom: 'old' }), posts: output() } }, async function* (ctx) {});`,
    );
    expect(
      await last(
        `export const { users: o$0ld } = multiAsset({ outputs: { users: output({ group: 'x' }) } }, async function* (ctx) {});`,
      ),
    ).toBe(
      `export const { users: fresh } = multiAsset({ outputs: { users: output({ group: 'x', renamedFrom: 'old' }) } }, async function* (ctx) {});`,
    );
    expect(await last(`const o$0ld = asset(body);\nexport default old;`)).toBe(
      `const fresh = asset({ renamedFrom: 'old' }, body);\nexport default fresh;`,
    );
  });

  test('where a file already has the new name, its own name for the asset stays', async () => {
    expect(
      await renamed(
        `
//- src/raw.ts
import { asset } from 'headwater';
export const or$0ders = asset(() => [1]);
//- src/taken.ts
import { asset } from 'headwater';
import { orders } from './raw';
const sales = 3;
export const a = asset({ inputs: { orders } }, ({ orders }) => orders.length + sales);
export { orders };
//- src/inner.ts
import { asset } from 'headwater';
import { orders } from './taken';
import { orders as direct } from './raw';
export const b = asset({ deps: [orders, direct] }, () => 1);
export const c = (sales: number) => [orders, sales];
`,
        'sales',
      ),
    ).toEqual({
      'src/raw.ts': `import { asset } from 'headwater';
export const sales = asset({ renamedFrom: 'orders' }, () => [1]);`,
      'src/taken.ts': `import { asset } from 'headwater';
import { sales as orders } from './raw';
const sales = 3;
export const a = asset({ inputs: { orders } }, ({ orders }) => orders.length + sales);
export { orders };`,
      'src/inner.ts': `import { asset } from 'headwater';
import { orders } from './taken';
import { sales as direct } from './raw';
export const b = asset({ deps: [orders, direct] }, () => 1);
export const c = (sales: number) => [orders, sales];`,
    });
  });
});

describe('L6: const and key are two things where `key:` is written', () => {
  const FILES = (raw: string, selection: string): string => `
//- src/raw.ts
import { asset } from 'headwater';
${raw}
//- src/jobs.ts
import { asset, job, materialize } from 'headwater';
import { orders } from './raw';
export const report = asset({ deps: [orders] }, () => 1);
export const j = job('j', { selection: ${selection} });
export const run = () => materialize({ orders }, { selection: \`key:"crm/orders"\` });
`;

  test('the const alone: no key, no history changes', async () => {
    const files = await renamed(
      FILES(`export const or$0ders = asset({ key: ['crm', 'orders'] }, () => 1);`, `'key:crm/orders'`),
      'sales',
    );
    expect(files['src/raw.ts']).toContain(`export const sales = asset({ key: ['crm', 'orders'] }, () => 1);`);
    expect(files['src/jobs.ts']).toBe(`import { asset, job, materialize } from 'headwater';
import { sales } from './raw';
export const report = asset({ deps: [sales] }, () => 1);
export const j = job('j', { selection: 'key:crm/orders' });
export const run = () => materialize({ orders: sales }, { selection: \`key:"crm/orders"\` });`);
  });

  test.each([
    ['at the key', `export const orders = asset({ key: ['crm', 'or$0ders'] }, () => 1);`, `'key:crm/orders'`],
    ['in a selection', `export const orders = asset({ key: ['crm', 'orders'] }, () => 1);`, `'key:crm/or$0ders'`],
  ])('the key alone, %s: strings and history, no code', async (_, raw, selection) => {
    expect(await renamed(FILES(raw, selection), 'shop/new sales')).toEqual({
      'src/raw.ts': `import { asset } from 'headwater';
export const orders = asset({ key: ['shop', 'new sales'], renamedFrom: 'crm/orders' }, () => 1);`,
      'src/jobs.ts': `import { asset, job, materialize } from 'headwater';
import { orders } from './raw';
export const report = asset({ deps: [orders] }, () => 1);
export const j = job('j', { selection: 'key:"shop/new sales"' });
export const run = () => materialize({ orders }, { selection: \`key:"shop/new sales"\` });`,
    });
  });

  test('a key of one segment stays one text, and quotes are written as the file needs them', async () => {
    const files = await renamed(
      `
import { asset, job } from 'headwater';
export const a = asset({ key: 'o$0ld' }, () => 1);
export const j = job('j', { selection: 'key:old' });
`,
      `ann's "best"`,
    );
    expect(files['src/assets.ts']).toBe(`import { asset, job } from 'headwater';
export const a = asset({ key: 'ann\\'s "best"', renamedFrom: 'old' }, () => 1);
export const j = job('j', { selection: 'key:"ann\\'s \\\\"best\\\\""' });`);
  });
});

describe('L6: files that are no part of the graph', () => {
  const FILES = {
    'src/raw.ts': `import { asset } from 'headwater';
export const orders = asset(() => [1]);
`,
    'src/index.ts': `export * from './raw';
export { orders as rows } from './raw';
`,
    'src/late.ts': `export const late = async () => {
  const { orders } = await import('./raw');
  return orders;
};
`,
    'src/raw.test.ts': `import { orders } from './index';
import { orders as same } from './raw';
import * as raw from './index';
const f = (raw: { orders: 1 }) => raw.orders;
void [orders, same, raw.orders, { orders }, f];
`,
    'tests/tools.spec.ts': `export { orders } from '../src/raw';
import { orders } from '../src';
void orders;
`,
  };
  const outside = [`${ROOT}/src/raw.test.ts`, `${ROOT}/tests/tools.spec.ts`];

  async function project() {
    const fixture = Object.entries(FILES).map(([file, text]) => `//- ${file}\n${text}`);
    const { analyzer } = await check(fixture.join(''), { loads: false });
    const navigation = analyzer.navigation();
    const answer = navigation?.rename({ key: 'orders', of: 'const', newName: 'sales', outside });
    if (!navigation || !answer || 'refused' in answer) throw new Error('not renamed');
    return { navigation, answer };
  }

  function after(edits: Parameters<typeof edited>[1], file: keyof typeof FILES): string {
    return edited(
      FILES[file],
      edits.filter((each) => each.file === file),
    );
  }

  test('follow, and what they pass on keeps its name', async () => {
    const { navigation, answer } = await project();
    expect(outside.map((file) => navigation.hasFile(file))).toEqual([false, false]);
    expect(after(answer.edits, 'src/raw.test.ts')).toBe(`import { sales } from './index';
import { sales as same } from './raw';
import * as raw from './index';
const f = (raw: { orders: 1 }) => raw.orders;
void [sales, same, raw.sales, { orders: sales }, f];
`);
    expect(after(answer.edits, 'tests/tools.spec.ts')).toBe(`export { sales as orders } from '../src/raw';
import { sales } from '../src';
void sales;
`);
    expect(after(answer.edits, 'src/index.ts')).toBe(FILES['src/index.ts'].replace('{ orders as', '{ sales as'));
  });

  test('what only types tell is added; what is written already, or keeps the old name, is not', async () => {
    const { navigation, answer } = await project();
    const at = (file: string, line: number, column: number, prefix = '') => ({
      file: `${ROOT}/${file}`,
      range: { startLine: line, startColumn: column, endLine: line, endColumn: column + 'orders'.length },
      prefix: '',
      suffix: prefix,
    });
    const places = [
      at('src/raw.ts', 2, 14),
      at('src/late.ts', 2, 11, ': orders'),
      at('src/raw.test.ts', 1, 10),
      at('tests/tools.spec.ts', 3, 6),
    ];
    const { edits } = navigation.withElsewhere(answer, places);
    expect(edits).toHaveLength(answer.edits.length + 1);
    expect(after(edits, 'src/late.ts')).toBe(FILES['src/late.ts'].replace('{ orders }', '{ sales: orders }'));
  });
});
