// Which part of a large picture is drawn: what is on the screen and some way around it, decided anew only when the screen leaves it.
import type { Point, Rect } from '../layout/layout-model.ts';
import type { Viewport } from './saved-view.ts';
import type { Room } from './viewport-choice.ts';

/** In the coordinates of the picture. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** On each side, in screens: a quick move stays inside for some frames. */
const MARGIN = 0.6;
/** Zoomed in by more than this, most of what is drawn is out of sight. */
const MUCH_SMALLER = 2;

export function shownArea({ x, y, zoom }: Viewport, { width, height }: Room): Area {
  return { left: -x / zoom, top: -y / zoom, right: (width - x) / zoom, bottom: (height - y) / zoom };
}

/** The window to draw for what is shown: the one there is while it serves. */
export function windowFor(shown: Area, before: Area | null): Area {
  if (before !== null && covers(before, shown) && !isMuchLarger(before, shown)) return before;
  const [width, height] = [shown.right - shown.left, shown.bottom - shown.top];
  return {
    left: shown.left - width * MARGIN,
    top: shown.top - height * MARGIN,
    right: shown.right + width * MARGIN,
    bottom: shown.bottom + height * MARGIN,
  };
}

function covers(area: Area, shown: Area): boolean {
  return area.left <= shown.left && area.top <= shown.top && area.right >= shown.right && area.bottom >= shown.bottom;
}

function isMuchLarger(area: Area, shown: Area): boolean {
  const usual = 1 + 2 * MARGIN;
  return area.right - area.left > (shown.right - shown.left) * usual * MUCH_SMALLER;
}

export function meets({ left, top, right, bottom }: Area, { x, y, width, height }: Rect): boolean {
  return x <= right && x + width >= left && y <= bottom && y + height >= top;
}

/** The least rectangle around the points of an edge. */
export function boundsOf(points: readonly Point[]): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
