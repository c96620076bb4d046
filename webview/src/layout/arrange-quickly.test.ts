// Large graphs: laid out soundly without ELK, in a moment, whatever their shape.
import { expect, test } from 'vitest';
import { createLayout } from './layout-graph.ts';
import type { LayoutInput, Placed } from './layout-model.ts';
import { randomGraph } from './random-graph.ts';

const SEED = Number(process.env['SEED'] ?? Date.now() % 100_000);
const node = (id: string, box: string | null = null) => ({ id, box, width: 224, height: 52 });
const edge = (source: string, target: string) => ({ id: `${source}-${target}`, source, target });
const graph = (of: Partial<LayoutInput>): LayoutInput => ({
  shape: 'layers',
  width: 0,
  boxes: [],
  nodes: [],
  edges: [],
  ...of,
});

const layout = createLayout();

const numbers = Array.from({ length: 2000 }, (_, n) => n);
const chain = graph({
  nodes: numbers.map((n) => node(`n${n}`)),
  edges: numbers.slice(1).map((n) => edge(`n${n - 1}`, `n${n}`)),
});
const fan = graph({
  boxes: ['wide'],
  nodes: [node('source', 'wide'), ...numbers.slice(0, 1000).map((n) => node(`n${n}`, 'wide'))],
  edges: numbers.slice(0, 1000).map((n) => edge('source', `n${n}`)),
});
const knot = graph({
  nodes: numbers.map((n) => node(`n${n}`)),
  edges: numbers.map((n) => edge(`n${n}`, `n${(n + 1) % 2000}`)),
});

test('a chain of 2,000 runs from left to right, in lines below each other', async () => {
  const placed = await layout(chain);
  expectSound(chain, placed);
  const rects = numbers.map((n) => placed.nodes[`n${n}`] ?? { x: NaN, y: NaN });
  const breaks = rects.slice(1).filter(({ x, y }, n) => {
    const before = rects[n] ?? { x: NaN, y: NaN };
    // Onward in its line, or at the start of the next.
    expect(y === before.y ? x > before.x : x === 0 && y > before.y).toBe(true);
    return y !== before.y;
  });
  expect(breaks.length).toBeGreaterThan(20);
  expect(placed.width / placed.height).toBeLessThan(4);
});

test('a fan of 1,000 is a block beside its source, not a wall', async () => {
  const placed = await layout(fan);
  expectSound(fan, placed);
  expect(placed.height).toBeLessThan(5_000);
  expect(placed.width).toBeLessThan(8_000);
});

test('a circle of 2,000 is opened', async () => {
  expectSound(knot, await layout(knot));
});

test(`5,000 nodes of any wiring, in groups and without (seed ${SEED})`, async () => {
  for (const groups of [0, 3, 12]) {
    const large = randomGraph({ seed: SEED, nodes: 5_000, groups });
    expectSound(large, await layout(large));
  }
});

/** Each node has its place inside its box and apart from all others, each edge runs from its source to its target. */
function expectSound(input: LayoutInput, placed: Placed): void {
  const cells = new Map<string, string>();
  for (const { id, box } of input.nodes) {
    const at = placed.nodes[id];
    if (!at) throw new Error(`${id} has no place (seed ${SEED})`);
    // Nodes are 52 high with 14 between: in a grid of half a node no two share a cell.
    for (const x of [at.x + 1, at.x + at.width / 2, at.x + at.width - 1])
      for (const y of [at.y + 1, at.y + at.height / 2, at.y + at.height - 1]) {
        const cell = `${Math.floor(x / 112)},${Math.floor(y / 26)}`;
        const other = cells.get(cell);
        if (other !== undefined && other !== id) {
          const there = placed.nodes[other];
          const apart =
            !there ||
            there.x + there.width <= at.x ||
            at.x + at.width <= there.x ||
            there.y + there.height <= at.y ||
            at.y + at.height <= there.y;
          if (!apart) throw new Error(`${id} lies on ${other} (seed ${SEED})`);
        }
        cells.set(cell, id);
      }
    const around = box === null ? null : placed.boxes[box];
    if (
      around &&
      (at.x < around.x ||
        at.y < around.y ||
        at.x + at.width > around.x + around.width ||
        at.y + at.height > around.y + around.height)
    )
      throw new Error(`${id} lies outside of its box (seed ${SEED})`);
  }
  for (const { id, source, target } of input.edges) {
    const [first, last] = [placed.edges[id]?.[0], placed.edges[id]?.at(-1)];
    const [from, to] = [placed.nodes[source], placed.nodes[target]];
    if (!first || !last || !from || !to) throw new Error(`${id} has no way (seed ${SEED})`);
    if (Math.abs(first.x - from.x - from.width) > 1 || Math.abs(last.x - to.x) > 1)
      throw new Error(`${id} hangs in the air (seed ${SEED})`);
  }
}
