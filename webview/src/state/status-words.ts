// Says a status in the words of a node.
import { statusSummary, type AssetStatus, type StatusName } from '@headwater/graph';

/** One or two words for each status, the same on node, details and screen reader. */
export const STATUS_LABELS: Readonly<Record<StatusName, string>> = {
  fresh: 'fresh',
  stale: 'stale',
  'upstream-stale': 'upstream stale',
  never: 'never materialized',
  failed: 'failed',
  running: 'running',
  drift: 'drift',
  orphan: 'orphan',
  external: 'external',
  unknown: 'unknown',
};

/** `fresh, 2 min ago, 1,204 rows`, `Never materialized`: the lens' words, except where a node has room for plainer ones. */
export function statusWords(status: AssetStatus | undefined, now: Date): string {
  if (status === undefined) return STATUS_LABELS.unknown;
  if (status.status === 'never') return STATUS_LABELS.never;
  return statusSummary(status, now);
}

/** The status word, and what follows it. */
export function splitWords(words: string): { readonly head: string; readonly tail: string } {
  const end = words.search(/[,:]/);
  return end < 0 ? { head: words, tail: '' } : { head: words.slice(0, end), tail: words.slice(end + 1).trim() };
}

const NUMBER = new Intl.NumberFormat('en-US');

/** `1,204 rows`, when they are known. */
export function rowsWords(status: AssetStatus | undefined): string | null {
  const rows = status?.lastMaterialization?.rows;
  return rows === undefined ? null : `${NUMBER.format(rows)} ${rows === 1 ? 'row' : 'rows'}`;
}

/** The name of a node for a screen reader: `bronzeOrders, fresh, 100 rows, group bronze`. */
export function spokenName(
  key: string,
  { status, group }: { readonly status: AssetStatus | undefined; readonly group: string },
): string {
  const cause = status?.causes[0]?.message;
  return [key, STATUS_LABELS[status?.status ?? 'unknown'], rowsWords(status), cause, `group ${group}`]
    .filter((part) => part !== null && part !== undefined)
    .join(', ');
}
