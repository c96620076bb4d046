// Every problem the analyzer reports: what, where, and what to do; and that good code has none.
import { Project } from 'ts-morph';
import { describe, expect, test } from 'vitest';
import { check, edges, keys } from './test/fixture.ts';

describe('unknown-input', () => {
  test('a slip names the nearest asset', async () => {
    const { document } = await check(`
import { asset } from 'headwater';
export const customers = asset(() => 1);
export const report = asset({ inputs: { custmers } }, ({ custmers }) => 1);
//                                      ^^^^^^^^ unknown-input: This file knows no \`custmers\` for the input \`custmers\`. Did you mean \`customers\`?
`);
    expect(edges(document)).toEqual([]);
    expect(keys(document)).toEqual(['customers', 'report']);
  });

  test('an asset of that name elsewhere is to be imported', async () => {
    await check(`
//- src/raw.ts
import { asset } from 'headwater';
export const customers = asset(() => 1);
//- src/report.ts
import { asset } from 'headwater';
export const report = asset({ deps: [customers] }, () => 1);
//                                   ^^^^^^^^^ unknown-input: It is declared in src/raw.ts: import it from there.
`);
  });

  test('nothing near', async () => {
    await check(`
import { asset } from 'headwater';
export const report = asset({ inputs: { x: something.deep } }, ({ x }) => 1);
//                                         ^^^^^^^^^^^^^^ unknown-input: This file knows no \`something\` for the input \`x\`. Import it, declare it, or take it out.
`);
  });
});

describe('unknown-import', () => {
  test('a missing file', async () => {
    await check(`
import { asset } from 'headwater';
import { orders } from './nowhere';
export const report = asset({ inputs: { orders } }, ({ orders }) => 1);
//                                      ^^^^^^ unknown-import: comes from './nowhere', and there is no such file
`);
  });

  test('a missing export, by name and by namespace', async () => {
    await check(`
//- src/raw.ts
import { asset } from 'headwater';
export const orders = asset(() => 1);
//- src/report.ts
import { asset } from 'headwater';
import { order } from './raw';
import * as raw from './raw';
export const report = asset({ inputs: { order, b: raw.oders } }, (inputs) => inputs);
//                                      ^^^^^ unknown-import: src/raw.ts exports no \`order\` for the input \`order\`. Did you mean \`orders\` of src/raw.ts?
//                                                ^^^^^^^^^ unknown-import: Did you mean \`orders\` of src/raw.ts?
`);
  });

  test('A26: a deleted upstream is a compile error and a problem with file, line and nearest names', async () => {
    const raw = `import { asset } from 'headwater';\nexport const ordersRow = asset(() => 1);\n`;
    const report = `import { asset } from 'headwater';\nimport { ordersRaw } from './raw';\nexport const report = asset({ inputs: { ordersRaw } }, (inputs) => inputs);\n`;
    const compiler = new Project({ useInMemoryFileSystem: true, compilerOptions: { strict: true } });
    compiler.createSourceFile('raw.ts', raw);
    const errors = compiler.createSourceFile('report.ts', report).getPreEmitDiagnostics();
    expect(errors.map((error) => [error.getLineNumber(), error.getMessageText()])).toContainEqual([
      2,
      expect.stringContaining('ordersRaw'),
    ]);

    await check(`//- src/raw.ts
${raw}//- src/report.ts
${report}//                                      ^^^^^^^^^ unknown-import: src/raw.ts exports no \`ordersRaw\` for the input \`ordersRaw\`. Did you mean \`ordersRow\` of src/raw.ts?
`);
  });
});

test('not-an-asset', async () => {
  await check(`
import { asset, store } from 'headwater';
import * as self from './assets';
const limit = 5;
function load() {}
class Loader {}
let later = asset;
const other = load();
export const a = asset({ deps: [limit, load, Loader, later, other, self, store, 'orders'] }, () => 1);
//                              ^^^^^ not-an-asset: The dep \`limit\` is a plain value, not an asset.
//                                     ^^^^ not-an-asset: a function
//                                           ^^^^^^ not-an-asset: a class
//                                                   ^^^^^ not-an-asset: a variable that may change
//                                                          ^^^^^ not-an-asset: the result of \`load(…)\`
//                                                                 ^^^^ not-an-asset: a whole module, not an asset. Name one of its exports.
//                                                                       ^^^^^ not-an-asset: \`store\` of headwater
//                                                                              ^^^^^^^^ not-an-asset: a plain value
`);
});

describe('unexported', () => {
  test('a const that is not exported, and an input that names it', async () => {
    const { document, problems } = await check(`
import { asset } from 'headwater';
const orders = asset(() => 1);
//    ^^^^^^ unexported: Write \`export const orders = asset(…)\`.
export const report = asset({ inputs: { orders } }, ({ orders }) => 1);
//                                      ^^^^^^ unexported: The input \`orders\` is never materialized, because \`orders\` is not exported. Export it.
`);
    expect(keys(document)).toEqual(['report']);
    expect(problems.map(({ severity, related }) => [severity, related])).toEqual([
      ['warning', undefined],
      ['error', [{ message: 'declared here', file: 'src/assets.ts', line: 2, column: 7 }]],
    ]);
  });

  test('an asset without a name', async () => {
    const { problems } = await check(`
import { asset } from 'headwater';
  void 0; asset(() => 1);
//        ^^^^^^^^^^^^^^ unexported: This asset has no name
`);
    expect(problems).toHaveLength(1);
  });
});

test('keyless', async () => {
  const { document } = await check(`
import { asset } from 'headwater';
export default asset({ group: 'g' }, () => 1);
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ keyless: A default export has no name to take its key from
`);
  expect(document.assets).toEqual([]);
});

test('bad-key', async () => {
  const { document } = await check(`
import { asset } from 'headwater';
export const a = asset({ key: '' }, () => 1);
//                            ^^ bad-key: A segment of a key cannot be empty.
export const b = asset({ key: [] }, () => 1);
//                            ^^ bad-key: A key has at least one segment
export const c = asset({ key: ['a', '..'] }, () => 1);
//                            ^^^^^^^^^^^ bad-key: A segment of a key cannot be \`..\`
export const d = asset({ key: ['a/b'] }, () => 1);
//                            ^^^^^^^ bad-key: write several segments
export const e = asset({ key: 5 }, () => 1);
//                            ^ bad-key: A key is a string or an array of strings
export const f = asset({ key: 'a//b' }, () => 1);
//                            ^^^^^^ bad-key: write several segments
export const g = asset({ key: 'a\\nb' }, () => 1);
//                            ^^^^^^ bad-key: control characters
`);
  expect(document.assets).toEqual([]);
});

test('duplicate-key names both places and keeps the first', async () => {
  const { document, problems } = await check(`
//- src/a.ts
import { asset } from 'headwater';
export const orders = asset(() => 1);
//           ^^^^^^ duplicate-key: taken twice, also at src/b.ts:2
//- src/b.ts
import { asset } from 'headwater';
export const other = asset({ key: 'orders' }, () => 1);
//           ^^^^^ duplicate-key: taken twice, also at src/a.ts:2
`);
  expect(document.assets.map(({ file }) => file)).toEqual(['src/a.ts']);
  expect(problems.map(({ related }) => related)).toEqual([
    [{ message: 'also `orders`', file: 'src/b.ts', line: 2, column: 14 }],
    [{ message: 'also `orders`', file: 'src/a.ts', line: 2, column: 14 }],
  ]);
});

describe('cycle', () => {
  test('the whole path, across files', async () => {
    const { problems } = await check(`
//- src/a.ts
import { asset } from 'headwater';
import { c } from './c';
export const a = asset({ inputs: { c } }, ({ c }) => 1);
//                                 ^ cycle: none can run: a → b → c → a
export const b = asset({ deps: [a] }, () => 1);
//- src/c.ts
import { asset } from 'headwater';
import { b } from './a';
export const c = asset({ inputs: { b } }, ({ b }) => 1);
`);
    expect(problems[0]?.related).toEqual([
      { message: '`b` reads `a`', file: 'src/a.ts', line: 5, column: 14 },
      { message: '`c` reads `b`', file: 'src/c.ts', line: 3, column: 14 },
    ]);
  });

  test('an asset that is its own input', async () => {
    await check(`
import { asset } from 'headwater';
export const a = asset({ inputs: { a } }, ({ a }) => 1);
//                                 ^ cycle: \`a\` is its own input
`);
  });
});

test('A10: noun-name is a hint', async () => {
  const { problems } = await check(`
import { asset } from 'headwater';
export const getEpisodes = asset(() => 1);
//           ^^^^^^^^^^^ noun-name: \`episodes\`
export const fetchURLs = asset(() => 1);
//           ^^^^^^^^^ noun-name: \`urls\`
export const getter = asset(() => 1);
export const loadAverages = asset(() => 1);
export const computeHTTPLog = asset({ key: 'log' }, () => 1);
`);
  expect(problems.map(({ severity }) => severity)).toEqual(['hint', 'hint']);
});

test('unused-input, only when it is certain', async () => {
  await check(`
import { asset } from 'headwater';
export const a = asset(() => 1);
export const b = asset({ inputs: { a } }, () => 1);
//                                 ^ unused-input: list it in \`deps\`
export const c = asset({ inputs: { a, b } }, ({ b: renamed }) => renamed);
//                                 ^ unused-input: Input \`a\` is loaded
export const d = asset({ inputs: { a } }, ({ ...all }) => all);
export const e = asset({ inputs: { a } }, (inputs) => inputs);
export const f = asset({ inputs: { a } }, function () { return arguments[0]; });
export const g = asset({ inputs: { a } }, body);
export const h = asset({ inputs: { 'x-y': a } }, ({ 'x-y': a }) => a);
export const i = asset({ inputs: { a } }, (...all) => all);
function body() {}
`);
});

describe('bad-tsconfig', () => {
  test('a tsconfig that does not parse: every file is read', async () => {
    const { document } = await check(`
//- tsconfig.json
{ "include": ["lib"] "exclude": [] }
//                   ^^^^^^^^^ bad-tsconfig: every source file of the project is read instead
//- src/a.ts
import { asset } from 'headwater';
export const a = asset(() => 1);
`);
    expect(keys(document)).toEqual(['a']);
  });

  test('a missing base is named, an unknown option is not our business', async () => {
    const { document } = await check(`
//- tsconfig.json
{ "extends": "./nowhere.json", "compilerOptions": { "futureOption": true } }
//           ^^^^^^^^^^^^^^^^ bad-tsconfig: Cannot read file
//- src/a.ts
import { asset } from 'headwater';
export const a = asset(() => 1);
`);
    expect(keys(document)).toEqual(['a']);
  });
});
