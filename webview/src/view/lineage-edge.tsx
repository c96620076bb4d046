// The edges: each quiet until it belongs to what is selected or pointed at; says why it exists, and leads there.
import { ViewportPortal } from '@xyflow/react';
import { memo } from 'react';
import type { Placed, Point, Rect } from '../layout/layout-model.ts';
import { emphasisOf } from '../state/lineage.ts';
import { describeReason, type EdgeReason } from '../state/visible-graph.ts';
import { edgePath } from './edge-path.ts';
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

/** More reasons than these make a tooltip that nobody reads. */
const TOLD = 8;

/**
 * Drawn by the page itself, between the boxes and the nodes: React Flow draws an edge only where both its nodes are mounted, and of a
 * large picture most are not. Lineage is told by the nodes and the details: to a screen reader the lines are noise.
 */
export const LineageEdges = memo(function LineageEdges({ edges }: { readonly edges: readonly DrawnEdge[] }) {
  return (
    <ViewportPortal>
      <svg className="edges" aria-hidden="true">
        {edges.map((edge) => (
          <LineageEdge key={edge.id} edge={edge} />
        ))}
      </svg>
    </ViewportPortal>
  );
});

const LineageEdge = memo(function LineageEdge({ edge }: { readonly edge: DrawnEdge }) {
  const { lineage, actions } = usePage();
  const { source, target, points, shape, reasons } = edge;
  const emphasis = useAnswer(lineage, () => emphasisOf(edge, lineage.get()));
  const end = points.at(-1);
  if (!end) return null;
  const path = edgePath(points, shape);
  const orderOnly = reasons.every(({ input }) => input === null);
  const open = (): void => {
    const [reason] = reasons;
    if (reason) actions.open(reason.to);
  };
  return (
    <g className={`edge edge-${emphasis} ${orderOnly ? 'edge-order' : ''}`} data-edge={`${source} → ${target}`}>
      <path className="edge-hit" d={path} onClick={open}>
        <title>{why(reasons)}</title>
      </path>
      <path className="edge-line" d={path} />
      <path className="edge-tip" d={`M${end.x - 7},${end.y - 4}L${end.x - 1},${end.y}L${end.x - 7},${end.y + 4}`} />
    </g>
  );
});

function why(reasons: readonly EdgeReason[]): string {
  const told = reasons.slice(0, TOLD).map(describeReason);
  const more = reasons.length - TOLD;
  return [...told, ...(more > 0 ? [`and ${more} more`] : []), 'Click opens the code'].join('\n');
}
