// Follows the picture's moves: which part of it is drawn, and whether it is so far away that it is painted.
import { useState } from 'react';
import type { Viewport } from '../state/saved-view.ts';
import type { Room } from '../state/viewport-choice.ts';
import { shownArea, windowFor, type Area } from '../state/visible-window.ts';

/** Between these two the picture stays as it is: at one border it would change with every turn of a wheel. */
const FAR_BELOW = 0.45;
const NEAR_FROM = 0.5;

export interface PictureWindow {
  readonly area: Area;
  /** When the area was chosen, or the last move ended. */
  readonly zoom: number;
  readonly far: boolean;
  readonly moved: (viewport: Viewport) => void;
  /** A move is over: what was painted on the way is painted sharply. */
  readonly rested: (viewport: Viewport) => void;
}

export function useWindow(first: Viewport, room: Room): PictureWindow {
  const [viewport, setViewport] = useState(first);
  const [area, setArea] = useState(() => windowFor(shownArea(first, room), null));
  const [far, setFar] = useState(first.zoom < FAR_BELOW);
  // The pane may have grown since: decided while rendering, so that nothing is drawn for the old one.
  const now = windowFor(shownArea(viewport, room), area);
  if (now !== area) setArea(now);
  return {
    rested: setViewport,
    area: now,
    zoom: viewport.zoom,
    far,
    moved(next) {
      const wanted = windowFor(shownArea(next, room), now);
      // Only a move that changes what is drawn renders.
      if (wanted !== now) setViewport(next);
      setFar((before) => (before ? next.zoom < NEAR_FROM : next.zoom < FAR_BELOW));
    },
  };
}
