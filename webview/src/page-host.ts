// What the page needs from whoever shows it: a way to talk, and a memory that outlives it.
import type { FromPage } from './protocol.ts';
import type { SavedViews } from './state/saved-view.ts';

export interface PageHost {
  post(message: FromPage): void;
  /** What arrives is checked by the page. */
  listen(receive: (message: unknown) => void): void;
  /** What was saved last, by this or an earlier version of the page. */
  load(): unknown;
  save(state: SavedViews): void;
}
