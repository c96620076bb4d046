// Chooses what part of the picture the pane shows: all of it where that can be read, else what matters.
import type { Placed, Rect } from '../layout/layout-model.ts';
import type { Viewport } from './saved-view.ts';

export interface Room {
  readonly width: number;
  readonly height: number;
}

export const ZOOM_MIN = 0.02;
export const ZOOM_MAX = 2;
const MARGIN = 8;
/** Beside layers there is room for the controls; under a column it is kept free. */
const CONTROLS = { layers: 0, column: 36 } as const;
/** Below this, names are too small to read. */
const READABLE = { layers: 0.5, column: 0.56 } as const;
/** From here on an overview says something: names are drawn larger. */
const OVERVIEW = 0.3;
/** What is asked for by name must be readable. */
const REVEALED_ZOOM = 0.5;
/** Where the whole cannot be read, the middle of interest is shown at this size. */
const CLOSE = { layers: 0.8, column: 1 } as const;

/** All of the picture, however small. */
export function wholeViewport({ shape, width, height }: Placed, room: Room): Viewport {
  const fit = Math.min(
    (room.width - 2 * MARGIN) / Math.max(1, width),
    (room.height - 2 * MARGIN - CONTROLS[shape]) / Math.max(1, height),
  );
  const zoom = Math.min(1, Math.max(ZOOM_MIN, fit));
  const middle = (room.height - height * zoom) / 2;
  return {
    x: Math.round((room.width - width * zoom) / 2),
    // A column hangs from the top, as a list does.
    y: Math.round(shape === 'column' ? Math.min(2 * MARGIN, Math.max(MARGIN, middle)) : middle),
    zoom,
  };
}

/** The whole where it can be read; else the neighbourhood of what is selected; a column without one starts at its top. */
export function startViewport(
  placed: Placed,
  { room, anchor }: { readonly room: Room; readonly anchor: Rect | null },
): Viewport {
  const whole = wholeViewport(placed, room);
  if (whole.zoom >= READABLE[placed.shape]) return whole;
  const zoom = CLOSE[placed.shape];
  if (placed.shape === 'column') {
    const lowest = room.height - placed.height * zoom - MARGIN - CONTROLS.column;
    const wanted = anchor ? room.height / 2 - (anchor.y + anchor.height / 2) * zoom : MARGIN;
    return {
      x: (room.width - placed.width * zoom) / 2,
      y: Math.round(Math.min(MARGIN, Math.max(lowest, wanted))),
      zoom,
    };
  }
  if (anchor) return centredOn(anchor, { room, zoom });
  if (whole.zoom >= OVERVIEW) return whole;
  // Neither whole nor middle: its beginning, where the data comes in.
  return { x: MARGIN, y: Math.round((room.height - placed.height * READABLE.layers) / 2), zoom: READABLE.layers };
}

export function centredOn(
  { x, y, width, height }: Rect,
  { room, zoom }: { readonly room: Room; readonly zoom: number },
): Viewport {
  return {
    x: Math.round(room.width / 2 - (x + width / 2) * zoom),
    y: Math.round(room.height / 2 - (y + height / 2) * zoom),
    zoom,
  };
}

/** The least move that brings a rectangle into the pane; the same object when it is there already. */
export function bringIntoView(
  rect: Rect,
  { viewport, room }: { readonly viewport: Viewport; readonly room: Room },
): Viewport {
  const { zoom } = viewport;
  const x = nudge({ start: rect.x * zoom + viewport.x, size: rect.width * zoom, room: room.width });
  const y = nudge({ start: rect.y * zoom + viewport.y, size: rect.height * zoom, room: room.height });
  return x === 0 && y === 0 ? viewport : { x: viewport.x + x, y: viewport.y + y, zoom };
}

function nudge({
  start,
  size,
  room,
}: {
  readonly start: number;
  readonly size: number;
  readonly room: number;
}): number {
  const margin = Math.min(2 * MARGIN, Math.max(0, (room - size) / 2));
  if (start < margin) return margin - start;
  if (start + size > room - margin) return Math.max(room - margin - size, margin) - start;
  return 0;
}

/** Zooms about the middle of the pane. */
export function zoomed(
  { x, y, zoom }: Viewport,
  { room, factor }: { readonly room: Room; readonly factor: number },
): Viewport {
  const next = Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, zoom * factor));
  const [middleX, middleY] = [room.width / 2, room.height / 2];
  return { x: middleX - ((middleX - x) * next) / zoom, y: middleY - ((middleY - y) * next) / zoom, zoom: next };
}

/** Moves the viewport so that one node stays where it was on the screen while the others move; the same object when it need not. */
export function keptViewport(
  viewport: Viewport,
  { before, after }: { readonly before: Rect; readonly after: Rect },
): Viewport {
  if (before.x === after.x && before.y === after.y) return viewport;
  const { x, y, zoom } = viewport;
  return { x: x + (before.x - after.x) * zoom, y: y + (before.y - after.y) * zoom, zoom };
}

/** Where a picture comes up: where it was left, or at its start, in any case with what is asked for in sight. */
export function arrivingViewport(
  placed: Placed,
  of: {
    readonly room: Room;
    readonly chosen: Viewport | null;
    readonly target: Rect | undefined;
    readonly anchor: Rect | undefined;
  },
): Viewport {
  const { room, chosen, target, anchor } = of;
  const viewport = chosen ?? startViewport(placed, { room, anchor: target ?? anchor ?? null });
  return target ? revealed(target, { viewport, room, centre: chosen !== null }) : viewport;
}

/** Brings a node into the pane; in its middle only if it was out of sight or too small to read. The same object when nothing need move. */
export function revealed(
  rect: Rect,
  { viewport, room, centre }: { readonly viewport: Viewport; readonly room: Room; readonly centre: boolean },
): Viewport {
  const inView = bringIntoView(rect, { viewport, room });
  if (!centre || (inView === viewport && viewport.zoom >= REVEALED_ZOOM)) return inView;
  return centredOn(rect, { room, zoom: Math.max(viewport.zoom, REVEALED_ZOOM) });
}
