// The places of a picture, kept with the shape they belong to: after a reload the same nodes stand where they stood, at once.
import type { Placed } from '../layout/layout-model.ts';
import { exactly, list, number, record, shape, text, type Check } from './check-shape.ts';

export interface SavedPicture {
  /** Stands for what the layout was asked. */
  readonly shape: string;
  readonly placed: Placed;
}

/** What takes longer to arrange also takes more room than it is worth. */
const MOST_NODES = 300;
const MOST_EDGES = 1_000;

const point = shape({ x: number, y: number });
const rect = shape({ x: number, y: number, width: number, height: number });
export const isSavedPicture: Check = shape({
  shape: text,
  placed: shape({
    shape: exactly('layers', 'column'),
    width: number,
    height: number,
    nodes: record(rect),
    boxes: record(rect),
    edges: record(list(point)),
  }),
});

/** Null for a picture that is too large. */
export function savedPicture(question: string, placed: Placed): SavedPicture | null {
  const { nodes, edges } = placed;
  if (Object.keys(nodes).length > MOST_NODES || Object.keys(edges).length > MOST_EDGES) return null;
  return { shape: shapeOf(question), placed };
}

/** 53 bits that stand for what the layout was asked, which would take more room than the places. */
export function shapeOf(question: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < question.length; index++) {
    const code = question.charCodeAt(index);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return ((high >>> 0) * 2 ** 21 + ((low >>> 0) & 0x1fffff)).toString(36);
}
