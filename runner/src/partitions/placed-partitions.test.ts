// Keys are placed as the definition itself places them, those it does not have included.
import { expect, test } from 'vitest';
import { openPartitions } from '@headwater/calendar';
import type { TimePartitions } from '@headwater/graph';
import { RememberedPartitions } from '../store/partition-columns.ts';
import { placePartitions } from './placed-partitions.ts';

const made = { seq: 1, run: 'r1', codeVersion: null, dataVersion: 'v1:x', inputs: {} };

test.each([
  ['hour', '2026-02-27T20:00'],
  ['hour', '2026-02-27'],
  ['day', '2026-02-27'],
  ['day', '2026-02-27T06:00'],
  ['week', '2026-02-23'],
] as const)('every %s from %s', (every, start) => {
  const definition: TimePartitions = { is: 'time', every, cron: null, start, end: null, timezone: 'UTC', endOffset: 0 };
  const opened = openPartitions(definition, { now: Date.UTC(2026, 2, 12) });
  if (!opened.ok) throw new Error(opened.message);
  const { partitions } = opened;
  const known = Array.from({ length: partitions.count }, (_, place) => partitions.keyAt(place));
  const others = ['2026-02-31', '2026-02-31-01:00', '2026-02-26', '2027-01-01', '2026-03-01-25:00', 'berlin', ''];
  const columns = new RememberedPartitions('orders');
  for (const key of [...others, ...known.toReversed()]) columns.made(key, made);
  const { places, rows } = placePartitions(columns, { partitions, since: 0 });
  expect(known.length).toBeGreaterThan(0);
  expect([...rows].map((row) => columns.keys[row])).toEqual(known);
  expect([...places]).toEqual(known.map((_, place) => place));
});

test('each of 26 thousand million', () => {
  const hours = { is: 'time', every: 'hour', cron: null, end: null, timezone: 'UTC', endOffset: 0 } as const;
  const minutes = { ...hours, every: 'cron', cron: '* * * * *', start: '1976-01-01' } as const;
  const shops = { is: 'static', keys: Array.from({ length: 1000 }, (_, at) => `shop ${at}`) } as const;
  const opened = openPartitions({ is: 'multi', dimensions: { minutes, shops } }, { now: Date.UTC(2026, 0, 1) });
  if (!opened.ok) throw new Error(opened.message);
  const { partitions } = opened;
  const wanted = [7, partitions.count - 2, partitions.count - 1];
  const columns = new RememberedPartitions('orders');
  for (const place of wanted.toReversed()) columns.made(partitions.keyAt(place), made);
  const { places, rows } = placePartitions(columns, { partitions, since: 0 });
  expect(partitions.count).toBeGreaterThan(26e9);
  expect([...places]).toEqual(wanted);
  expect([...rows]).toEqual([2, 1, 0]);
});
