// Moves the picture: fits it until the person moves it, then keeps what they look at in place, and brings in what is asked for.
import { useReactFlow } from '@xyflow/react';
import { useLayoutEffect, useRef, useState } from 'react';
import type { Placed, Point, Rect } from '../layout/layout-model.ts';
import type { Reveal } from '../state/page-state.ts';
import type { Viewport } from '../state/saved-view.ts';
import type { Picture } from '../state/scene.ts';
import {
  arrivingViewport,
  centredOn,
  keptViewport,
  revealed,
  startViewport,
  wholeViewport,
  zoomed,
  type Room,
} from '../state/viewport-choice.ts';
import { usePage, useValue } from './use-page.ts';

const GLIDE_MS = 180;
const STEP = 1.25;

export interface ViewportControl {
  /** Where the picture is when it comes up. */
  readonly first: Viewport;
  readonly fit: () => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  /** Brings a point of the picture to the middle, at once. */
  readonly goTo: (point: Point) => void;
}

interface Shown {
  readonly picture: Picture;
  readonly room: Room;
  /** The last wish that was fulfilled. */
  readonly reveal: Reveal | null;
}

export function useViewport({ picture, room }: { readonly picture: Picture; readonly room: Room }): ViewportControl {
  const { state, viewport: chosen } = usePage();
  const flow = useReactFlow();
  const reveal = useValue(state.reveal);
  const shown = useRef<Shown | null>(null);
  const { placed } = picture;
  const anchor = anchorOf(picture, state.view.get());
  const wanted = reveal !== shown.current?.reveal ? reveal : null;
  const target = wanted ? placed.nodes[wanted.id] : undefined;

  const [first] = useState(() =>
    arrivingViewport(placed, { room, chosen: chosen.get(), target, anchor: anchor?.rect }),
  );
  /** Where the picture is, or glides to. */
  const aim = useRef(first);
  const go = (to: Viewport, { glide = true } = {}): void => {
    aim.current = to;
    void flow.setViewport(to, glide && !prefersStillness() ? { duration: GLIDE_MS } : {});
  };
  /** A move that is meant to last. */
  const choose = (to: Viewport): void => {
    chosen.set(to);
    go(to);
  };
  const current = (): Viewport => chosen.get() ?? aim.current;

  // Forgetting what was chosen (another project, other hops) means to fit again.
  const isChosen = useValue(chosen) !== null;
  useLayoutEffect(() => {
    const before = shown.current;
    // A wish for what is not in the picture yet waits for the next picture.
    const fulfilled = wanted === null || target !== undefined;
    shown.current = { picture, room, reveal: fulfilled ? reveal : (before?.reveal ?? null) };
    if (!before) return;
    const sameShape = before.picture.placed.shape === placed.shape;
    const turned = sameShape ? turnedGroup(before.picture.placed, placed) : null;
    const whole = wholeViewport(placed, room);
    // A large picture is not fitted: the group that was opened or closed stays where it was pressed.
    if (turned && startViewport(placed, { room, anchor: null }).zoom !== whole.zoom) {
      const turnedTo = keptViewport(current(), turned);
      chosen.set(turnedTo);
      go(turnedTo, { glide: false });
      const corner = { ...turned.after, width: Math.min(turned.after.width, 240), height: 50 };
      const shownThere = revealed(corner, { viewport: turnedTo, room, centre: false });
      if (shownThere !== turnedTo) choose(shownThere);
      return;
    }
    if (chosen.get() === null || !sameShape) {
      chosen.set(null);
      const start = arrivingViewport(placed, { room, chosen: null, target, anchor: anchor?.rect });
      return go(start, { glide: before.room === room });
    }
    const old = anchor ? before.picture.placed.nodes[anchor.id] : undefined;
    const kept = anchor && old ? keptViewport(current(), { before: old, after: anchor.rect }) : current();
    if (kept !== current()) {
      chosen.set(kept);
      // The nodes jumped to their new places: so does the viewport, and what one looks at stands still.
      go(kept, { glide: false });
    }
    const lookAt = target ?? (before.room === room ? undefined : anchor?.rect);
    const next = lookAt ? revealed(lookAt, { viewport: kept, room, centre: wanted?.centre ?? false }) : kept;
    if (next !== current()) choose(next);
    // Stores, flow and functions stay the same for the life of the page.
  }, [picture, room, reveal, isChosen]);

  return {
    first,
    fit: () => {
      const whole = wholeViewport(placed, room);
      const start = startViewport(placed, { room, anchor: null });
      // A picture that can be read whole goes on fitting itself.
      chosen.set(start.zoom === whole.zoom ? null : whole);
      go(whole);
    },
    zoomIn: () => choose(zoomed(current(), { room, factor: STEP })),
    zoomOut: () => choose(zoomed(current(), { room, factor: 1 / STEP })),
    goTo: ({ x, y }) => {
      const next = centredOn({ x, y, width: 0, height: 0 }, { room, zoom: current().zoom });
      chosen.set(next);
      go(next, { glide: false });
    },
  };
}

/** What should not move: the selected node, else the middle of the hops, be it in a closed group. */
function anchorOf(
  { placed, visible }: Picture,
  view: { readonly selected: string | null; readonly centre: string | null },
) {
  const { centre } = view;
  const closed =
    centre === null || placed.nodes[`asset:${centre}`]
      ? undefined
      : visible.nodes.find((node) => node.kind === 'group' && node.keys.includes(centre));
  for (const id of [view.selected, centre === null ? null : `asset:${centre}`, closed?.id ?? null]) {
    const rect = id === null ? undefined : placed.nodes[id];
    if (id !== null && rect) return { id, rect };
  }
  return null;
}

/** The one group that was a node and is a box now, or the other way round. */
function turnedGroup(before: Placed, now: Placed): { readonly before: Rect; readonly after: Rect } | null {
  const turned = [
    ...Object.entries(now.boxes).flatMap(([id, after]) => ({ before: before.nodes[id], after })),
    ...Object.entries(before.boxes).flatMap(([id, box]) => ({ before: box, after: now.nodes[id] })),
  ].flatMap(({ before: old, after }) => (old && after ? { before: old, after } : []));
  return turned.length === 1 ? (turned[0] ?? null) : null;
}

function prefersStillness(): boolean {
  // The system's wish, or VS Code's own setting.
  return (
    matchMedia('(prefers-reduced-motion: reduce)').matches || document.body.classList.contains('vscode-reduce-motion')
  );
}
