// The layout: nothing overlaps, edges meet their nodes, places stay, what is known is not computed again, and stopping is not an empty answer.
import { expect, test } from 'vitest';
import { arrangeWithElk } from './elk-engine.ts';
import { createLayout, layoutGraph } from './layout-graph.ts';
import type { LayoutInput, Placed, Rect } from './layout-model.ts';
import { randomGraph, randomNumbers } from './random-graph.ts';
import { unsound } from './unsound.fixture.ts';

const SEED = Number(process.env['SEED'] ?? Date.now() % 100_000);

const medallion: LayoutInput = {
  shape: 'layers',
  width: 280,
  boxes: ['bronze', 'silver', 'gold'],
  nodes: [
    ['orders', 'bronze'],
    ['customers', 'bronze'],
    ['enriched', 'silver'],
    ['daily', 'gold'],
    ['segments', 'gold'],
  ].map(([id = '', box = '']) => ({ id, box, width: 224, height: 52 })),
  edges: [
    ['orders', 'enriched'],
    ['customers', 'enriched'],
    ['enriched', 'daily'],
    ['enriched', 'segments'],
  ].map(([source = '', target = '']) => ({ id: `${source}-${target}`, source, target })),
};

for (const shape of ['layers', 'column'] as const) {
  test(`V2: groups are boxes around their nodes, and nothing overlaps (${shape})`, async () => {
    const graphs = [medallion, ...[1, 2, 3].map((each) => randomGraph({ seed: SEED + each, nodes: 60, groups: 5 }))];
    for (const graph of graphs)
      expectSound({ ...graph, shape, width: 280 }, await layoutGraph({ ...graph, shape, width: 280 }));
  });
}

test('places are whole tenths of a pixel, whichever way they were found', async () => {
  for (const shape of ['layers', 'column'] as const) {
    const graph = { ...randomGraph({ seed: SEED, nodes: 40, groups: 4 }), shape, width: 281.37 };
    const { nodes, boxes, edges, width, height } = await layoutGraph(graph);
    const rects = [...Object.values(nodes), ...Object.values(boxes)];
    const numbers = [
      ...[width, height],
      ...rects.flatMap((rect) => [rect.x, rect.y, rect.width, rect.height]),
      ...Object.values(edges).flatMap((points) => points.flatMap(({ x, y }) => [x, y])),
    ];
    expect(numbers.filter((each) => Math.round(each * 10) / 10 !== each)).toEqual([]);
  }
});

test('layers run from left to right, across boxes too', async () => {
  const { nodes } = await layoutGraph(medallion);
  for (const { source, target } of medallion.edges) expect(right(nodes[source])).toBeLessThan(nodes[target]?.x ?? 0);
});

test('a column is as wide as it is told and keeps the given order', async () => {
  const { nodes, width } = await layoutGraph({ ...medallion, shape: 'column', width: 280 });
  expect(width).toBe(280);
  const tops = medallion.nodes.map(({ id }) => nodes[id]?.y ?? NaN);
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
});

test('cycles, loops, lone nodes and nothing at all are laid out too', async () => {
  const node = (id: string, box: string | null) => ({ id, box, width: 200, height: 50 });
  const edge = (source: string, target: string) => ({ id: `${source}-${target}`, source, target });
  const knot: LayoutInput = {
    shape: 'layers',
    width: 0,
    boxes: ['x', 'y', 'empty'],
    nodes: [node('a', 'x'), node('b', 'y'), node('c', 'x'), node('free', null)],
    edges: [edge('a', 'b'), edge('b', 'c'), edge('c', 'a'), edge('free', 'a'), edge('b', 'missing')],
  };
  const placed = await layoutGraph(knot);
  expectSound(knot, placed);
  expect(Object.keys(placed.edges).sort()).toEqual(['a-b', 'b-c', 'c-a', 'free-a']);
  expect(Object.keys(placed.boxes).sort()).toEqual(['x', 'y']);
  const nothing = { ...knot, nodes: [], edges: [], boxes: [] };
  expect((await layoutGraph(nothing)).nodes).toEqual({});
  expect((await layoutGraph({ ...nothing, shape: 'column' })).nodes).toEqual({});
});

test('V2: nodes keep their order when an asset comes in', async () => {
  const random = randomNumbers(SEED);
  for (let round = 0; round < 5; round++) {
    const before = randomGraph({ seed: SEED + round, nodes: 30, groups: round % 2 === 0 ? 0 : 3 });
    const old = await layoutGraph(before);
    const beside = before.nodes[Math.floor(random() * before.nodes.length)] ?? { id: '', box: null };
    const after: LayoutInput = {
      ...before,
      nodes: [...before.nodes, { id: 'new', box: beside.box, width: 224, height: 52 }],
      edges: [...before.edges, { id: 'new edge', source: beside.id, target: 'new' }],
      previous: {
        ...old.nodes,
        ...Object.fromEntries(Object.entries(old.boxes).map(([box, at]) => [`box ${box}`, at])),
      },
    };
    const now = await layoutGraph(after);
    expectSound(after, now);
    expect(swapped(old, now), `seed ${SEED + round}`).toBe(0);
  }
});

test('V2: a shape that was laid out is not computed again, an edit computes its own box and the boxes', async () => {
  let calls = 0;
  const layout = createLayout((graph) => {
    calls++;
    return arrangeWithElk(graph);
  });
  const first = await layout(medallion);
  expect(calls).toBe(4);
  expect(await layout({ ...medallion, previous: { orders: { x: 1, y: 900 } } })).toBe(first);
  expect(calls).toBe(4);
  const edited = { ...medallion, nodes: [...medallion.nodes, { id: 'extra', box: 'gold', width: 224, height: 52 }] };
  await layout(edited);
  expect(calls).toBe(6);
});

test('V2: a cancelled layout rejects, and the next one answers', async () => {
  const controller = new AbortController();
  const layout = createLayout((graph) => {
    controller.abort();
    return arrangeWithElk(graph);
  });
  await expect(layout(medallion, { signal: controller.signal })).rejects.toThrow(/abort/i);
  expectSound(medallion, await layout(medallion));
});

function expectSound(input: LayoutInput, placed: Placed): void {
  expect(unsound(input, placed), `seed ${SEED}, ${input.shape}`).toEqual([]);
}

/** Pairs of nodes of one layer whose order changed. */
function swapped(old: Placed, now: Placed): number {
  const ids = Object.keys(old.nodes);
  let count = 0;
  ids.forEach((a, index) => {
    for (const b of ids.slice(index + 1)) {
      const [a0, b0, a1, b1] = [old.nodes[a], old.nodes[b], now.nodes[a], now.nodes[b]];
      if (!a0 || !b0 || !a1 || !b1 || a0.x !== b0.x || a1.x !== b1.x) continue;
      if (a0.y < b0.y !== a1.y < b1.y) count++;
    }
  });
  return count;
}

function right(rect: Rect | undefined): number {
  return rect ? rect.x + rect.width : NaN;
}
