// What is wrong with an arranged graph: nodes on each other or outside of their box, places that are no numbers, edges that hang in the air.
import type { LayoutInput, Placed, Point, Rect } from './layout-model.ts';

const CELL = 400;
const SLACK = 1.5;

/** Nothing, for a sound one. In time that grows with the nodes and edges alone. */
export function unsound(input: LayoutInput, placed: Placed): string[] {
  const { nodes, boxes, edges } = input;
  const found: string[] = [];
  const free: [string, Rect][] = [];
  const perBox = new Map<string, [string, Rect][]>();
  for (const { id, box, width, height } of nodes) {
    const at = placed.nodes[id];
    if (!at || !isFinite(at)) found.push(`${id} has no place`);
    else {
      if (input.shape === 'layers' && (at.width !== width || at.height !== height))
        found.push(`${id} changed its size`);
      const around = box === null ? null : placed.boxes[box];
      if (around === undefined) found.push(`the box ${box} of ${id} has no place`);
      else if (around !== null && !contains(around, at)) found.push(`${id} lies outside of its box`);
      if (box === null) free.push([id, at]);
      else perBox.set(box, [...(perBox.get(box) ?? []), [id, at]]);
    }
  }
  const outer = boxes.flatMap((box): [string, Rect][] => {
    const at = placed.boxes[box];
    if (!at && perBox.has(box)) found.push(`the box ${box} has no place`);
    return at ? [[`the box ${box}`, at]] : [];
  });
  for (const apart of [[...outer, ...free], ...perBox.values()]) found.push(...overlaps(apart));
  const known = new Set(nodes.map(({ id }) => id));
  for (const { id, source, target } of edges) {
    const route = placed.edges[id];
    if (!known.has(source) || !known.has(target)) {
      if (route) found.push(`${id} is drawn, and an end of it is not`);
      continue;
    }
    if (!route || route.length < 2 || !route.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)))
      found.push(`${id} has no way`);
    else if (!touches(placed.nodes[source], route[0])) found.push(`${id} does not start at ${source}`);
    else if (!touches(placed.nodes[target], route.at(-1))) found.push(`${id} does not end at ${target}`);
  }
  if (!Number.isFinite(placed.width) || !Number.isFinite(placed.height)) found.push('the picture has no size');
  for (const [id, rect] of Object.entries(placed.nodes))
    if (rect.x < 0 || rect.y < 0 || rect.x + rect.width > placed.width + 1 || rect.y + rect.height > placed.height + 1)
      found.push(`${id} lies outside of the picture`);
  return found;
}

function isFinite({ x, y, width, height }: Rect): boolean {
  return [x, y, width, height].every(Number.isFinite);
}

/** Each with what shares a cell of a grid with it. */
function overlaps(rects: readonly (readonly [string, Rect])[]): string[] {
  const cells = new Map<string, number[]>();
  const found = new Set<string>();
  rects.forEach(([id, rect], index) => {
    for (let x = Math.floor(rect.x / CELL); x <= Math.floor((rect.x + rect.width) / CELL); x++)
      for (let y = Math.floor(rect.y / CELL); y <= Math.floor((rect.y + rect.height) / CELL); y++) {
        const cell = `${x},${y}`;
        const there = cells.get(cell) ?? [];
        for (const other of there) {
          const [otherId, otherRect] = rects[other] ?? [id, rect];
          if (otherId !== id && overlap(rect, otherRect)) found.add(`${id} lies on ${otherId}`);
        }
        cells.set(cell, there);
        there.push(index);
      }
  });
  return [...found];
}

function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function contains(outer: Rect, inner: Rect): boolean {
  return (
    outer.x <= inner.x &&
    inner.x + inner.width <= outer.x + outer.width &&
    outer.y <= inner.y &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** On its left or its right side. */
function touches(rect: Rect | undefined, point: Point | undefined): boolean {
  if (!rect || !point) return false;
  const inHeight = point.y >= rect.y - SLACK && point.y <= rect.y + rect.height + SLACK;
  return inHeight && (Math.abs(point.x - rect.x) <= SLACK || Math.abs(point.x - rect.x - rect.width) <= SLACK);
}
