// Says aloud what changed, where a person who cannot see the picture would want to know.
import type { ShownStatus } from '../protocol.ts';
import { assetId } from './node-id.ts';
import type { PageState } from './page-state.ts';
import { statusWords } from './status-words.ts';

/** More than this at once is a number, not a list. */
const NAMED = 3;

/** Called before the new statuses are taken in: what was running and no longer is counts, and what is selected. */
export function announce(state: PageState, news: readonly ShownStatus[]): void {
  const { selected } = state.view.get();
  const worth = news.filter(({ key, status }) => {
    const before = state.statuses.get(key)?.status;
    if (before === undefined || before === status) return false;
    return before === 'running' || status === 'failed' || assetId(key) === selected;
  });
  if (worth.length === 0) return;
  const names = worth.slice(0, NAMED).map((status) => `${status.key}, ${statusWords(status, new Date())}`);
  const more = worth.length > NAMED ? [`and ${worth.length - NAMED} more`] : [];
  state.announcement.set([...names, ...more].join('; '));
}
