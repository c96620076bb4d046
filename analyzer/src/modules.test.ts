// How names are followed between files: relative paths, barrels, tsconfig paths, the package's own names, the user's re-exports.
import { describe, expect, test } from 'vitest';
import { check, edges, keys } from './test/fixture.ts';

const raw = `import { asset } from 'headwater';\nexport const orders = asset(() => 1);`;
const reads = (from: string): string =>
  `import { asset } from 'headwater';\nimport { orders } from '${from}';\nexport const report = asset({ inputs: { orders } }, ({ orders }) => 1);`;

describe('relative imports', () => {
  test.each([
    ['./raw', 'src/raw.ts'],
    ['./raw.ts', 'src/raw.ts'],
    ['./raw.js', 'src/raw.ts'],
    ['./raw.js', 'src/raw.tsx'],
    ['./raw.js', 'src/raw.js'],
    ['./raw.mjs', 'src/raw.mts'],
    ['./raw.cjs', 'src/raw.cts'],
    ['./raw.jsx', 'src/raw.tsx'],
    ['./raw', 'src/raw.mjs'],
    ['./raw', 'src/raw/index.ts'],
    ['./raw/index.js', 'src/raw/index.ts'],
    ['.', 'src/index.ts'],
    ['../lib/raw', 'lib/raw.ts'],
    ['./raw.data', 'src/raw.data.ts'],
  ])('%s is %s', async (specifier, file) => {
    const { document } = await check(`//- ${file}\n${raw}\n//- src/report.ts\n${reads(specifier)}`);
    expect(edges(document)).toEqual(['orders → report']);
  });

  test('the source wins over what was compiled from it', async () => {
    const { document } = await check(
      `
//- tsconfig.json
{ "include": ["src/**/*.ts"] }
//- src/raw.ts
import { asset } from 'headwater';
export const orders = asset({ key: 'source' }, () => 1);
//- src/raw.js
import { asset } from 'headwater';
export const orders = asset({ key: 'compiled' }, () => 1);
//- src/report.ts
${reads('./raw.js')}`,
      { loads: false },
    );
    expect(edges(document)).toEqual(['source → report']);
  });
});

describe('re-exports', () => {
  test.each([
    ['export * from', `export * from './raw';`],
    ['a named re-export', `export { orders } from './raw';`],
    ['import, then export', `import { orders } from './raw'; export { orders };`],
    ['a const', `import * as raw from './raw'; export const orders = raw.orders;`],
    ['two stars', `export * from './nothing'; export * from './raw';`],
    ['a circle of stars', `export * from './barrel'; export * from './report'; export * from './raw';`],
  ])('%s', async (_, barrel) => {
    const { document } = await check(
      `//- src/raw.ts\n${raw}\n//- src/nothing.ts\nexport {};\n//- src/barrel.ts\n${barrel}\n//- src/report.ts\n${reads('./barrel')}`,
    );
    expect(edges(document)).toEqual(['orders → report']);
    expect(keys(document)).toEqual(['orders', 'report']);
  });

  test('renamed, default, and as a namespace', async () => {
    const { document } = await check(
      `
//- src/raw.ts
import { asset } from 'headwater';
export const orders = asset(() => 1);
const people = asset(() => 1);
export default people;
//- src/barrel.ts
export { orders as bronzeOrders, default as bronzePeople } from './raw';
export * as all from './raw';
//- src/report.ts
import { asset } from 'headwater';
import people from './raw';
import { bronzeOrders, bronzePeople, all } from './barrel';
import * as barrel from './barrel';
export const report = asset(
  { inputs: { a: bronzeOrders, b: bronzePeople, c: all.orders, d: barrel.all.orders, e: people } },
  (inputs) => inputs,
);
`,
      { constNames: { default: 'people', bronzeOrders: 'orders', bronzePeople: 'people' } },
    );
    expect(document.assets.find(({ key }) => key === 'report')?.inputs).toEqual({
      a: 'orders',
      b: 'people',
      c: 'orders',
      d: 'orders',
      e: 'people',
    });
    expect(keys(document)).toEqual(['orders', 'people', 'report']);
  });

  test('`export *` does not carry the default on', async () => {
    await check(`
//- src/raw.ts
import { asset } from 'headwater';
const orders = asset(() => 1);
export default orders;
//- src/barrel.ts
export * from './raw';
//- src/report.ts
import { asset } from 'headwater';
import orders from './barrel';
export const report = asset({ inputs: { orders } }, ({ orders }) => 1);
//                                      ^^^^^^ unknown-import: src/barrel.ts exports no \`default\`
`);
  });
});

describe('names of the project', () => {
  test('tsconfig paths, with extends, relative to the file that declares them', async () => {
    const { document } = await check(`
//- config/base.json
{ "compilerOptions": { "paths": { "@/*": ["../src/*"], "@/special/*": ["../special/*"], "exact": ["../src/raw.ts"] } } }
//- tsconfig.json
{ "extends": "./config/base.json" }
//- src/raw.ts
${raw}
//- special/raw.ts
import { asset } from 'headwater';
export const people = asset(() => 1);
//- src/report.ts
import { asset } from 'headwater';
import { orders } from '@/raw';
import { people } from '@/special/raw';
import { orders as same } from 'exact';
export const report = asset({ inputs: { orders, people, same } }, (inputs) => inputs);
`);
    expect(document.assets.find(({ key }) => key === 'report')?.inputs).toEqual({
      orders: 'orders',
      people: 'people',
      same: 'orders',
    });
  });

  test('baseUrl', async () => {
    const { document } = await check(
      `//- tsconfig.json\n{ "compilerOptions": { "baseUrl": "./src" } }\n//- src/lib/raw.ts\n${raw}\n//- src/report.ts\n${reads('lib/raw')}`,
    );
    expect(edges(document)).toEqual(['orders → report']);
  });

  test('package.json imports, exports and own name', async () => {
    const { document } = await check(`
//- package.json
{ "name": "@acme/shop", "dependencies": { "headwater": "*" },
  "imports": { "#raw": "./src/raw.ts", "#lib/*": { "types": "./src/lib/*.d.ts", "default": "./src/lib/*.js" } },
  "exports": { ".": "./src/raw.ts", "./lib/*": "./src/lib/*.js" } }
//- src/raw.ts
${raw}
//- src/lib/people.ts
import { asset } from 'headwater';
export const people = asset(() => 1);
//- src/report.ts
import { asset } from 'headwater';
import { orders as a } from '#raw';
import { people as b } from '#lib/people';
import { orders as c } from '@acme/shop';
import { people as d } from '@acme/shop/lib/people';
export const report = asset({ inputs: { a, b, c, d } }, (inputs) => inputs);
`);
    expect(document.assets.find(({ key }) => key === 'report')?.inputs).toEqual({
      a: 'orders',
      b: 'people',
      c: 'orders',
      d: 'people',
    });
  });

  test('an input from another package is dynamic: its source is not read', async () => {
    const { document } = await check(`
import { asset } from 'headwater';
import { orders } from '@acme/assets';
export const report = asset({ inputs: { orders } }, ({ orders }) => 1);
//                                      ^^^^^^ dynamic: comes from the package '@acme/assets'
`);
    expect(document.assets[0]?.dynamic).toEqual({
      reason: "the input `orders` comes from the package '@acme/assets', whose source is not read",
      file: 'src/assets.ts',
      line: 3,
    });
  });
});

describe("the SDK through the user's own modules", () => {
  test.each([
    ['export * from', `export * from 'headwater';`, `import { asset } from './sdk'; export const a = asset(() => 1);`],
    [
      'a named re-export',
      `export { asset } from 'headwater';`,
      `import { asset } from './sdk'; export const a = asset(() => 1);`,
    ],
    [
      'a renaming re-export',
      `export { asset as node } from 'headwater';`,
      `import { node } from './sdk'; export const a = node(() => 1);`,
    ],
    [
      'a const',
      `import { asset } from 'headwater'; export const node = asset;`,
      `import { node } from './sdk'; export const a = node(() => 1);`,
    ],
    [
      'a namespace',
      `export * as hw from 'headwater';`,
      `import { hw } from './sdk'; export const a = hw.asset(() => 1);`,
    ],
    [
      'a namespace of the module',
      `export * from 'headwater';`,
      `import * as sdk from './sdk'; export const a = sdk.asset(() => 1);`,
    ],
    [
      'the default',
      `import { asset } from 'headwater'; export default asset;`,
      `import make from './sdk'; export const a = make(() => 1);`,
    ],
  ])('%s', async (_, sdk, assets) => {
    const { document } = await check(`//- src/sdk.ts\n${sdk}\n//- src/assets.ts\n${assets}`);
    expect(keys(document)).toEqual(['a']);
  });

  test('two modules deep, and stray calls are still seen', async () => {
    const { document } = await check(`
//- src/sdk.ts
export { asset as node } from 'headwater';
//- src/tools.ts
export { node as make } from './sdk';
//- src/assets.ts
import { make } from './tools';
export const a = make(() => 1);
for (const name of ['x', 'y']) make({ key: name }, () => 1);
//                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dynamic: it is made in a loop
`);
    expect(keys(document)).toEqual(['a']);
  });
});
