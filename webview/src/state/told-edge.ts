// Which edge tells why it exists, where its card stands, and how the keyboard walks from one edge of a node to the next.
import type { Point } from '../layout/layout-model.ts';
import type { ToldEdge } from './page-state.ts';
import type { Picture } from './scene.ts';
import type { EdgeReason } from './edge-reason.ts';
import type { VisibleEdge } from './visible-graph.ts';
import type { Room } from './viewport-choice.ts';

/** In the source, relative to the project; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** Those that lead into a node, then those that lead out of it. */
export function edgesOfNode({ visible, placed }: Picture, node: string): VisibleEdge[] {
  const drawn = visible.edges.filter(({ id }) => placed.edges[id] !== undefined);
  return [...drawn.filter(({ target }) => target === node), ...drawn.filter(({ source }) => source === node)];
}

/** The next edge of a node after the one that is told, round and round; null where there is none. */
export function nextTold(
  picture: Picture,
  { node, told, step }: { readonly node: string; readonly told: ToldEdge | null; readonly step: 1 | -1 },
): ToldEdge | null {
  const edges = edgesOfNode(picture, node);
  const at = told?.walker === node ? edges.findIndex(({ id }) => id === told.id) : -1;
  const next = edges.at(at < 0 ? (step < 0 ? -1 : 0) : (at + step) % edges.length);
  const place = picture.placed.nodes[node];
  if (!next || !place) return null;
  const x = next.source === node ? place.x + place.width : place.x;
  return { id: next.id, at: { x, y: place.y + place.height }, pinned: true, walker: node };
}

export interface CardPlace {
  readonly left: number;
  readonly width: number;
  readonly maxHeight: number;
  /** One of the two: below what was pointed at, or above it. */
  readonly top?: number;
  readonly bottom?: number;
}

const CARD_WIDTH = 340;
/** Between the pointer and the card. */
const GAP = 14;
const MARGIN = 8;
/** A card has so much of the point it belongs to at its start. */
const LEAD = 28;

/** On that side of a point of the pane where there is more room, so that it never lies under the pointer. */
export function cardPlace({ x, y }: Point, room: Room): CardPlace {
  const width = Math.min(CARD_WIDTH, room.width - 2 * MARGIN);
  const left = between(MARGIN, x - LEAD, room.width - MARGIN - width);
  const at = between(0, y, room.height);
  const [above, below] = [at - GAP - MARGIN, room.height - at - GAP - MARGIN];
  return below >= above
    ? { left, width, maxHeight: below, top: at + GAP }
    : { left, width, maxHeight: above, bottom: room.height - at + GAP };
}

export function isInside({ x, y }: Point, room: Room): boolean {
  return x >= 0 && y >= 0 && x <= room.width && y <= room.height;
}

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

/** Where a reason is written. */
export function placeOf({ file, line, column }: EdgeReason): Place {
  return { file, line, ...(column !== undefined && { column }) };
}
