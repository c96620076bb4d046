// Ranges are mapped, in both directions, as each partition by itself would be.
import type { OneDimension, PartitionMapping, PartitionsDefinition } from '@headwater/graph';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultMapping } from './default-mapping.ts';
import { COUNTRIES, opened, places, timePartitions } from './definitions.fixture.ts';
import { downstreamPartitions, upstreamPartitions } from './map-partitions.ts';
import { mappingProblem } from './mapping-problem.ts';
import { all, setOf, type PartitionSet } from './partition-set.ts';
import type { Partitions } from './partitions.ts';

interface Sides {
  readonly mapping: PartitionMapping;
  readonly downstream: Partitions;
  readonly upstream: Partitions;
}

/** What the mapping says of one partition, found by looking at each of the others. */
function needs(index: number, { mapping, downstream, upstream }: Sides): number[] {
  const others = Array.from({ length: upstream.count }, (_, other) => other);
  const key = downstream.keyAt(index);
  if (mapping.is === 'all') return others;
  if (mapping.is === 'last') return others.slice(-1);
  if (mapping.is === 'static') return others.filter((other) => mapping.keys[key]?.includes(upstream.keyAt(other)));
  if (mapping.is === 'window') {
    const from = downstream.time?.windowOf(index + mapping.startOffset).start ?? NaN;
    const until = downstream.time?.windowOf(index + mapping.endOffset).end ?? NaN;
    return others.filter((other) => {
      const window = upstream.windowOf(other) ?? { start: NaN, end: NaN };
      return window.start < until && window.end > from;
    });
  }
  // What is left goes by dimensions: each part of a key with the part it is laid beside.
  return others.filter((other) =>
    pairs({ mapping, downstream, upstream }).every(([at, of, down, up]) => {
      const one = down.indexOf(key.split('|')[at] ?? '') ?? -1;
      const another = up.indexOf(upstream.keyAt(other).split('|')[of] ?? '');
      const inner = defaultMapping(down.definition, up.definition);
      if (inner.is === 'identity') return down.keyAt(one) === up.keyAt(another ?? -1);
      return needs(one, { mapping: inner, downstream: down, upstream: up }).includes(another ?? -1);
    }),
  );
}

/** Place of the part in the key downstream, in the key upstream, and the partitions of both. */
function pairs({ mapping, downstream, upstream }: Sides): (readonly [number, number, Partitions, Partitions])[] {
  const parts = (of: Partitions): (readonly [string, Partitions])[] =>
    of.dimensions?.map(({ name, partitions }) => [name, partitions] as const) ?? [
      [mapping.is === 'dimension' ? mapping.name : '', of],
    ];
  return parts(downstream).flatMap(([name, down], at) =>
    parts(upstream).flatMap(([other, up], of) => (name === other ? [[at, of, down, up] as const] : [])),
  );
}

const start = fc.constantFrom('2026-10-01', '2026-10-23', '2026-10-24T06:00', '2026-10-26');
const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe');
const time = fc
  .record({
    every: fc.constantFrom('hour', 'day', 'week', 'month', 'cron'),
    start,
    timezone: zone,
    endOffset: fc.constantFrom(0, 0, 1, -1),
  })
  .map(({ every, ...rest }) => timePartitions(every, { ...rest, cron: every === 'cron' ? '0 6,18 * * 1-5' : null }));
const offset = fc.integer({ min: -3, max: 3 });
const window = fc
  .tuple(offset, offset)
  .map(([a, b]): PartitionMapping => ({ is: 'window', startOffset: Math.min(a, b), endOffset: Math.max(a, b) }));

/** Picks some of the partitions as a set of ranges. */
const picked = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 5 })), {
  minLength: 1,
  maxLength: 4,
});

function pick(of: Partitions, choice: readonly (readonly [number, number])[]): PartitionSet {
  if (of.count === 0) return [];
  return setOf(
    choice.map(([share, length]) => {
      const first = Math.floor(share * (of.count - 1));
      return [first, Math.min(of.count - 1, first + length)] as const;
    }),
  );
}

/** For each partition downstream those it needs, by the slow way. */
function relationOf(sides: Sides): number[][] {
  return Array.from({ length: sides.downstream.count }, (_, index) => needs(index, sides));
}

function expectBothWays(
  sides: Sides,
  { relation, choice }: { relation: number[][]; choice: readonly (readonly [number, number])[] },
): void {
  const down = pick(sides.downstream, choice);
  const wanted = new Set(places(down).flatMap((index) => relation[index] ?? []));
  expect(places(upstreamPartitions(down, sides))).toEqual([...wanted].sort((a, b) => a - b));
  const up = pick(sides.upstream, choice);
  const chosen = new Set(places(up));
  const needing = relation.flatMap((needed, index) => (needed.some((other) => chosen.has(other)) ? [index] : []));
  expect(places(downstreamPartitions(up, sides))).toEqual(needing);
}

describe('ranges are mapped as each partition by itself would be', () => {
  it('by windows of any length, in any two zones, moved or not', () => {
    fc.assert(
      fc.property(time, time, window, picked, (one, other, mapping, choice) => {
        const now = '2026-10-28T11:00Z';
        const sides = { mapping, downstream: opened(one, now), upstream: opened(other, now) };
        expectBothWays(sides, { relation: relationOf(sides), choice });
      }),
      { numRuns: 30 },
    );
  });

  const days = timePartitions('day', { start: '2026-03-27', timezone: 'Europe/Berlin', end: '2026-04-01' });
  const hours = timePartitions('hour', {
    start: '2026-03-28T18:00',
    timezone: 'Europe/Berlin',
    end: '2026-03-30T06:00',
  });
  const dayAndCountry: PartitionsDefinition = { is: 'multi', dimensions: { day: days, country: COUNTRIES } };
  const countryAndDay: PartitionsDefinition = { is: 'multi', dimensions: { country: COUNTRIES, day: days } };
  const hourAndCountry: PartitionsDefinition = { is: 'multi', dimensions: { day: hours, country: COUNTRIES } };
  const customers: OneDimension = { is: 'dynamic', name: 'customers' };

  it.each<[string, PartitionMapping, PartitionsDefinition, PartitionsDefinition]>([
    ['the same', { is: 'identity' }, days, days],
    ['the same names', { is: 'identity' }, customers, customers],
    ['all of them', { is: 'all' }, days, customers],
    ['the last', { is: 'last' }, customers, hours],
    ['keys by name', { is: 'static', keys: { us: ['ann', 'bob'], de: ['ann'] } }, COUNTRIES, customers],
    ['two dimensions from one of them', { is: 'dimension', name: 'day' }, dayAndCountry, days],
    ['two dimensions from the other', { is: 'dimension', name: 'country' }, dayAndCountry, COUNTRIES],
    ['one from two that have it', { is: 'dimension', name: 'day' }, days, dayAndCountry],
    ['one from two that have it second', { is: 'dimension', name: 'country' }, COUNTRIES, dayAndCountry],
    ['two from hours', { is: 'dimension', name: 'day' }, dayAndCountry, hours],
    ['hours from two', { is: 'dimension', name: 'day' }, hours, dayAndCountry],
    ['two and two', { is: 'identity' }, dayAndCountry, dayAndCountry],
    ['two and two in the other order', { is: 'identity' }, dayAndCountry, countryAndDay],
    ['two of days and two of hours', { is: 'identity' }, dayAndCountry, hourAndCountry],
    ['two of hours and two of days turned', { is: 'identity' }, hourAndCountry, countryAndDay],
  ])('%s', (_, mapping, one, other) => {
    const sides = { mapping, downstream: opened(one), upstream: opened(other) };
    const relation = relationOf(sides);
    expect(mappingProblem(mapping, { downstream: one, upstream: other })).toBeNull();
    fc.assert(
      fc.property(picked, (choice) => {
        expectBothWays(sides, { relation, choice });
      }),
      { numRuns: 20 },
    );
  });
});

it('what is made whole is one partition', () => {
  const days = opened(timePartitions('day'));
  const whole = { mapping: { is: 'all' }, downstream: null, upstream: days } as const;
  expect(upstreamPartitions([[0, 0]], whole)).toEqual(all(days));
  expect(downstreamPartitions([[7, 7]], whole)).toEqual([[0, 0]]);
  expect(upstreamPartitions([[3, 5]], { mapping: { is: 'all' }, downstream: days, upstream: null })).toEqual([[0, 0]]);
});

it('a day of an asset can need the day before of itself', () => {
  const days = opened(timePartitions('day'));
  const sides = {
    mapping: { is: 'window', startOffset: -1, endOffset: -1 },
    downstream: days,
    upstream: days,
  } as const;
  expect(upstreamPartitions([[0, 3]], sides)).toEqual([[0, 2]]);
  expect(downstreamPartitions([[0, 3]], sides)).toEqual([[1, 4]]);
});

it('a hundred years of hours are mapped as fast as one', () => {
  const hours = opened(timePartitions('hour', { start: '1910-01-01', timezone: 'Europe/Berlin' }));
  const days = opened(timePartitions('day', { start: '1910-01-01', timezone: 'Europe/Berlin' }));
  const sides = { mapping: { is: 'window', startOffset: 0, endOffset: 0 }, downstream: days, upstream: hours } as const;
  expect(upstreamPartitions(all(days), sides)).toEqual([[0, hours.indexOf('2026-12-31-23:00') ?? NaN]]);
  expect(downstreamPartitions([[0, 900_000]], sides)).toHaveLength(1);
});

it('a mapping that cannot be is refused here as there', () => {
  const days = opened(timePartitions('day'));
  const mapping = { is: 'identity' } as const;
  const refused = 'mapping.identity needs the same partitions on both sides';
  // Also when it was fine between others.
  expect(upstreamPartitions([[0, 0]], { mapping, downstream: days, upstream: days })).toEqual([[0, 0]]);
  const sides = { mapping, downstream: days, upstream: opened(COUNTRIES) };
  expect(() => upstreamPartitions([[0, 0]], sides)).toThrow(refused);
});
