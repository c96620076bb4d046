// Which stored values of an asset are still wanted: the newest few, and what made again would be the same.
import type { AssetKey } from '@headwater/graph';
import type { Database } from '@headwater/stores';
import { daysBefore, type Keep } from './keep.ts';

/** Of one asset or partition at most, however often it is made. */
const PAIRS = 100;

/** It is what an asset has that was renamed since. */
export const IS_OF_HEIR = `(EXISTS (SELECT 1 FROM renames r JOIN latest l ON l.asset = r.asset WHERE l.materialization = materializations.seq)
  OR (partition IS NOT NULL AND EXISTS (SELECT 1 FROM renames r JOIN latest_partitions l ON l.asset = r.asset
    WHERE l.partition = materializations.partition AND l.materialization = materializations.seq)))`;

/**
 * Sequence number to path in the default store. Beside the newest, the value of each pair of code version and input versions of the
 * last days is wanted: a change of branch and back within this time finds what was made before. Each partition is for itself; with
 * `partition` only that one is looked at.
 */
export function wantedMaterializations(
  database: Database,
  {
    asset,
    partition,
    keep,
    now,
  }: { readonly asset: AssetKey; readonly partition?: string; readonly keep: Keep; readonly now: Date },
): ReadonlyMap<number, string> {
  const since = daysBefore(now, keep.days);
  const [found] = database.exec(
    `SELECT seq, path, time, partition, ${IS_OF_HEIR}, code_version, config_version, env,
       (SELECT group_concat(each, '') FROM (
          SELECT length(asset) || ':' || asset || coalesce(length(data_version) || ':' || data_version, '-') || coalesce(names, '') AS each
          FROM inputs WHERE inputs.seq = materializations.seq ORDER BY asset))
     FROM materializations WHERE asset = ? ${partition === undefined ? '' : 'AND partition = ?'} AND io IS NULL AND path IS NOT NULL ORDER BY seq DESC`,
    partition === undefined ? [asset] : [asset, partition],
  );
  const ofEach = new Map<string | null, { readonly newest: Set<string>; readonly pairs: Set<string> }>();
  const wanted = new Map<number, string>();
  for (const [seq, path, time, of, isOfHeir, codeVersion, ...rest] of found?.values ?? []) {
    const slice = of == null ? null : String(of);
    const { newest, pairs } = ofEach.get(slice) ?? { newest: new Set<string>(), pairs: new Set<string>() };
    ofEach.set(slice, { newest, pairs });
    const pair = JSON.stringify([codeVersion, ...rest]);
    const again = codeVersion !== null && String(time) >= since && pairs.size < PAIRS && !pairs.has(pair);
    if (again) pairs.add(pair);
    if (again || isOfHeir === 1 || newest.size < keep.values) wanted.set(Number(seq), String(path));
    if (newest.size < keep.values) newest.add(String(path));
  }
  return wanted;
}
