// Where the card of an edge stands, and how the keyboard walks from one edge of a node to the next.
import { expect, test } from 'vitest';
import { asset, assetsOf } from './asset-node.fixture.ts';
import type { Picture } from './scene.ts';
import { cardPlace, edgesOfNode, isInside, nextTold, placeOf } from './told-edge.ts';
import { visibleGraph } from './visible-graph.ts';

const rect = { x: 100, y: 50, width: 240, height: 50 };
const line = [
  { x: 0, y: 0 },
  { x: 100, y: 75 },
];

function pictureOf(): Picture {
  const assets = assetsOf(asset('a'), asset('b'), asset('c', ['a', 'b']), asset('d', ['c']));
  const visible = visibleGraph(assets, { hops: null, centre: null, collapsed: {} });
  const nodes = Object.fromEntries(visible.nodes.map(({ id }) => [id, rect]));
  const edges = Object.fromEntries(visible.edges.map(({ id }) => [id, line]));
  return { visible, placed: { shape: 'layers', width: 1, height: 1, nodes, boxes: {}, edges }, colours: new Map() };
}

test('V3: the keyboard walks from edge to edge of a node, those that lead in before those that lead out, and round', () => {
  const picture = pictureOf();
  const node = 'asset:c';
  const walked = ['asset:a → asset:c', 'asset:b → asset:c', 'asset:c → asset:d', 'asset:a → asset:c'];
  let told = null;
  for (const id of walked) {
    told = nextTold(picture, { node, told, step: 1 });
    expect(told).toMatchObject({ id, pinned: true, walker: node });
  }
  expect(nextTold(picture, { node, told, step: -1 })?.id).toBe('asset:c → asset:d');
  expect(nextTold(picture, { node, told: null, step: -1 })?.id).toBe('asset:c → asset:d');
  // One that was pointed at, or belongs to another node, is no place to go on from.
  const pointed = { id: 'asset:b → asset:c', at: { x: 0, y: 0 }, pinned: true, walker: null };
  expect(nextTold(picture, { node, told: pointed, step: 1 })?.id).toBe('asset:a → asset:c');
  expect(nextTold(picture, { node: 'asset:nowhere', told: null, step: 1 })).toBeNull();
});

test('V3: the card stands at the side of the node where the edge is; an edge that is not placed is not walked', () => {
  const picture = pictureOf();
  const told = (node: string) => nextTold(picture, { node, told: null, step: 1 })?.at;
  expect([told('asset:a'), told('asset:d')]).toEqual([
    { x: 340, y: 100 },
    { x: 100, y: 100 },
  ]);
  const bare = { ...picture, placed: { ...picture.placed, edges: {} } };
  expect(edgesOfNode(bare, 'asset:c')).toEqual([]);
});

test('V3: the card never covers what was pointed at, and never leaves the pane', () => {
  for (const room of [
    { width: 280, height: 300 },
    { width: 1400, height: 900 },
  ])
    for (let x = -50; x <= room.width + 50; x += 37)
      for (let y = -50; y <= room.height + 50; y += 23) {
        const { left, width, maxHeight, top, bottom } = cardPlace({ x, y }, room);
        expect(left).toBeGreaterThanOrEqual(8);
        expect(left + width).toBeLessThanOrEqual(room.width - 8);
        const [from, to] =
          top === undefined
            ? [room.height - (bottom ?? 0) - maxHeight, room.height - (bottom ?? 0)]
            : [top, top + maxHeight];
        expect(from).toBeGreaterThanOrEqual(8);
        expect(to).toBeLessThanOrEqual(room.height - 8);
        expect(maxHeight).toBeGreaterThan(100);
        expect(y < from || y > to).toBe(true);
      }
});

test('a point is inside up to the border; a reason without a column is the start of its line', () => {
  const room = { width: 10, height: 10 };
  expect([isInside({ x: 0, y: 10 }, room), isInside({ x: -1, y: 5 }, room), isInside({ x: 5, y: 11 }, room)]).toEqual([
    true,
    false,
    false,
  ]);
  const reason = { from: 'a', to: 'b', input: null, file: 'src/b.ts', line: 3 };
  expect(placeOf(reason)).toEqual({ file: 'src/b.ts', line: 3 });
  expect(placeOf({ ...reason, column: 7 })).toEqual({ file: 'src/b.ts', line: 3, column: 7 });
});
