// The rarer ways into each problem, and what lies right beside them and must stay silent.
import { describe, expect, test } from 'vitest';
import { ROOT, check, edges, keys } from './test/fixture.ts';

const HEADER = `import { asset, assetCheck, definitions, externalAsset, graphAsset, job, multiAsset, op, output, resource } from 'headwater';\n`;

describe('unknown-import', () => {
  test('nothing near, by default export, through a re-export and a chain of them', async () => {
    await check(`
//- src/raw.ts
${HEADER}export const orders = asset(() => 1);
//- src/index.ts
export { gone } from './raw';
export * from './raw';
//- src/report.ts
${HEADER}import nothing, { wholesale } from './raw';
import { gone } from './index';
import { orders } from './index';
export const a = asset({ deps: [nothing, wholesale, gone, orders] }, () => 1);
//                              ^^^^^^^ unknown-import: src/raw.ts exports no \`default\` for the dep \`nothing\`. Export it there, or correct the import.
//                                       ^^^^^^^^^ unknown-import: src/raw.ts exports no \`wholesale\`
//                                                  ^^^^ unknown-import: src/raw.ts exports no \`gone\`
`);
  });

  test('silent: a name that is imported and used for nothing here', async () => {
    await check(`
${HEADER}import { gone } from './nowhere';
export const a = asset(() => gone);
`);
  });
});

describe('unknown-input', () => {
  test('an output that is taken out of a multi-asset that has it not; related is the multi-asset', async () => {
    const { problems } = await check(`
//- src/api.ts
${HEADER}export const api = multiAsset({ outputs: { users: output() } }, function* (ctx) {});
//- src/a.ts
${HEADER}import { api } from './api';
export const a = asset({ inputs: { x: api.posts } }, ({ x }) => x);
//                                    ^^^^^^^^^ unknown-input: The multi-asset has no output \`posts\`. It has \`users\`.
`);
    expect(problems[0]?.related).toEqual([{ message: 'declared here', file: 'src/api.ts', line: 2, column: 14 }]);
  });

  test('what definitions leave out; related are the definitions', async () => {
    const { problems } = await check(`
${HEADER}export const a = asset(() => 1);
export const b = asset({ inputs: { a } }, ({ a }) => a);
//                                 ^ unknown-input: \`b\` reads \`a\`, which is not among the assets of definitions (src/assets.ts:5)
export const defs = definitions({ assets: { b } });
`);
    expect(problems[0]?.related).toEqual([{ message: 'the definitions', file: 'src/assets.ts', line: 5, column: 14 }]);
  });

  test('silent: an input under another name, from a namespace, a default export and a constant record', async () => {
    const { document } = await check(
      `
//- src/raw.ts
${HEADER}export const orders = asset(() => 1);
export default orders;
//- src/report.ts
${HEADER}import all, * as raw from './raw';
const mine = { orders: raw.orders };
export const a = asset({ inputs: { x: raw.orders, y: all, z: mine.orders } }, (inputs) => inputs);
`,
      { loads: true, constNames: { default: 'orders' } },
    );
    expect(edges(document)).toEqual(['orders → a', 'orders → a', 'orders → a']);
  });
});

describe('not-an-asset', () => {
  test('a factory of the SDK, a job, definitions, a check, a resource, a text', async () => {
    await check(`
${HEADER}export const orders = asset(() => 1);
export const nightly = job('nightly', { selection: '*' });
export const full = assetCheck(orders, () => true);
const db = resource({ create: () => 1 });
export const a = asset({ deps: [asset, nightly, full, db, 'orders', 5, null, true] }, () => 1);
//                              ^^^^^ not-an-asset: The dep \`asset\` is a part of the package headwater, not an asset.
//                                     ^^^^^^^ not-an-asset: is a job
//                                              ^^^^ not-an-asset: is a check
//                                                    ^^ not-an-asset: is a resource
//                                                        ^^^^^^^^ not-an-asset: is a plain value
//                                                                  ^ not-an-asset: is a plain value
//                                                                     ^^^^ not-an-asset: is a plain value
//                                                                           ^^^^ not-an-asset: is a plain value
`);
  });

  test('silent: an expression may give one when it runs, and is dynamic instead', async () => {
    await check(`
${HEADER}const pick = () => orders;
export const orders = asset(() => 1);
export const a = asset({ deps: [pick(), Math.random() > 2 ? orders : orders] }, () => 1);
//                              ^^^^^^ dynamic: the result of \`pick(…)\`
//                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dynamic: chosen by a condition
`);
  });
});

describe('unexported', () => {
  test('in every kind: external assets cannot be loaded, definitions are not read', async () => {
    await check(`
${HEADER}const raw = externalAsset();
//    ^^^ unexported: \`raw\` is not exported, so nothing can load it. Write \`export const raw = externalAsset(…)\`.
const graph = graphAsset(() => 1);
//    ^^^^^ unexported: Write \`export const graph = graphAsset(…)\`.
const { users } = multiAsset({ outputs: { users: output() } }, function* (ctx) {});
//      ^^^^^ unexported: The output \`users\` is not exported, so nothing can materialize it. Take it out: \`export const { users, … } = multiAsset(…)\`.
const defs = definitions({});
//    ^^^^ unexported: so nothing reads these definitions
  definitions({ env: {} });
//^^^^^^^^^^^^^^^^^^^^^^^^ unexported: This call of definitions has no name, so nothing can read it.
  externalAsset();
//^^^^^^^^^^^^^^^ unexported: so nothing can load it
  job('x', { selection: '*' });
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unexported: This job has no name
`);
  });

  test('silent: exported later, under another name, by default, or by another file', async () => {
    const { document } = await check(
      `
//- src/a.ts
${HEADER}const one = asset(() => 1);
const two = asset(() => 2);
const three = asset(() => 3);
export { one, two as second };
export default three;
//- src/index.ts
export { one as first } from './a';
`,
      { loads: true, constNames: { second: 'two', default: 'three' } },
    );
    expect(keys(document)).toEqual(['one', 'three', 'two']);
  });
});

describe('duplicate-key', () => {
  test('three of one key name each other; two outputs; a key that is another’s name', async () => {
    const { problems } = await check(`
//- src/a.ts
${HEADER}export const orders = asset(() => 1);
//           ^^^^^^ duplicate-key: also at src/b.ts:2, src/c.ts:2
//- src/b.ts
${HEADER}export const orders = externalAsset();
//           ^^^^^^ duplicate-key: also at src/a.ts:2, src/c.ts:2
//- src/c.ts
${HEADER}export const { orders } = multiAsset({ outputs: { orders: output() } }, function* (ctx) {});
//             ^^^^^^ duplicate-key: also at src/a.ts:2, src/b.ts:2
`);
    expect(problems.map(({ related }) => related?.map(({ file }) => file))).toEqual([
      ['src/b.ts', 'src/c.ts'],
      ['src/a.ts', 'src/c.ts'],
      ['src/a.ts', 'src/b.ts'],
    ]);
  });

  test('silent: keys that differ by case or by a segment, and one asset under two names', async () => {
    await check(
      `
//- src/a.ts
${HEADER}export const orders = asset(() => 1);
export const Orders = asset(() => 1);
export const raw = asset({ key: ['raw', 'orders'] }, () => 1);
export { orders as same };
//- src/b.ts
export * from './a';
`,
      { loads: true, constNames: { same: 'orders' } },
    );
  });
});

describe('cycle', () => {
  test('by deps, through a multi-asset and beside assets that are in none', async () => {
    await check(`
${HEADER}export const { a, b } = multiAsset({ outputs: { a: output(), b: output() }, deps: [c] }, function* (ctx) {});
//                                                                                 ^ cycle: a → c → a
export const c = asset({ deps: [a] }, () => 1);
export const d = asset({ deps: [c] }, () => 1);
`);
  });

  test('silent: two ways to the same upstream', async () => {
    await check(
      `
${HEADER}export const a = asset(() => 1);
export const b = asset({ inputs: { a } }, ({ a }) => a);
export const c = asset({ inputs: { a, b }, deps: [a] }, ({ a, b }) => a + b);
`,
      { loads: true },
    );
  });
});

describe('dynamic', () => {
  test('made where the static contract does not look', async () => {
    await check(`
${HEADER}function make(name) { return asset({ key: name }, () => 1); }
//                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dynamic: This asset is not in the graph before a run: it is made inside a function.
const kept = new Map(Object.entries({ a: 1 }));
export const found = Object.freeze(asset(() => 1));
//                                 ^^^^^^^^^^^^^^ dynamic: it is an argument of another call
export const late = import('headwater').then((sdk) => sdk.asset(() => 1));
//                  ^^^^^^^^^^^^^^^^^^^ dynamic: the SDK is loaded with a call, which is not followed
`);
  });

  test('a check of an asset whose key is computed, and one that blocks a computed list', async () => {
    await check(`
${HEADER}export const a = asset({ key: String(1) }, () => 1);
//                            ^^^^^^^^^ dynamic: its key is computed
export const b = asset(() => 1);
const list = [b];
export const one = assetCheck(a, () => true);
//                            ^ dynamic: This check is not in the graph before a run: the key of the checked asset is computed. Name an asset of the project.
export const two = assetCheck(b, { blocks: list }, () => true);
//                                         ^^^^ dynamic: its blocks are computed
export const three = assetCheck(b, { blocks: [...list] }, () => true);
//                                            ^^^^^^^ dynamic: its blocks are spread
`);
  });

  test('silent: the same words that are none of the SDK', async () => {
    await check(`
import { asset as build, job as plan } from './mine';
const asset = (name) => name;
for (const name of ['a']) asset(name);
export const all = ['a'].map((name) => build(name)).concat(plan('x'));
export const described = { asset: (key) => key }.asset('x');
//- src/mine.ts
export const asset = (name) => name;
export const job = (name) => name;
`);
  });
});

describe('unknown-resource', () => {
  test('in each way to stand for something else', async () => {
    await check(`
//- src/tools.ts
${HEADER}export const client = resource({ create: () => 1 });
//- src/a.ts
${HEADER}import * as tools from './tools';
import { clent } from './tools';
import { none } from './nowhere';
export const api = multiAsset({ outputs: { users: output() } }, function* (ctx) {});
const step = op((ctx) => 1);
const url = 'https://example.com';
export const a = asset({ resources: { a: api.users, step, url, tools, clent, none } }, () => 1);
//                                       ^^^^^^^^^ unknown-resource: The resource \`a\` is an output of a multi-asset, not a resource. Name what
//                                                  ^^^^ unknown-resource: is an op, not a resource.
//                                                        ^^^ unknown-resource: is a plain value, not a resource.
//                                                             ^^^^^ unknown-resource: is a whole module, not a resource. Name one of its exports.
//                                                                    ^^^^^ unknown-resource: is nothing: src/tools.ts exports no \`clent\`. Correct the import.
//                                                                           ^^^^ unknown-resource: comes from './nowhere', and there is no such file. Correct the import.
`);
  });

  test('silent: a resource of another file or package, and what only a run can tell', async () => {
    await check(`
//- src/tools.ts
${HEADER}export const client = resource({ create: () => 1 });
//- src/a.ts
${HEADER}import { pool } from 'pg';
import * as tools from './tools';
const made = (() => tools.client)();
const all = { client: tools.client };
export const a = asset({ resources: { client: tools.client, pool, made, own: resource({ create: () => 1 }) } }, () => 1);
export const b = asset({ resources: all }, () => 1);
export const c = asset({ resources: { ...all } }, () => 1);
`);
  });
});

describe('unused-input', () => {
  test('of an asset, a multi-asset and a graph asset, also when it is renamed', async () => {
    await check(`
${HEADER}export const a = asset(() => 1);
export const b = graphAsset({ inputs: { x: a } }, () => 1);
//                                         ^ unused-input: Input \`x\` is loaded
export const { c } = multiAsset({ outputs: { c: output() }, inputs: { a } }, async function* ({ b }, ctx) {});
//                                                                    ^ unused-input
`);
  });
});

describe('syntax', () => {
  test('a file that never parsed shows what could be read; one that did shows its last good assets', async () => {
    const { analyzer, document } = await check(`
${HEADER}export const a = asset(() => 1);
export const b = asset(() => );
//                           ^ syntax: This file does not parse. The graph shows what could be read of it.
`);
    expect(keys(document)).toContain('a');
    const file = `${ROOT}/src/assets.ts`;
    analyzer.setOpenFile(file, `${HEADER}export const a = asset(() => 1);\n`);
    expect((await analyzer.analyze()).document.problems).toEqual([]);
    analyzer.setOpenFile(file, `${HEADER}export const a = asset((`);
    const { problems, assets } = (await analyzer.analyze()).document;
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['syntax', 'This file does not parse. The graph shows this file as it last parsed.'],
    ]);
    expect(assets.map(({ key }) => key)).toEqual(['a']);
  });
});

test('every problem with two places has them related', async () => {
  const { problems } = await check(`
${HEADER}const hidden = asset(() => 1);
//    ^^^^^^ unexported
export const a = asset({ inputs: { hidden } }, ({ hidden }) => hidden);
//           ^ duplicate-key
//                                 ^^^^^^ unexported
export const b = asset({ key: 'a' }, () => 1);
//           ^ duplicate-key
export const c = asset({ deps: [d] }, () => 1);
//                              ^ cycle
export const d = asset({ deps: [c] }, () => a);
//                                          ^ undeclared-input
export const e = job('e', { selection: '*' });
//           ^ duplicate-key
export const f = job('e', { selection: '*' });
//           ^ duplicate-key
export const one = definitions({});
//           ^^^ two-definitions
export const two = definitions({});
//           ^^^ two-definitions
`);
  const alone = problems.filter(({ related }) => related === undefined);
  expect(alone.map(({ code, severity }) => [code, severity])).toEqual([['unexported', 'warning']]);
});
