// CommonJS files: what they require and export is found exactly, or said to be known only after a run.
import { describe, expect, test } from 'vitest';
import type { Problem } from '@headwater/graph';
import { createAnalyzer } from './analyzer.ts';
import { MANIFEST, ROOT, check, edges, keys } from './test/fixture.ts';
import { memoryDisk } from './test/memory-disk.ts';

const reads = (from: string): string =>
  `const { asset } = require('headwater');\nconst { orders } = require('${from}');\nexports.report = asset({ inputs: { orders } }, ({ orders }) => 1);`;

describe('assets of CommonJS files', () => {
  test.each([
    ['exports.name', `exports.orders = asset(() => 1);`],
    ['module.exports.name', `module.exports.orders = asset(() => 1);`],
    ['a const, exported', `const orders = asset(() => 1);\nexports.orders = orders;`],
    ['an object of consts', `const orders = asset(() => 1);\nmodule.exports = { orders };`],
    [
      'an object of consts by other names',
      `const mine = asset({ key: 'orders' }, () => 1);\nmodule.exports = { orders: mine };`,
    ],
    ['twice at once', `exports.orders = module.exports.again = asset(() => 1);`],
  ])('%s', async (_, text) => {
    const { document } = await check(
      `//- src/raw.cjs\nconst { asset } = require('headwater');\n${text}\n//- src/report.cjs\n${reads('./raw.cjs')}`,
      { loads: true, constNames: { again: 'orders' } },
    );
    expect(edges(document)).toEqual(['orders → report']);
    expect(document.assets.map(({ key, exportName }) => [key, exportName])).toEqual([
      ['orders', 'orders'],
      ['report', 'report'],
    ]);
  });

  test('an object with calls in place, and one file that is one asset', async () => {
    const { document } = await check(
      `
//- src/raw.cjs
const { asset } = require('headwater');
module.exports = { orders: asset({ group: 'bronze' }, () => 1), people: asset(() => 1) };
//- src/stock.cjs
const hw = require('headwater');
module.exports = hw.asset({ key: 'stock' }, () => 1);
//- src/report.cjs
const { asset } = require('headwater');
const raw = require('./raw.cjs');
const people = require('./raw.cjs').people;
const stock = require('./stock.cjs');
module.exports.report = asset({ inputs: { orders: raw.orders, people, stock } }, (inputs) => inputs);
`,
      { loads: false },
    );
    expect(edges(document)).toEqual(['orders → report', 'people → report', 'stock → report']);
    expect(document.assets.map(({ key, exportName, group }) => [key, exportName, group])).toEqual([
      ['orders', 'orders', 'bronze'],
      ['people', 'people', 'default'],
      ['report', 'report', 'default'],
      ['stock', 'default', 'default'],
    ]);
  });

  test.each([
    ['const hw', `const hw = require('headwater');`, 'hw.asset'],
    ['renamed', `const { asset: node } = require('headwater');`, 'node'],
    ['a property', `const make = require('headwater').asset;`, 'make'],
    ['var', `var { asset } = require('headwater');`, 'asset'],
    [
      'as a compiler writes it',
      `exports.orders = void 0;\nvar headwater_1 = require('headwater');`,
      '(0, headwater_1.asset)',
    ],
  ])('the SDK by %s', async (_, required, callee) => {
    const { document } = await check(`//- src/raw.cjs\n${required}\nexports.orders = ${callee}(() => 1);`, {
      loads: true,
    });
    expect(keys(document)).toEqual(['orders']);
  });

  test('barrels, spread and whole; a name read through exports; beside modules', async () => {
    const { document } = await check(
      `
//- src/raw.cjs
const { asset } = require('headwater');
exports.orders = asset(() => 1);
exports.big = asset({ inputs: { orders: exports.orders } }, (inputs) => inputs);
//- src/people.cjs
const { asset } = require('headwater');
exports.people = asset(() => 1);
//- src/whole.cjs
module.exports = require('./raw.cjs');
//- src/all.cjs
const people = require('./people.cjs');
module.exports = { ...require('./whole.cjs'), ...people };
//- src/report.mjs
import { asset } from 'headwater';
import * as all from './all.cjs';
import raw, { orders } from './raw.cjs';
export const report = asset({ inputs: { orders, big: raw.big, people: all.people } }, (inputs) => inputs);
`,
      { loads: false },
    );
    expect(edges(document)).toEqual(['big → report', 'orders → big', 'orders → report', 'people → report']);
  });

  test('TypeScript: import = require, export =', async () => {
    const { document } = await check(
      `
//- src/raw.cts
import hw = require('headwater');
const orders = hw.asset(() => 1);
export = { orders };
//- src/report.cts
import { asset } from 'headwater';
import raw = require('./raw.cjs');
export const report = asset({ inputs: { orders: raw.orders } }, (inputs) => inputs);
`,
      { loads: false },
    );
    expect(edges(document)).toEqual(['orders → report']);
  });
});

async function problemsOf(text: string): Promise<readonly Problem[]> {
  const disk = memoryDisk({ [`${ROOT}/package.json`]: MANIFEST, [`${ROOT}/src/raw.cjs`]: text });
  return (await createAnalyzer({ project: { root: ROOT, name: 'shop' }, disk }).analyze()).document.problems;
}

describe('what only a run can tell is said', () => {
  test.each([
    [`for (const name of ['a', 'b']) exports[name] = asset({ key: name }, () => 1);`, 'it is made in a loop'],
    [`exports['orders'] = asset(() => 1);`, 'it is made inside another expression'],
    [`if (process.env.X) exports.orders = asset(() => 1);`, 'it is made in a condition'],
    [`Object.assign(exports, { orders: asset(() => 1) });`, 'it is an argument of another call'],
    [`module.exports = { ['or' + 'ders']: asset(() => 1) };`, 'it is made inside an object'],
    [`function add() { exports.orders = asset(() => 1); }\nadd();`, 'it is made inside a function'],
  ])('%s', async (text, reason) => {
    const problems = await problemsOf(`const { asset } = require('headwater');\n${text}`);
    expect(problems.map(({ code, message }) => [code, message.includes(reason)])).toEqual([['dynamic', true]]);
  });

  test('a name that is exported twice', async () => {
    const problems = await problemsOf(
      `const { asset } = require('headwater');\nexports.a = asset(() => 1);\nexports.a = asset(() => 2);`,
    );
    expect(problems.map(({ code }) => code)).toEqual(['dynamic']);
  });

  test('one that nothing exports', async () => {
    await check(`
//- src/raw.cjs
const { asset } = require('headwater');
const orders = asset(() => 1);
//    ^^^^^^ unexported: Write \`export const orders
`);
  });
});
