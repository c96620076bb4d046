// Remembered sets are of places, and places can move: of two dimensions when one grows, of keys that were removed.
import { setOf, type Partitions } from '@headwater/calendar';
import type { Slices } from './evaluation.ts';

/**
 * How many there were of each dimension and which was the last; undefined where a place means the same forever: windows of time
 * and fixed keys.
 */
export function shapeOf(partitions: Partitions | null): string | undefined {
  if (partitions === null || (partitions.dimensions === null && partitions.definition.is !== 'dynamic'))
    return undefined;
  return JSON.stringify(
    sidesOf(partitions).map((side) => [side.count, side.count === 0 ? '' : side.keyAt(side.count - 1)]),
  );
}

/** What puts sets of the remembered shape to the places of now; null where nothing can: a key was removed. */
export function carrier(shape: string | undefined, partitions: Partitions | null): ((set: Slices) => Slices) | null {
  if (shape === undefined || partitions === null || shape === shapeOf(partitions)) return (set) => set;
  const before = JSON.parse(shape) as readonly (readonly [count: number, last: string])[];
  const sides = sidesOf(partitions);
  const isGrown = before.every(([count, last], at) => count === 0 || sides[at]?.indexOf(last) === count - 1);
  if (!isGrown || before.length !== sides.length) return null;
  const [, columns] = before;
  const width = sides[1]?.count;
  if (columns === undefined || width === undefined) return (set) => set;
  return (set) => setOf(rowsOf(set, columns[0]).map(([row, first, last]) => [row * width + first, row * width + last]));
}

function sidesOf(partitions: Partitions): readonly Partitions[] {
  return partitions.dimensions?.map((dimension) => dimension.partitions) ?? [partitions];
}

function rowsOf(set: Slices, width: number): (readonly [row: number, first: number, last: number])[] {
  return set.flatMap(([first, last]) => {
    const from = Math.floor(first / width);
    const rows = Math.floor(last / width) - from + 1;
    return Array.from({ length: rows }, (_, at) => {
      const row = from + at;
      return [row, at === 0 ? first % width : 0, at === rows - 1 ? last % width : width - 1] as const;
    });
  });
}
