// What is said of partitions, and what part of a bar each state takes.
import type { PartitionCounts } from '@headwater/graph';
import { expect, test } from 'vitest';
import { definitionWords, partitionShares, partitionWords } from './partition-words.ts';

const counts = (of: Partial<PartitionCounts>): PartitionCounts => {
  const all = { fresh: 0, stale: 0, missing: 0, failed: 0, ...of };
  return { ...all, total: all.fresh + all.stale + all.missing + all.failed };
};
const daily = {
  is: 'time',
  every: 'day',
  cron: null,
  start: '2026-01-01',
  end: null,
  timezone: 'UTC',
  endOffset: 0,
} as const;

test('R7: all, some and none are said plainly', () => {
  expect(partitionWords(counts({}))).toBe('no partition yet');
  expect(partitionWords(counts({ fresh: 1_204 }))).toBe('all 1,204 partitions fresh');
  expect(partitionWords(counts({ fresh: 1, missing: 2, failed: 3 }))).toBe(
    '1 of 6 partitions fresh, 3 failed, 2 missing',
  );
});

test('R7: one failed of a million is seen, and the parts fill the bar without a gap', () => {
  const shares = partitionShares(counts({ fresh: 999_999, failed: 1 }));
  expect(shares.map(({ state }) => state)).toEqual(['fresh', 'failed']);
  expect(shares[1]?.share).toBeGreaterThan(2.5);
  expect(shares[1]?.from).toBeCloseTo(shares[0]?.share ?? 0);
  expect((shares[1]?.from ?? 0) + (shares[1]?.share ?? 0)).toBeCloseTo(100);
  expect(partitionShares(counts({}))).toEqual([]);
});

test('each definition is told in words', () => {
  expect(definitionWords(daily)).toBe('daily from 2026-01-01, UTC');
  expect(definitionWords({ ...daily, every: 'cron', cron: '0 6 * * *', end: '2026-02-01' })).toBe(
    'at 0 6 * * * from 2026-01-01 to 2026-02-01, UTC',
  );
  expect(definitionWords({ is: 'static', keys: ['de', 'us'] })).toBe('de, us');
  expect(definitionWords({ is: 'static', keys: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] })).toBe('7 names');
  expect(definitionWords({ is: 'dynamic', name: 'customers' })).toBe('names added to customers');
  expect(definitionWords({ is: 'multi', dimensions: { day: daily, place: { is: 'static', keys: ['de'] } } })).toBe(
    'day (daily from 2026-01-01, UTC) × place (de)',
  );
});
