// The project's definitions and its jobs: what they name, what they leave out, what is wrong with them.
import { describe, expect, test } from 'vitest';
import { topologicalOrder } from '@headwater/graph';
import { ROOT, check, edges, keys } from './test/fixture.ts';

const SALES = `
//- src/sales.ts
import { asset, assetCheck, externalAsset, multiAsset, output } from 'headwater';
export const raw = externalAsset();
export const orders = asset({ inputs: { raw } }, ({ raw }) => raw);
export const { users, posts } = multiAsset({ outputs: { users: output(), posts: output() } }, function* (ctx) {});
export const notEmpty = assetCheck(orders, () => true);
export const PAGE = 100;
export default asset({ key: 'main' }, () => 1);
//- src/more.ts
import { asset, multiAsset, output } from 'headwater';
export const extra = asset(() => 1);
export const api = multiAsset({ outputs: { a: output(), b: output() } }, function* (ctx) {});
export const left = asset(() => 1);
//- src/defs.ts
import { asset, definitions, job } from 'headwater';
import * as sales from './sales';
import { api, extra } from './more';
`.trim();

const withDefs = (text: string, loads = true) => check(`${SALES}\n${text}\n`, loads ? { loads } : {});

describe('which assets are in the graph', () => {
  test('without `assets`: every exported one', async () => {
    const { document } = await withDefs(
      'export const defs = definitions({ resources: {}, env: { prod: { resources: {} }, dev: { resources: {} } } });',
    );
    expect(keys(document)).toEqual(['a', 'b', 'extra', 'left', 'main', 'orders', 'posts', 'raw', 'users']);
    expect(document.definitions).toEqual({
      file: 'src/defs.ts',
      exportName: 'defs',
      line: 4,
      column: 14,
      env: ['prod', 'dev'],
    });
  });

  test('a spread namespace and single names, which do not rename; checks come with their assets', async () => {
    const { document } = await withDefs('export const defs = definitions({ assets: { ...sales, other: extra } });');
    expect(keys(document)).toEqual(['extra', 'main', 'orders', 'posts', 'raw', 'users']);
    expect(document.checks.map(({ asset, name }) => [asset, name])).toEqual([['orders', 'notEmpty']]);
  });

  test.each([
    ['a namespace itself', '{ assets: sales }', ['main', 'orders', 'posts', 'raw', 'users']],
    ['a whole multi-asset', '{ assets: { api } }', ['a', 'b']],
    ['one of its outputs', '{ assets: { x: api.a } }', ['a']],
    ['a record elsewhere', '{ assets: RECORD }', ['extra', 'raw']],
    ['a spread record', '{ assets: { ...RECORD, main: sales.default } }', ['extra', 'main', 'raw']],
    ['no asset', '{ assets: {} }', []],
  ])('%s', async (_, options, expected) => {
    const { document } = await withDefs(
      `const RECORD = { extra, raw: sales.raw };\nexport const defs = definitions(${options});`,
    );
    expect(keys(document)).toEqual(expected);
  });

  test('what is left out takes its checks and its duplicate key along', async () => {
    const { document } = await check(
      `
import { asset, assetCheck, definitions } from 'headwater';
export const a = asset({ key: 'same' }, () => 1);
export const b = asset({ key: 'same' }, () => 1);
export const whole = assetCheck(a, () => true);
export const other = assetCheck(b, () => true);
export const defs = definitions({ assets: { a } });
`,
      { loads: true },
    );
    expect(document.assets.map(({ exportName, checks }) => [exportName, checks])).toEqual([['a', ['whole']]]);
  });

  test('an input that is left out is an error that names the definitions', async () => {
    await check(`
import { asset, definitions } from 'headwater';
export const a = asset(() => 1);
export const b = asset({ inputs: { a } }, ({ a }) => a);
//                                 ^ unknown-input: \`b\` reads \`a\`, which is not among the assets of definitions (src/assets.ts:5), so nothing makes it. Add it there.
export const defs = definitions({ assets: { b } });
`);
  });

  test('dynamic: what cannot be read leaves all assets in', async () => {
    const { document } = await withDefs(`
const pick = () => sales;
const name = 'x';
export const defs = definitions({ assets: { ...pick(), [name]: extra } });
//                                          ^^^^^^^^^ dynamic: the assets it names are spread from what is not read
//                                                     ^^^^^^ dynamic: the assets it names are computed
`);
    expect(keys(document)).toHaveLength(9);
    const spread = await withDefs(`
const options = { assets: {} };
export const defs = definitions({ ...options });
//                                ^^^^^^^^^^ dynamic: its options are spread
`);
    expect(keys(spread.document)).toHaveLength(9);
  });

  test('names that stand for no asset', async () => {
    await withDefs(
      `
export const defs = definitions({ assets: { sales, n: sales.PAGE, gone, x: api.c } });
//                                          ^^^^^ not-an-asset: The asset \`sales\` of definitions is a whole module, not an asset. Name one of its exports.
//                                                    ^^^^^^^^^^ not-an-asset: is a plain value
//                                                                ^^^^ unknown-input: This file knows no \`gone\`
//                                                                         ^^^^^ unknown-input: The multi-asset has no output \`c\`
`,
      false,
    );
  });

  test('A13: in any order of the record the graph is the same, and its order is one of its edges', async () => {
    const names = ['raw', 'orders', 'users', 'posts', 'extra', 'left', 'report'];
    const text = (shuffled: readonly string[]): string =>
      `
//- src/assets.ts
import { asset, definitions, externalAsset } from 'headwater';
export const raw = externalAsset();
export const orders = asset({ inputs: { raw } }, ({ raw }) => raw);
export const users = asset({ inputs: { raw } }, ({ raw }) => raw);
export const posts = asset({ inputs: { users } }, ({ users }) => users);
export const extra = asset({ deps: [posts, orders] }, () => 1);
export const left = asset({ deps: [extra] }, () => 1);
export const report = asset({ inputs: { orders, left } }, ({ orders, left }) => [orders, left]);
export const defs = definitions({ assets: { ${shuffled.join(', ')} } });
`.trim();
    const { analyzer, document } = await check(text(names), { loads: true });
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
    console.log(`seed ${seed} (SEED=${seed} repeats it)`);
    let state = seed;
    for (let round = 0; round < 100; round++) {
      const shuffled = names
        .map((name) => [(state = (state * 1_103_515_245 + 12_345) % 2 ** 31), name] as const)
        .sort(([a], [b]) => a - b)
        .map(([, name]) => name);
      analyzer.setOpenFile(`${ROOT}/src/assets.ts`, text(shuffled).replace(/^.*\n/, ''));
      const next = (await analyzer.analyze()).document;
      expect([keys(next), edges(next)]).toEqual([keys(document), edges(document)]);
      const order = topologicalOrder(next.assets);
      for (const { key, inputs, deps } of next.assets)
        for (const upstream of [...Object.values(inputs), ...deps])
          expect(order.indexOf(upstream)).toBeLessThan(order.indexOf(key));
    }
  });
});

describe('two-definitions', () => {
  test('both places are named, and everything stays in the graph', async () => {
    const { document, problems } = await check(`
//- src/a.ts
import { asset, definitions } from 'headwater';
export const a = asset({ io: 'none' }, () => 1);
export const one = definitions({ assets: {} });
//           ^^^ two-definitions: A project has one call of definitions, and there is another at src/b.ts:2. Put them together.
//- src/b.ts
import { definitions } from 'headwater';
export default definitions({});
//             ^^^^^^^^^^^^^^^ two-definitions: another at src/a.ts:3
`);
    expect(keys(document)).toEqual(['a']);
    expect(problems[0]).toMatchObject({ severity: 'error', related: [{ file: 'src/b.ts', line: 2, column: 16 }] });
  });

  test('one that nothing exports does not count', async () => {
    const { document } = await check(
      `
import { asset, definitions } from 'headwater';
export const a = asset(() => 1);
const old = definitions({ assets: {} });
//    ^^^ unexported: \`old\` is not exported, so nothing reads these definitions. Write \`export const old = definitions(…)\`.
  definitions({});
//^^^^^^^^^^^^^^^ unexported: This call of definitions has no name, so nothing can read it.
export const defs = definitions({ assets: { a } });
`,
      { loads: true },
    );
    expect([keys(document), document.definitions?.exportName]).toEqual([['a'], 'defs']);
  });
});

describe('jobs', () => {
  test('exported, listed and written in the list; sorted by name', async () => {
    const { document } = await withDefs(`
export const nightly = job('nightly', { selection: 'group:"default" and not key:"raw"' });
const weekly = job('a week', { selection: [sales.orders, api.a] });
export const defs = definitions({ jobs: [weekly, nightly, job('inline', { selection: '*' })] });
`);
    const at = { file: 'src/defs.ts' };
    expect(document.jobs).toEqual([
      { ...at, name: 'a week', selection: 'key:"orders" or key:"a"', line: 6, column: 7 },
      { ...at, name: 'inline', selection: '*', line: 7, column: 59 },
      { ...at, name: 'nightly', selection: 'group:"default" and not key:"raw"', line: 5, column: 14 },
    ]);
  });

  test('exported from another file, with a name and a selection from constants', async () => {
    const { document } = await check(
      `
//- src/names.ts
export const GOLD = 'gold';
//- src/jobs.ts
import { job } from 'headwater';
import { GOLD } from './names';
export const daily = job(\`daily_\${GOLD}\`, { selection: \`group:"\${GOLD}"\` });
export default job('second', { selection: 'job:"daily_gold"+' });
//- src/defs.ts
import { definitions } from 'headwater';
import { daily } from './jobs';
export const defs = definitions({ jobs: [daily] });
`,
      { loads: true },
    );
    expect(document.jobs.map(({ name, selection }) => [name, selection])).toEqual([
      ['daily_gold', 'group:"gold"'],
      ['second', 'job:"daily_gold"+'],
    ]);
  });

  test('bad-selection points into the literal, or at what is no literal', async () => {
    const { document } = await check(`
import { asset, job } from 'headwater';
export const a = asset(() => 1);
const text = 'group';
export const one = job('one', { selection: 'key:"a" and grup:"gold"' });
//                                                      ^ bad-selection: Selection, column 13: expected
export const two = job('two', { selection: 'key:"a" and' });
//                                                     ^ bad-selection: not the end
export const three = job('three', { selection: text });
//                                             ^^^^ bad-selection: Selection, column 1: expected
export const four = job('four', { selection: 'k\\x65y:a b' });
//                                           ^^^^^^^^^^^^ bad-selection: column 7
export const five = job('five', { selection: [] });
//                                           ^^ bad-selection: The selection is empty. Name an asset, or write \`'*'\` for every one.
`);
    expect(document.jobs).toEqual([]);
  });

  test('a selection over several lines', async () => {
    await check(`
import { job } from 'headwater';
export const one = job('one', { selection: \`key:"a"
  and grup:"x"\` });
//    ^ bad-selection: Selection, column 15
`);
  });

  test('selected assets that do not exist', async () => {
    await check(`
import { asset, job, multiAsset, output } from 'headwater';
export const orders = asset(() => 1);
export const api = multiAsset({ outputs: { users: output() } }, function* (ctx) {});
export const one = job('one', { selection: [ordrs] });
//                                          ^^^^^ unknown-input: This file knows no \`ordrs\` for the selected asset \`ordrs\`. Did you mean \`orders\`?
export const two = job('two', { selection: [api.usrs] });
//                                          ^^^^^^^^ unknown-input: Did you mean \`users\`?
export const three = job('three', { selection: [api] });
//                                              ^^^ not-an-asset: such as \`api.users\`
`);
  });

  test('unexported, and two of one name', async () => {
    const { document } = await check(`
import { definitions, job } from 'headwater';
const one = job('one', { selection: '*' });
//    ^^^ unexported: The job \`one\` is not exported, so nothing can run it. Write \`export const one = job(…)\`, or name it in \`jobs\` of definitions.
export const two = job('same', { selection: '*' });
//           ^^^ duplicate-key: Two jobs are named \`same\`, the other at src/assets.ts:6. Rename one.
export const three = job('same', { selection: 'key:"a"' });
//           ^^^^^ duplicate-key: the other at src/assets.ts:4
`);
    expect(document.jobs.map(({ selection }) => selection)).toEqual(['*']);
  });

  test('dynamic: computed names, selections and lists', async () => {
    const { document } = await withDefs(
      `
const name = String('x');
export const one = job(name, { selection: '*' });
//                     ^^^^ dynamic: This job is not in the graph before a run: its name is computed.
export const two = job('two', { selection: String('*') });
//                                         ^^^^^^^^^^^ dynamic: its selection is computed
const some = [extra];
export const three = job('three', { selection: [...some] });
//                                              ^^^^^^^ dynamic: its selection is spread
export const four = job('four', some as never as { selection: '*' });
//                              ^^^^ dynamic: its options are not written in place
for (const each of ['x']) job(each, { selection: '*' });
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dynamic: This job is not in the graph before a run: it is made in a loop.
const jobs = [one];
const pick = () => one;
export const defs = definitions({ jobs: [...jobs, pick()] });
//                                       ^^^^^^^ dynamic: the jobs it names are computed
//                                                ^^^^^^ dynamic: one of its jobs is not read
`,
      false,
    );
    expect(document.jobs).toEqual([]);
  });
});

test('a file that does not parse keeps its last good definitions and jobs', async () => {
  const { analyzer, analysis, disk } = await withDefs(
    "export const daily = job('daily', { selection: '*' });\nexport const defs = definitions({ assets: { extra } });",
  );
  const file = `${ROOT}/src/defs.ts`;
  const text = disk.read(file) ?? '';
  for (const half of [
    'definitions({ assets: { ',
    "definitions({ assets: { ...sales, jobs: [job('x', ",
    'definitions({ env: {',
  ]) {
    analyzer.setOpenFile(file, text.replace('definitions({ assets: { extra } });', half));
    const { document, unparsed } = await analyzer.analyze();
    expect(unparsed).toEqual(['src/defs.ts']);
    expect([document.assets, document.definitions, document.jobs]).toEqual([
      analysis.document.assets,
      analysis.document.definitions,
      analysis.document.jobs,
    ]);
  }
});
