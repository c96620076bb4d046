// Groups what is stored of one asset's partitions by all that their status depends on.
import { has, type PartitionSet } from '@headwater/calendar';
import type { AssetKey } from '@headwater/graph';
import type { PlacedPartitions } from './placed-partitions.ts';
import { numbersOf, oneClass, splitBy, type RowClasses } from './row-classes.ts';

/** An upstream as the rows compare with it now. */
export interface GroupedUpstream {
  readonly key: AssetKey;
  /** What it was called when it was read: it, and its former keys. */
  readonly names: readonly AssetKey[];
  /** What a partition at this place would read now; null: nothing is stored of it. */
  readonly versionAt: (place: number) => string | null;
  /** Of a partitioned upstream: the places that read from each of its groups. */
  readonly readers?: () => readonly PartitionSet[];
}

export interface RowGroup {
  readonly set: PartitionSet;
  readonly count: number;
  /** One of its rows, which stands for the others; where they failed, the one that failed last. */
  readonly row: number;
  readonly inputs: readonly RowGroupInput[];
}

export interface RowGroupInput {
  readonly key: AssetKey;
  readonly names: readonly string[] | null;
  readonly changed: boolean;
  readonly from?: readonly number[];
}

/** Beyond so many, groups are no longer told apart by which groups of an upstream they read: all that any of them reads counts for each. */
const MANY = 256;
/** Further sentences of failures are one group. */
const MESSAGES = 32;

export function groupRows(placed: PlacedPartitions, upstream: readonly GroupedUpstream[]): readonly RowGroup[] {
  const { columns, places, rows } = placed;
  const ofRow =
    (attribute: (row: number) => number) =>
    (at: number): number =>
      attribute(rows[at] ?? 0);
  const code = numbersOf<string | null>();
  const message = numbersOf<string>();
  let classes = splitBy(
    oneClass(rows.length),
    ofRow((row) => ((columns.seqs[row] ?? 0) === 0 ? 0 : 1 + code(columns.codeVersions[row] ?? null))),
  );
  if (columns.failures.size > 0)
    classes = splitBy(
      classes,
      ofRow((row) => {
        const failure = columns.failures.get(row);
        return failure === undefined ? 0 : 1 + Math.min(MESSAGES, message(failure.message));
      }),
    );
  const reads = [...upstream, ...formerUpstream(placed, upstream)].map((each) => compare(placed, each));
  for (const { names, changed } of reads) classes = splitBy(splitBy(classes, names), changed);
  for (const { readers } of reads)
    for (const set of readers ?? [])
      if (classes.count < MANY) classes = splitBy(classes, (at) => (has(set, places[at] ?? 0) ? 1 : 0));
  return collect(placed, { classes, reads });
}

interface Compared {
  readonly key: AssetKey;
  readonly readers: readonly PartitionSet[] | undefined;
  /** By place in the order. 0: not read; 1: names not recorded. */
  readonly names: (at: number) => number;
  readonly namesOf: (at: number) => readonly string[] | null;
  readonly changed: (at: number) => number;
}

function compare(
  { columns, places, rows }: PlacedPartitions,
  { key, names: keys, versionAt, readers }: GroupedUpstream,
): Compared {
  const read = keys.flatMap((name) => columns.inputs.get(name) ?? []);
  const texts = numbersOf<string>();
  const columnOf = (row: number) => read.find(({ names }) => names[row] !== undefined);
  const textOf = (row: number): string | null | undefined => columnOf(row)?.names[row];
  return {
    key,
    readers: readers?.(),
    names(at) {
      const text = textOf(rows[at] ?? 0);
      return text === undefined ? 0 : text === null ? 1 : 2 + texts(text);
    },
    namesOf(at) {
      const text = textOf(rows[at] ?? 0);
      return text == null ? null : (JSON.parse(text) as string[]);
    },
    changed(at) {
      const row = rows[at] ?? 0;
      const column = columnOf(row);
      if (column === undefined) return 0;
      const now = versionAt(places[at] ?? 0);
      return now !== null && now !== column.dataVersions[row] ? 1 : 0;
    },
  };
}

/** What they read, and is no upstream any more. */
function formerUpstream({ columns }: PlacedPartitions, upstream: readonly GroupedUpstream[]): GroupedUpstream[] {
  const known = new Set(upstream.flatMap(({ names }) => names));
  return [...columns.inputs.keys()]
    .filter((key) => !known.has(key))
    .map((key) => ({ key, names: [key], versionAt: () => null }));
}

interface OpenGroup {
  readonly set: [number, number][];
  first: number;
  count: number;
  row: number;
  readonly from: Map<AssetKey, Set<number>>;
}

function collect(
  { columns, places, rows }: PlacedPartitions,
  { classes: { classes, count }, reads }: { readonly classes: RowClasses; readonly reads: readonly Compared[] },
): RowGroup[] {
  const groups: OpenGroup[] = Array.from({ length: count }, () => ({
    set: [],
    first: -1,
    count: 0,
    row: -1,
    from: new Map(),
  }));
  const failedAt = (row: number): number => columns.failures.get(row)?.seq ?? 0;
  for (let at = 0; at < places.length; at++) {
    const group = groups[classes[at] ?? 0];
    const [place, row] = [places[at] ?? 0, rows[at] ?? 0];
    if (group === undefined) continue;
    const open = group.set.at(-1);
    if (open !== undefined && open[1] + 1 === place) open[1] = place;
    else group.set.push([place, place]);
    if (group.first < 0) group.first = at;
    if (group.row < 0 || failedAt(row) > failedAt(group.row)) group.row = row;
    group.count++;
  }
  const sliced = reads.filter(({ readers }) => readers !== undefined);
  for (const group of groups)
    for (const { key, readers = [] } of sliced)
      group.from.set(key, new Set(readers.flatMap((set, from) => (setsMeet(group.set, set) ? [from] : []))));
  return groups.map(({ set, count: size, first, row, from }) => ({
    set,
    count: size,
    row,
    inputs: reads.flatMap((each): RowGroupInput[] => {
      if (each.names(first) === 0) return [];
      const of = { key: each.key, names: each.namesOf(first), changed: each.changed(first) === 1 };
      const places = from.get(each.key);
      return [places === undefined ? of : { ...of, from: [...places] }];
    }),
  }));
}

export function setsMeet(one: PartitionSet, other: PartitionSet): boolean {
  let [left, right] = [0, 0];
  for (;;) {
    const [a, b] = [one[left], other[right]];
    if (a === undefined || b === undefined) return false;
    if (a[0] <= b[1] && b[0] <= a[1]) return true;
    if (a[1] < b[1]) left++;
    else right++;
  }
}
