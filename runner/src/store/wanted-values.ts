// Which stored values of an asset are still wanted: the newest few, and what made again would be the same.
import type { AssetKey } from '@headwater/graph';
import type { Database } from '@headwater/stores';
import { daysBefore, type Keep } from './keep.ts';

/** Of one asset at most, however often it is made. */
const PAIRS = 100;

/** It is what an asset has that was renamed since. */
export const IS_OF_HEIR =
  'EXISTS (SELECT 1 FROM renames r JOIN latest l ON l.asset = r.asset WHERE l.materialization = materializations.seq)';

/**
 * Sequence number to path in the default store. Beside the newest, the value of each pair of code version and input versions of the
 * last days is wanted: a change of branch and back within this time finds what was made before.
 */
export function wantedMaterializations(
  database: Database,
  { asset, keep, now }: { readonly asset: AssetKey; readonly keep: Keep; readonly now: Date },
): ReadonlyMap<number, string> {
  const since = daysBefore(now, keep.days);
  const [found] = database.exec(
    `SELECT seq, path, time, ${IS_OF_HEIR}, code_version, config_version, env,
       (SELECT group_concat(each, '') FROM (
          SELECT length(asset) || ':' || asset || coalesce(length(data_version) || ':' || data_version, '-') || coalesce(names, '') AS each
          FROM inputs WHERE inputs.seq = materializations.seq ORDER BY asset))
     FROM materializations WHERE asset = ? AND io IS NULL AND path IS NOT NULL ORDER BY seq DESC`,
    [asset],
  );
  const newest = new Set<string>();
  const pairs = new Set<string>();
  const wanted = new Map<number, string>();
  for (const [seq, path, time, isOfHeir, codeVersion, ...rest] of found?.values ?? []) {
    const pair = JSON.stringify([codeVersion, ...rest]);
    const again = codeVersion !== null && String(time) >= since && pairs.size < PAIRS && !pairs.has(pair);
    if (again) pairs.add(pair);
    if (again || isOfHeir === 1 || newest.size < keep.values) wanted.set(Number(seq), String(path));
    if (newest.size < keep.values) newest.add(String(path));
  }
  return wanted;
}
