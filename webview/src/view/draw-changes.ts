// Paints what changed since a commit where the picture is seen from far away: outlines and glyphs over what is quieter then.
import { changeCounts, edgeChange, type ChangeLook, type Changes } from '../state/diff.ts';
import type { Point } from '../layout/layout-model.ts';
import { keysIn, type FlowNode } from './flow-elements.ts';
import type { DrawnEdge } from './lineage-edge.tsx';
import type { Palette } from './palette.ts';

/** Of the ground, over what is as it was: its name can still be read. */
const VEIL = 0.25;

export interface ChangesDrawing {
  readonly changes: Changes;
  readonly palette: Palette;
  /** Pixels of the screen for one of the picture. */
  readonly zoom: number;
}

/** What became of a node's assets, each kind once. */
export function looksOf(node: FlowNode, changes: Changes): readonly ChangeLook[] {
  return changeCounts(keysIn(node), changes).map(([look]) => look);
}

export function drawChangedEdges(
  context: CanvasRenderingContext2D,
  { edges, palette, zoom }: Omit<ChangesDrawing, 'changes'> & { readonly edges: readonly DrawnEdge[] },
): void {
  for (const { points, reasons } of edges) {
    const change = edgeChange(reasons);
    if (change === undefined) continue;
    context.strokeStyle = palette.changes[change];
    context.lineWidth = 2.4 / zoom;
    context.setLineDash(change === 'removed' ? [7 / zoom, 5 / zoom] : []);
    context.beginPath();
    for (const [index, { x, y }] of points.entries())
      if (index === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    context.stroke();
  }
  context.setLineDash([]);
}

export function drawChangedNodes(
  context: CanvasRenderingContext2D,
  { nodes, changes, palette, zoom }: ChangesDrawing & { readonly nodes: readonly FlowNode[] },
): void {
  for (const node of nodes) {
    const { x, y } = node.position;
    const { width = 0, height = 0 } = node;
    const looks = looksOf(node, changes);
    if (looks.length === 0) {
      context.globalAlpha = VEIL;
      context.fillStyle = palette.ground;
      context.fillRect(x, y, width, height);
      context.globalAlpha = 1;
      continue;
    }
    const [only] = looks;
    context.strokeStyle = looks.length === 1 && only ? palette.changes[only] : palette.text;
    context.lineWidth = 2 / zoom;
    context.setLineDash(DASHES[only ?? 'changed'].map((length) => length / zoom));
    context.strokeRect(x, y, width, height);
    context.setLineDash([]);
    const radius = height * 0.24;
    for (const [index, look] of looks.entries()) {
      const at = { x: x + width - (radius + height * 0.14) * (1 + 2 * index), y: y + height / 2 };
      drawGlyph(context, { look, at, radius, palette });
    }
  }
}

/** As up close: what is gone and what only follows in broken lines. */
const DASHES: Readonly<Record<ChangeLook, readonly number[]>> = {
  added: [],
  changed: [],
  renamed: [],
  removed: [5, 4],
  stale: [2, 2],
};

interface Glyph {
  readonly look: ChangeLook;
  readonly at: Point;
  readonly radius: number;
  readonly palette: Palette;
}

/** Plus, minus, slash, arrow and the hands of a clock, each on its colour. */
function drawGlyph(context: CanvasRenderingContext2D, { look, at: { x, y }, radius, palette }: Glyph): void {
  const arm = radius * 0.55;
  context.fillStyle = palette.changes[look];
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  context.strokeStyle = palette.ground;
  context.lineWidth = radius * 0.28;
  context.beginPath();
  for (const [[fromX, fromY], ...others] of STROKES[look]) {
    context.moveTo(x + fromX * arm, y + fromY * arm);
    for (const [toX, toY] of others) context.lineTo(x + toX * arm, y + toY * arm);
  }
  context.stroke();
}

type Spot = readonly [number, number];
type Stroke = readonly [Spot, ...(readonly Spot[])];

const ACROSS: Stroke = [
  [-1, 0],
  [1, 0],
];
const STROKES: Readonly<Record<ChangeLook, readonly Stroke[]>> = {
  added: [
    ACROSS,
    [
      [0, -1],
      [0, 1],
    ],
  ],
  removed: [ACROSS],
  changed: [
    [
      [-0.8, 0.8],
      [0.8, -0.8],
    ],
  ],
  renamed: [
    ACROSS,
    [
      [0.2, -0.8],
      [1, 0],
      [0.2, 0.8],
    ],
  ],
  stale: [
    [
      [0, -1],
      [0, 0],
      [0.8, 0.4],
    ],
  ],
};
