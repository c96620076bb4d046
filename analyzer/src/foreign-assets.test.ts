// Inputs that another project of the workspace declares: external nodes `project:key`, kept right while that project is edited.
import { describe, expect, test } from 'vitest';
import { posix } from 'node:path';
import { ROOT, check, edges, keys } from './test/fixture.ts';

const lake = (extra = ''): string => `
//- ../lake/package.json
{ "name": "@acme/lake", "type": "module", "dependencies": { "headwater": "*" }${extra} }
//- ../lake/src/orders.ts
import { asset } from 'headwater';
/** All orders. */
export const orders = asset({ group: 'bronze', kinds: ['json'], tags: { pii: 'no' } }, () => [1, 2]);
export const unread = asset(() => 1);`;

describe('an input of another project', () => {
  test.each([
    ['a relative path', '../../lake/src/orders', ''],
    ['its package, by `exports` to the source', '@acme/lake', ', "exports": { ".": "./src/orders.ts" }'],
    ['its package, by a path in it', '@acme/lake/orders', ', "exports": { "./*": "./src/*.ts" }'],
    [
      'its package, by conditions',
      '@acme/lake',
      ', "exports": { ".": { "types": "./src/orders.ts", "default": "./src/orders.ts" } }',
    ],
    ['its package, by `main`', '@acme/lake', ', "main": "src/orders.ts"'],
    ['a file of its package that has no `exports`', '@acme/lake/src/orders.ts', ''],
  ])('by %s', async (_, specifier, extra) => {
    const { document } = await check(
      `${lake(extra)}
//- node_modules/@acme/lake -> ../../../lake
//- src/report.ts
import { asset } from 'headwater';
import { orders } from '${specifier}';
export const report = asset({ inputs: { orders } }, ({ orders }) => orders.length);
`,
      { loads: specifier !== '../../lake/src/orders' },
    );
    expect(edges(document)).toEqual(['@acme/lake:orders → report']);
    expect(document.assets[0]).toMatchObject({
      key: '@acme/lake:orders',
      kind: 'external',
      step: '@acme/lake:orders',
      inputs: {},
      deps: [],
      group: 'bronze',
      kinds: ['json'],
      tags: { pii: 'no' },
      description: 'All orders.',
      file: '../lake/src/orders.ts',
      line: 3,
      column: 14,
      codeVersion: null,
      foreign: {
        project: '@acme/lake',
        root: '../lake',
        key: 'orders',
        kind: 'asset',
        imported: { file: 'src/report.ts', module: specifier, name: 'orders' },
      },
    });
  });

  test('through barrels of both projects, as a namespace, a default, an output, a dep, loaded as another type', async () => {
    const { document } = await check(
      `
//- ../lake/package.json
{ "name": "lake", "type": "module", "dependencies": { "headwater": "*" }, "exports": "./src/index.ts" }
//- ../lake/src/index.ts
export * from './orders.ts';
export { people as folk, default } from './people.ts';
//- ../lake/src/orders.ts
import { asset, multiAsset, output } from 'headwater';
export const orders = asset({ key: ['sales', 'orders'] }, () => [1]);
export const api = multiAsset({ outputs: { users: output(), posts: output({ key: 'articles' }) } }, async function* (ctx) {
  yield ctx.result('users', 1);
  yield ctx.result('posts', 1);
});
//- ../lake/src/people.ts
import { asset } from 'headwater';
export const people = asset(() => 1);
const stock = asset(() => 1);
export default stock;
//- node_modules/lake -> ../../lake
//- src/barrel.ts
export * from 'lake';
//- src/report.ts
import { asset, loadAs, types } from 'headwater';
import * as all from 'lake';
import stock, { folk } from 'lake';
import { orders, api } from './barrel.ts';
export const report = asset(
  { inputs: { orders, users: api.users, folk: loadAs(folk, types.rows), stock, posts: all.api.posts }, deps: [all.orders] },
  (inputs) => inputs,
);
`,
      { loads: false },
    );
    expect(document.assets.map(({ key, foreign }) => [key, foreign?.imported.file, foreign?.imported.name])).toEqual([
      ['lake:articles', 'src/report.ts', 'api'],
      ['lake:people', 'src/report.ts', 'folk'],
      ['lake:sales/orders', 'src/barrel.ts', 'orders'],
      ['lake:stock', 'src/report.ts', 'default'],
      ['lake:users', 'src/barrel.ts', 'api'],
      ['report', undefined, undefined],
    ]);
    expect(document.assets.find(({ key }) => key === 'report')).toMatchObject({
      inputs: {
        orders: 'lake:sales/orders',
        users: 'lake:users',
        folk: 'lake:people',
        stock: 'lake:stock',
        posts: 'lake:articles',
      },
      deps: ['lake:sales/orders'],
    });
  });

  test('what its files name is looked up as they would: by their tsconfig and their package', async () => {
    const { document } = await check(`
//- ../lake/package.json
{ "name": "lake", "dependencies": { "headwater": "*" }, "imports": { "#raw": "./src/raw.ts" } }
//- ../lake/tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }
//- ../lake/src/index.ts
export { orders } from '@/orders';
export { raw } from '#raw';
//- ../lake/src/orders.ts
import { asset } from 'headwater';
export const orders = asset(() => 1);
//- ../lake/src/raw.ts
import { asset } from 'headwater';
export const raw = asset(() => 1);
//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./other/*"] } } }
//- other/orders.ts
import { asset } from 'headwater';
export const orders = asset({ key: 'mine' }, () => 1);
//- src/report.ts
import { asset } from 'headwater';
import { orders, raw } from '../../lake/src';
import { orders as mine } from '@/orders';
export const report = asset({ inputs: { orders, raw, mine } }, (inputs) => inputs);
`);
    expect(edges(document)).toEqual(['lake:orders → report', 'lake:raw → report', 'mine → report']);
  });

  test('a compiled package is followed to what it was compiled from', async () => {
    const { document } = await check(
      `
//- ../lake/package.json
{ "name": "lake", "type": "module", "dependencies": { "headwater": "*" }, "exports": { ".": { "types": "./dist/index.d.ts", "default": "./dist/index.js" } } }
//- ../lake/tsconfig.json
{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }
//- ../lake/src/index.ts
import { asset } from 'headwater';
export const orders = asset({ group: 'bronze' }, (): number => 1);
//- ../lake/dist/index.js
import { asset } from 'headwater';
export const orders = asset({ group: 'bronze' }, () => 1);
//- ../lake/dist/index.d.ts
export declare const orders: unknown;
//- node_modules/lake -> ../../lake
//- src/report.ts
import { asset } from 'headwater';
import { orders } from 'lake';
export const report = asset({ inputs: { orders } }, ({ orders }) => 1);
`,
      { loads: true },
    );
    expect(document.assets[0]).toMatchObject({ key: 'lake:orders', file: '../lake/src/index.ts', group: 'bronze' });
  });

  test('a project inside this one keeps its files, also where it is imported', async () => {
    const { document } = await check(
      `
//- packages/lake/package.json
{ "name": "lake", "dependencies": { "headwater": "*" } }
//- packages/lake/orders.ts
import { asset } from 'headwater';
export const orders = asset(() => 1);
export const other = asset(() => 1);
//- packages/tools/package.json
{ "name": "tools" }
//- packages/tools/raw.ts
import { asset } from 'headwater';
export const raw = asset(() => 1);
//- tsconfig.json
{ "files": ["report.ts", "packages/lake/orders.ts"], "references": [{ "path": "packages/lake" }] }
//- packages/lake/tsconfig.json
{}
//- report.ts
import { asset } from 'headwater';
import { orders } from './packages/lake/orders.ts';
import { raw } from './packages/tools/raw.ts';
export const report = asset({ inputs: { orders, raw } }, (inputs) => inputs);
`,
      { loads: true },
    );
    expect(edges(document)).toEqual(['lake:orders → report', 'raw → report']);
    expect(keys(document)).toEqual(['lake:orders', 'raw', 'report']);
  });
});

test('each project may have a version of headwater of its own', async () => {
  const { document } = await check(
    `${lake()}
//- ../lake/node_modules/headwater/package.json
{ "name": "headwater", "version": "0.1.0", "main": "old.js" }
//- ../lake/node_modules/headwater/old.js
exports.asset = null;
//- node_modules/headwater/package.json
{ "name": "headwater", "version": "9.0.0", "exports": "./new.js" }
//- src/report.ts
import { asset } from 'headwater';
import { orders } from '../../lake/src/orders';
export const report = asset({ inputs: { orders } }, ({ orders }) => orders);
`,
    { loads: false },
  );
  expect(edges(document)).toEqual(['@acme/lake:orders → report']);
});

describe('definitions that name assets of another project', () => {
  test('have them as external nodes, beside their own', async () => {
    const { document } = await check(
      `${lake()}
//- src/assets.ts
import { asset, definitions } from 'headwater';
import * as lake from '../../lake/src/orders.ts';
export const mine = asset(() => 1);
export const left = asset(() => 1);
export const defs = definitions({ assets: { mine, ...lake } });
`,
      { loads: true },
    );
    expect(keys(document)).toEqual(['@acme/lake:orders', '@acme/lake:unread', 'mine']);
  });
});

describe('what is wrong', () => {
  test('an export that is not there, one that is not exported, a check of what is made elsewhere', async () => {
    await check(`${lake()}
const hidden = asset(() => 1);
export const { inner } = { inner: hidden };
//- src/report.ts
import { asset, assetCheck } from 'headwater';
import { order, orders } from '../../lake/src/orders';
export const report = asset({ inputs: { order } }, ({ order }) => 1);
//                                      ^^^^^ unknown-import: ../lake/src/orders.ts exports no \`order\`
export const isBig = assetCheck(orders, () => ({ passed: true }));
//                              ^^^^^^ not-an-asset: belongs to the project \`@acme/lake\`
`);
  });

  test('a file of no project', async () => {
    await check(`
//- ../shared/orders.ts
import { asset } from 'headwater';
export const orders = asset(() => 1);
//- src/report.ts
import { asset } from 'headwater';
import { orders } from '../../shared/orders';
export const report = asset({ inputs: { orders } }, ({ orders }) => 1);
//                                      ^^^^^^ unknown-input: ../shared/orders.ts, which belongs to no project
`);
  });

  test('two projects of one name', async () => {
    await check(`${lake()}
//- ../pond/package.json
{ "name": "@acme/lake", "dependencies": { "headwater": "*" } }
//- ../pond/orders.ts
import { asset } from 'headwater';
export const orders = asset(() => 1);
//- src/report.ts
import { asset } from 'headwater';
import { orders } from '../../lake/src/orders.ts';
import { orders as others } from '../../pond/orders.ts';
export const report = asset({ inputs: { orders, others } }, (inputs) => inputs);
//                                      ^^^^^^ duplicate-key: ../lake/src/orders.ts:3, ../pond/orders.ts:2
`);
  });

  test('a circle through another project, and none where it only reads on', async () => {
    await check(`
//- ../lake/package.json
{ "name": "lake", "dependencies": { "headwater": "*" } }
//- ../lake/orders.ts
import { asset } from 'headwater';
import { base, report } from '../shop/src/report.ts';
export const raw = asset({ inputs: { report } }, ({ report }) => 1);
export const orders = asset({ inputs: { raw } }, ({ raw }) => 1);
export const stock = asset({ inputs: { base } }, ({ base }) => 1);
//- src/report.ts
import { asset } from 'headwater';
import { orders, stock } from '../../lake/orders.ts';
export const base = asset(() => 1);
export const report = asset({ inputs: { orders, stock } }, (inputs) => inputs);
//                                      ^^^^^^ cycle: report → lake:orders → report
`);
  });
});

describe('kept right', () => {
  test('while the other project is edited, saved or not, renamed, and comes and goes', async () => {
    const { analyzer, disk, document } = await check(
      `${lake()}
//- src/report.ts
import { asset } from 'headwater';
import { orders } from '../../lake/src/orders';
export const report = asset({ inputs: { orders } }, ({ orders }) => 1);
`,
      { loads: false },
    );
    const at = (file: string): string => posix.join(ROOT, file);
    const file = at('../lake/src/orders.ts');
    const text = disk.read(file) ?? '';
    const now = async (): Promise<string[]> => {
      const { document } = await analyzer.analyze();
      return [
        ...document.assets.map(({ key, line, group }) => `${key} ${line} ${group}`),
        ...document.problems.map(({ code }) => code),
      ];
    };
    expect(document.assets.map(({ key }) => key)).toEqual(['@acme/lake:orders', 'report']);
    analyzer.setOpenFile(file, `\n${text.replace('bronze', 'silver')}`);
    expect(await now()).toEqual(['@acme/lake:orders 4 silver', 'report 3 default']);
    analyzer.setOpenFile(file, text.replace('const orders', 'const other'));
    expect(await now()).toEqual(['report 3 default', 'unknown-import']);
    analyzer.setOpenFile(file, null);
    expect(await now()).toEqual(['@acme/lake:orders 3 bronze', 'report 3 default']);
    disk.write(file, text.replace('group', `key: 'o', group`));
    analyzer.invalidate([file]);
    expect(await now()).toEqual(['@acme/lake:o 3 bronze', 'report 3 default']);
    disk.write(at('../lake/package.json'), '{ "name": "sea", "dependencies": { "headwater": "*" } }');
    analyzer.invalidate([at('../lake/package.json')]);
    expect(await now()).toEqual(['report 3 default', 'sea:o 3 bronze']);
    disk.remove(at('../lake/package.json'));
    analyzer.invalidate([at('../lake/package.json')]);
    expect(await now()).toEqual(['report 3 default', 'unknown-input']);
    disk.remove(file);
    analyzer.invalidate([file]);
    expect(await now()).toEqual(['report 3 default', 'unknown-import']);
    disk.write(file, text);
    disk.write(at('../lake/package.json'), '{ "dependencies": { "headwater": "*" } }');
    analyzer.invalidate([file]);
    expect(await now()).toEqual(['lake:orders 3 bronze', 'report 3 default']);
  });

  test('a name in this project leads to the asset of the other', async () => {
    const { analyzer, cursor } = await check(
      `${lake()}
//- src/report.ts
import { asset } from 'headwater';
import { orders } from '../../lake/src/orders';
export const report = asset({ inputs: { ord$0ers } }, ({ orders }) => 1);
`,
      { loads: false },
    );
    expect(analyzer.assetAt(cursor)?.key).toBe('@acme/lake:orders');
  });
});
