// Paints the picture as it is seen from far away: groups by name, nodes by shape, colour and, while it can be read, name.
import type { AssetKey, StatusName } from '@headwater/graph';
import type { Rect } from '../layout/layout-model.ts';
import type { Choice } from '../state/choice.ts';
import type { Changes } from '../state/diff.ts';
import { emphasisOf, type Emphasis, type SelectedLineage } from '../state/lineage.ts';
import { shownName } from '../state/format.ts';
import { leadsThrough } from '../state/edge-reason.ts';
import type { Area } from '../state/visible-window.ts';
import { drawChangedEdges, drawChangedNodes } from './draw-changes.ts';
import { drawChoice } from './draw-choice.ts';
import type { FlowElements, FlowNode } from './flow-elements.ts';
import type { DrawnEdge } from './lineage-edge.tsx';
import type { Palette } from './palette.ts';

export interface FarDrawing {
  readonly elements: FlowElements;
  readonly area: Area;
  /** Pixels of the canvas for one of the picture. */
  readonly scale: number;
  /** Pixels of the screen for one of the picture. */
  readonly zoom: number;
  readonly palette: Palette;
  readonly statusOf: (key: AssetKey) => StatusName;
  readonly choice: Choice;
  readonly lineage: SelectedLineage | null;
  readonly changes: Changes | null;
}

/** Smaller than this on the screen, a name is only noise. */
const NAME_FROM_ZOOM = 0.2;
/** Smaller than this, borders are all one sees. */
const BORDER_FROM_ZOOM = 0.14;
const NAME_SIZE = 11;
const GROUP_NAME_SIZE = 13;
/** Of the usual fonts a letter is about so wide: measuring ten thousand names costs more than it gives. */
const LETTER = 0.56;

export function drawFar(context: CanvasRenderingContext2D, drawing: FarDrawing): void {
  const { elements, area, scale, palette } = drawing;
  context.setTransform(scale, 0, 0, scale, -area.left * scale, -area.top * scale);
  context.clearRect(area.left, area.top, area.right - area.left, area.bottom - area.top);
  const boxes = elements.nodes.filter((node) => node.type === 'box');
  const nodes = elements.nodes.filter((node) => node.type !== 'box');
  for (const node of boxes) drawBox(context, node, drawing);
  drawEdges(context, drawing);
  const { changes, zoom } = drawing;
  if (changes) drawChangedEdges(context, { edges: elements.edges, palette, zoom });
  for (const node of nodes) drawNode(context, node, drawing);
  if (changes) drawChangedNodes(context, { nodes, changes, palette, zoom });
  for (const node of boxes) nameBox(context, node, drawing);
  drawChoice(context, { nodes, choice: drawing.choice, palette, zoom: drawing.zoom });
}

const rectOf = ({ position: { x, y }, width = 0, height = 0 }: FlowNode): Rect => ({ x, y, width, height });
const groupColour = ({ data }: FlowNode, { groups, quiet }: Palette): string => groups[data.colour] ?? quiet;

function drawBox(context: CanvasRenderingContext2D, node: FlowNode, { palette, zoom }: FarDrawing): void {
  const { x, y, width, height } = rectOf(node);
  context.fillStyle = groupColour(node, palette);
  context.strokeStyle = context.fillStyle;
  context.lineWidth = 1 / zoom;
  context.globalAlpha = 0.08;
  context.fillRect(x, y, width, height);
  context.globalAlpha = 0.4;
  context.strokeRect(x, y, width, height);
  context.globalAlpha = 1;
}

/** Over everything, on its own ground, as large as it is up close. */
function nameBox(context: CanvasRenderingContext2D, node: FlowNode, { palette, zoom }: FarDrawing): void {
  if (node.type !== 'box') return;
  const { x, y, width } = rectOf(node);
  const size = GROUP_NAME_SIZE / zoom;
  const name = cut(shownName(node.data.group), (width - size) / (size * LETTER));
  if (name === '') return;
  context.font = `600 ${size}px ${palette.font}`;
  context.textBaseline = 'middle';
  const wide = Math.min(width, context.measureText(name).width + size);
  context.globalAlpha = 0.82;
  context.fillStyle = palette.ground;
  context.fillRect(x + 1 / zoom, y + 1 / zoom, wide, size * 1.5);
  context.globalAlpha = 1;
  context.fillStyle = palette.text;
  context.fillText(name, x + size / 2, y + size * 0.8);
}

/** Straight from end to end of each piece; what belongs to the selection last, over the others. */
function drawEdges(context: CanvasRenderingContext2D, { elements, lineage, palette, zoom }: FarDrawing): void {
  const looks: readonly (readonly [Emphasis, string, number, number])[] = [
    ['faint', palette.quiet, 0.35, 1],
    ['plain', palette.quiet, 0.75, 1],
    ['related', palette.focus, 0.7, 1.3],
    ['direct', palette.focus, 1, 1.8],
  ];
  const byEmphasis = Map.groupBy(elements.edges, (edge) => emphasisOf(edge, lineage));
  for (const [emphasis, colour, alpha, width] of looks) {
    const edges = byEmphasis.get(emphasis);
    if (!edges) continue;
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = width / zoom;
    const [through, others] = [edges.filter(isThrough), edges.filter((edge) => !isThrough(edge))];
    strokeAll(context, others);
    context.setLineDash([1 / zoom, 3 / zoom]);
    strokeAll(context, through);
    context.setLineDash([]);
  }
  context.globalAlpha = 1;
}

const isThrough = ({ reasons }: DrawnEdge): boolean => leadsThrough(reasons);

function strokeAll(context: CanvasRenderingContext2D, edges: readonly DrawnEdge[]): void {
  if (edges.length === 0) return;
  context.beginPath();
  for (const edge of edges) line(context, edge);
  context.stroke();
}

function line(context: CanvasRenderingContext2D, { points: [first, ...others] }: DrawnEdge): void {
  if (!first) return;
  context.moveTo(first.x, first.y);
  for (const { x, y } of others) context.lineTo(x, y);
}

function drawNode(context: CanvasRenderingContext2D, node: FlowNode, drawing: FarDrawing): void {
  const { palette, zoom, statusOf } = drawing;
  const { x, y, width, height } = rectOf(node);
  context.fillStyle = palette.card;
  context.fillRect(x, y, width, height);
  if (zoom >= BORDER_FROM_ZOOM) {
    context.strokeStyle = palette.line;
    context.lineWidth = 1 / zoom;
    context.strokeRect(x, y, width, height);
  }
  context.fillStyle = groupColour(node, palette);
  context.fillRect(x, y, Math.max(4, 2 / zoom), height);
  const radius = height * 0.26;
  const named = zoom >= NAME_FROM_ZOOM;
  if (node.type === 'asset') {
    const status = statusOf(node.data.asset.key);
    drawStatus(context, { status, colour: palette.statuses[status], x: x + height * 0.55, y: y + height / 2, radius });
  }
  if (!named) return;
  const size = Math.min(height * 0.72, NAME_SIZE / zoom);
  const left = node.type === 'asset' ? height : height * 0.4;
  const name =
    node.type === 'asset' ? lastSegment(node.data.asset.key) : node.type === 'collapsed' ? node.data.group : '';
  context.font = `600 ${size}px ${palette.font}`;
  context.textBaseline = 'middle';
  context.fillStyle = palette.text;
  context.fillText(cut(name, (width - left) / (size * LETTER)), x + left, y + height / 2);
}

interface Mark {
  readonly status: StatusName;
  readonly colour: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** A shape for each status, so that colour is not all there is. */
function drawStatus(context: CanvasRenderingContext2D, { status, colour, x, y, radius: r }: Mark): void {
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = r * 0.5;
  context.beginPath();
  switch (status) {
    case 'fresh':
      context.arc(x, y, r, 0, 2 * Math.PI);
      return context.fill();
    case 'stale':
      polygon(context, [x, y - r], [x + r, y + r * 0.8], [x - r, y + r * 0.8]);
      return context.fill();
    case 'upstream-stale':
      polygon(context, [x, y - r], [x + r, y + r * 0.8], [x - r, y + r * 0.8]);
      return context.stroke();
    case 'failed':
      context.moveTo(x - r, y - r);
      context.lineTo(x + r, y + r);
      context.moveTo(x + r, y - r);
      context.lineTo(x - r, y + r);
      return context.stroke();
    case 'running':
      context.arc(x, y, r, 0, 1.4 * Math.PI);
      return context.stroke();
    case 'drift':
      context.moveTo(x - r, y - r * 0.4);
      context.lineTo(x + r, y - r * 0.4);
      context.moveTo(x - r, y + r * 0.4);
      context.lineTo(x + r, y + r * 0.4);
      return context.stroke();
    case 'external':
      polygon(context, [x, y - r], [x + r, y], [x, y + r], [x - r, y]);
      return context.stroke();
    case 'never':
    case 'orphan':
    case 'unknown':
      context.arc(x, y, r * 0.8, 0, 2 * Math.PI);
      return context.stroke();
  }
}

function polygon(context: CanvasRenderingContext2D, ...points: readonly (readonly [number, number])[]): void {
  for (const [index, [x, y]] of points.entries())
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  context.closePath();
}

const lastSegment = (key: AssetKey): string => key.slice(key.lastIndexOf('/') + 1);

function cut(name: string, letters: number): string {
  if (name.length <= letters) return name;
  return letters < 2 ? '' : `${[...name].slice(0, Math.floor(letters) - 1).join('')}…`;
}
