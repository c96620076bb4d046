// What is stored of an asset's partitions, as sets of their places now.
import { all, ofKeys, subtract, type Partitions } from '@headwater/calendar';
import type { AssetKey } from '@headwater/graph';
import type { Catalogue, PartitionColumns } from '../catalogue.ts';
import type { PartitionFacts, Slices } from './evaluation.ts';

type Stored = Pick<Catalogue, 'partition' | 'partitionsOf'>;

export function partitionSlices(asset: AssetKey, partitions: Partitions, catalogue: Stored): PartitionFacts {
  const columns = catalogue.partitionsOf(asset);
  const { keys, seqs, runs, failures } = columns;
  const setOfRows = (rows: Iterable<number>): Slices => ofKeys(keysOf(rows, keys), partitions);
  let missing: Slices | null = null;
  return {
    get missing() {
      missing ??= subtract(all(partitions), setOfRows(rowsWhere(columns, (seq) => seq > 0)));
      return missing;
    },
    get failed() {
      return setOfRows(failures.keys());
    },
    updatedAfter(than) {
      const byRun = Map.groupBy(
        rowsWhere(columns, (seq) => seq > than && seq > 0),
        (row) => runs[row] ?? '',
      );
      return [...byRun].map(([run, rows]) => ({ run, set: setOfRows(rows) })).filter(({ set }) => set.length > 0);
    },
    olderThan(time) {
      const first = firstSince(time);
      return setOfRows(rowsWhere(columns, (seq) => seq > 0 && seq < first));
    },
  };

  /** Numbers grow with time, and times are read one by one: it is looked where they cross. */
  function firstSince(time: number): number {
    const rows = [...rowsWhere(columns, (seq) => seq > 0)].sort((a, b) => (seqs[a] ?? 0) - (seqs[b] ?? 0));
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = rows[middle] ?? 0;
      const made = catalogue.partition(asset, keys[row] ?? '');
      if (made !== undefined && Date.parse(made.time) < time) low = middle + 1;
      else high = middle;
    }
    return low === rows.length ? Infinity : (seqs[rows[low] ?? 0] ?? Infinity);
  }
}

function* rowsWhere({ seqs, keys }: PartitionColumns, is: (seq: number) => boolean): Generator<number> {
  for (let row = 0; row < keys.length; row += 1) if (is(seqs[row] ?? 0)) yield row;
}

function* keysOf(rows: Iterable<number>, keys: readonly string[]): Generator<string> {
  for (const row of rows) {
    const key = keys[row];
    if (key !== undefined) yield key;
  }
}
