// Calls back when the selection, what is known of it, or the project has changed, and the person has stayed there for a moment.
import { subscribeAll } from './observable.ts';
import type { PageState } from './page-state.ts';

/** An arrow key that only passes asks for nothing. */
const PASSING_MS = 120;

export function whenSelectionRests({ view, statuses, project }: PageState, act: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  subscribeAll([view, statuses.revision, project], () => {
    clearTimeout(timer);
    timer = setTimeout(act, PASSING_MS);
  });
}
