// How many assets have each status.
import { STATUS_NAMES, type AssetKey, type StatusName } from '@headwater/graph';
import type { StatusOf } from './narrow-assets.ts';

/** Only those that some asset has, in the order of the statuses. */
export function countStatuses(keys: Iterable<AssetKey>, statusOf: StatusOf): ReadonlyMap<StatusName, number> {
  const counts = new Map<StatusName, number>();
  for (const key of keys) {
    const status = statusOf(key) ?? 'unknown';
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return new Map(
    STATUS_NAMES.flatMap((status): [StatusName, number][] => {
      const count = counts.get(status);
      return count === undefined ? [] : [[status, count]];
    }),
  );
}

/** The most frequent first. */
export function frequentStatuses(keys: Iterable<AssetKey>, statusOf: StatusOf): [StatusName, number][] {
  return [...countStatuses(keys, statusOf)].sort(([, a], [, b]) => b - a);
}
