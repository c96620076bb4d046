// What part of a graph is drawn: hops, groups, boxes and why each edge is there.
import { expect, test } from 'vitest';
import { asset, assetsOf } from './asset-node.fixture.ts';
import { describeReason } from './edge-reason.ts';
import { COLLAPSE_ABOVE, MOST_VISIBLE, visibleGraph, WHOLE_UP_TO, type VisibleView } from './visible-graph.ts';

const everything: VisibleView = { hops: null, centre: null, collapsed: {} };
const chain = (length: number) =>
  Array.from({ length }, (_, index) => asset(`a${index}`, index === 0 ? [] : [`a${index - 1}`], { line: index }));
const ids = (nodes: readonly { readonly id: string }[]) => nodes.map(({ id }) => id);

test('a small graph is drawn whole, without a box when there is but one group', () => {
  const visible = visibleGraph(assetsOf(...chain(3)), everything);
  expect(ids(visible.nodes)).toEqual(['asset:a0', 'asset:a1', 'asset:a2']);
  expect(visible).toMatchObject({ boxes: [], hops: 'all', narrowed: { total: 3 }, shown: 3, cut: 0 });
});

test('A15: each group has a box with the number of its assets; what feeds others comes first', () => {
  const of = (key: string, inputs: string[], group: string) => asset(key, inputs, { group });
  const nodes = [
    of('gold', ['silver'], 'gold'),
    of('silver', ['b1', 'b2'], 'silver'),
    of('b1', [], 'bronze'),
    of('b2', [], 'bronze'),
  ];
  const visible = visibleGraph(assetsOf(...nodes), everything);
  expect(visible.boxes.map(({ group, count }) => `${group} ${count}`).sort()).toEqual([
    'bronze 2',
    'gold 1',
    'silver 1',
  ]);
  expect(ids(visible.nodes)).toEqual(['asset:b1', 'asset:b2', 'asset:silver', 'asset:gold']);
});

test('V1: a larger graph begins with one hop around the centre; hops and All are the person’s', () => {
  const assets = assetsOf(...chain(WHOLE_UP_TO + 1));
  const around = (view: Partial<VisibleView>) => visibleGraph(assets, { ...everything, centre: 'a9', ...view });
  expect(ids(around({}).nodes)).toEqual(['asset:a8', 'asset:a9', 'asset:a10']);
  expect(around({ hops: 2 }).shown).toBe(5);
  expect(around({ hops: 'all' }).shown).toBe(WHOLE_UP_TO + 1);
  expect(around({ centre: 'gone' })).toMatchObject({ centre: null, hops: 'all', shown: WHOLE_UP_TO + 1 });
});

test('V2: a collapsed group is one node, with one edge for all that leads into it, and none to itself', () => {
  const nodes = [
    asset('x'),
    asset('m1', ['x'], { group: 'mart' }),
    asset('m2', ['x', 'm1'], { group: 'mart' }),
    asset('y', ['m1', 'm2']),
  ];
  const visible = visibleGraph(assetsOf(...nodes), { ...everything, collapsed: { mart: true } });
  expect(visible.nodes.filter(({ kind }) => kind === 'group')).toEqual([
    { kind: 'group', id: 'group:mart', group: 'mart', keys: ['m1', 'm2'] },
  ]);
  expect(visible.edges.map(({ source, target, reasons }) => [source, target, reasons.length])).toEqual([
    ['asset:x', 'group:mart', 2],
    ['group:mart', 'asset:y', 2],
  ]);
  expect(visible.shown).toBe(4);
});

test('V2: above three hundred nodes every group is collapsed, but those a person opened', () => {
  const nodes = Array.from({ length: COLLAPSE_ABOVE + 1 }, (_, index) =>
    asset(`a${index}`, [], { group: `g${index % 3}` }),
  );
  const closed = visibleGraph(assetsOf(...nodes), everything);
  expect(closed.nodes).toHaveLength(3);
  const one = visibleGraph(assetsOf(...nodes), { ...everything, collapsed: { g1: false } });
  expect(one.nodes).toHaveLength(2 + Math.ceil(COLLAPSE_ABOVE / 3));
  expect(one.boxes.map(({ group }) => group)).toEqual(['g1']);
});

test('no picture holds more than it can, and says how much it left out', () => {
  const nodes = Array.from({ length: MOST_VISIBLE + 5 }, (_, index) => asset(`a${index}`, [], { line: index }));
  const visible = visibleGraph(assetsOf(...nodes), { ...everything, collapsed: { default: false } });
  expect(visible).toMatchObject({ cut: 5, shown: MOST_VISIBLE, narrowed: { total: MOST_VISIBLE + 5 } });
});

test('V3: an edge knows every input name and order-only dependency behind it', () => {
  const nodes = [asset('raw'), asset('b', [], { inputs: { left: 'raw', right: 'raw' }, deps: ['raw'], line: 7 })];
  const [edge] = visibleGraph(assetsOf(...nodes), everything).edges;
  expect(edge?.reasons.map(describeReason)).toEqual([
    'b reads raw as input “left”',
    'b reads raw as input “right”',
    'b comes after raw, order only (deps)',
  ]);
});

test('V3: each reason has the place of its own input or dep; where that is not known, that of the asset', () => {
  const places = { inputs: { left: { line: 9, column: 5 } }, deps: { raw: { line: 12, column: 3 } } };
  const inputs = { left: 'raw', constructor: 'raw' };
  const nodes = [asset('raw'), asset('b', [], { inputs, deps: ['raw'], places, line: 7, column: 14 })];
  const [edge] = visibleGraph(assetsOf(...nodes), everything).edges;
  expect(edge?.reasons.map(({ input, file, line, column }) => [input, `${file}:${line}:${column}`])).toEqual([
    ['left', 'src/assets.ts:9:5'],
    ['constructor', 'src/assets.ts:7:14'],
    [null, 'src/assets.ts:12:3'],
  ]);
});

test('a circle and an unknown upstream are drawn as far as they can be', () => {
  const visible = visibleGraph(assetsOf(asset('a', ['b']), asset('b', ['a', 'b', 'nowhere'])), everything);
  expect(ids(visible.edges).sort()).toEqual(['asset:a → asset:b', 'asset:b → asset:a']);
});
