// Paints over the far picture what is chosen: a border, and as soon as there is room a mark.
import { partChosen, type Choice } from '../state/choice.ts';
import { keysIn, type FlowNode } from './flow-elements.ts';
import type { Palette } from './palette.ts';

export interface ChoiceDrawing {
  readonly nodes: readonly FlowNode[];
  readonly choice: Choice;
  readonly palette: Palette;
  readonly zoom: number;
}

/** Smaller than this on the screen, a mark is a dot. */
const MARK_FROM = 6;

export function drawChoice(context: CanvasRenderingContext2D, { nodes, choice, palette, zoom }: ChoiceDrawing): void {
  const several = choice.chosen.length > 0;
  context.strokeStyle = palette.focus;
  context.lineWidth = 2.5 / zoom;
  for (const node of nodes) {
    const part = partChosen({ id: node.id, keys: keysIn(node) }, choice);
    if (part === 'none') continue;
    const { position, width = 0, height = 0 } = node;
    context.setLineDash(part === 'some' ? [6 / zoom, 4 / zoom] : []);
    context.strokeRect(position.x, position.y, width, height);
    if (!several || part === 'some') continue;
    const side = height * 0.6;
    if (side * zoom >= MARK_FROM)
      drawMark(context, { x: position.x + width - side * 1.3, y: position.y + height * 0.2, side, palette });
  }
  context.setLineDash([]);
}

interface Mark {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly palette: Palette;
}

function drawMark(context: CanvasRenderingContext2D, { x, y, side, palette }: Mark): void {
  context.save();
  // A long name ends before the mark.
  context.fillStyle = palette.card;
  context.fillRect(x - side * 0.2, y, side * 1.4, side);
  context.fillStyle = palette.chosen;
  context.fillRect(x, y, side, side);
  context.strokeStyle = palette.onChosen;
  context.lineWidth = side * 0.14;
  context.beginPath();
  context.moveTo(x + side * 0.22, y + side * 0.52);
  context.lineTo(x + side * 0.42, y + side * 0.72);
  context.lineTo(x + side * 0.78, y + side * 0.28);
  context.stroke();
  context.restore();
}
