// A page of the places of a set of ranges, and where the pages beside it begin.
import { intersect, sizeOf, type PartitionSet } from '@headwater/calendar';

interface PlacesPage {
  readonly places: readonly number[];
  /** Null at the end. */
  readonly next: number | null;
  /** Null at the beginning. */
  readonly previous: number | null;
}

/** `start` is a place, in the set or before what follows it; `last`: the page is the end of the set. */
export function pageOfSet(
  set: PartitionSet,
  { start, limit }: { readonly start: number | 'last'; readonly limit: number },
): PlacesPage {
  if (start === 'last') {
    const places = lastPlaces(set, limit);
    return { places, next: null, previous: before(set, { start: places[0], limit }) };
  }
  const following = intersect(set, [[start, Infinity]]);
  const [next = null, places] = splitLast(firstPlaces(following, limit + 1), limit);
  return { places, next, previous: before(set, { start: places[0] ?? start, limit }) };
}

function before(set: PartitionSet, { start, limit }: { start: number | undefined; limit: number }): number | null {
  if (start === undefined || start === 0) return null;
  return lastPlaces(intersect(set, [[0, start - 1]]), limit)[0] ?? null;
}

function firstPlaces(set: PartitionSet, limit: number): number[] {
  const places: number[] = [];
  for (const [first, last] of set)
    for (let place = first; place <= last; place++) {
      if (places.length >= limit) return places;
      places.push(place);
    }
  return places;
}

function lastPlaces(set: PartitionSet, limit: number): number[] {
  const skip = Math.max(0, sizeOf(set) - limit);
  let passed = 0;
  const places: number[] = [];
  for (const [first, last] of set) {
    const from = Math.max(first, first + skip - passed);
    passed += last - first + 1;
    for (let place = from; place <= last; place++) places.push(place);
  }
  return places;
}

const splitLast = (places: readonly number[], limit: number): [number | undefined, readonly number[]] => [
  places[limit],
  places.slice(0, limit),
];
