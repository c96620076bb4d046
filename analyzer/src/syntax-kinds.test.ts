// The kinds of files and the syntax a project may be written in: each is read, linked, and loads to the same graph where it can.
import { describe, expect, test } from 'vitest';
import { check, edges, keys } from './test/fixture.ts';

const NEXT = `export const report = asset({ inputs: { orders } }, ({ orders }) => orders);`;

describe('syntax beside and inside definitions', () => {
  test.each([
    ['satisfies', `export const orders = asset({ group: 'bronze' } satisfies object, () => [1] satisfies number[]);`],
    ['as const', `const options = 'bronze' as const;\nexport const orders = asset({ group: options }, () => [1]);`],
    ['an enum', `export enum Level { Low, High = 4 }\nexport const orders = asset(() => Level.High);`],
    ['a namespace', `namespace Tools { export const x = 1; }\nexport const orders = asset(() => Tools.x);`],
    [
      'using',
      `export const orders = asset(() => { using file = { [Symbol.dispose]() {} }; return file === undefined ? 0 : 1; });`,
    ],
    [
      'await using',
      `export const orders = asset(async () => { await using x = { async [Symbol.asyncDispose]() {} }; return 1; });`,
    ],
    ['a generator', `export const orders = asset(function* () { yield { id: 1 }; });`],
    [
      'overloads and generics',
      `function id<const T>(x: T): T;\nfunction id(x: unknown) { return x; }\nexport const orders = asset(() => id(1));`,
    ],
    [
      'type-only imports and exports',
      `import type { AssetContext as C } from 'headwater';\nexport type { C };\nexport const orders = asset(() => 1);`,
    ],
    [
      'inline type imports',
      `import { type AssetContext } from 'headwater';\nexport type D = AssetContext;\nexport const orders = asset(() => 1);`,
    ],
    ['a dynamic import in a body', `export const orders = asset(async () => (await import('node:os')).EOL);`],
    [
      'import attributes',
      `import manifest from '../package.json' with { type: 'json' };\nexport const orders = asset(() => manifest.name);`,
    ],
    [
      'a regular expression, a bigint, a numeric separator',
      `export const orders = asset(() => [/[/]/v, 1_000n, 1_0.5]);`,
    ],
    ['a label, a hashbang comment', `export const orders = asset(() => { out: for (;;) break out; return 1; });`],
    [
      'optional chaining and assignment',
      `const o: { a?: number } = {};\no.a ??= 1;\nexport const orders = asset(() => o?.a);`,
    ],
    [
      'private fields and accessors',
      `class C { #x = 1; static accessor y = 2; get x() { return this.#x; } }\nexport const orders = asset(() => new C().x);`,
    ],
  ])('%s', async (_, text) => {
    const { document } = await check(`import { asset } from 'headwater';\n${text}\n${NEXT}`);
    expect(edges(document)).toEqual(['orders → report']);
  });

  test('decorators', async () => {
    const { document } = await check(
      `
import { asset } from 'headwater';
function sealed(value: unknown, context: unknown) { void value; void context; }
@sealed
class Store { @sealed accessor rows = 1; @sealed load() { return this.rows; } }
export const orders = asset(() => new Store().load());
`,
      { loads: false },
    );
    expect(keys(document)).toEqual(['orders']);
  });

  test.each([
    ['src/view.tsx', `export const View = <T,>(props: { a: T }) => <div {...props}>{String(props.a)}</div>;`],
    ['src/view.jsx', `export const View = (props) => <><div a="b">{props.a}</div></>;`],
    ['src/view.js', `export const View = (props) => <div>{props.a} it's</div>;`],
  ])('JSX in %s', async (file, view) => {
    const { document } = await check(
      `//- ${file}\nimport { asset } from 'headwater';\n${view}\nexport const orders = asset(() => 1);\n${NEXT}`,
      { loads: false },
    );
    expect(edges(document)).toEqual(['orders → report']);
  });

  test('JavaScript with JSDoc types', async () => {
    const { document } = await check(
      `
//- src/assets.js
// @ts-check
import { asset } from 'headwater';
/** @typedef {{ id: number }} Order */
/**
 * All orders.
 * @type {import('headwater').Asset<Order[]>}
 */
export const orders = asset({ group: /** @type {const} */ ('bronze') }, () => [{ id: 1 }]);
/** Counts them. */
export const report = asset({ inputs: { orders } }, ({ orders }) => /** @type {any} */ (orders).length);
`,
      { loads: true },
    );
    expect(edges(document)).toEqual(['orders → report']);
    expect(document.assets.map(({ description, group }) => [description, group])).toEqual([
      ['All orders.', 'bronze'],
      ['Counts them.', 'default'],
    ]);
  });
});

describe('what an import of no source stands for', () => {
  test('JSON as an input is no asset, and says what it is', async () => {
    await check(`
//- src/data.json
{ "a": 1 }
//- src/assets.ts
import { asset } from 'headwater';
import data from './data.json' with { type: 'json' };
import text from './query.sql';
export const report = asset({ inputs: { data } }, ({ data }) => data);
//                                      ^^^^ not-an-asset: is the file './data.json'
export const other = asset({ inputs: { text } }, ({ text }) => text);
//                                     ^^^^ unknown-import: there is no such file
`);
  });

  test('a module that is loaded in a body is no edge', async () => {
    const { document } = await check(`
//- src/raw.ts
import { asset } from 'headwater';
export const orders = asset(() => 1);
//- src/report.ts
import { asset } from 'headwater';
export const report = asset(async () => (await import('./raw.ts')).orders());
`);
    expect(edges(document)).toEqual([]);
    expect(keys(document)).toEqual(['orders', 'report']);
  });
});

describe('names of the package itself', () => {
  test('`imports` may lead to another package, or to nothing', async () => {
    const { document } = await check(`
//- package.json
{ "name": "shop", "dependencies": { "headwater": "*" }, "imports": { "#db": "lake", "#gone": "./gone.ts" } }
//- ../lake/package.json
{ "name": "lake", "dependencies": { "headwater": "*" }, "exports": "./orders.ts" }
//- ../lake/orders.ts
import { asset } from 'headwater';
export const orders = asset(() => 1);
//- node_modules/lake -> ../../lake
//- src/report.ts
import { asset } from 'headwater';
import { orders } from '#db';
import { gone } from '#gone';
export const report = asset({ inputs: { orders } }, ({ orders }) => orders);
export const other = asset({ inputs: { gone } }, ({ gone }) => gone);
//                                     ^^^^ unknown-import: there is no such file
`);
    expect(edges(document)).toEqual(['lake:orders → report']);
  });

  test('a package inside the project has its own', async () => {
    const { document } = await check(
      `
//- package.json
{ "name": "shop", "dependencies": { "headwater": "*" }, "imports": { "#raw": "./src/outer.ts" } }
//- packages/inner/package.json
{ "name": "inner", "imports": { "#raw": "./raw.ts" }, "exports": { "./raw": "./raw.ts" } }
//- packages/inner/raw.ts
import { asset } from 'headwater';
export const orders = asset({ key: 'inner' }, () => 1);
//- packages/inner/report.ts
import { asset } from 'headwater';
import { orders } from '#raw';
import { orders as same } from 'inner/raw';
export const ofInner = asset({ inputs: { orders, same } }, (inputs) => inputs);
//- src/outer.ts
import { asset } from 'headwater';
export const orders = asset(() => 1);
//- src/report.ts
import { asset } from 'headwater';
import { orders } from '#raw';
export const ofOuter = asset({ inputs: { orders } }, ({ orders }) => orders);
`,
      { loads: true },
    );
    expect(edges(document)).toEqual(['inner → ofInner', 'inner → ofInner', 'orders → ofOuter']);
  });

  test.each([
    ['source', '{ "types": "./types.d.ts", "default": "./src/index.ts" }', ['orders → report']],
    // What a run loads is another object than the one the source declares.
    ['what is compiled', '{ "development": "./src/index.ts", "default": "./dist/index.js" }', []],
  ])('a package of the workspace that is no project, whose exports lead to %s', async (_, exports, expected) => {
    const { document } = await check(
      `
//- packages/tools/package.json
{ "name": "@acme/tools", "exports": { ".": ${exports} } }
//- packages/tools/tsconfig.json
{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }
//- packages/tools/src/index.ts
import { asset } from 'headwater';
export const orders = asset(() => 1);
//- node_modules/@acme/tools -> ../../packages/tools
//- src/report.ts
import { asset } from 'headwater';
import { orders } from '@acme/tools';
export const report = asset({ inputs: { orders } }, ({ orders }) => orders);
${expected.length > 0 ? '' : `//                                      ^^^^^^ dynamic: comes from the package '@acme/tools'\n`}`,
      { loads: expected.length > 0 },
    );
    expect(edges(document)).toEqual(expected);
  });
});
