// The edges: each quiet until it belongs to what is selected or pointed at; says why it exists, and leads there.
import { useReactFlow, ViewportPortal } from '@xyflow/react';
import { memo, type CSSProperties, type PointerEvent } from 'react';
import type { Placed, Point, Rect } from '../layout/layout-model.ts';
import { edgeChange, type EdgeChange } from '../state/diff.ts';
import { emphasisOf } from '../state/lineage.ts';
import { closingWords } from '../state/trouble.ts';
import { placeOf } from '../state/told-edge.ts';
import { leadsThrough, type EdgeReason } from '../state/edge-reason.ts';
import { changePath, edgePath, GLYPH_RADIUS, middleOf, tipPath } from '../state/edge-path.ts';
import type { EdgePointer } from './edge-pointer.ts';
import { useAnswer, usePage } from './use-page.ts';

export interface DrawnEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly points: readonly Point[];
  readonly shape: Placed['shape'];
  readonly reasons: readonly EdgeReason[];
  readonly bounds: Rect;
}

/** On the screen, however far away the picture is. */
const HIT_WIDTH = 12;

export interface LineageEdgesProps {
  readonly edges: readonly DrawnEdge[];
  /** When the last move ended. */
  readonly zoom: number;
  readonly pointer: EdgePointer;
}

/**
 * Drawn by the page itself, between the boxes and the nodes: React Flow draws an edge only where both its nodes are mounted, and of a
 * large picture most are not. Lineage is told by the nodes and the details: to a screen reader the lines are noise.
 */
export const LineageEdges = memo(function LineageEdges({ edges, zoom, pointer }: LineageEdgesProps) {
  const { state, actions } = usePage();
  const flow = useReactFlow();
  const at = ({ clientX: x, clientY: y }: PointerEvent | MouseEvent) => flow.screenToFlowPosition({ x, y });
  return (
    <ViewportPortal>
      <svg
        className="edges"
        aria-hidden="true"
        style={{ '--hit-width': `${HIT_WIDTH / zoom}px` } as CSSProperties} // a variable of ours is no known property
        onPointerMove={(event) => {
          const id = edgeAt(event.target);
          if (id !== null && event.buttons === 0) pointer.over(id, at(event));
        }}
        onPointerOut={pointer.out}
        onClick={({ target, nativeEvent }) => {
          const edge = edges.find(({ id }) => id === edgeAt(target));
          if (!edge) return;
          pointer.interrupt();
          const told = state.told.get();
          const [reason] = edge.reasons;
          if (told?.pinned && told.id === edge.id && reason) actions.openPlace(placeOf(reason));
          else state.told.set({ id: edge.id, at: at(nativeEvent), pinned: true, walker: null });
        }}
      >
        {edges.map((edge) => (
          <LineageEdge key={edge.id} edge={edge} />
        ))}
      </svg>
    </ViewportPortal>
  );
});

const LineageEdge = memo(function LineageEdge({ edge }: { readonly edge: DrawnEdge }) {
  const { lineage, cycles } = usePage();
  const { id, points, shape, reasons } = edge;
  const emphasis = useAnswer(lineage, () => emphasisOf(edge, lineage.get()));
  const closing = useAnswer(cycles, () => closingWords(reasons, cycles.get()));
  const change = edgeChange(reasons);
  const end = points.at(-1);
  if (!end) return null;
  const path = edgePath(points, shape);
  const isThrough = leadsThrough(reasons);
  const orderOnly = !isThrough && reasons.every(({ input }) => input === null);
  return (
    <g
      className={`edge edge-${emphasis} ${orderOnly ? 'edge-order' : ''} ${isThrough ? 'edge-through' : ''} ${closing === null ? '' : 'edge-closing'}`}
      data-change={change}
      data-edge={id}
    >
      <path className="edge-hit" d={path} />
      <path className="edge-line" d={path} />
      <path className="edge-tip" d={tipPath(end)} />
      {change !== undefined && <ChangeGlyph at={middleOf(points)} change={change} />}
    </g>
  );
});

function ChangeGlyph({ at, change }: { readonly at: Point; readonly change: EdgeChange }) {
  return (
    <g className="edge-glyph">
      <circle cx={at.x} cy={at.y} r={GLYPH_RADIUS} />
      <path d={changePath(change, at)} />
    </g>
  );
}

function edgeAt(target: EventTarget): string | null {
  return target instanceof Element ? (target.closest('[data-edge]')?.getAttribute('data-edge') ?? null) : null;
}
