// Which asset a name in the source stands for.
import { describe, expect, test } from 'vitest';
import { check } from './test/fixture.ts';

async function at(code: string): Promise<string | null> {
  const { analyzer, cursor } = await check(`
//- src/raw.ts
import { asset, multiAsset, output } from 'headwater';
export const orders = asset(() => 1);
export const customers = asset({ key: ['crm', 'customers'] }, () => 1);
export const api = multiAsset({ outputs: { users: output(), posts: output({ key: 'articles' }) } }, function* (ctx) {});
//- src/report.ts
import { asset, assetCheck, definitions, graphAsset, job, multiAsset, op, output } from 'headwater';
import { api, orders as sales, customers } from './raw';
import * as raw from './raw';
${code}
`);
  return analyzer.assetAt(cursor)?.key ?? null;
}

describe('a name that stands for an asset', () => {
  test.each([
    ['the const', 'export const rep$0ort = asset(() => 1);', 'report'],
    ['right behind the const', 'export const report$0 = asset(() => 1);', 'report'],
    [
      'a shorthand input',
      'export const r = asset({ inputs: { $0customers } }, ({ customers }) => 1);',
      'crm/customers',
    ],
    [
      'the name of a renamed input',
      'export const r = asset({ inputs: { pe$0ople: customers } }, ({ people }) => 1);',
      'crm/customers',
    ],
    [
      'the value of a renamed input',
      'export const r = asset({ inputs: { people: custo$0mers } }, ({ people }) => 1);',
      'crm/customers',
    ],
    ['an output', 'export const r = asset({ inputs: { users: api.us$0ers } }, ({ users }) => 1);', 'users'],
    ['an output with a key', 'export const r = asset({ deps: [api.$0posts] }, () => 1);', 'articles'],
    [
      'a parameter that is an output',
      'export const r = asset({ inputs: { x: api.posts } }, ({ x }) => [1].map(() => x$0));',
      'articles',
    ],
    [
      'a const an output is taken out to',
      'export const { users: peo$0ple } = multiAsset({ outputs: { users: output() } }, function* (ctx) {});',
      'people',
    ],
    [
      'the name of an output in a pattern',
      'export const { us$0ers: people } = multiAsset({ outputs: { users: output() } }, function* (ctx) {});',
      'people',
    ],
    [
      'the name of an output where it is declared',
      'export const { users: people } = multiAsset({ outputs: { us$0ers: output() } }, function* (ctx) {});',
      'people',
    ],
    [
      'an input of a multi-asset',
      'export const { a } = multiAsset({ outputs: { a: output() }, inputs: { x: customers } }, function* ({ x$0 }, ctx) { yield x; });',
      'crm/customers',
    ],
    [
      'an input of a graph asset',
      'export const r = graphAsset({ inputs: { sales } }, async ({ sa$0les }) => sales);',
      'orders',
    ],
    ['a checked asset', 'export const c = assetCheck(cust$0omers, () => true);', 'crm/customers'],
    ['a blocked asset', 'export const c = assetCheck(customers, { blocks: [api.us$0ers] }, () => true);', 'users'],
    ['a selected asset', "export const j = job('j', { selection: [sa$0les] });", 'orders'],
    ['an asset of definitions', 'export const d = definitions({ assets: { x: sa$0les } });', 'orders'],
    ['a property read', 'export const r = asset({ inputs: { x: raw.or$0ders } }, ({ x }) => 1);', 'orders'],
    ['a dep', 'export const r = asset({ deps: [sa$0les] }, () => 1);', 'orders'],
    [
      'a destructured parameter',
      'export const r = asset({ inputs: { customers } }, ({ cust$0omers }) => 1);',
      'crm/customers',
    ],
    ['a renamed parameter', 'export const r = asset({ inputs: { sales } }, ({ sales: a$0ll }) => 1);', 'orders'],
    [
      'the property of a renamed parameter',
      'export const r = asset({ inputs: { sales } }, ({ sa$0les: all }) => 1);',
      'orders',
    ],
    [
      'a use in the body',
      'export const r = asset({ inputs: { sales } }, async ({ sales: all }) => { for (const x of al$0l) {} });',
      'orders',
    ],
    [
      'a use in a nested function',
      'export const r = asset({ inputs: { sales } }, ({ sales }) => [1].map((n) => sal$0es));',
      'orders',
    ],
    [
      'an import',
      'import { cust$0omers as c } from "./raw"; export const r = asset({ deps: [c] }, () => 1);',
      'crm/customers',
    ],
    ['elsewhere', 'export const test = () => sa$0les({});', 'orders'],
    ['in a default export', "export default asset({ key: 'r', inputs: { sales } }, ({ sales }) => sa$0les);", 'orders'],
  ])('%s', async (_, code, key) => {
    expect(await at(code)).toBe(key);
  });

  test('the range is that of the name', async () => {
    const { analyzer, cursor } = await check(
      `import { asset } from 'headwater';\nexport const rep$0ort = asset(() => 1);`,
    );
    expect(analyzer.assetAt(cursor)?.range).toEqual({ startLine: 2, startColumn: 14, endLine: 2, endColumn: 20 });
  });
});

describe('a name that stands for something else', () => {
  test.each([
    [
      'a shadowing parameter',
      'export const r = asset({ inputs: { sales } }, ({ sales }) => [1].map((sales) => sa$0les));',
    ],
    [
      'a shadowing const',
      'export const r = asset({ inputs: { sales } }, ({ sales }) => { { const sales = 1; return sa$0les; } });',
    ],
    ['a property of that name', 'export const r = asset({ inputs: { sales } }, ({ sales }) => other.sa$0les);'],
    ['a key of that name', 'export const r = asset({ inputs: { sales } }, ({ sales }) => ({ sa$0les: 1 }));'],
    ['a whole multi-asset', 'export const r = asset({ deps: [a$0pi.users] }, () => 1);'],
    ['an op', 'const st$0ep = op((ctx) => 1);'],
    ['a check', 'export const ch$0eck = assetCheck(sales, () => true);'],
    ['another const', 'const li$0mit = 1;'],
    ['a keyword', 'exp$0ort const x = 1;'],
    ['an empty line', '$0'],
  ])('%s', async (_, code) => {
    expect(await at(code)).toBeNull();
  });
});
