// What did not run is told: all of it where nothing ran, and partitions that nobody named in any case.
import { expect, test } from 'vitest';
import { leftUndone } from './left-undone.ts';

const fresh = (asset: string) => ({ asset, why: 'it is fresh' });
const sliced = (asset: string) => ({ asset, why: 'partitions are not named', unnamed: true as const });

test('where nothing runs, it is said why', () => {
  expect(leftUndone({ run: [], skip: [] })).toBe('Nothing to materialize: the selection has no assets.');
  expect(leftUndone({ run: [], skip: [fresh('a')] })).toBe('Nothing to materialize. a: it is fresh.');
  expect(leftUndone({ run: [], skip: [fresh('a'), fresh('b')] })).toBe(
    'Nothing to materialize: all 2 selected assets are up to date.',
  );
});

test('what is fresh beside a run is no news', () => {
  expect(leftUndone({ run: [{}], skip: [fresh('a')] })).toBeNull();
});

test('stale partitions are never called up to date, whether something else runs or not', () => {
  const skip = [fresh('a'), ...Array.from({ length: 7 }, (_, n) => sliced(`s${n}`))];
  const told =
    "Left out, because partitions are not named: s0, s1, s2, s3, s4 and 2 more. `headwater backfill --select 'key:*' --stale` makes those that are stale.";
  expect(leftUndone({ run: [], skip })).toBe(told);
  expect(leftUndone({ run: [{}], skip })).toBe(told);
});
