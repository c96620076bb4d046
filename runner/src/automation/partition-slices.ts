// What is stored of an asset's partitions, as sets of their places now.
import { all, subtract, type Partitions } from '@headwater/calendar';
import type { AssetKey } from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import { madePlaces, rowPlaces, rowsWhere, setOfRows } from '../partitions/row-places.ts';
import type { PartitionFacts, Slices } from './evaluation.ts';

type Stored = Pick<Catalogue, 'partition' | 'partitionsOf'>;

export function partitionSlices(asset: AssetKey, partitions: Partitions, catalogue: Stored): PartitionFacts {
  const columns = catalogue.partitionsOf(asset);
  const { keys, seqs, runs, failures } = columns;
  const places = (rows: Iterable<number>): Slices => setOfRows(rows, rowPlaces(columns, partitions));
  return {
    get missing() {
      return subtract(all(partitions), madePlaces(columns, partitions));
    },
    get failed() {
      return places(failures.keys());
    },
    updatedAfter(than) {
      const byRun = Map.groupBy(
        rowsWhere(columns, (seq) => seq > than && seq > 0),
        (row) => runs[row] ?? '',
      );
      return [...byRun].map(([run, rows]) => ({ run, set: places(rows) })).filter(({ set }) => set.length > 0);
    },
    olderThan(time) {
      const first = firstSince(time);
      return places(rowsWhere(columns, (seq) => seq > 0 && seq < first));
    },
  };

  /** Numbers grow with time, and times are read one by one: it is looked where they cross. */
  function firstSince(time: number): number {
    const made = Float64Array.from(
      rowsWhere(columns, (seq) => seq > 0),
      (row) => (seqs[row] ?? 0) * keys.length + row,
    ).sort();
    let [low, high] = [0, made.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = (made[middle] ?? 0) % keys.length;
      const stored = catalogue.partition(asset, keys[row] ?? '');
      if (stored !== undefined && Date.parse(stored.time) < time) low = middle + 1;
      else high = middle;
    }
    return low === made.length ? Infinity : Math.floor((made[low] ?? 0) / keys.length);
  }
}
