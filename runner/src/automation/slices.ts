// Sets of an asset's slices: one for an asset without partitions, else its partitions by place. Most are all or nothing.
import { intersect as common, subtract as difference, union as joined } from '@headwater/calendar';
import type { Slices } from './evaluation.ts';

export const NONE: Slices = [];
/** All there is of an asset without partitions. */
export const WHOLE: Slices = [[0, 0]];

export function union(a: Slices, b: Slices): Slices {
  if (a.length === 0 || a === b) return b;
  return b.length === 0 ? a : joined(a, b);
}

export function intersect(a: Slices, b: Slices): Slices {
  if (a.length === 0 || b.length === 0) return NONE;
  return a === b ? a : common(a, b);
}

export function subtract(a: Slices, b: Slices): Slices {
  if (a.length === 0 || b.length === 0) return a;
  return a === b ? NONE : difference(a, b);
}

export function isSameSet(a: Slices, b: Slices): boolean {
  return a === b || (a.length === b.length && a.every(([first, last], i) => first === b[i]?.[0] && last === b[i]?.[1]));
}
