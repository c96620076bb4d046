// Measures the layout beside ELK's defaults on the same graph in the same run.
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { arrangeWithElk } from '../src/layout/elk-engine.ts';
import { createLayout } from '../src/layout/layout-graph.ts';
import type { LayoutInput } from '../src/layout/layout-model.ts';
import { randomGraph } from '../src/layout/random-graph.ts';

export interface BenchRow {
  readonly metric: string;
  readonly ours: string;
  readonly beside: string;
  readonly target: string;
}

const ROUNDS = 5;
/** Assets of one group in a generated project. */
const GROUP_SIZE = 25;

/** Two rows for each number of visible nodes: the first layout, and the same shape again. */
export async function benchLayout(sizes: readonly number[]): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const size of sizes) {
    const graph = randomGraph({ seed: 7, nodes: size, groups: Math.max(1, Math.round(size / GROUP_SIZE)) });
    await createLayout()(graph); // both measure a warm engine
    const ours: number[] = [];
    const again: number[] = [];
    const flat: number[] = [];
    const nested: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const layout = createLayout();
      ours.push(await timed(() => layout(graph)));
      again.push(await timed(() => layout(graph)));
      nested.push(await timed(() => arrangeWithElk(withGroups(graph))));
      flat.push(await timed(() => arrangeWithElk(withoutGroups(graph))));
    }
    const elk = `${ms(median(nested))} ELK defaults with groups, ${ms(median(flat))} without`;
    rows.push(
      {
        metric: `layout of ${size} visible nodes`,
        ours: ms(median(ours)),
        beside: elk,
        target: '≤ 0.5 × ELK defaults',
      },
      { metric: `the same again, ${size} nodes`, ours: ms(median(again)), beside: '', target: '≤ 20 ms' },
    );
  }
  return rows;
}

/** What one writes first: groups as compound nodes, edges across them, nothing configured but the algorithm. */
function withGroups({ nodes, boxes, edges }: LayoutInput): ElkNode {
  const children = (box: string): ElkNode[] =>
    nodes.filter((node) => node.box === box).map(({ id, width, height }) => ({ id, width, height }));
  return {
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
    },
    children: boxes.map((box) => ({ id: box, children: children(box) })),
    edges: edges.map(({ id, source, target }) => ({ id, sources: [source], targets: [target] })),
  };
}

function withoutGroups({ nodes, edges }: LayoutInput): ElkNode {
  return {
    id: 'root',
    layoutOptions: { 'elk.algorithm': 'layered', 'elk.direction': 'RIGHT' },
    children: nodes.map(({ id, width, height }) => ({ id, width, height })),
    edges: edges.map(({ id, source, target }) => ({ id, sources: [source], targets: [target] })),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function ms(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}
