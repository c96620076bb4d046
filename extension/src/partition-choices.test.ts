// R7: what a person can choose among partitions.
import { expect, test } from 'vitest';
import type { PartitionsDocument } from '@headwater/runner/protocol';
import { partitionChoices } from './partition-choices.ts';

const days: PartitionsDocument = {
  version: 1,
  key: 'sales',
  partitions: { is: 'time', every: 'day', cron: null, start: '2026-01-01', end: null, timezone: 'UTC', endOffset: 0 },
  counts: { total: 5, fresh: 1, stale: 1, missing: 3, failed: 0 },
  first: '2026-01-01',
  last: '2026-01-05',
  ranges: [
    { from: '2026-01-01', to: '2026-01-01', count: 1, state: 'fresh' },
    { from: '2026-01-02', to: '2026-01-02', count: 1, state: 'stale' },
    { from: '2026-01-03', to: '2026-01-05', count: 3, state: 'missing' },
  ],
  moreRanges: false,
  page: [
    { key: '2026-01-04', state: 'missing', causes: [] },
    { key: '2026-01-05', state: 'missing', causes: [] },
  ],
  next: null,
  previous: '2026-01-03',
};

const told = (typed: string) =>
  partitionChoices(days, typed).map(({ label, partitions, count, only }) => [label, partitions, count, only]);

test('R7: the latest, what is missing or stale, all, ranges and single ones', () => {
  expect(told('')).toEqual([
    ['$(circle-outline) Latest: 2026-01-05', ['2026-01-05'], 1, undefined],
    ['$(circle-outline) All that are missing', null, 3, 'missing'],
    ['$(warning) All that are missing, stale or failed', null, 4, 'stale'],
    ['$(layers) All', null, 5, undefined],
    ['$(circle-outline) 2026-01-03 to 2026-01-05', ['2026-01-03..2026-01-05'], 3, undefined],
    ['$(circle-outline) 2026-01-04', ['2026-01-04'], 1, undefined],
  ]);
});

test('R7: what is typed comes first, one key or several with ranges', () => {
  expect(told('2026-01-02')[0]).toEqual(['$(edit) 2026-01-02', ['2026-01-02'], 1, undefined]);
  expect(told(' 2026-01-01..2026-01-03, 2026-01-05 ')[0]).toEqual([
    '$(edit) 2026-01-01..2026-01-03, 2026-01-05',
    ['2026-01-01..2026-01-03', '2026-01-05'],
    null,
    undefined,
  ]);
  expect(told('2026-01-05')[0]?.[0]).toBe('$(circle-outline) Latest: 2026-01-05');
  expect(told(' , ')).toEqual(told(''));
});
