// Lays out a graph: the same shape always at the same places, remembered, and free of any page or worker.
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { arrangeColumn } from './arrange-column.ts';
import { arrangeLayers, type Inside } from './arrange-layers.ts';
import { arrangeQuickly } from './arrange-quickly.ts';
import { arrangeWithElk, type Arrange } from './elk-engine.ts';
import { inTenths } from './in-tenths.ts';
import type { LayoutInput, Placed } from './layout-model.ts';
import { createRecent } from './recent.ts';

export interface LayoutCall {
  readonly signal?: AbortSignal;
}

export type Layout = (input: LayoutInput, call?: LayoutCall) => Promise<Placed>;

/** Enough for the ways a person opens and closes groups while they look at one project. */
const PICTURES = 32;
const INSIDES = 256;

/** Nodes and edges of a picture. From here on many boxes that ELK arranges in a moment each take longer than a person waits. */
const LARGE = 3000;
/** Nodes and edges of one call of ELK, in a picture that is not large and in one that is. */
const MOST_FOR_ELK = { usual: 1500, large: 200 } as const;

/** A box lies alone in its root. */
function partsOf(graph: ElkNode): number {
  const [only] = graph.children ?? [];
  const { children = [], edges = [] } = only?.children === undefined ? graph : only;
  return children.length + edges.length;
}

/** A layout with its own memory. What is remembered goes by shape alone: a shape that comes back finds its places again. */
export function createLayout(elk: Arrange = arrangeWithElk): Layout {
  const pictures = createRecent<Placed>(PICTURES);
  const layers = (most: number) => ({
    arrange: (graph: ElkNode) => (partsOf(graph) > most ? arrangeQuickly(graph) : elk(graph)),
    // Apart for each: where a box lies depends on who arranged it.
    insides: createRecent<Inside>(INSIDES),
  });
  const usual = layers(MOST_FOR_ELK.usual);
  const large = layers(MOST_FOR_ELK.large);
  return async (input, { signal } = {}) => {
    const { previous: _, ...form } = input;
    const shape = JSON.stringify(form);
    const known = pictures.get(shape);
    if (known) return known;
    const size = input.nodes.length + input.edges.length > LARGE ? large : usual;
    const placed = inTenths(
      input.shape === 'column'
        ? arrangeColumn(input)
        : await arrangeLayers(input, { ...size, ...(signal && { signal }) }),
    );
    pictures.set(shape, placed);
    return placed;
  };
}

/** The layout with a memory for all that call it. */
export const layoutGraph: Layout = createLayout();
