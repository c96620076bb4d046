// What a diff says of the picture: what is drawn of it, which edges came and went, and what is left when only changes are shown.
import { diffGraphs, type AssetNode, type GraphDiff } from '@headwater/graph';
import { expect, test } from 'vitest';
import { asset, assetsOf } from './asset-node.fixture.ts';
import { changeSentence, countWords, planWords, summaryWords } from './change-words.ts';
import { changesOf, edgeChange } from './diff.ts';
import { visibleGraph, type VisibleView } from './visible-graph.ts';

const base = { ref: 'main', commit: 'a1b2c3d4e5f6', title: 'Fix prices' };
const everything: VisibleView = { hops: null, centre: null, collapsed: {} };
const diffOf = (before: readonly AssetNode[], after: readonly AssetNode[]): GraphDiff =>
  diffGraphs({
    base,
    before: { assets: before, problems: [] },
    after: { assets: after, problems: [] },
    codeBefore: {},
    codeAfter: {},
  });

const before = [
  asset('orders'),
  asset('old', ['orders'], { line: 2 }),
  asset('older', ['old'], { line: 3 }),
  asset('totals', ['orders', 'old'], { line: 4 }),
  asset('report', ['totals'], { line: 5 }),
  asset('aside', [], { line: 6 }),
];
const after = [
  asset('orders', [], { codeVersion: 'c1:2' }),
  asset('fresh', [], { line: 2 }),
  asset('totals', ['orders', 'fresh'], { line: 4 }),
  asset('report', ['totals'], { line: 5 }),
  asset('aside', [], { line: 6 }),
];

test('each asset has one look, what was removed is drawn as it was, and the plan is what is stale', () => {
  const changes = changesOf(assetsOf(...after), diffOf(before, after));
  expect(Object.fromEntries([...changes.of].map(([key, { look }]) => [key, look]))).toEqual({
    fresh: 'added',
    old: 'removed',
    older: 'removed',
    orders: 'changed',
    report: 'stale',
    totals: 'changed',
  });
  expect(changes.assets.get('old')).toEqual(before[1]);
  expect(countWords(changes.counts).map(([, words]) => words)).toEqual([
    '1 added',
    '2 changed',
    '2 removed',
    '1 becomes stale',
  ]);
  expect([...changes.plan].sort()).toEqual(['fresh', 'orders', 'report', 'totals']);
  expect(summaryWords(changes)).toBe(
    'Compared with main: 1 added, 2 changed, 2 removed, 1 becomes stale; smallest plan: 4 steps',
  );
  const report = changes.of.get('report');
  expect(report && changeSentence(report, base)).toBe('becomes stale since main because of totals');
});

test('added and removed edges say so, wherever their ends are; an edge of both kinds is changed', () => {
  const changes = changesOf(assetsOf(...after), diffOf(before, after));
  const looks = (collapsed: Record<string, boolean>, assets = assetsOf(...after)) =>
    Object.fromEntries(
      visibleGraph(assets, { ...everything, collapsed }, { changes }).edges.map(({ id, reasons }) => [
        id.replaceAll('asset:', ''),
        edgeChange(reasons) ?? null,
      ]),
    );
  expect(looks({})).toEqual({
    'orders → totals': null,
    'fresh → totals': 'added',
    'totals → report': null,
    'orders → old': 'removed',
    'old → older': 'removed',
    'old → totals': 'removed',
  });
  const reasons = visibleGraph(assetsOf(...after), everything, { changes }).edges.flatMap((edge) => edge.reasons);
  expect(edgeChange(reasons)).toBe('changed');
});

test('only changes: what changed, what becomes stale and what is next to it, also around one asset', () => {
  const changes = changesOf(assetsOf(...after), diffOf(before, after));
  const keys = (view: Partial<VisibleView>) =>
    visibleGraph(assetsOf(...after), { ...everything, ...view }, { changes })
      .nodes.map(({ id }) => id.slice('asset:'.length))
      .sort();
  expect(keys({})).toEqual(['aside', 'fresh', 'old', 'older', 'orders', 'report', 'totals']);
  expect(keys({ onlyChanges: true })).toEqual(['fresh', 'old', 'older', 'orders', 'report', 'totals']);
  // One step from a removed asset leads over the edges that are gone.
  expect(keys({ centre: 'old', hops: 1 })).toEqual(['old', 'older', 'orders', 'totals']);
});

test('context is drawn, and what is further away is not', () => {
  const row = (version: string) =>
    ['a', 'b', 'c', 'd'].map((key, index) =>
      asset(key, index === 0 ? [] : [['a', 'b', 'c'][index - 1] ?? ''], {
        line: index,
        ...(key === 'd' && { codeVersion: version }),
      }),
    );
  const [then, now] = [row('c1:1'), row('c1:2')];
  const changes = changesOf(assetsOf(...now), diffOf(then, now));
  const visible = visibleGraph(assetsOf(...now), { ...everything, onlyChanges: true }, { changes });
  expect(visible.nodes.map(({ id }) => id)).toEqual(['asset:c', 'asset:d']);
  expect(planWords(changes.plan)).toBe('smallest plan: 1 step');
  expect(planWords(changes.plan, 1)).toBe('smallest plan: 1 step, made already');
  expect(planWords(['a', 'b', 'c'], 2)).toBe('smallest plan: 3 steps, 2 of them made already');
});

test('a graph that is newer than the diff is believed: what came back is there, what went is not changed', () => {
  const diff = diffOf(before, after);
  const newer = assetsOf(...after.filter(({ key }) => key !== 'fresh'), asset('old', ['orders'], { line: 2 }));
  const changes = changesOf(newer, diff);
  expect(changes.of.has('fresh')).toBe(false);
  expect(changes.of.has('old')).toBe(false);
  expect(changes.assets.get('old')).toBe(newer.get('old'));
  expect(changes.plan).not.toContain('fresh');
  // `orders → old` is there again, so it is not drawn as removed.
  expect(changes.removedEdges.map(({ from, to }) => `${from} → ${to}`)).toEqual(['old → older', 'old → totals']);
});

test('a diff of what did not change says so', () => {
  const changes = changesOf(assetsOf(...before), diffOf(before, before));
  expect(changes.of.size).toBe(0);
  expect(summaryWords(changes)).toBe('Compared with main: no asset changed');
});
