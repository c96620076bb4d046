// Rows are placed as their keys are, whatever came in between: time that went on, keys added and removed, another definition.
import { openPartitions, setOf, type Partitions } from '@headwater/calendar';
import type { OneDimension, PartitionsDefinition, TimePartitions } from '@headwater/graph';
import { expect, test } from 'vitest';
import { RememberedPartitions } from '../store/partition-columns.ts';
import { madePlaces, rowPlaces, setOfRows } from './row-places.ts';

const START = Date.UTC(2026, 2, 20);
const DAY = 86_400_000;

function time(every: TimePartitions['every'], timezone: string): TimePartitions {
  return { is: 'time', every, cron: null, start: '2026-03-20', end: null, timezone, endOffset: 0 };
}

const countries: OneDimension = { is: 'static', keys: ['us', 'de', 'fr'] };
const customers: OneDimension = { is: 'dynamic', name: 'customers' };
const multi = (first: OneDimension, second: OneDimension): PartitionsDefinition => ({
  is: 'multi',
  dimensions: { first, second },
});

test.each<[string, PartitionsDefinition]>([
  ['hours over a clock change', time('hour', 'Europe/Berlin')],
  ['hours', time('hour', 'UTC')],
  ['days over a clock change', time('day', 'Europe/Berlin')],
  ['weeks', time('week', 'America/New_York')],
  ['days of each country', multi(time('day', 'Europe/Berlin'), countries)],
  ['each country by days, of which there come more', multi(countries, time('day', 'UTC'))],
  ['customers by days', multi(customers, time('day', 'UTC'))],
  ['days by customers', multi(time('day', 'UTC'), customers)],
  ['customers', customers],
  ['countries', countries],
])('%s', (_name, definition) => {
  const columns = new RememberedPartitions('orders');
  let seq = 1;
  const make = (key: string): void =>
    columns.made(key, { seq: seq++, run: 'r1', codeVersion: null, dataVersion: 'v1:x', inputs: {} });
  for (const key of ['2026-02-31', 'nobody', '2026-03-19|us', '']) make(key);
  for (const [days, keys] of [
    [8, ['a', 'b', 'c']],
    [12, ['b', 'c', 'd']],
    [12, ['d', 'c', 'b']],
    [30, ['b']],
    [9, ['e', 'b']],
  ] as const) {
    const partitions = open(definition, { now: START + days * DAY, keys });
    expect(partitions.count).toBeGreaterThan(0);
    // Every second one, the later half first.
    const places = Array.from({ length: partitions.count }, (_, place) => place).filter((place) => place % 2 === 0);
    const half = places.length >> 1;
    for (const place of [...places.slice(half), ...places.slice(0, half)]) make(partitions.keyAt(place));
    const expected = columns.keys.map((key) => partitions.indexOf(key));
    const placeOf = rowPlaces(columns, partitions);
    expect(columns.keys.map((_, row) => placeOf(row))).toEqual(expected);
    const set = setOf(expected.flatMap((place) => (place === null ? [] : [[place, place] as const])));
    expect(madePlaces(columns, partitions)).toEqual(set);
    expect(setOfRows(columns.keys.keys(), placeOf)).toEqual(set);
  }
});

function open(
  definition: PartitionsDefinition,
  { now, keys }: { readonly now: number; readonly keys: readonly string[] },
): Partitions {
  const opened = openPartitions(definition, { now, dynamicKeys: () => keys });
  if (!opened.ok) throw new Error(opened.message);
  return opened.partitions;
}
