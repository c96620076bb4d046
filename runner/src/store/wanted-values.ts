// Which stored values of an asset are still wanted: the newest few, and what made again would be the same.
import type { AssetKey } from '@headwater/graph';
import type { Database } from '@headwater/stores';

/** Of each asset, whatever they were made by. */
const NEWEST = 3;
/** A change of branch and back within this time finds what was made before. */
const DAYS = 30;

/**
 * Paths in the default store. Beside the newest, the value of each pair of code version and input versions of the last days is
 * wanted: the same code on the same inputs need not be run again.
 */
export function wantedValues(
  database: Database,
  { asset, now }: { readonly asset: AssetKey; readonly now: Date },
): ReadonlySet<string> {
  const since = new Date(now.getTime() - DAYS * 24 * 3_600_000).toISOString();
  const [found] = database.exec(
    `SELECT path, time, code_version,
       (SELECT group_concat(each, '') FROM (
          SELECT length(asset) || ':' || asset || coalesce(length(data_version) || ':' || data_version, '-') AS each
          FROM inputs WHERE inputs.seq = materializations.seq ORDER BY asset))
     FROM materializations WHERE asset = ? AND io IS NULL AND path IS NOT NULL ORDER BY seq DESC`,
    [asset],
  );
  const newest = new Set<string>();
  const byPair = new Map<string, string>();
  for (const [path, time, codeVersion, inputs] of found?.values ?? []) {
    if (newest.size < NEWEST) newest.add(String(path));
    const pair = `${String(codeVersion)} ${String(inputs ?? '')}`;
    if (codeVersion !== null && String(time) >= since && !byPair.has(pair)) byPair.set(pair, String(path));
  }
  return new Set([...newest, ...byPair.values()]);
}
