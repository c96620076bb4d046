// What is newest of each partition, and which dynamic ones there are, into the catalogue's tables.
import type { AssetKey, Failure, InputVersion } from '@headwater/graph';
import type { StoredEvent } from '../run-event.ts';

type Write = (sql: string, values: readonly (string | number | null)[]) => void;

interface Made {
  readonly asset: AssetKey;
  readonly seq: number;
  readonly run: string;
  readonly codeVersion: string | null;
  readonly dataVersion: string;
  readonly inputs: Readonly<Record<AssetKey, InputVersion>>;
}

export function writeMadePartition(write: Write, partition: string, made: Made): void {
  const { asset, seq, run, codeVersion, dataVersion } = made;
  write('INSERT OR REPLACE INTO latest_partitions VALUES (?, ?, ?, ?, ?, ?, ?, NULL)', [
    asset,
    partition,
    seq,
    run,
    codeVersion,
    dataVersion,
    printInputs(made.inputs),
  ]);
}

export function writeFailedPartition(write: Write, partition: string, failure: Failure): void {
  write(
    `INSERT INTO latest_partitions (asset, partition, failure) VALUES (?, ?, ?)
     ON CONFLICT (asset, partition) DO UPDATE SET failure = excluded.failure`,
    [failure.asset, partition, JSON.stringify(failure)],
  );
}

/** Upstream key, its data version, and the inputs it was (null: not recorded). */
export type PrintedInput = readonly [AssetKey, string | null, readonly string[] | null];

function printInputs(inputs: Made['inputs']): string {
  const printed = Object.entries(inputs).map(([upstream, { dataVersion, names }]): PrintedInput => [
    upstream,
    dataVersion,
    names ?? null,
  ]);
  return JSON.stringify(printed);
}

/** Those that are there keep their place. */
export function addPartitions(
  write: Write,
  { name, keys, seq }: Extract<StoredEvent, { type: 'partitions-added' }>,
): void {
  for (const [place, key] of keys.entries())
    write('INSERT OR IGNORE INTO dynamic_partitions VALUES (?, ?, ?, ?)', [name, key, seq, place]);
}

export function removePartitions(
  write: Write,
  { name, keys }: Extract<StoredEvent, { type: 'partitions-removed' }>,
): void {
  for (const key of keys) write('DELETE FROM dynamic_partitions WHERE name = ? AND key = ?', [name, key]);
}
