// What is stored of an asset in a few words beside its name: how old it is and how much of it there is.
import { formatBytes } from './format-metadata.ts';
import type { AssetStatus } from './status-model.ts';
import { counted, formatAge } from './status-summary.ts';

/** `2 h ago · 1,204 rows`; null where nothing is stored, or nothing can be said of it. */
export function formatStored({ lastMaterialization: last }: AssetStatus, now: Date): string | null {
  if (last === undefined) return null;
  const age = formatAge(last.time, now);
  const size =
    last.rows !== undefined ? counted(last.rows, 'row') : last.bytes !== undefined ? formatBytes(last.bytes) : null;
  const parts = [age, size].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' · ');
}
