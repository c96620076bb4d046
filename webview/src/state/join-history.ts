// Joins a page of an asset's history to what is known of it: the newest again, or older ones.
import type { History } from '../protocol.ts';

/** `before` is what the page was asked with; null asked for the newest. Null when the page fits nothing that is known. */
export function joinHistory(known: History | null, page: History, before: number | null): History | null {
  if (before !== null) {
    if (known?.next !== before) return null;
    return { ...page, entries: [...known.entries, ...page.entries] };
  }
  const oldest = page.entries.at(-1)?.seq;
  const newestKnown = known?.entries[0]?.seq;
  // What was not known would be a hole between the two.
  if (known === null || oldest === undefined || newestKnown === undefined || newestKnown < oldest) return page;
  const older = known.entries.filter(({ seq }) => seq < oldest);
  return older.length === 0 ? page : { ...known, entries: [...page.entries, ...older] };
}
