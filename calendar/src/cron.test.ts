// Crons tick as croner says over zones and clock changes, are refused in words that repair them, and are put into words.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cronWords, nextTick, previousTick, readCron, ticksBetween, type Cron } from './cron.ts';
import { reference, ZONES } from './croner.fixture.ts';

function cron(text: string, timezone: string | null = null): Cron {
  const reading = readCron(text, timezone);
  if (!reading.ok) throw new Error(reading.message);
  return reading.cron;
}

function message(text: string, timezone: string | null = null): string {
  const reading = readCron(text, timezone);
  return reading.ok ? 'it was read' : reading.message;
}

function ticks(of: Cron, after: string, until: string): string[] {
  const found = ticksBetween(of, { after: Date.parse(after), until: Date.parse(until), limit: 10_000 });
  expect(found.more).toBe(0);
  return found.ticks.map((time) => `${new Date(time).toISOString().slice(0, 16)}Z`);
}

describe('reading a cron', () => {
  it('says which field is wrong and what it may be', () => {
    expect(message('0 25 * * *')).toBe(
      'Cron "0 25 * * *" cannot be read: in "25", its hour field, "25" is not possible. It may be *, or numbers 0–23, with lists 1,2, ranges 1-3 and steps */2.',
    );
    expect(message('60 * * * *')).toContain(
      'in "60", its minute field, "60" is not possible. It may be *, or numbers 0–59',
    );
    expect(message('0 0 0 * *')).toContain('its day of month field, "0" is not possible. It may be *, or numbers 1–31');
    expect(message('0 0 * 13 *')).toContain(
      'its month field, "13" is not possible. It may be *, or numbers 1–12 or jan–dec',
    );
    expect(message('0 0 * * 8')).toContain(
      'its day of week field, "8" is not possible. It may be *, or numbers 0–7 or sun–sat (0 and 7 are Sunday)',
    );
    expect(message('0 0 * * moon')).toContain('in "moon", its day of week field, "moon" is not possible.');
    expect(message('*/0 * * * *')).toContain('a step of 0 is not possible.');
    expect(message('0 5-3 * * *')).toContain('"5-3" ends before it begins.');
    expect(message('0 1, * * *')).toContain('something is missing beside a comma.');
    expect(message('0 0 L * *')).toContain('in "L", its day of month field, "L" is not possible.');
    expect(message('0 1-2-3 * * *')).toContain('"1-2-3" is not understood.');
  });

  it('says how many fields it needs', () => {
    expect(message('')).toContain('it is empty. Write five fields');
    expect(message('8')).toContain('it has 1 field, and needs 5: minute, hour, day of month, month, day of week.');
    expect(message('* * * *')).toContain('it has 4 fields, and needs 5');
    expect(message('0 0 8 * * *')).toContain('it has 6 fields. Seconds are not read: leave the first field out.');
    expect(message('@dayly')).toContain('there is no @dayly. Nicknames are @hourly, @daily,');
  });

  it('refuses what never comes', () => {
    expect(message('0 0 30 2 *')).toBe('Cron "0 0 30 2 *" cannot be read: it never comes, for February has no 30th.');
    expect(message('0 0 31 4,6 *')).toContain('it never comes, for April and June have no 31st.');
    expect(readCron('0 0 29 2 *', null).ok).toBe(true);
    // Either of the two fields of days will do.
    expect(readCron('0 0 30 2 1', null).ok).toBe(true);
  });

  it('knows time zones by name, and says which was meant', () => {
    expect(message('@daily', 'Europe/Berln')).toBe(
      'Time zone "Europe/Berln" is not known. Did you mean "Europe/Berlin"?',
    );
    expect(message('@daily', 'Nowhere')).toBe(
      'Time zone "Nowhere" is not known. Use an IANA name such as "Europe/Berlin" or "UTC".',
    );
    expect(readCron('@daily', '+01:00').ok).toBe(false);
    expect(cron('@daily').timezone).toBe('UTC');
  });

  it('is put into words', () => {
    expect(cronWords(cron('0 8 * * mon-fri', 'Europe/Berlin'))).toBe(
      'At 08:00 AM, Monday through Friday, Europe/Berlin',
    );
    expect(cronWords(cron('@hourly'))).toBe('Every hour, UTC');
  });
});

describe('ticks where clocks change', () => {
  it('F08: 8 AM in Berlin ticks exactly once on each day of a year', () => {
    const days = ticks(cron('0 8 * * *', 'Europe/Berlin'), '2025-12-31T23:00Z', '2026-12-31T22:59Z');
    const local = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' });
    const expected = Array.from(
      { length: 365 },
      (_, day) => `${new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)} 08:00`,
    );
    expect(days.map((time) => local.format(new Date(time)))).toEqual(expected);
  });

  it.each([
    // A time that clocks go over comes at the first moment after; one that comes twice, at the first.
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T01:00Z', '2026-03-30T00:30Z']],
    ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', ['2026-10-25T00:30Z', '2026-10-26T01:30Z']],
    ['30 2 * * *', 'America/New_York', '2026-03-07T12:00Z', ['2026-03-08T07:00Z', '2026-03-09T06:30Z']],
    ['30 1 * * *', 'America/New_York', '2026-10-31T12:00Z', ['2026-11-01T05:30Z', '2026-11-02T06:30Z']],
    // Thirty minutes.
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00Z', ['2026-10-03T15:30Z', '2026-10-04T15:15Z']],
    ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T00:00Z', ['2026-04-04T14:45Z', '2026-04-05T15:15Z']],
    // Midnight itself.
    ['0 0 * * *', 'Africa/Cairo', '2026-04-23T12:00Z', ['2026-04-23T22:00Z', '2026-04-24T21:00Z']],
    ['0 0 * * *', 'America/Asuncion', '2023-09-30T12:00Z', ['2023-10-01T04:00Z', '2023-10-02T03:00Z']],
    ['30 23 * * *', 'Africa/Cairo', '2026-10-29T12:00Z', ['2026-10-29T20:30Z', '2026-10-30T21:30Z']],
    // A time that comes twice over New Year: years are looked at one by one.
    ['50 23 * * *', 'America/Detroit', '1904-12-31T12:00Z', ['1905-01-01T05:22Z', '1905-01-02T05:50Z']],
    // A whole day that never was.
    ['0 0 * * *', 'Pacific/Apia', '2011-12-29T12:00Z', ['2011-12-30T10:00Z', '2011-12-31T10:00Z']],
  ])('%s in %s comes once a day', (text, zone, after, expected) => {
    const until = new Date(Date.parse(after) + 2 * 86_400_000).toISOString();
    expect(ticks(cron(text, zone), after, until)).toEqual(expected);
  });

  it('a year ends for ticks where it ends for clocks', () => {
    for (let quarter = 0; quarter < 96; quarter++) {
      const twice = cron(`${(quarter % 4) * 15} ${Math.floor(quarter / 4)} 31 7,12 *`, 'Europe/Berlin');
      const tick = Date.UTC(2025, 11, 31, -1, quarter * 15);
      const before = Date.UTC(2025, 6, 31, -2, quarter * 15);
      expect(nextTick(twice, before)).toBe(tick);
      for (let earlier = 1; earlier <= 8; earlier++) expect(previousTick(twice, tick - earlier * 900_000)).toBe(before);
    }
  });

  it('two times that fall together are one tick', () => {
    expect(ticks(cron('0 2,3 * * *', 'Europe/Berlin'), '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual([
      '2026-03-29T01:00Z',
    ]);
    expect(ticks(cron('0,30 2 * * *', 'Europe/Berlin'), '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual([
      '2026-03-29T01:00Z',
    ]);
  });

  it('the same hours are the same ticks, however they are written', () => {
    const week = ['2026-10-19T22:30Z', '2026-10-26T23:30Z'] as const;
    const listed = ticks(cron('0 0,2,4,6,8,10,12,14,16,18,20,22 * * *', 'Europe/Berlin'), ...week);
    expect(listed).toHaveLength(7 * 12);
    expect(ticks(cron('0 */2 * * *', 'Europe/Berlin'), ...week)).toEqual(listed);
    expect(ticks(cron('0 0-22/2 * * *', 'Europe/Berlin'), ...week)).toEqual(listed);
    expect(ticks(cron('0 0-23 * * *', 'Europe/Berlin'), ...week)).toEqual(
      ticks(cron('0 * * * *', 'Europe/Berlin'), ...week),
    );
  });

  it.each(['Europe/Berlin', 'America/New_York', 'Africa/Cairo', 'America/Asuncion'])(
    'hourly in %s is every real hour',
    (zone) => {
      const found = ticks(cron('0 * * * *', zone), '2023-01-01T00:00Z', '2024-01-01T00:00Z');
      expect(found).toHaveLength(365 * 24);
      expect(found.every((time) => time.endsWith(':00Z'))).toBe(true);
    },
  );

  it('is what an independent implementation finds, for any cron in any zone', () => {
    const field = (low: number, high: number) => {
      const value = fc.integer({ min: low, max: high });
      const span = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
      return fc.oneof(
        { weight: 3, arbitrary: fc.constant('*') },
        { weight: 3, arbitrary: value.map(String) },
        {
          weight: 1,
          arbitrary: fc.integer({ min: 2, max: Math.max(2, Math.floor(high / 2)) }).map((step) => `*/${step}`),
        },
        { weight: 1, arbitrary: span },
        { weight: 1, arbitrary: fc.tuple(value, value).map((values) => values.join(',')) },
      );
    };
    // It goes by how hours and minutes are written, and takes any * and step for such as follow time itself.
    const spelledOut = (text: string, every: string): string => (text === '*' || text.includes('/') ? every : text);
    const text = fc
      .tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6))
      .map(([minute, hour, ...days]) =>
        [spelledOut(minute, '0-59'), spelledOut(hour === '0-23' ? '*' : hour, '*'), ...days].join(' '),
      );
    // Weeks in which some of these zones change their clocks, and any other.
    const near = fc.constantFrom(
      '2026-03-08',
      '2026-03-27',
      '2026-10-25',
      '2026-11-01',
      '2026-04-04',
      '2026-10-03',
      '2023-10-01',
      '2026-04-24',
      '2026-10-30',
    );
    const start = fc
      .tuple(near, fc.integer({ min: -72 * 60, max: 72 * 60 }))
      .map(([day, minutes]) => Date.parse(day) + minutes * 60_000);
    fc.assert(
      fc.property(text, fc.constantFrom(...ZONES), start, (pattern, timezone, after) => {
        const reading = readCron(pattern, timezone);
        const croner = reference(pattern, timezone);
        if (!reading.ok) return croner.nextRun(new Date(after)) === null;
        let time = after;
        for (let count = 0; count < 8; count++) {
          const next = nextTick(reading.cron, time);
          const expected = croner.nextRun(new Date(time))?.getTime() ?? null;
          expect(next && new Date(next).toISOString(), `after ${new Date(time).toISOString()}`).toBe(
            expected && new Date(expected).toISOString(),
          );
          if (next === null) break;
          expect(previousTick(reading.cron, next)).toBe(next);
          expect(previousTick(reading.cron, next - 1)).toBeLessThan(next);
          time = next;
        }
        return true;
      }),
      { numRuns: 80 },
    );
  });
});

describe('ticks that were slept through', () => {
  it('are counted without being walked through', () => {
    const every = ticksBetween(cron('* * * * *', 'Europe/Berlin'), {
      after: Date.parse('2016-01-01T00:00Z'),
      until: Date.parse('2026-01-01T00:00Z'),
      limit: 2,
    });
    expect(every.ticks).toEqual([Date.parse('2016-01-01T00:01Z'), Date.parse('2016-01-01T00:02Z')]);
    expect(every.more).toBe(3653 * 1440 - 2);
  });

  it('begin after the one that was handled, and end with now', () => {
    const at = (time: string): number => Date.parse(time);
    const daily = cron('@daily');
    expect(
      ticksBetween(daily, { after: at('2026-01-01T00:00Z'), until: at('2026-01-02T00:00Z'), limit: 5 }).ticks,
    ).toEqual([at('2026-01-02T00:00Z')]);
    expect(ticksBetween(daily, { after: at('2026-01-03T00:00Z'), until: at('2026-01-02T00:00Z'), limit: 5 })).toEqual({
      ticks: [],
      more: 0,
    });
    expect(previousTick(daily, at('2026-01-02T00:00Z'))).toBe(at('2026-01-02T00:00Z'));
    expect(nextTick(daily, at('2026-01-02T00:00Z'))).toBe(at('2026-01-03T00:00Z'));
  });
});
