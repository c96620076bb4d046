// Follows the pointer over edges: an edge tells why it exists after a short rest on it, and is kept by a click.
import type { Point } from '../layout/layout-model.ts';
import type { Value } from '../state/observable.ts';
import type { ToldEdge } from '../state/page-state.ts';

/** A pointer that only passes by asks nothing. */
const REST_MS = 150;
/** Enough to cross over to the card. */
const LEAVE_MS = 300;

export interface EdgePointer {
  /** `at`: in the picture. */
  over(id: string, at: Point): void;
  /** The pointer left the edge or the card. */
  out(): void;
  /** The pointer is on the card. */
  stay(): void;
  /** The picture moves, or something else is done. */
  interrupt(): void;
}

export function edgePointer(told: Value<ToldEdge | null>): EdgePointer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (delay: number, act: () => void): void => {
    clearTimeout(timer);
    timer = setTimeout(act, delay);
  };
  const stop = (): void => clearTimeout(timer);
  const close = (): void => told.update((now) => (now?.pinned ? now : null));
  return {
    over(id, at) {
      const now = told.get();
      if (now?.pinned) return;
      if (now?.id === id) return stop();
      later(REST_MS, () => told.set({ id, at, pinned: false, walker: null }));
    },
    out() {
      stop();
      if (told.get()?.pinned === false) later(LEAVE_MS, close);
    },
    stay: stop,
    interrupt() {
      stop();
      close();
    },
  };
}
