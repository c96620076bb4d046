// Sets of partitions as ranges of places: sorted, apart from each other, both ends included. All take as long as there are ranges.
import type { Partitions } from './partitions.ts';

export type PartitionSet = readonly (readonly [first: number, last: number])[];

/** Any ranges, in any order, as a set; those that end before they begin are empty. */
export function setOf(ranges: Iterable<readonly [number, number]>): PartitionSet {
  const sorted = [...ranges].filter(([first, last]) => first <= last).sort((a, b) => a[0] - b[0]);
  const set: [number, number][] = [];
  for (const [first, last] of sorted) {
    const open = set.at(-1);
    if (open !== undefined && first <= open[1] + 1) open[1] = Math.max(open[1], last);
    else set.push([first, last]);
  }
  return set;
}

export function union(...sets: readonly PartitionSet[]): PartitionSet {
  return setOf(sets.flat());
}

export function intersect(one: PartitionSet, other: PartitionSet): PartitionSet {
  const set: [number, number][] = [];
  let left = 0;
  let right = 0;
  for (;;) {
    const a = one[left];
    const b = other[right];
    if (a === undefined || b === undefined) return set;
    const first = Math.max(a[0], b[0]);
    const last = Math.min(a[1], b[1]);
    if (first <= last) set.push([first, last]);
    if (a[1] < b[1]) left++;
    else right++;
  }
}

/** What is in `one` and not in `other`. */
export function subtract(one: PartitionSet, other: PartitionSet): PartitionSet {
  const gaps: [number, number][] = [];
  let next = -Infinity;
  for (const [first, last] of other) {
    gaps.push([next, first - 1]);
    next = last + 1;
  }
  gaps.push([next, Infinity]);
  return intersect(one, gaps);
}

export function sizeOf(set: PartitionSet): number {
  return set.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

export function has(set: PartitionSet, index: number): boolean {
  let low = 0;
  let high = set.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = set[middle];
    if (range === undefined) return false;
    if (index < range[0]) high = middle - 1;
    else if (index > range[1]) low = middle + 1;
    else return true;
  }
  return false;
}

/** All that exist. */
export function all(partitions: Partitions): PartitionSet {
  return partitions.count === 0 ? [] : [[0, partitions.count - 1]];
}

/** Every key of a set, in order. */
export function keysIn(set: PartitionSet, partitions: Partitions): string[] {
  const keys: string[] = [];
  for (const [first, last] of set) for (let index = first; index <= last; index++) keys.push(partitions.keyAt(index));
  return keys;
}

/** Those of these keys that exist. */
export function ofKeys(keys: Iterable<string>, partitions: Partitions): PartitionSet {
  const ranges: [number, number][] = [];
  for (const key of keys) {
    const index = partitions.indexOf(key);
    if (index !== null) ranges.push([index, index]);
  }
  return setOf(ranges);
}
