// The materializations of one asset out of the catalogue's tables, a page at a time.
import type { AssetKey, CheckResult, Naming } from '@headwater/graph';
import type { Database } from '@headwater/stores';
import type { AssetHistory } from '../catalogue.ts';
import { readForgotten } from './key-changes.ts';
import { readChecksOfRuns, readMaterializations } from './read-catalogue.ts';

export interface HistoryPage {
  /** What the asset was called, newest first. */
  readonly names: readonly Naming[];
  readonly limit: number;
  /** Only what is older than this event. */
  readonly before?: number;
  /** Of this partition only. */
  readonly partition?: string;
}

export function readHistory(
  database: Database,
  { names, limit, before = Number.MAX_SAFE_INTEGER, partition }: HistoryPage,
): AssetHistory {
  // One more than is asked for tells whether there are more.
  const seqs = names
    .flatMap(({ key, since, until }) => {
      const last = Math.min(until, before - 1, Number.MAX_SAFE_INTEGER);
      const found =
        partition === undefined
          ? database.exec(HISTORY_PAGE, [key, since, last, limit + 1])
          : database.exec(PARTITION_PAGE, [key, partition, since, last, limit + 1]);
      return found[0]?.values ?? [];
    })
    .map(([seq]) => Number(seq))
    // An asset may have been made under its name before it was given the history of another.
    .sort((a, b) => b - a)
    .slice(0, limit + 1);
  const page = readMaterializations(database, seqs.slice(0, limit));
  const checks = new Map<string, readonly CheckResult[]>();
  for (const [asset, of] of Map.groupBy(page, ({ asset }) => asset))
    for (const [run, results] of readChecksOfRuns(database, { asset, runs: of.map(({ run }) => run) }))
      checks.set(`${asset}\n${run}`, results);
  return {
    entries: page.map((materialization) => ({
      materialization,
      checks: (checks.get(`${materialization.asset}\n${materialization.run}`) ?? []).filter(
        (check) => check.partition === undefined || check.partition === materialization.partition,
      ),
    })),
    next: seqs.length > limit ? (page.at(-1)?.seq ?? null) : null,
    // Counted for the asset, not for each of its partitions.
    folded:
      partition !== undefined
        ? null
        : [...new Set(names.map(({ key }) => key))].map((key) => readFolded(database, key)).reduce(together, null),
    forgotten: names[0] === undefined ? null : readForgotten(database, names[0].key),
  };
}

/** Found by an index, however long the history is. */
export const HISTORY_PAGE =
  'SELECT seq FROM materializations WHERE asset = ? AND seq > ? AND seq <= ? ORDER BY seq DESC LIMIT ?';

export const PARTITION_PAGE =
  'SELECT seq FROM materializations WHERE asset = ? AND partition = ? AND seq > ? AND seq <= ? ORDER BY seq DESC LIMIT ?';

type Folded = AssetHistory['folded'];

function readFolded(database: Database, asset: AssetKey): Folded {
  const [found] = database.exec('SELECT materializations, first, last FROM folded WHERE asset = ?', [asset]);
  const [count, first, last] = found?.values[0] ?? [];
  return count === undefined ? null : { count: Number(count), first: String(first), last: String(last) };
}

function together(one: Folded, other: Folded): Folded {
  if (one === null || other === null) return one ?? other;
  const [first, last] = [[one.first, other.first].sort()[0], [one.last, other.last].sort()[1]];
  return { count: one.count + other.count, first: first ?? one.first, last: last ?? one.last };
}
