// The two readings of one truth are equal: the graph read from the source, and what the loaded modules describe.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createAnalyzer } from './analyzer.ts';
import { disagreements } from './disagreements.ts';
import type { DescribedGraph, DescribedNode } from './disagreements.ts';
import { agreement } from './test/agreement.ts';
import { ROOT, check, edges, keys } from './test/fixture.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));

describe('every example', () => {
  const examples = readdirSync(EXAMPLES, { withFileTypes: true }).flatMap((each) =>
    each.isDirectory() ? [each.name] : [],
  );

  test.each(examples)('%s', async (name) => {
    const root = join(EXAMPLES, name);
    const analysis = await createAnalyzer({ project: { root, name } }).analyze();
    expect(analysis.document.assets.length).toBeGreaterThan(2);
    expect(await agreement({ root, analysis })).toEqual({ differs: [] });
  });
});

describe('names', () => {
  const text = (name: string, options = ''): string =>
    `import { asset } from 'headwater';\nexport const ${name} = asset({ ${options} }, () => 1);\nexport const report = asset({ inputs: { x: ${name} } }, ({ x }) => x);\n`;

  test('A02: renaming the const renames the key, in the source and as loaded; `key:` wins over it', async () => {
    const named = await check(text('orders'), { loads: true });
    expect(edges(named.document)).toEqual(['orders → report']);
    const renamed = await check(text('sales'), { loads: true });
    expect(edges(renamed.document)).toEqual(['sales → report']);
    const keyed = await check(text('sales', "key: ['shop', 'orders']"), { loads: true });
    expect(edges(keyed.document)).toEqual(['shop/orders → report']);
  });

  test('A25: a new file that imports an asset adds one node and one edge, and changes no other', async () => {
    const { analyzer, analysis } = await check(
      `
//- src/shows.ts
import { asset } from 'headwater';
export const tvShow = asset(() => 'Friends');
export const episodes = asset({ inputs: { tvShow } }, ({ tvShow }) => [tvShow]);
`,
      { loads: true },
    );
    analyzer.setOpenFile(
      `${ROOT}/src/ratings.ts`,
      "import { asset } from 'headwater';\nimport { episodes } from './shows';\nexport const averageRatings = asset({ inputs: { episodes } }, ({ episodes }) => episodes.length);\n",
    );
    const { document } = await analyzer.analyze();
    expect(keys(document)).toEqual(['averageRatings', 'episodes', 'tvShow']);
    expect(edges(document)).toEqual(['episodes → averageRatings', 'tvShow → episodes']);
    // The same objects: nothing about them, their code versions included, is different.
    expect(document.assets.slice(1).every((node, index) => node === analysis.document.assets[index])).toBe(true);
  });
});

describe('a disagreement is a sentence', () => {
  const source = `
import { asset, assetCheck, job } from 'headwater';
export const orders = asset({ group: 'bronze', tags: { b: '1', a: '2' }, checks: ['full'] }, (ctx) => ctx.result(1, { checks: { full: true } }));
export const report = asset({ inputs: { orders } }, ({ orders }) => orders);
export const nightly = job('nightly', { selection: '*' });
`;
  const NONE = { schedules: [], sensors: [] };
  const node = (more: Partial<DescribedNode>): DescribedNode => ({
    key: 'orders',
    kind: 'asset',
    inputs: {},
    deps: [],
    group: 'default',
    kinds: [],
    tags: {},
    owners: [],
    io: null,
    checks: [],
    ...more,
  });
  const orders = node({
    group: 'bronze',
    tags: { a: '2', b: '1' },
    checks: [{ name: 'full', blocking: false, severity: 'error' }],
  });
  const report = node({ key: 'report', inputs: { orders: 'orders' } });
  const differ = async (described: DescribedGraph, text = source): Promise<string[]> =>
    disagreements((await check(text)).document, described);

  test('none where both say the same, in whatever order records are written', async () => {
    expect(await differ({ nodes: [report, orders], jobs: ['nightly'], ...NONE })).toEqual([]);
  });

  test.each<[string, Partial<DescribedNode>, string]>([
    ['group', { group: 'gold' }, 'group is "bronze" in the source, and "gold" when it is loaded.'],
    ['kind', { kind: 'graph' }, 'kind is "asset" in the source, and "graph" when it is loaded.'],
    ['tags', { tags: { a: '2' } }, 'tags is {"a":"2","b":"1"} in the source, and {"a":"2"} when it is loaded.'],
    ['deps', { deps: ['x'] }, 'deps is [] in the source, and ["x"] when it is loaded.'],
    ['io', { io: 'lake' }, 'io is null in the source, and "lake" when it is loaded.'],
    ['checks', { checks: [] }, 'checks is ["full (error)"] in the source, and [] when it is loaded.'],
  ])('%s', async (_, more, sentence) => {
    expect(await differ({ nodes: [{ ...orders, ...more }, report], jobs: ['nightly'], ...NONE })).toEqual([
      `\`orders\` (src/assets.ts:2): ${sentence}`,
    ]);
  });

  test('columns, where both say them for certain', async () => {
    const text = `
import { asset } from 'headwater';
import { z } from 'zod';
export const x = asset({ columns: z.object({ id: z.int(), price: z.string().transform(Number), at: z.date() }) }, () => []);
`;
    const told = async (columns: DescribedNode['columns']): Promise<string[]> =>
      differ({ nodes: [node({ key: 'x', ...(columns && { columns }) })], jobs: [], ...NONE }, text);
    expect(await told({ at: 'json', price: 'real', id: 'integer' })).toEqual([]);
    const inSource = '`x` (src/assets.ts:3): columns is {"at":"date","id":"integer","price":';
    expect(await told({ id: 'text', price: 'real', at: 'json' })).toEqual([
      expect.stringMatching(/columns is .*"id":"integer".*"id":"text".* when it is loaded\.$/),
    ]);
    expect(await told({ id: 'integer', at: 'date' })).toEqual([
      `${inSource}null} in the source, and {"at":"date","id":"integer"} when it is loaded.`,
    ]);
    expect(await told(undefined)).toEqual([`${inSource}null} in the source, and null when it is loaded.`]);
  });

  test('assets and jobs that only one of the two has', async () => {
    expect(await differ({ nodes: [orders, node({ key: 'more' })], jobs: ['weekly'], ...NONE })).toEqual([
      '`report` (src/assets.ts:3) is in the source and not among what its module loads.',
      'The asset `more` is there when its module is loaded, and is not found in the source.',
      'The job `nightly` is in the source and not among what its modules load.',
      'The job `weekly` is there when its module is loaded, and is not found in the source.',
    ]);
  });

  test('what runs by itself', async () => {
    const text = `
import { asset, automation, schedule } from 'headwater';
export const x = asset({ automation: automation.eager() }, () => 1);
export const nightly = schedule('nightly', { cron: '@daily', selection: '*' });
`;
    const daily = { name: 'nightly', selection: '*', cron: '@daily', timezone: null, hasBody: false };
    const eager = node({ key: 'x', automation: { is: 'eager' } });
    const told = (nodes: readonly DescribedNode[], schedules: DescribedGraph['schedules']): Promise<string[]> =>
      differ({ nodes, jobs: [], schedules, sensors: [] }, text);
    expect(await told([eager], [daily])).toEqual([]);
    expect(await told([node({ key: 'x' })], [{ ...daily, hasBody: true }])).toEqual([
      '`x` (src/assets.ts:2): automation is {"is":"eager"} in the source, and null when it is loaded.',
      expect.stringMatching(
        /^The schedule `nightly` \(src\/assets\.ts:3\) is .*"hasBody":false.* in the source, and .*true.* when it is loaded\.$/,
      ),
    ]);
    expect(await told([eager], [{ ...daily, name: 'other' }])).toEqual([
      'The schedule `nightly` is in the source and not among what its modules load.',
      'The schedule `other` is there when its module is loaded, and is not found in the source.',
    ]);
  });

  test('what is said to be dynamic may differ', async () => {
    const dynamic = `
import { asset } from 'headwater';
export const x = asset({ group: String('g') }, () => 1);
//                              ^^^^^^^^^^^ dynamic
for (const key of ['a', 'b']) asset({ key }, () => 1);
//                            ^^^^^^^^^^^^^^^^^^^^^^^ dynamic
`;
    expect(
      await differ({ nodes: [node({ key: 'x', group: 'g' }), node({ key: 'a' })], jobs: [], ...NONE }, dynamic),
    ).toEqual([]);
  });
});
