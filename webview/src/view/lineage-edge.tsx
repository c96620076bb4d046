// One edge: quiet until it belongs to what is selected or pointed at; says why it exists, and leads there.
import type { Edge, EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import type { Placed, Point } from '../layout/layout-model.ts';
import { emphasisOf } from '../state/lineage.ts';
import { describeReason, type EdgeReason } from '../state/visible-graph.ts';
import { edgePath } from './edge-path.ts';
import { useAnswer, usePage } from './use-page.ts';

export type LineageEdgeData = {
  readonly points: readonly Point[];
  readonly shape: Placed['shape'];
  readonly reasons: readonly EdgeReason[];
};

/** More reasons than these make a tooltip that nobody reads. */
const TOLD = 8;

export const LineageEdge = memo(function LineageEdge({ source, target, data }: EdgeProps<Edge<LineageEdgeData>>) {
  const { lineage } = usePage();
  const emphasis = useAnswer(lineage, () => emphasisOf({ source, target }, lineage.get()));
  const end = data?.points.at(-1);
  if (!data || !end) return null;
  const path = edgePath(data.points, data.shape);
  const orderOnly = data.reasons.every(({ input }) => input === null);
  return (
    <g className={`edge edge-${emphasis} ${orderOnly ? 'edge-order' : ''}`} data-edge={`${source} → ${target}`}>
      <path className="edge-hit" d={path}>
        <title>{why(data.reasons)}</title>
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
