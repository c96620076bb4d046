// What is stored of an asset's partitions, in the order of their definition: found by place, and summed up over ranges.
import type { PartitionSet, Partitions } from '@headwater/calendar';
import type { PartitionColumns } from '../catalogue.ts';
import { partitionHash, printDigest } from './partition-version.ts';
import { rowPlaces, setOfPlaces } from './row-places.ts';

export interface PlacedPartitions {
  readonly columns: PartitionColumns;
  readonly partitions: Partitions;
  /** Places of those that are there, rising. */
  readonly places: Float64Array;
  /** Row of each in the columns. */
  readonly rows: Int32Array;
  /** All of them. */
  set(): PartitionSet;
  /** Of a set of partitions, as `versionOfPartitions` tells it. */
  versionOf(set: PartitionSet): string | null;
  /** The run that made the newest of them. */
  newestRunOf(set: PartitionSet): string | null;
}

interface Placing {
  readonly partitions: Partitions;
  /** What was recorded up to here is another asset's, which has another name now. */
  readonly since: number;
}

export function placePartitions(columns: PartitionColumns, placing: Placing): PlacedPartitions {
  const { partitions } = placing;
  const { places, rows } = sortedPlaces(columns, placing);
  let sums: Sums | null = null;

  /** Where the first is that is not before this place. */
  function lowerBound(place: number): number {
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function versionOf(set: PartitionSet): string | null {
    const [only] = set;
    if (only === undefined) return null;
    if (set.length === 1 && only[0] === only[1]) {
      const at = lowerBound(only[0]);
      return places[at] === only[0] ? (columns.dataVersions[rows[at] ?? 0] ?? null) : null;
    }
    const summed = (sums ??= sumUp(columns, rows));
    const total = [0, 0, 0, 0];
    let count = 0;
    for (const [first, last] of set) {
      const [from, to] = [lowerBound(first), lowerBound(last + 1)];
      count += (summed.counts[to] ?? 0) - (summed.counts[from] ?? 0);
      for (const [lane, values] of summed.lanes.entries())
        total[lane] = ((total[lane] ?? 0) + (values[to] ?? 0) - (values[from] ?? 0)) >>> 0;
    }
    return printDigest(count, total);
  }

  function newestRunOf(set: PartitionSet): string | null {
    let newest = -1;
    for (const [first, last] of set)
      for (let at = lowerBound(first); at < places.length && (places[at] ?? 0) <= last; at++) {
        const row = rows[at] ?? 0;
        if ((columns.seqs[row] ?? 0) > (newest < 0 ? 0 : (columns.seqs[newest] ?? 0))) newest = row;
      }
    return newest < 0 ? null : (columns.runs[newest] ?? null);
  }

  return { columns, partitions, places, rows, set: () => setOfPlaces(places), versionOf, newestRunOf };
}

/** What the definition does not have any more, or not yet, is left out. */
function sortedPlaces(
  columns: PartitionColumns,
  { partitions, since }: Placing,
): { places: Float64Array; rows: Int32Array } {
  const { keys, seqs, failures } = columns;
  const both = new Float64Array(keys.length);
  let count = 0;
  let isSorted = true;
  const placeOf = rowPlaces(columns, partitions);
  for (let row = 0; row < keys.length; row++) {
    const place = placeOf(row);
    if (place === null || (since > 0 && Math.max(seqs[row] ?? 0, failures.get(row)?.seq ?? 0) <= since)) continue;
    // Sorted by place as one number.
    const each = place * keys.length + row;
    if (count > 0 && each < (both[count - 1] ?? 0)) isSorted = false;
    both[count++] = each;
  }
  const found = both.subarray(0, count);
  if (!isSorted) found.sort();
  const places = new Float64Array(count);
  const rows = new Int32Array(count);
  for (const [at, each] of found.entries()) {
    const row = each % keys.length;
    places[at] = (each - row) / keys.length;
    rows[at] = row;
  }
  return { places, rows };
}

interface Sums {
  /** Made before each place of the order. */
  readonly counts: Int32Array;
  readonly lanes: readonly Uint32Array[];
}

function sumUp({ keys, dataVersions }: PartitionColumns, rows: Int32Array): Sums {
  const counts = new Int32Array(rows.length + 1);
  const lanes = [0, 1, 2, 3].map(() => new Uint32Array(rows.length + 1));
  for (const [at, row] of rows.entries()) {
    const version = dataVersions[row];
    const hash = version == null ? [0, 0, 0, 0] : partitionHash(keys[row] ?? '', version);
    counts[at + 1] = (counts[at] ?? 0) + (version == null ? 0 : 1);
    // An array of 32 bits wraps around by itself.
    for (const [lane, values] of lanes.entries()) values[at + 1] = (values[at] ?? 0) + (hash[lane] ?? 0);
  }
  return { counts, lanes };
}
