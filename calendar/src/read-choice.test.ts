// A choice of partitions is read back as it was said, and what cannot be is refused with what was probably meant.
import type { PartitionsDefinition } from '@headwater/graph';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNTRIES, opened, timePartitions } from './definitions.fixture.ts';
import { ofKeys, setOf } from './partition-set.ts';
import type { Partitions } from './partitions.ts';
import { rangeText, toRanges } from './ranges.ts';
import { readChoice } from './read-choice.ts';

const days = opened(timePartitions('day', { end: '2026-03-01' }));
const both = opened({
  is: 'multi',
  dimensions: { day: timePartitions('day', { end: '2026-03-01' }), country: COUNTRIES },
});

function chosen(partitions: Partitions, ...texts: string[]): string[] {
  const reading = readChoice(texts, partitions);
  return reading.ok ? toRanges(reading.set, partitions).map(rangeText) : [reading.message];
}

describe('what was asked for', () => {
  it('is keys, ranges, or all', () => {
    expect(chosen(days, '2026-01-05')).toEqual(['2026-01-05']);
    expect(chosen(days, '2026-01-05..2026-01-09', '2026-01-10', '2026-02-01')).toEqual([
      '2026-01-05..2026-01-10',
      '2026-02-01',
    ]);
    expect(chosen(days, '*')).toEqual(['2026-01-01..2026-02-28']);
    expect(chosen(opened(COUNTRIES), 'fr', 'us..de')).toEqual(['us..fr']);
    expect(chosen(days)).toEqual([]);
  });

  it('is one of these for each of two dimensions', () => {
    expect(chosen(both, '2026-01-01..2026-01-31|us')).toEqual(['2026-01-01..2026-01-31|us']);
    expect(chosen(both, '2026-01-01|*', '2026-01-02|us..de')).toEqual(['2026-01-01|us..fr', '2026-01-02|us..de']);
    expect(chosen(both, '2026-01-01|us..2026-01-03|de')).toEqual(['2026-01-01..2026-01-03|us..de']);
    expect(chosen(both, '*')).toEqual(['2026-01-01..2026-02-28|us..fr']);
    expect(
      toRanges(
        setOf([
          [1, 1],
          [4, 4],
        ]),
        both,
      ),
    ).toEqual([{ from: '2026-01-01|de', to: '2026-01-02|de', count: 2 }]);
  });

  it('is read back as it was said, whatever it was', () => {
    const names = opened({ is: 'static', keys: ['Acme Inc.', '.net', 'us', 'Bolt Ltd.'] });
    for (const partitions of [days, both, names]) {
      fc.assert(
        fc.property(
          fc.uniqueArray(fc.integer({ min: 0, max: Math.min(50, partitions.count - 1) }), { minLength: 1 }),
          (indexes) => {
            const set = ofKeys(indexes.map(partitions.keyAt), partitions);
            const ranges = toRanges(set, partitions);
            expect(readChoice(ranges.map(rangeText), partitions)).toEqual({ ok: true, set });
            expect(
              readChoice(
                ranges.map(({ from, to }) => `${from}..${to}`),
                partitions,
              ),
            ).toEqual({ ok: true, set });
            expect(ranges.reduce((sum, { count }) => sum + count, 0)).toBe(indexes.length);
          },
        ),
      );
    }
  });
});

describe('what cannot be', () => {
  const berlin: PartitionsDefinition = timePartitions('day', { timezone: 'Europe/Berlin' });
  const at = '2026-03-28T22:00Z';

  it.each([
    [
      '2026-03-28',
      'Partition "2026-03-28" does not exist yet: it will at 2026-03-29 00:00 (Europe/Berlin), when its window ends.',
    ],
    ['2026-03-29', 'it will at 2026-03-30 00:00 (Europe/Berlin), when its window ends.'],
    ['2025-12-31', 'There is no partition "2025-12-31". They go from 2026-01-01 to 2026-03-27.'],
    ['2026-1-5', 'There is no partition "2026-1-5". They go from 2026-01-01 to 2026-03-27.'],
    [
      '2026-01-09..2026-01-05',
      '"2026-01-09..2026-01-05" ends before it begins. Did you mean "2026-01-05..2026-01-09"?',
    ],
    ['2026-01-09..', '"2026-01-09.." is no range: write from..to, with both keys.'],
    ['', 'A partition key is missing.'],
  ])('%j', (text, expected) => {
    expect(chosen(opened(berlin, at), text)[0]).toContain(expected);
  });

  it('names what was probably meant', () => {
    expect(chosen(opened(COUNTRIES), 'uss')).toEqual([
      'There is no partition "uss". Did you mean "us"? They are us, de, fr.',
    ]);
    expect(chosen(opened(timePartitions('week')), '2026-01-03')[0]).toContain('; 2026-01-03 is in 2026-01-01.');
    const hours = opened(timePartitions('hour', { timezone: 'Europe/Berlin' }));
    expect(chosen(hours, '2026-03-29')[0]).toContain('; 2026-03-29 is 2026-03-29-00:00..2026-03-29-23:00.');
  });

  it('says why there is none', () => {
    expect(chosen(opened({ ...berlin, endOffset: -1 }, at), '2026-03-27')[0]).toContain(
      'it will at 2026-03-29 00:00 (Europe/Berlin), with an endOffset of -1',
    );
    expect(chosen(days, '2026-03-01')).toEqual([
      'There is no partition "2026-03-01": they end before 2026-03-01 00:00 (UTC), where "end" is.',
    ]);
    expect(chosen(opened(berlin, '2025-06-01T00:00Z'), 'x')).toEqual([
      'There is no partition "x". None exists yet: the first is 2026-01-01, whose window ends at 2026-01-02 00:00 (Europe/Berlin).',
    ]);
    const none = { ...opened({ is: 'dynamic', name: 'customers' }), count: 0, indexOf: () => null };
    expect(chosen(none, 'ann')).toEqual(['There is no partition "ann". No key was added to "customers" yet.']);
  });

  it('says which dimension it is about', () => {
    expect(chosen(both, '2026-01-01')).toEqual([
      'Partition "2026-01-01" needs a day and a country, joined by "|", such as "2026-01-01|us".',
    ]);
    expect(chosen(both, '2026-01-01|uk')[0]).toContain('It was read as the country of "2026-01-01|uk".');
  });
});
