// Which slices of an asset were made since the last evaluation.
import type { AssetKey } from '@headwater/graph';
import type { World } from './condition-scope.ts';
import type { Slices } from './evaluation.ts';
import { intersect, NONE, union } from './slices.ts';

/** None where nothing is remembered of it. */
export function updatedSince(key: AssetKey, { before, facts, spaces }: World): Slices {
  const last = before(key);
  const { update, partitions } = facts.of(key);
  if (last === undefined || update === null || update.id === last.update) return NONE;
  const { all } = spaces.of(key);
  if (partitions === undefined) return all;
  const sets = partitions.updatedAfter(last.seq ?? -1).map(({ set }) => set);
  return intersect(sets.reduce(union, NONE), all);
}
