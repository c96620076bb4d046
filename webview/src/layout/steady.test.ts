// An asset that comes in moves few others far: nobody loses what they were looking at.
import { expect, test } from 'vitest';
import { arrangeQuickly } from './arrange-quickly.ts';
import { createLayout } from './layout-graph.ts';
import type { LayoutInput, Placed, Point } from './layout-model.ts';
import { randomGraph, randomNumbers } from './random-graph.ts';

const SEED = Number(process.env['SEED'] ?? Date.now() % 100_000);
const NODE = { width: 224, height: 52 };
/** A layer that was not there before moves all after it by so much at most. */
const LAYER = NODE.width + 110;
/** Within a layer all may make room, each for half of the new one and of a line that passes. */
const ROOM = 2 * NODE.height;
/** Of sixty. What nothing holds in its layer may go to another one, where its lines are shorter. */
const FEW = 3;

const layouts = { elk: () => createLayout(), quickly: () => createLayout(arrangeQuickly) };

for (const [name, layoutOf] of Object.entries(layouts))
  test(`V2: a new asset moves all others but a few no further than the room it takes (${name}, seed ${SEED})`, async () => {
    for (const [round, groups] of [0, 5].entries()) {
      const seed = SEED + round;
      const layout = layoutOf();
      const before = randomGraph({ seed, nodes: 60, groups });
      const old = await layout(before);
      const after = grown(before, { old, random: randomNumbers(seed) });
      const now = await layout(after);
      const moves = before.nodes.map(({ id }) => {
        const [from, to] = [old.nodes[id] ?? { x: NaN, y: NaN }, now.nodes[id] ?? { x: NaN, y: NaN }];
        return { x: Math.abs(to.x - from.x), y: Math.abs(to.y - from.y) };
      });
      const most = (of: (move: Point) => number): number => moves.map(of).sort((a, b) => b - a)[FEW] ?? NaN;
      expect(
        most(({ x }) => x),
        `seed ${seed}: sideways`,
      ).toBeLessThan(LAYER);
      expect(
        most(({ y }) => y),
        `seed ${seed}: up or down`,
      ).toBeLessThan(ROOM);
    }
  });

/** One more, in the group of an asset that it reads, somewhere. */
function grown(
  graph: LayoutInput,
  { old, random }: { readonly old: Placed; readonly random: () => number },
): LayoutInput {
  const at = Math.floor(random() * graph.nodes.length);
  const { id: source = '', box = null } = graph.nodes[at] ?? {};
  const last = graph.nodes.findLastIndex((node) => node.box === box) + 1;
  const boxes = Object.entries(old.boxes).map(([name, place]) => [`box ${name}`, place] as const);
  return {
    ...graph,
    nodes: graph.nodes.toSpliced(last, 0, { id: 'new', box, ...NODE }),
    edges: [...graph.edges, { id: 'new edge', source, target: 'new' }],
    previous: { ...old.nodes, ...Object.fromEntries(boxes) },
  };
}
