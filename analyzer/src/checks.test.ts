// Checks: those an asset declares and returns, those that stand apart, and what is wrong with either.
import { describe, expect, test } from 'vitest';
import { ROOT, check } from './test/fixture.ts';

const HEADER = `import { asset, assetCheck, externalAsset, multiAsset, op, output } from 'headwater';\n`;

describe('declared on an asset', () => {
  test('by name, or with what follows when it fails', async () => {
    const { document } = await check(
      `
${HEADER}export const a = asset(
  { checks: ['notEmpty', { name: 'unique', blocking: true, severity: 'warn' }] },
  (ctx) => ctx.result([1], { checks: { notEmpty: true, unique: { passed: true } } }),
);
`,
      { loads: true },
    );
    expect(document.assets[0]?.checks).toEqual(['notEmpty', 'unique']);
    const common = { asset: 'a', blocks: null, file: 'src/assets.ts', line: 3, exportName: null };
    expect(document.checks).toEqual([
      { ...common, name: 'notEmpty', blocking: false, severity: 'error', column: 14 },
      { ...common, name: 'unique', blocking: true, severity: 'warn', column: 26 },
    ]);
  });

  test('on each output of a multi-asset', async () => {
    const { document } = await check(
      `
${HEADER}export const { a, b } = multiAsset(
  { outputs: { a: output({ checks: ['full'] }), b: output() } },
  async function* (ctx) {
    yield ctx.result('a', 1, { checks: { full: true } });
    yield ctx.materialized('b', { checks: { full: true } });
//                                          ^^^^ undeclared-check: \`b\` declares no check \`full\`, so returning its outcome fails the run. Add it to \`checks\` of \`b\`.
  },
);
`,
    );
    expect(document.checks.map(({ asset, name }) => [asset, name])).toEqual([['a', 'full']]);
  });
});

describe('standing apart', () => {
  const orders = `
//- src/orders.ts
${HEADER}export const orders = asset({ key: 'all_orders', checks: ['full'] }, (ctx) => ctx.result([1], { checks: { full: true } }));
export const api = multiAsset({ outputs: { users: output(), posts: output() } }, function* (ctx) {});
export const raw = externalAsset();
`;

  test('for an asset of another file, by import and as a property; its const is its name', async () => {
    const { document } = await check(
      `${orders.trim()}
//- src/checks.ts
import { assetCheck } from 'headwater';
import * as all from './orders';
import { api, orders } from './orders';
export const notEmpty = assetCheck(orders, (orders) => orders.length > 0);
export const fewUsers = assetCheck(api.users, { name: 'few', blocking: true, severity: 'warn' }, () => true);
export const ofRaw = assetCheck(all.raw, { blocks: [orders, all.api.posts] }, () => ({ passed: true }));
`,
      { loads: true },
    );
    expect(document.assets.map(({ key, checks }) => [key, checks])).toEqual([
      ['all_orders', ['full', 'notEmpty']],
      ['posts', []],
      ['raw', ['ofRaw']],
      ['users', ['few']],
    ]);
    const at = { file: 'src/checks.ts', column: 14 };
    expect(document.checks.filter(({ exportName }) => exportName !== null)).toEqual([
      {
        ...at,
        asset: 'all_orders',
        name: 'notEmpty',
        blocking: false,
        blocks: null,
        severity: 'error',
        line: 4,
        exportName: 'notEmpty',
      },
      {
        ...at,
        asset: 'raw',
        name: 'ofRaw',
        blocking: true,
        blocks: ['all_orders', 'posts'],
        severity: 'error',
        line: 6,
        exportName: 'ofRaw',
      },
      {
        ...at,
        asset: 'users',
        name: 'few',
        blocking: true,
        blocks: null,
        severity: 'warn',
        line: 5,
        exportName: 'fewUsers',
      },
    ]);
  });

  test('a later export, an alias and a default export', async () => {
    const { document } = await check(
      `
${HEADER}export const a = asset(() => 1);
const one = assetCheck(a, () => true);
export { one };
const two = assetCheck(a, () => true);
export { two as renamed };
export default assetCheck(a, { name: 'three' }, () => true);
`,
      { loads: true, constNames: { renamed: 'two' } },
    );
    expect(document.checks.map(({ name, exportName }) => [name, exportName])).toEqual([
      ['one', 'one'],
      ['two', 'renamed'],
      ['three', 'default'],
    ]);
  });

  test('a node whose checks are as before keeps its identity', async () => {
    const { analyzer, analysis, disk } = await check(
      `
//- src/a.ts
${HEADER}export const a = asset(() => 1);
export const full = assetCheck(a, () => true);
//- src/b.ts
${HEADER}export const b = asset(() => 1);
`,
    );
    analyzer.setOpenFile(`${ROOT}/src/b.ts`, (disk.read(`${ROOT}/src/b.ts`) ?? '').replace('=> 1', '=> 2'));
    const next = await analyzer.analyze();
    expect(next.document.assets[0]).toBe(analysis.document.assets[0]);
    expect(next.document.assets[1]).not.toBe(analysis.document.assets[1]);
    analyzer.setOpenFile(`${ROOT}/src/a.ts`, (disk.read(`${ROOT}/src/a.ts`) ?? '').replace('full', 'whole'));
    expect((await analyzer.analyze()).document.assets[0]?.checks).toEqual(['whole']);
  });
});

describe('undeclared-check', () => {
  test('an outcome that no check stands for, in every way to return one', async () => {
    await check(`
${HEADER}const rows = [1];
export const a = asset({ checks: ['notEmpty'] }, async (ctx) => ctx.result(rows, { checks: { notEmpy: true } }));
//                                                                                           ^^^^^^^ undeclared-check: \`a\` declares no check \`notEmpy\`, so returning its outcome fails the run. Did you mean \`notEmpty\`?
export const b = asset({ inputs: { a } }, async ({ a }, ctx) => { if (a) return ctx.materialized({ checks: { 'b-c': { passed: true } } }); });
//                                                                                                           ^^^^^ undeclared-check: Add it to \`checks\` of \`b\`.
export const c = asset(({ result }) => result(1, { checks: { full: true } }));
//                                                           ^^^^ undeclared-check
function main(context) { return context.result(1, { checks: { full: true } }); }
//                                                            ^^^^ undeclared-check
export const d = asset(main);
`);
  });

  test('no false alarm: checks that are computed, other objects, other calls', async () => {
    await check(`
${HEADER}const found = ['x'];
const more = {};
export const a = asset({ checks: [String(1)] }, (ctx) => ctx.result(1, { checks: { x: true } }));
//                               ^^^^^^^^^^^ dynamic: its \`checks\` are computed
export const b = asset({ checks: found }, (ctx) => ctx.result({ checks: { none: 1 } }, { checks: { x: true, ...more } }));
export const c = asset((ctx) => other.result(1, { checks: { x: true } }));
const other = { result: (...args) => 1 };
`);
  });

  test('two checks of one name, declared and apart, across files', async () => {
    await check(`
//- src/a.ts
${HEADER}export const a = asset({ checks: ['full', 'full', 'unique'] }, (ctx) => ctx.result(1, { checks: { full: true, unique: true } }));
//                                ^^^^^^ undeclared-check: \`a\` has two checks named \`full\`, the other at src/a.ts:2
//                                        ^^^^^^ undeclared-check: has two checks named
//                                                ^^^^^^^^ undeclared-check: has two checks named \`unique\`, the other at src/b.ts:2. Rename one.
//- src/b.ts
import { assetCheck } from 'headwater'; import { a } from './a';
export const unique = assetCheck(a, () => true);
//           ^^^^^^ undeclared-check: the other at src/a.ts:2
`);
  });
});

describe('a check that is not in the graph', () => {
  test('unexported, unnamed, keyless', async () => {
    const { document } = await check(`
${HEADER}export const a = asset(() => 1);
const full = assetCheck(a, () => true);
//    ^^^^ unexported: The check \`full\` is not exported, so nothing runs it. Write \`export const full = assetCheck(…)\`.
  assetCheck(a, () => true);
//^^^^^^^^^^^^^^^^^^^^^^^^^ unexported: This check has no name, so nothing can run it. Write \`export const name = assetCheck(…)\`.
export default assetCheck(a, () => true);
//             ^^^^^^^^^^^^^^^^^^^^^^^^^ keyless: A default export has no name for the check to have
`);
    expect(document.checks).toEqual([]);
  });

  test('of something that is no asset, or that does not exist', async () => {
    await check(`
${HEADER}export const a = asset(() => 1);
export const api = multiAsset({ outputs: { users: output() } }, function* (ctx) {});
const step = op((ctx) => 1);
export const one = assetCheck(oders, () => true);
//                            ^^^^^ unknown-input: This file knows no \`oders\` for the checked asset.
export const two = assetCheck(step, () => true);
//                            ^^^^ not-an-asset: The checked asset is an op, not an asset.
export const three = assetCheck(api.usrs, () => true);
//                              ^^^^^^^^ unknown-input: Did you mean \`users\`?
export const four = assetCheck(a, { blocks: [one] }, () => true);
//                                           ^^^ not-an-asset: The blocked asset \`one\` is a check, not an asset.
export const five = assetCheck(api, () => true);
//                             ^^^ not-an-asset: such as \`api.users\`
`);
  });

  test('dynamic: made in a loop, of a computed asset, with computed options', async () => {
    const { document } = await check(
      `
${HEADER}export const a = asset(() => 1);
for (const name of ['x']) assetCheck(a, { name }, () => true);
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dynamic: This check is not in the graph before a run: it is made in a loop.
const pick = () => a;
export const one = assetCheck(pick(), () => true);
//                            ^^^^^^ dynamic: This check is not in the graph before a run: the checked asset is the result of \`pick(…)\`
const options = { blocking: true };
export const two = assetCheck(a, { ...options, severity: String('warn') as 'warn' }, () => true);
//                                 ^^^^^^^^^^ dynamic: Part of \`two\` is known only after a run: its options are spread
//                                                       ^^^^^^^^^^^^^^ dynamic: its \`severity\` is computed
export const three = assetCheck(a, options, () => true);
//                                 ^^^^^^^ dynamic: its options are not written in place
`,
    );
    expect(document.checks.map(({ name }) => name)).toEqual(['two', 'three']);
  });
});

test('a file that does not parse keeps its last good checks', async () => {
  const { analyzer, analysis, disk } = await check(`
${HEADER}export const a = asset({ checks: ['full'] }, (ctx) => ctx.result(1, { checks: { full: true } }));
export const whole = assetCheck(a, () => true);
`);
  const file = `${ROOT}/src/assets.ts`;
  analyzer.setOpenFile(file, `${disk.read(file) ?? ''}\nexport const more = assetCheck(a, {`);
  const { document } = await analyzer.analyze();
  expect([document.checks, document.assets]).toEqual([analysis.document.checks, analysis.document.assets]);
});
