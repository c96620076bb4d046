// Whatever the wiring, in both shapes and by both ways of arranging layers: nothing overlaps, nothing lies outside, every edge meets its nodes.
import { expect, test } from 'vitest';
import { arrangeQuickly } from './arrange-quickly.ts';
import { createLayout } from './layout-graph.ts';
import type { LayoutInput } from './layout-model.ts';
import { tangledGraph } from './random-graph.ts';
import { unsound } from './unsound.fixture.ts';

const SEED = Number(process.env['SEED'] ?? Date.now() % 100_000);
const ROUNDS = 6;

function* graphs(): Generator<{ readonly seed: number; readonly graph: LayoutInput }> {
  for (let round = 0; round < ROUNDS; round++) {
    const seed = SEED + round;
    yield { seed, graph: tangledGraph({ seed, nodes: 1 + ((seed * 7) % 45), groups: [0, 1, 3, 6][round % 4] ?? 0 }) };
  }
}

for (const [name, layout] of [
  ['ELK', createLayout()],
  ['the quick way', createLayout(arrangeQuickly)],
] as const)
  test(`V2: ${name} arranges any wiring soundly (seed ${SEED})`, async () => {
    for (const { seed, graph } of graphs()) expect(unsound(graph, await layout(graph)), `seed ${seed}`).toEqual([]);
  });

test(`V2: a column holds any wiring (seed ${SEED})`, async () => {
  const layout = createLayout();
  for (const { seed, graph } of graphs()) {
    const column: LayoutInput = { ...graph, shape: 'column', width: 264 };
    expect(unsound(column, await layout(column)), `seed ${seed}`).toEqual([]);
  }
});
