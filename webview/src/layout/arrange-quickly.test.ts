// Large graphs: laid out soundly without ELK, in a moment, whatever their shape.
import { expect, test } from 'vitest';
import { createLayout } from './layout-graph.ts';
import type { LayoutInput, Placed } from './layout-model.ts';
import { randomGraph } from './random-graph.ts';
import { unsound } from './unsound.fixture.ts';

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

test('a funnel of 1,000 is a block before its sink', async () => {
  const funnel = { ...fan, edges: fan.edges.map(({ id, source, target }) => ({ id, source: target, target: source })) };
  const placed = await layout(funnel);
  expectSound(funnel, placed);
  expect(placed.height).toBeLessThan(5_000);
  expect(placed.nodes['source']?.x).toBe(Math.max(...Object.values(placed.nodes).map(({ x }) => x)));
});

test('a circle of 2,000 is opened', async () => {
  expectSound(knot, await layout(knot));
});

test(`5,000 nodes of any wiring, in groups and without (seed ${SEED})`, async () => {
  for (const groups of [0, 12]) {
    const large = randomGraph({ seed: SEED, nodes: 5_000, groups });
    const placed = await layout(large);
    expectSound(large, placed);
    // Nothing waits for itself in it, and boxes may: each edge leads onward.
    const x = (id: string): number => placed.nodes[id]?.x ?? NaN;
    if (groups === 0) expect(large.edges.filter(({ source, target }) => x(source) >= x(target))).toEqual([]);
  }
});

function expectSound(input: LayoutInput, placed: Placed): void {
  expect(unsound(input, placed), `seed ${SEED}`).toEqual([]);
}
