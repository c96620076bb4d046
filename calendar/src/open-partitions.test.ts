// Partitions exist when their windows have ended, keep their names over clock changes, and are counted without a list.
import type { PartitionsDefinition, TimePartitions } from '@headwater/graph';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reference, ZONES } from './croner.fixture.ts';
import { COUNTRIES, opened, timePartitions } from './definitions.fixture.ts';
import { openPartitions, partitionKeyProblem } from './open-partitions.ts';

const HOUR = 3_600_000;

function message(definition: PartitionsDefinition): string {
  const reading = openPartitions(definition, { now: 0 });
  return reading.ok ? 'it was opened' : reading.message;
}

describe('windows of time', () => {
  it('exist once they have ended', () => {
    const days = timePartitions('day', { timezone: 'Europe/Berlin' });
    expect(opened(days, '2026-01-01T22:59Z').count).toBe(0);
    expect(opened(days, '2026-01-01T23:00Z').count).toBe(1);
    expect(opened(days, '2025-06-01T00:00Z').count).toBe(0);
    expect(opened({ ...days, endOffset: 1 }, '2026-01-01T22:59Z').count).toBe(1);
    expect(opened({ ...days, endOffset: -1 }, '2026-01-03T00:00Z').count).toBe(1);
  });

  it('go no further than their end', () => {
    const january = timePartitions('day', { end: '2026-02-01' });
    expect(opened(january).count).toBe(31);
    expect(opened(january).keyAt(30)).toBe('2026-01-31');
    expect(opened({ ...january, endOffset: 3 }).count).toBe(31);
    expect(opened(timePartitions('week', { end: '2026-01-10' })).count).toBe(1);
  });

  it('are called by the date they begin on, or by its hour too', () => {
    const key = (definition: TimePartitions, index: number): string => opened(definition).keyAt(index);
    expect(key(timePartitions('day'), 59)).toBe('2026-03-01');
    expect(key(timePartitions('hour'), 25)).toBe('2026-01-02-01:00');
    expect(key(timePartitions('hour', { start: '2026-01-01T00:30' }), 1)).toBe('2026-01-01-01:30');
    expect(key(timePartitions('month'), 11)).toBe('2026-12-01');
    expect(key(timePartitions('month', { start: '2026-01-15' }), 1)).toBe('2026-02-15');
    // Weeks begin on the weekday of the start: here a Thursday, there a Sunday.
    expect(key(timePartitions('week'), 1)).toBe('2026-01-08');
    expect(key(timePartitions('week', { start: '2026-01-04' }), 1)).toBe('2026-01-11');
    expect(key(timePartitions('cron', { cron: '0 6,18 * * 1-5' }), 3)).toBe('2026-01-02-18:00');
  });

  it('a day has 23, 24 or 25 hours', () => {
    const days = opened(timePartitions('day', { timezone: 'Europe/Berlin' }));
    const hours = (key: string): number => {
      const window = days.windowOf(days.indexOf(key) ?? -1);
      return window === null ? NaN : (window.end - window.start) / HOUR;
    };
    expect(['2026-03-28', '2026-03-29', '2026-10-25'].map(hours)).toEqual([24, 23, 25]);
  });

  it('days that begin at a time clocks go over keep their date', () => {
    const cairo = opened(timePartitions('day', { timezone: 'Africa/Cairo' }));
    expect(cairo.windowOf(cairo.indexOf('2026-04-24') ?? -1)).toEqual({
      start: Date.parse('2026-04-23T22:00Z'),
      end: Date.parse('2026-04-24T21:00Z'),
    });
    const late = opened(timePartitions('day', { start: '2026-01-01T02:30', timezone: 'Europe/Berlin' }));
    expect(late.windowOf(late.indexOf('2026-03-29') ?? -1)?.start).toBe(Date.parse('2026-03-29T01:00Z'));
    // Clocks go from 23:00 to midnight: the day that begins at 23:30 begins on the next date.
    const nuuk = opened(timePartitions('day', { start: '2026-01-01T23:30', timezone: 'America/Nuuk' }));
    const first = nuuk.indexOf('2026-03-28') ?? -1;
    expect([first, first + 1].map(nuuk.keyAt)).toEqual(['2026-03-28', '2026-03-29']);
    expect(nuuk.windowOf(first)?.start).toBe(Date.parse('2026-03-29T01:00Z'));
  });

  it('the hour that comes twice has two keys', () => {
    const hours = opened(timePartitions('hour', { timezone: 'Europe/Berlin' }));
    const first = hours.indexOf('2026-10-25-02:00') ?? -1;
    const keys = [0, 1, 2].map((offset) => hours.keyAt(first + offset));
    expect(keys).toEqual(['2026-10-25-02:00', '2026-10-25-02:00+01:00', '2026-10-25-03:00']);
    expect(hours.indexOf('2026-10-25-02:00+01:00')).toBe(first + 1);
    expect(hours.indexOf('2026-03-29-02:00')).toBeNull();
    expect(hours.indexOf('2026-03-29-03:00')).toBe((hours.indexOf('2026-03-29-01:00') ?? NaN) + 1);
  });

  it('a million of them are counted, not listed', () => {
    const hours = opened(
      timePartitions('hour', { start: '1905-01-01', timezone: 'America/New_York' }),
      '2026-01-01T05:00Z',
    );
    expect(hours.count).toBeGreaterThan(1_000_000);
    expect(hours.keyAt(hours.count - 1)).toBe('2025-12-31-23:00');
    expect(hours.indexOf('2025-12-31-23:00')).toBe(hours.count - 1);
    const minutes = opened(
      timePartitions('cron', { cron: '* * * * *', start: '2020-01-01', timezone: 'Europe/Berlin' }),
    );
    expect(minutes.count).toBe((Date.parse('2027-01-01T12:00Z') - Date.parse('2019-12-31T23:00Z')) / 60_000);
  });

  it('have the windows an independent implementation finds, and a key for each', () => {
    // Where clocks go over 23:30 into the next day, as in Nuuk, it finds nothing there.
    const zones = ZONES.filter((zone) => zone !== 'America/Nuuk');
    const every = fc.constantFrom('hour', 'day', 'week', 'month', 'cron');
    const cron = fc.constantFrom(
      '0 6,18 * * *',
      '30 2 * * *',
      '*/20 * * * *',
      '0 0 1,15 * *',
      '15 1,2,3 * * 0',
      '0 0 13 * 5',
    );
    const start = fc
      .tuple(
        fc.constantFrom('2026-03-06', '2026-03-27', '2026-10-23', '2026-10-28', '2026-04-02', '2023-09-29'),
        fc.constantFrom('', 'T00:30', 'T02:00', 'T02:30', 'T23:30'),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(every, cron, start, fc.constantFrom(...zones), (kind, pattern, from, timezone) => {
        const definition = timePartitions(kind, { cron: kind === 'cron' ? pattern : null, start: from, timezone });
        const [minute, hour] = [Number(from.slice(14, 16) || 0), Number(from.slice(11, 13) || 0)];
        const date = new Date(from.slice(0, 10));
        const equal = {
          hour: `${minute} * * * *`,
          day: `${minute} ${hour} * * *`,
          week: `${minute} ${hour} * * ${date.getUTCDay()}`,
          month: `${minute} ${hour} ${date.getUTCDate()} * *`,
          cron: pattern,
        };
        if (kind === 'month' && date.getUTCDate() > 28) return;
        const croner = reference(equal[kind], timezone);
        const partitions = opened({ ...definition, endOffset: 20 }, `${from.slice(0, 10)}T23:59Z`);
        const keys = new Set<string>();
        for (let index = 0; index < Math.min(partitions.count, 20); index++) {
          const window = partitions.windowOf(index);
          expect(new Date(window?.end ?? NaN)).toEqual(croner.nextRun(new Date(window?.start ?? NaN)));
          const key = partitions.keyAt(index);
          expect(partitions.indexOf(key)).toBe(index);
          keys.add(key);
        }
        expect(keys.size).toBe(Math.min(partitions.count, 20));
        // The first is the first that begins at the start or after it.
        const local = new Intl.DateTimeFormat('sv', { timeZone: timezone, dateStyle: 'short', timeStyle: 'short' });
        const first = new Date(partitions.time?.startOf(0) ?? NaN);
        const [before = first] = croner.previousRuns(1, first);
        const wanted = `${from.slice(0, 10)} ${from.slice(11) || '00:00'}`;
        expect(local.format(first) >= wanted).toBe(true);
        expect(local.format(before) < wanted).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe('names and two dimensions', () => {
  it('static keys keep their order, dynamic ones are those that were added', () => {
    expect(opened(COUNTRIES).indexOf('de')).toBe(1);
    expect(opened(COUNTRIES).indexOf('uk')).toBeNull();
    const customers = opened({ is: 'dynamic', name: 'customers' });
    expect([customers.count, customers.keyAt(2), customers.windowOf(0)]).toEqual([3, 'eve', null]);
    const none = openPartitions({ is: 'dynamic', name: 'customers' }, { now: 0 });
    expect(none.ok && none.partitions.count).toBe(0);
  });

  it('two dimensions go row by row, and each place has its key', () => {
    const both = opened({
      is: 'multi',
      dimensions: { day: timePartitions('day', { end: '2026-01-11' }), country: COUNTRIES },
    });
    expect([both.count, both.keyAt(0), both.keyAt(4), both.keyAt(29)]).toEqual([
      30,
      '2026-01-01|us',
      '2026-01-02|de',
      '2026-01-10|fr',
    ]);
    for (let index = 0; index < both.count; index++) expect(both.indexOf(both.keyAt(index))).toBe(index);
    expect([both.indexOf('2026-01-01'), both.indexOf('2026-01-01|uk'), both.indexOf('a|b|c')]).toEqual([
      null,
      null,
      null,
    ]);
    expect(both.windowOf(4)).toEqual({ start: Date.parse('2026-01-02'), end: Date.parse('2026-01-03') });
    expect(() => both.keyAt(30)).toThrow('There is no partition 30: there are 30.');
  });
});

describe('definitions that cannot be', () => {
  it.each<[PartitionsDefinition, string]>([
    [timePartitions('day', { start: '2026-02-30' }), 'start "2026-02-30" is no time that can be read.'],
    [timePartitions('day', { start: '2026-01-01T00:00Z' }), 'the time zone is an option of its own.'],
    [timePartitions('day', { end: 'tomorrow' }), 'end "tomorrow" is no time that can be read.'],
    [timePartitions('day', { end: '2025-01-01' }), 'no partition between start "2026-01-01" and end "2025-01-01"'],
    [timePartitions('month', { end: '2026-01-20' }), 'the first one would end after that'],
    [timePartitions('month', { start: '2026-01-31' }), 'begin months on one of the days 1 to 28'],
    [timePartitions('day', { timezone: 'Europe/Berlni' }), 'Did you mean "Europe/Berlin"?'],
    [timePartitions('day', { endOffset: 0.5 }), 'endOffset is 0.5: use a whole number.'],
    [timePartitions('cron', { cron: '61 * * * *' }), 'its minute field, "61" is not possible'],
    [timePartitions('cron'), 'Partitions by cron need a cron.'],
    [{ is: 'static', keys: [] }, 'There are no keys'],
    [{ is: 'static', keys: ['us', 'de', 'us'] }, 'Key "us" is there twice'],
    [{ is: 'static', keys: ['a|b'] }, 'contains "|", which joins two dimensions: leave it out.'],
    [{ is: 'multi', dimensions: { country: COUNTRIES } }, 'Partitions of several dimensions have two, and here is 1.'],
    [
      { is: 'multi', dimensions: { country: COUNTRIES, day: timePartitions('day', { start: '' }) } },
      'Dimension "day": start ""',
    ],
  ])('%j', (definition, expected) => {
    expect(message(definition)).toContain(expected);
  });

  it('keys added at run time are held to the same', () => {
    expect(['ann', 'Ann Smith', 'a.b/c'].map(partitionKeyProblem)).toEqual([null, null, null]);
    for (const key of ['', '  ', ' a', 'a ', '*', 'a|b', 'a..b', 'a\nb', 'a\u0000', '\ud800'])
      expect(partitionKeyProblem(key)).not.toBeNull();
  });
});
