// How an asset would stand if what is typed were saved, in the few words of a lens.
import type { AssetStatus, StatusName } from './status-model.ts';
import { statusSummary } from './status-summary.ts';

/** The status to come; nothing of it is recorded. */
export interface PreviewedStatus extends AssetStatus {
  /** The status that is recorded; null for what is on no disk yet. */
  readonly was: StatusName | null;
}

/** `would be stale once saved: its code changed`, `would still be stale once saved: …`, `not saved yet`. */
export function previewSummary({ was, ...status }: PreviewedStatus, now: Date): string {
  if (status.status === 'orphan') return 'removed, not saved yet';
  if (was === null && status.lastMaterialization === undefined) return 'not saved yet';
  const words = status.status === 'never' ? 'never materialized' : statusSummary(status, now);
  const end = words.search(/[,:]/);
  const [head, tail] = end < 0 ? [words, ''] : [words.slice(0, end), words.slice(end)];
  const state = status.status === 'drift' ? 'in drift' : head;
  return `would ${status.status === was ? 'still ' : ''}be ${state} once saved${tail}`;
}
