// What a filter and hidden statuses leave of a project, and which of what is left hidden assets connect.
import { directUpstream, upstreamOf, type AssetNode, type StatusName } from '@headwater/graph';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asset, assetsOf } from './asset-node.fixture.ts';
import { asksForStatus, MOST_PASSAGES, narrowAssets, type Narrowing } from './narrow-assets.ts';
import { describeReason } from './edge-reason.ts';
import { visibleGraph, type VisibleView } from './visible-graph.ts';

const shop = [
  asset('raw', [], { group: 'bronze' }),
  asset('clean', ['raw'], { group: 'silver' }),
  asset('joined', ['clean'], { group: 'silver' }),
  asset('report', ['joined', 'raw'], { group: 'gold' }),
  asset('board', ['joined'], { group: 'gold' }),
];
const statuses: Readonly<Record<string, StatusName>> = {
  raw: 'fresh',
  clean: 'stale',
  joined: 'stale',
  board: 'failed',
};
const narrow = (nodes: readonly AssetNode[], of: Partial<Narrowing>) =>
  narrowAssets(assetsOf(...nodes), { filter: '', hidden: [], statusOf: (key) => statuses[key], ...of });
const keys = (of: Partial<Narrowing>) => [...narrow(shop, of).assets.keys()];

test('V5: a filter leaves what it selects, hidden statuses take from that; what has no status is unknown', () => {
  expect(keys({})).toEqual(['raw', 'clean', 'joined', 'report', 'board']);
  expect(keys({ filter: 'group:silver+' })).toEqual(['clean', 'joined', 'report', 'board']);
  expect(keys({ filter: 'group:silver+', hidden: ['stale'] })).toEqual(['report', 'board']);
  expect(keys({ hidden: ['unknown', 'stale'] })).toEqual(['raw', 'board']);
  expect(keys({ filter: 'status:failed or key:report' })).toEqual(['report', 'board']);
  expect(narrow(shop, { filter: 'group:silver+', hidden: ['stale'] })).toMatchObject({ matched: 4, total: 5 });
});

test('a job is what it selects now; what its own selection asks of statuses counts', () => {
  const jobs = [
    { name: 'nightly', selection: 'status:stale and group:silver' },
    { name: 'none', selection: 'group:' },
  ];
  const named = { jobs, schedules: [{ name: 'hourly', selection: 'group:gold' }], sensors: [] };
  expect(keys({ filter: 'job:nightly', named })).toEqual(['clean', 'joined']);
  expect(keys({ filter: 'job:nightly+ and group:gold', named })).toEqual(['report', 'board']);
  expect(keys({ filter: 'schedule:hourly', named })).toEqual(['report', 'board']);
  expect(asksForStatus({ filter: 'job:nightly', hidden: [] })).toBe(true);
  expect(asksForStatus({ filter: 'schedule:hourly', hidden: [] })).toBe(true);
  expect(narrow(shop, { filter: 'job:none', named })).toMatchObject({
    matched: 0,
    warnings: [expect.stringMatching(/^job "none" selects nothing: selection, column 7: expected a value for group/)],
  });
});

test('a filter that cannot be read hides nothing and says where it is wrong; one that means nothing says what it misses', () => {
  const wrong = narrow(shop, { filter: 'group:gold and' });
  expect(wrong.assets.size).toBe(5);
  expect(wrong.problem).toMatch(/^selection, column 15: expected an attribute/);
  const nothing = narrow(shop, { filter: 'group:sivler' });
  expect(nothing).toMatchObject({ problem: null, matched: 0 });
  expect(nothing.warnings).toEqual(['no asset has the group "sivler"; did you mean "silver"?']);
});

test('only a filter that asks for statuses, or hidden ones, make a status matter', () => {
  expect(asksForStatus({ filter: 'group:gold', hidden: [] })).toBe(false);
  expect(asksForStatus({ filter: 'group:gold and not status:fresh', hidden: [] })).toBe(true);
  expect(asksForStatus({ filter: '', hidden: ['fresh'] })).toBe(true);
});

test('V5: two assets with only hidden ones between them stay connected, by a shortest way and not twice', () => {
  const { passages } = narrow(shop, { filter: 'group:bronze or group:gold' });
  // The report reads raw itself: that edge is drawn as it is.
  expect(passages).toEqual([{ from: 'raw', to: 'board', hidden: ['clean', 'joined'] }]);
});

test('V5: hops and edges go on what is left: a passage is one step, and its edge says what lies between', () => {
  const view: VisibleView = {
    hops: 1,
    centre: 'board',
    collapsed: {},
    filter: 'group:bronze or group:gold',
    hidden: [],
  };
  const visible = visibleGraph(assetsOf(...shop), view);
  expect(visible.nodes.map(({ id }) => id)).toEqual(['asset:raw', 'asset:board']);
  expect(visible.edges.flatMap(({ reasons }) => reasons.map(describeReason))).toEqual([
    'board follows from raw through 2 hidden assets: clean, joined',
  ]);
  expect(visible).toMatchObject({ shown: 2, narrowed: { total: 5 } });
  expect(visible.narrowed.assets.size).toBe(3);
});

test('a few that are left of many are drawn whole, until the person chooses hops', () => {
  const chain = Array.from({ length: 200 }, (_, n) => asset(`a${n}`, n === 0 ? [] : [`a${n - 1}`]));
  const view: VisibleView = { hops: null, centre: 'a9', collapsed: {}, filter: 'key:*9', hidden: [] };
  const visible = visibleGraph(assetsOf(...chain), view);
  expect(visible).toMatchObject({ hops: 'all', shown: 20 });
  expect(visible.edges).toHaveLength(19);
  expect(visibleGraph(assetsOf(...chain), { ...view, hops: 1 }).shown).toBe(2);
});

test('passages are those of the whole graph: whoever is left and fed on some way through hidden ones alone', () => {
  const graph = fc.integer({ min: 1, max: 9 }).chain((size) =>
    fc.tuple(
      // Edges in any direction: cycles, too.
      fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 20 }),
      fc.array(fc.boolean(), { minLength: size, maxLength: size }),
    ),
  );
  fc.assert(
    fc.property(graph, ([edges, left]) => {
      const nodes = left.map((_, n) =>
        asset(`a${n}`, [...new Set(edges.flatMap(([from, to]) => (to === n ? [`a${from}`] : [])))]),
      );
      const kept = new Set(nodes.flatMap(({ key }, n) => (left[n] ? [key] : [])));
      const filter = [...kept].map((key) => `key:${key}`).join(' or ') || 'not *';
      const { passages } = narrow(nodes, { filter });
      const naive = nodes.flatMap((to) =>
        [...kept].flatMap((from) => {
          if (!kept.has(to.key) || from === to.key || directUpstream(to).includes(from)) return [];
          // All but these two and the hidden ones are taken away.
          const between = nodes
            .filter(({ key }) => !kept.has(key) || key === from || key === to.key)
            .map((node) => (node.key === from ? { ...node, inputs: {} } : node));
          return upstreamOf(between, [to.key]).has(from) ? [`${from} → ${to.key}`] : [];
        }),
      );
      expect(passages.map(({ from, to }) => `${from} → ${to}`).sort()).toEqual(naive.sort());
      const upstream = new Map(nodes.map((node) => [node.key, directUpstream(node)]));
      for (const { from, to, hidden } of passages) {
        const way = [from, ...hidden, to];
        expect(hidden.some((key) => kept.has(key))).toBe(false);
        for (const [index, key] of way.slice(1).entries()) expect(upstream.get(key)).toContain(way[index]);
      }
    }),
  );
});

test('more passages than a picture can tell are left out, all of them, and that is said', () => {
  const each = Math.ceil(Math.sqrt(MOST_PASSAGES)) + 1;
  const many = (name: string, from: string[]) => Array.from({ length: each }, (_, n) => asset(`${name}${n}`, from));
  const sources = many('s', []);
  const nodes = [
    ...sources,
    asset(
      'hub',
      sources.map(({ key }) => key),
    ),
    ...many('t', ['hub']),
  ];
  expect(narrow(nodes, { filter: 'not key:hub' })).toMatchObject({ passages: [], passagesLeftOut: true });
  expect(narrow(nodes, { filter: 'not key:t1' })).toMatchObject({ passages: [], passagesLeftOut: false });
});
