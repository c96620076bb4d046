// Sets of ranges behave as the sets of their members do.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { has, intersect, setOf, sizeOf, subtract, union, type PartitionSet } from './partition-set.ts';
import { rectanglesOf, setOfRectangles } from './rectangles.ts';

const members = fc.uniqueArray(fc.integer({ min: 0, max: 40 }));

function fromMembers(places: readonly number[]): PartitionSet {
  return setOf(places.map((place) => [place, place]));
}

function toMembers(set: PartitionSet): number[] {
  return set.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
}

function sorted(places: Iterable<number>): number[] {
  return [...places].sort((a, b) => a - b);
}

/** Sorted, apart from each other, none empty. */
function isNormal(set: PartitionSet): boolean {
  return set.every(([first, last], index) => first <= last && first > (set[index - 1]?.[1] ?? -2) + 1);
}

it('ranges are what the sets of their members are', () => {
  fc.assert(
    fc.property(members, members, (a, b) => {
      const one = fromMembers(a);
      const other = fromMembers(b);
      expect(toMembers(union(one, other))).toEqual(sorted(new Set([...a, ...b])));
      expect(toMembers(intersect(one, other))).toEqual(sorted(a.filter((place) => b.includes(place))));
      expect(toMembers(subtract(one, other))).toEqual(sorted(a.filter((place) => !b.includes(place))));
      expect([one, union(one, other), intersect(one, other), subtract(one, other)].every(isNormal)).toBe(true);
      expect(sizeOf(one)).toBe(a.length);
      for (let place = 0; place <= 41; place++) expect(has(one, place)).toBe(a.includes(place));
    }),
  );
});

it('rectangles are another way to say the same set', () => {
  fc.assert(
    fc.property(members, fc.integer({ min: 1, max: 7 }), (places, width) => {
      const set = fromMembers(places);
      const rectangles = rectanglesOf(set, width);
      expect(setOfRectangles(rectangles, width)).toEqual(set);
      for (const [index, { rows, columns }] of rectangles.entries()) {
        expect(rows[0]).toBeGreaterThan(rectangles[index - 1]?.rows[1] ?? -1);
        expect(columns.length).toBeGreaterThan(0);
      }
    }),
  );
});

it('whole rows stay one range, however many there are', () => {
  const million = setOfRectangles([{ rows: [0, 999_999], columns: [[0, 49]] }], 50);
  expect(million).toEqual([[0, 49_999_999]]);
  expect(rectanglesOf(million, 50)).toEqual([{ rows: [0, 999_999], columns: [[0, 49]] }]);
});
