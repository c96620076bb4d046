// What of the history is kept one by one, and how the rest is folded into counts.
import type { AssetKey } from '@headwater/graph';
import type { Database } from '@headwater/stores';
import type { Retained } from '../catalogue.ts';
import { daysBefore, type Keep } from './keep.ts';
import { IS_OF_HEIR, wantedMaterializations } from './wanted-values.ts';

/** Of an asset that was renamed since. */
const IS_CHECK_OF_HEIR =
  'EXISTS (SELECT 1 FROM renames r JOIN latest_checks h ON h.asset = r.asset WHERE h.seq = checks.seq)';

export interface FoldOptions {
  readonly keep: Keep;
  readonly now: Date;
  /** Runs that are told of elsewhere: of a failure, of a check, of an observation. */
  readonly named: ReadonlySet<string>;
  /** Those that may have more than is kept, each with room to grow; without them every asset is looked at, and none has any. */
  readonly grown?: Iterable<AssetKey>;
}

/** Of what is not kept, the counts stay. One transaction. */
export function foldHistory(database: Database, options: FoldOptions): Retained['folded'] {
  database.run('SAVEPOINT fold');
  try {
    const folded = { materializations: foldMaterializations(database, options), runs: foldRuns(database, options) };
    const count = folded.materializations + folded.runs;
    if (count > 0) database.run("UPDATE store SET value = value + ? WHERE name = 'folded_since_gc'", [count]);
    return folded;
  } catch (error) {
    database.run('ROLLBACK TO fold');
    throw error;
  } finally {
    database.run('RELEASE fold');
  }
}

function foldMaterializations(database: Database, { keep, now, grown }: FoldOptions): number {
  // The newest values of each partition stay: a look for what is older than them would find nothing, after each run again.
  const more = database.prepare(
    `SELECT 1 WHERE (SELECT count(*) FROM materializations WHERE asset = ?1)
       > ?2 + ?3 * (SELECT count(*) FROM latest_partitions WHERE asset = ?1)`,
  );
  const assets =
    grown === undefined
      ? column(
          database,
          'SELECT asset FROM materializations GROUP BY asset HAVING count(*) > ?',
          keep.materializations,
        ).map(String)
      : // Folding one by one would look at each asset's whole history after each run.
        [...grown].filter((asset) => more.get([asset, 2 * keep.materializations, Math.max(1, keep.values)]).length > 0);
  more.free();
  if (assets.length === 0) return 0;
  // The newest of an asset that was renamed is still told of under the name it had.
  const latest = new Set(column(database, 'SELECT materialization FROM latest').map(Number));
  let count = 0;
  for (const asset of assets) {
    const wanted = wantedMaterializations(database, { asset, keep, now });
    // The newest of a partition stands for it for good.
    const older = column(
      database,
      `SELECT seq FROM materializations WHERE asset = ?1 AND NOT ${IS_OF_HEIR}
         AND seq NOT IN (SELECT materialization FROM latest_partitions WHERE asset = ?1 AND materialization IS NOT NULL)
       ORDER BY seq DESC LIMIT -1 OFFSET ?2`,
      asset,
      keep.materializations,
    ).map(Number);
    count += foldThese(database, { asset, seqs: older.filter((seq) => !wanted.has(seq) && !latest.has(seq)) });
  }
  return count;
}

function foldThese(database: Database, { asset, seqs }: { asset: AssetKey; seqs: readonly number[] }): number {
  if (seqs.length === 0) return 0;
  const these = `IN (${seqs.join(', ')})`;
  database.run(
    `INSERT INTO folded SELECT asset, count(*), min(time), max(time) FROM materializations WHERE seq ${these} GROUP BY asset
     ON CONFLICT (asset) DO UPDATE SET materializations = materializations + excluded.materializations,
       first = min(first, excluded.first), last = max(last, excluded.last)`,
  );
  // A check that failed is asked for by whoever goes on from its run, as long as that is there.
  database.run(
    `DELETE FROM checks WHERE asset = ? AND passed = 1
       AND (run, coalesce(partition, '')) IN (SELECT run, coalesce(partition, '') FROM materializations WHERE seq ${these})
       AND seq NOT IN (SELECT seq FROM latest_checks WHERE asset = ?) AND NOT ${IS_CHECK_OF_HEIR}`,
    [asset, asset],
  );
  for (const table of ['inputs', 'metadata', 'materializations'])
    database.run(`DELETE FROM ${table} WHERE seq ${these}`);
  return seqs.length;
}

/** A run stays while anything that is kept is of it. */
function foldRuns(database: Database, { keep, now, named }: FoldOptions): number {
  const old = column(
    database,
    `SELECT run FROM runs r WHERE started < ? AND started < (SELECT started FROM runs ORDER BY started DESC LIMIT 1 OFFSET ?)
       AND status <> 'running'
       AND NOT EXISTS (SELECT 1 FROM steps s JOIN materializations m ON m.seq = s.seq WHERE s.run = r.run)
       AND run NOT IN (SELECT json_extract(failure, '$.run') FROM latest_partitions WHERE failure IS NOT NULL)`,
    daysBefore(now, keep.days),
    Math.max(0, keep.runs - 1),
  )
    .map(String)
    .filter((run) => !named.has(run));
  for (const run of old) {
    database.run(
      `DELETE FROM checks WHERE run = ? AND asset IN (SELECT asset FROM steps WHERE run = ?)
         AND seq NOT IN (SELECT l.seq FROM latest_checks l WHERE l.asset = checks.asset) AND NOT ${IS_CHECK_OF_HEIR}`,
      [run, run],
    );
    database.run('DELETE FROM steps WHERE run = ?', [run]);
    database.run('DELETE FROM runs WHERE run = ?', [run]);
  }
  return old.length;
}

/** Folds what is older than is kept, drops what nothing names any more, and says what is kept. */
export function retainHistory(database: Database, options: FoldOptions & { readonly dryRun: boolean }): Retained {
  database.run('BEGIN');
  let retained: Retained;
  try {
    retained = { folded: foldHistory(database, options), ...readKept(database, options) };
    if (!options.dryRun) sweep(database);
    database.run(options.dryRun ? 'ROLLBACK' : 'COMMIT');
  } catch (error) {
    database.run('ROLLBACK');
    throw error;
  }
  if (!options.dryRun) giveBack(database);
  return retained;
}

/** All that the tables tell of. */
function readKept(database: Database, { keep, now }: Pick<FoldOptions, 'keep' | 'now'>): Omit<Retained, 'folded'> {
  const assets = column(database, 'SELECT asset FROM latest').map(String);
  const values = assets.flatMap((asset) => [...wantedMaterializations(database, { asset, keep, now }).values()]);
  const results = column(
    database,
    "SELECT DISTINCT s.path FROM runs r JOIN steps s ON s.run = r.run WHERE r.status <> 'success' AND s.path IS NOT NULL",
  );
  return {
    values: new Set(values),
    results: new Set(results.map(String)),
    runs: new Set(column(database, 'SELECT run FROM runs').map(String)),
  };
}

/** Drops what nothing names any more. */
function sweep(database: Database): void {
  database.run(
    `DELETE FROM code WHERE code_version NOT IN (SELECT code_version FROM materializations WHERE code_version IS NOT NULL)
       AND code_version NOT IN (SELECT json_extract(failure, '$.codeVersion') FROM latest WHERE json_extract(failure, '$.codeVersion') IS NOT NULL)
       AND code_version NOT IN (
         SELECT json_extract(failure, '$.codeVersion') FROM latest_partitions
         WHERE failure IS NOT NULL AND json_extract(failure, '$.codeVersion') IS NOT NULL)`,
  );
  database.run('DELETE FROM shapes WHERE id NOT IN (SELECT columns FROM materializations WHERE columns IS NOT NULL)');
  database.run("UPDATE store SET value = 0 WHERE name = 'folded_since_gc'");
}

/** Once much of the file is free. */
function giveBack(database: Database): void {
  const [free = 0] = column(database, 'PRAGMA freelist_count').map(Number);
  const [pages = 0] = column(database, 'PRAGMA page_count').map(Number);
  if (free * 4 > pages) database.run('VACUUM');
}

/** How much was folded since the last time everything was looked at. */
export function foldedSinceGc(database: Database): number {
  return Number(column(database, "SELECT value FROM store WHERE name = 'folded_since_gc'")[0] ?? 0);
}

const column = (database: Database, sql: string, ...values: (string | number)[]): unknown[] =>
  (database.exec(sql, values)[0]?.values ?? []).map(([first]) => first);
