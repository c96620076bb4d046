// Which place each stored row has among the partitions there are now: found once a row, and kept as long as places mean the same.
import type { PartitionSet, Partitions } from '@headwater/calendar';
import type { PartitionColumns } from '../catalogue.ts';

type Rows = Pick<PartitionColumns, 'keys' | 'seqs' | 'changes'>;

interface Known {
  /** What places mean: another meaning begins anew. */
  readonly meaning: string;
  /** By row; -1: there was no such partition. */
  readonly places: number[];
  made: { readonly changes: number; readonly count: number; readonly set: PartitionSet } | null;
}

/** Columns last as long as the store is open: each is placed by one definition, which is that of the source now. */
const knownOf = new WeakMap<Rows, Known>();

/** Null: the definition does not have it any more, or not yet. */
export function rowPlaces(columns: Rows, partitions: Partitions): (row: number) => number | null {
  const { keys } = columns;
  const { places } = known(columns, partitions);
  const placeOf = placeFinder(partitions);
  return (row) => {
    const before = places[row] ?? -1;
    if (before >= 0) return before < partitions.count ? before : null;
    const place = placeOf(keys[row] ?? '');
    while (places.length <= row) places.push(-1);
    places[row] = place ?? -1;
    return place;
  };
}

/** The places of some rows, in any order. */
export function setOfRows(rows: Iterable<number>, placeOf: (row: number) => number | null): PartitionSet {
  const places: number[] = [];
  let isSorted = true;
  for (const row of rows) {
    const place = placeOf(row);
    if (place === null) continue;
    if (place < (places.at(-1) ?? 0)) isSorted = false;
    places.push(place);
  }
  return setOfPlaces(isSorted ? places : Float64Array.from(places).sort());
}

/** Places in rising order, as ranges. */
export function setOfPlaces(places: Iterable<number>): PartitionSet {
  const ranges: [number, number][] = [];
  let open: [number, number] | undefined;
  for (const place of places) {
    if (open !== undefined && open[1] + 1 >= place) open[1] = place;
    else ranges.push((open = [place, place]));
  }
  return ranges;
}

/** Of all that were made: a partition may only have failed. */
export function madePlaces(columns: Rows, partitions: Partitions): PartitionSet {
  const of = known(columns, partitions);
  const { changes } = columns;
  const { count } = partitions;
  if (of.made?.changes !== changes || of.made.count !== count)
    of.made = { changes, count, set: setOfRows(rowsWhere(columns, isMade), rowPlaces(columns, partitions)) };
  return of.made.set;
}

const isMade = (seq: number): boolean => seq > 0;

export function* rowsWhere({ seqs, keys }: Rows, is: (seq: number, row: number) => boolean): Generator<number> {
  for (let row = 0; row < keys.length; row++) if (is(seqs[row] ?? 0, row)) yield row;
}

function known(columns: Rows, partitions: Partitions): Known {
  const meaning = meaningOf(partitions);
  const before = knownOf.get(columns);
  if (before?.meaning === meaning) return before;
  const anew: Known = { meaning, places: [], made: null };
  knownOf.set(columns, anew);
  return anew;
}

/** A place in time never changes; among keys that are added and removed, and in rows of so many columns, it does. */
function meaningOf({ definition, dimensions, count, keyAt }: Partitions): string {
  const ofKeys = (is: string, of: Pick<Partitions, 'count' | 'keyAt'>): readonly string[] =>
    is === 'dynamic' ? Array.from({ length: of.count }, (_, place) => of.keyAt(place)) : [];
  return JSON.stringify([
    definition,
    dimensions === null
      ? ofKeys(definition.is, { count, keyAt })
      : dimensions.map((each) => ofKeys(each.partitions.definition.is, each.partitions)),
    dimensions?.[1].partitions.count,
  ]);
}

/** Of a million, this is most of the time it takes. */
function placeFinder(partitions: Partitions): Partitions['indexOf'] {
  const { is } = partitions.definition;
  if (is === 'static' || is === 'dynamic') return partitions.indexOf;
  return utcPlaces(partitions) ?? nextPlaces(partitions);
}

/** Rows come in the order of their keys more often than not, and to write the next key is faster than to read one. */
function nextPlaces({ count, keyAt, indexOf }: Partitions): Partitions['indexOf'] {
  let next = 0;
  return (key) => {
    const place = next < count && keyAt(next) === key ? next : indexOf(key);
    if (place !== null) next = place + 1;
    return place;
  };
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Where clocks never change, a key says its place by itself. */
function utcPlaces({ definition, count, windowOf }: Partitions): Partitions['indexOf'] | null {
  const start = count === 0 ? undefined : windowOf(0)?.start;
  if (definition.is !== 'time' || definition.timezone !== 'UTC' || start === undefined) return null;
  if (definition.every !== 'hour' && definition.every !== 'day') return null;
  const isDaily = definition.every === 'day';
  // Days that begin at 06:00 are called by the date of that 06:00.
  const [first, step] = isDaily ? [Math.floor(start / DAY) * DAY, DAY] : [start, HOUR];
  const form = isDaily ? /^\d{4}-\d\d-\d\d$/ : /^\d{4}-\d\d-\d\d-\d\d:\d\d$/;
  return (key) => {
    if (!form.test(key)) return null;
    const time = Date.parse(isDaily ? key : `${key.slice(0, 10)}T${key.slice(11)}Z`);
    const place = (time - first) / step;
    // There is no 31 February, whatever it is read as.
    const isDate = new Date(time).getUTCDate() === Number(key.slice(8, 10));
    return isDate && Number.isInteger(place) && place >= 0 && place < count ? place : null;
  };
}
