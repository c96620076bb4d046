// What becomes of keys, in the catalogue's tables: renamed, and forgotten. What was recorded stays under the key it was recorded under.
import type { Rename } from '@headwater/graph';
import type { Database } from '@headwater/stores';
import type { StoredEvent } from '../run-event.ts';

type Write = (sql: string, values: readonly (string | number)[]) => void;

/** As `handOn` does in memory: what is newest of the two keys is that of the new one; the old one keeps what it has. */
export function applyRenamed(write: Write, { asset, from, seq }: Extract<StoredEvent, { type: 'renamed' }>): void {
  write('INSERT OR REPLACE INTO renames (seq, asset, from_asset) VALUES (?, ?, ?)', [seq, asset, from]);
  write(
    `INSERT INTO latest (asset, materialization, failure) SELECT ?, materialization, failure FROM latest WHERE asset = ?
     ON CONFLICT (asset) DO UPDATE SET
       materialization = max(coalesce(latest.materialization, excluded.materialization), coalesce(excluded.materialization, latest.materialization)),
       failure = CASE WHEN coalesce(json_extract(excluded.failure, '$.seq'), -1) > coalesce(json_extract(latest.failure, '$.seq'), -1)
         THEN excluded.failure ELSE latest.failure END`,
    [asset, from],
  );
  write(
    `INSERT INTO latest_checks (asset, name, seq) SELECT ?, name, seq FROM latest_checks WHERE asset = ?
     ON CONFLICT (asset, name) DO UPDATE SET seq = max(latest_checks.seq, excluded.seq)`,
    [asset, from],
  );
  write(
    `INSERT INTO latest_partitions SELECT ?, partition, materialization, run, code_version, data_version, inputs, failure
       FROM latest_partitions WHERE asset = ?
     ON CONFLICT (asset, partition) DO UPDATE SET
       materialization = excluded.materialization, run = excluded.run, code_version = excluded.code_version,
       data_version = excluded.data_version, inputs = excluded.inputs
       WHERE coalesce(excluded.materialization, -1) > coalesce(latest_partitions.materialization, -1)`,
    [asset, from],
  );
  write(
    `UPDATE latest_partitions SET failure = newer.failure FROM latest_partitions newer
     WHERE latest_partitions.asset = ? AND newer.asset = ? AND newer.partition = latest_partitions.partition
       AND coalesce(json_extract(newer.failure, '$.seq'), -1) > coalesce(json_extract(latest_partitions.failure, '$.seq'), -1)`,
    [asset, from],
  );
  write(
    `INSERT OR IGNORE INTO observations (asset, seq, run, time, data_version)
     SELECT ?, seq, run, time, data_version FROM observations WHERE asset = ?`,
    [asset, from],
  );
}

/** Its history stays, and can be asked for. */
export function applyForgotten(write: Write, { asset, seq, time }: Extract<StoredEvent, { type: 'forgotten' }>): void {
  for (const table of ['latest', 'latest_partitions', 'latest_checks', 'observations'])
    write(`DELETE FROM ${table} WHERE asset = ?`, [asset]);
  write('INSERT OR REPLACE INTO forgotten (asset, seq, time) VALUES (?, ?, ?)', [asset, seq, time]);
}

/** In the order they were recorded. */
export function readRenames(database: Database): Rename[] {
  const [found] = database.exec('SELECT asset, from_asset, seq FROM renames ORDER BY seq');
  return (found?.values ?? []).map(([asset, from, seq]) => ({
    asset: String(asset),
    from: String(from),
    seq: Number(seq),
  }));
}

/** When its data was deleted, if nothing was made of it since; else null. */
export function readForgotten(database: Database, asset: string): string | null {
  const [found] = database.exec(
    'SELECT time FROM forgotten f WHERE asset = ? AND NOT EXISTS (SELECT 1 FROM materializations m WHERE m.asset = f.asset AND m.seq > f.seq)',
    [asset],
  );
  const time = found?.values[0]?.[0];
  return time == null ? null : String(time);
}
