// Moves the picture: fits it until the person moves it, then keeps what they look at in place, and brings in what is asked for.
import { useReactFlow } from '@xyflow/react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Rect } from '../layout/layout-model.ts';
import type { Viewport } from '../state/saved-view.ts';
import type { Picture } from '../state/scene.ts';
import {
  bringIntoView,
  centredOn,
  keepingPlace,
  startViewport,
  wholeViewport,
  zoomed,
  type Room,
} from '../state/viewport-choice.ts';
import { usePage, useValue } from './use-page.ts';

const GLIDE_MS = 180;
const STEP = 1.25;

export interface ViewportControl {
  readonly fit: () => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
}

export function useViewport({ picture, room }: { readonly picture: Picture; readonly room: Room }): ViewportControl {
  const { state, viewport: chosen } = usePage();
  const flow = useReactFlow();
  const reveal = useValue(state.reveal);
  const shown = useRef({ picture, room, reveal: null as typeof reveal });
  const { placed } = picture;

  const go = (to: Viewport, { glide = true } = {}): void => {
    void flow.setViewport(to, glide && !prefersStillness() ? { duration: GLIDE_MS } : {});
  };
  /** A move that is meant to last. */
  const choose = (to: Viewport): void => {
    chosen.set(to);
    go(to);
  };

  // Forgetting what was chosen (another project, other hops) means to fit again.
  const isChosen = useValue(chosen) !== null;
  useLayoutEffect(() => {
    const before = shown.current;
    const wish = reveal === before.reveal ? null : reveal;
    const target = wish && placed.nodes[wish.id];
    // A wish for what is not in the picture yet waits for the next picture.
    shown.current = { picture, room, reveal: wish && !target ? before.reveal : reveal };
    const anchor = anchorOf(picture, state.view.get());
    if (chosen.get() === null) {
      const start = startViewport(placed, { room, anchor: target ?? anchor?.rect ?? null });
      const resized = before.picture === picture && before.room !== room;
      return go(target ? bringIntoView(target, { viewport: start, room }) : start, { glide: !resized });
    }
    let next = flow.getViewport();
    const old = anchor && before.picture.placed.nodes[anchor.id];
    const sameShape = before.picture.placed.shape === placed.shape;
    if (before.picture !== picture && !sameShape) next = startViewport(placed, { room, anchor: anchor?.rect ?? null });
    else if (before.picture !== picture && anchor && old) {
      next = keepingPlace(next, { before: old, after: anchor.rect });
      go(next, { glide: false });
    }
    if (target)
      next = wish.centre
        ? centredOn(target, { room, zoom: Math.max(next.zoom, 0.6) })
        : bringIntoView(target, { viewport: next, room });
    else if (before.room !== room && anchor) next = bringIntoView(anchor.rect, { viewport: next, room });
    if (next !== flow.getViewport()) choose(next);
    // `flow` and the stores stay the same for the life of the page.
  }, [picture, room, reveal, isChosen]);

  useEffect(() => {
    const restored = chosen.get();
    if (restored) go(restored, { glide: false });
  }, []);

  return {
    fit: () => {
      const whole = wholeViewport(placed, room);
      const start = startViewport(placed, { room, anchor: null });
      // A picture that can be read whole goes on fitting itself.
      chosen.set(start.zoom === whole.zoom ? null : whole);
      go(whole);
    },
    zoomIn: () => choose(zoomed(flow.getViewport(), { room, factor: STEP })),
    zoomOut: () => choose(zoomed(flow.getViewport(), { room, factor: 1 / STEP })),
  };
}

function anchorOf(
  { placed }: Picture,
  view: { readonly selected: string | null; readonly centre: string | null },
): { readonly id: string; readonly rect: Rect } | null {
  for (const id of [view.selected, view.centre === null ? null : `asset:${view.centre}`]) {
    const rect = id === null ? undefined : placed.nodes[id];
    if (id !== null && rect) return { id, rect };
  }
  return null;
}

function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
