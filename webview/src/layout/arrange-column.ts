// Arranges a graph as one column of rows with the edges on rails to its left: what a narrow sidebar can show at full size.
import { BOX_HEADER, type LayoutEdge, type LayoutInput, type Placed, type Point, type Rect } from './layout-model.ts';

const ROW_GAP = 8;
const BOX_GAP = 14;
const BOX_SIDE = 6;
const RAIL_GAP = 8;
/** Between the last rail and the rows: room for the arrow heads. */
const RAIL_MARGIN = 13;
/** All rails together stay narrower than this, however many there are. */
const RAILS_WIDEST = 84;
/** Incoming edges end above the middle of a row, outgoing ones start below it. */
const INCOMING = 0.36;
const OUTGOING = 0.68;

export function arrangeColumn({ nodes, edges, width }: LayoutInput): Placed {
  const rows = stackRows(nodes);
  const rails = assignRails(edges, rows.top);
  const count = Math.max(0, ...rails.values()) + 1;
  const gap = Math.min(RAIL_GAP, RAILS_WIDEST / count);
  const left = edges.length === 0 ? 0 : Math.round(count * gap + RAIL_MARGIN);
  const inset = rows.boxes.size === 0 ? 0 : BOX_SIDE;
  const rowWidth = Math.max(120, width - left - 2 * inset);

  const placedNodes: Record<string, Rect> = {};
  for (const { id, height } of nodes)
    placedNodes[id] = { x: left + inset, y: rows.top.get(id)?.y ?? 0, width: rowWidth, height };
  const boxes: Record<string, Rect> = {};
  for (const [box, { y, height }] of rows.boxes) boxes[box] = { x: left, y, width: rowWidth + 2 * inset, height };
  const routes: Record<string, readonly Point[]> = {};
  for (const { id, source, target } of edges) {
    const [from, to] = [placedNodes[source], placedNodes[target]];
    if (!from || !to) continue;
    const rail = left - RAIL_MARGIN - (rails.get(source) ?? 0) * gap;
    const [start, end] = [from.y + from.height * OUTGOING, to.y + to.height * INCOMING];
    routes[id] = [
      { x: from.x, y: start },
      { x: rail, y: start },
      { x: rail, y: end },
      { x: to.x, y: end },
    ];
  }
  return {
    shape: 'column',
    width: left + rowWidth + 2 * inset,
    height: rows.height,
    nodes: placedNodes,
    boxes,
    edges: routes,
  };
}

interface Span {
  readonly y: number;
  readonly height: number;
}

function stackRows(nodes: LayoutInput['nodes']) {
  const top = new Map<string, Span>();
  const boxes = new Map<string, Span>();
  let y = 0;
  nodes.forEach(({ id, box, height }, index) => {
    const before = nodes[index - 1];
    const opens = box !== null && before?.box !== box;
    if (before) y += before.box === box ? ROW_GAP : before.box === null ? BOX_GAP : BOX_GAP + BOX_SIDE;
    if (box !== null && opens) {
      boxes.set(box, { y, height: 0 });
      y += BOX_HEADER;
    }
    top.set(id, { y, height });
    y += height;
    const open = box === null ? undefined : boxes.get(box);
    if (box !== null && open) boxes.set(box, { y: open.y, height: y + BOX_SIDE - open.y });
  });
  const last = nodes.at(-1);
  return { top, boxes, height: y + (last && last.box !== null ? BOX_SIDE : 0) };
}

/** All edges of one source share a rail; a short one is nearest to the rows, and rails that overlap lie apart. */
function assignRails(edges: readonly LayoutEdge[], rows: ReadonlyMap<string, Span>): Map<string, number> {
  const spans = new Map<string, { from: number; to: number }>();
  for (const { source, target } of edges) {
    const [a, b] = [rows.get(source), rows.get(target)];
    if (!a || !b) continue;
    const [out, into] = [a.y + a.height * OUTGOING, b.y + b.height * INCOMING];
    const span = spans.get(source) ?? { from: out, to: out };
    spans.set(source, { from: Math.min(span.from, into), to: Math.max(span.to, into) });
  }
  const shortest = [...spans].sort(([, a], [, b]) => a.to - a.from - (b.to - b.from) || a.from - b.from);
  const taken: { from: number; to: number }[][] = [];
  const rails = new Map<string, number>();
  for (const [source, span] of shortest) {
    let rail = taken.findIndex((used) => used.every(({ from, to }) => span.to < from || span.from > to));
    if (rail < 0) rail = taken.push([]) - 1;
    taken[rail]?.push(span);
    rails.set(source, rail);
  }
  return rails;
}
