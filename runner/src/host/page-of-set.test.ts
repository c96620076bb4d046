// Pages of a set of ranges, against all of its places in a list.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { setOf } from '@headwater/calendar';
import { pageOfSet } from './page-of-set.ts';

test('pages forward and back hold each place once', () => {
  const range = fc.tuple(fc.nat(40), fc.nat(6)).map(([first, more]) => [first, first + more] as const);
  fc.assert(
    fc.property(fc.array(range), fc.integer({ min: 1, max: 7 }), (ranges, limit) => {
      const set = setOf(ranges);
      const all = set.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
      const forward: number[] = [];
      for (let start: number | null = 0; start !== null;) {
        const { places, next } = pageOfSet(set, { start, limit });
        forward.push(...places);
        start = next;
      }
      expect(forward).toEqual(all);
      const backward: number[] = [];
      let page = pageOfSet(set, { start: 'last', limit });
      for (;;) {
        backward.unshift(...page.places);
        if (page.previous === null) break;
        page = pageOfSet(set, { start: page.previous, limit: Math.min(limit, all.indexOf(page.places[0] ?? 0)) });
      }
      expect(backward).toEqual(all);
    }),
  );
});
