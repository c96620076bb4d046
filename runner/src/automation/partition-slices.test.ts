// What is stored of partitions as sets of places: against looking at each partition by itself.
import { has, openPartitions } from '@headwater/calendar';
import type { Materialization } from '@headwater/graph';
import { expect, test } from 'vitest';
import { RememberedPartitions } from '../store/partition-columns.ts';
import { partitionSlices } from './partition-slices.ts';

test('missing, failed, updated since and older than, whatever the order they were made in', () => {
  const now = Date.parse('2026-03-01T00:00:00Z');
  const reading = openPartitions(
    { is: 'time', every: 'day', cron: null, start: '2026-01-01', end: null, timezone: 'UTC', endOffset: 0 },
    { now },
  );
  if (!reading.ok) throw new Error(reading.message);
  const { partitions } = reading;
  // Row, sequence number, run; 0 was never made. The last one is no partition any more.
  const rows = [
    ['2026-01-05', 4, 'r2'],
    ['2026-01-02', 7, 'r3'],
    ['2026-01-03', 0, ''],
    ['2026-01-01', 2, 'r1'],
    ['2025-12-31', 9, 'r4'],
  ] as const;
  const timeOf = (seq: number): number => Date.parse('2026-02-01T00:00:00Z') + seq * 1000;
  const columns = new RememberedPartitions('a');
  for (const [key, seq, run] of rows)
    if (seq > 0) columns.made(key, { seq, run, codeVersion: null, dataVersion: 'v1:x', inputs: {} });
    else columns.failed(key, { asset: 'a', run: 'r0', seq: 1, time: '2026-02-01T00:00:00.000Z', message: 'no' });
  const stored = partitionSlices('a', partitions, {
    partitionsOf: () => columns,
    partition: (_asset, key) => {
      const seq = rows.find((row) => row[0] === key)?.[1] ?? 0;
      return { time: new Date(timeOf(seq)).toISOString() } as Materialization; // Only its time is.
    },
  });
  const keysIn = (set: Parameters<typeof has>[0]): readonly string[] =>
    Array.from({ length: partitions.count }, (_, index) => index)
      .filter((index) => has(set, index))
      .map((index) => partitions.keyAt(index));
  expect(partitions.count - keysIn(stored.missing).length).toBe(3);
  expect(keysIn(stored.failed)).toEqual(['2026-01-03']);
  expect(stored.updatedAfter(2).map(({ run, set }) => [run, keysIn(set)])).toEqual([
    ['r2', ['2026-01-05']],
    ['r3', ['2026-01-02']],
  ]);
  for (const [before, expected] of [
    [2, []],
    [3, ['2026-01-01']],
    [7, ['2026-01-01', '2026-01-05']],
    [8, ['2026-01-01', '2026-01-02', '2026-01-05']],
  ] as const)
    expect(keysIn(stored.olderThan(timeOf(before)))).toEqual(expected);
});
