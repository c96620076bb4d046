// R7: a run of what is made in partitions becomes the backfill of the same assets.
import { expect, test } from 'vitest';
import { backfillRequest } from './backfill-request.ts';

test('R7: the same assets and partitions, and only what is asked for of them', () => {
  expect(backfillRequest({ keys: ['sales'] }, { partitions: ['2026-01-01..2026-01-03'] })).toEqual({
    keys: ['sales'],
    partitions: ['2026-01-01..2026-01-03'],
  });
  expect(backfillRequest({}, { partitions: null, only: 'stale' })).toEqual({ staleOnly: true });
  expect(backfillRequest({ select: 'group:"sales"', env: 'live' }, { partitions: null, only: 'missing' })).toEqual({
    select: 'group:"sales"',
    missingOnly: true,
    env: 'live',
  });
});

test('R7: what a run was widened to is backfilled too', () => {
  const all = { partitions: null };
  expect(backfillRequest({ keys: ['a', 'b'], widen: 'upstream' }, all)).toEqual({ select: '+key:a or +key:b' });
  const odd = { keys: ['of "a" \\ b'], widen: 'downstream' } as const;
  expect(backfillRequest(odd, all)).toEqual({ select: 'key:"of \\"a\\" \\\\ b"+' });
});
