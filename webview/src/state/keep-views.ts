// Remembers of each project where one looked, within the page's life and beyond it, and brings it back when the project is shown again.
import type { Placed } from '../layout/layout-model.ts';
import type { PageHost } from '../page-host.ts';
import { subscribeAll, type Value } from './observable.ts';
import type { PageState } from './page-state.ts';
import { FIRST_VIEW } from './view.ts';
import { savedPicture, shapeOf } from './saved-picture.ts';
import { readSavedViews, writeSavedViews, type SavedView, type Viewport } from './saved-view.ts';

/** Where the nodes of the shown project's picture stood. */
export interface PlaceMemory {
  /** Null unless the layout was asked exactly this when it was drawn last. */
  recall(question: string): Placed | null;
  /** Of whatever shape: what is in both pictures may stay near its place. */
  last(): Placed | null;
  keep(question: string, placed: Placed): void;
  forget(): void;
}

interface ViewMemory extends PlaceMemory {
  /** What waits to be saved is saved now: the page may be about to go. */
  flush(): void;
}

const SAVE_AFTER_MS = 150;

export function keepViews({
  host,
  state,
  viewport,
}: {
  readonly host: Pick<PageHost, 'load' | 'save'>;
  readonly state: PageState;
  readonly viewport: Value<Viewport | null>;
}): ViewMemory {
  /** In the order they were looked at. */
  const views = new Map(readSavedViews(host.load()).map((view) => [view.project, view]));
  let shown: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const save = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    host.save(writeSavedViews([...views.values()], Date.now()));
  };
  const remember = (news: Partial<SavedView>): void => {
    if (shown === null) return;
    const known = views.get(shown) ?? { project: shown, view: FIRST_VIEW, viewport: null, picture: null };
    views.delete(shown);
    views.set(shown, { ...known, ...news });
    timer ??= setTimeout(save, SAVE_AFTER_MS);
  };

  state.project.subscribe(() => {
    const now = state.project.get()?.project ?? null;
    if (now === shown) return;
    // Until all of it is set, it is neither the one nor the other.
    shown = null;
    if (now === null) return;
    const known = views.get(now);
    state.view.set(known?.view ?? FIRST_VIEW);
    viewport.set(known?.viewport ?? null);
    shown = now;
  });
  subscribeAll([state.view, viewport], () => remember({ view: state.view.get(), viewport: viewport.get() }));

  const picture = () => (shown === null ? null : (views.get(shown)?.picture ?? null));
  return {
    recall(question) {
      const known = picture();
      return known?.shape === shapeOf(question) ? known.placed : null;
    },
    last: () => picture()?.placed ?? null,
    keep: (question, placed) => remember({ picture: savedPicture(question, placed) }),
    forget: () => remember({ picture: null }),
    flush: save,
  };
}
