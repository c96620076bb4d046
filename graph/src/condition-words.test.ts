// Conditions, policies and partitions are told as they were written.
import { expect, test } from 'vitest';
import { conditionWords, freshnessWords, partitionsWords } from './condition-words.ts';

test('a condition', () => {
  expect(
    conditionWords({
      is: 'or',
      of: [
        { is: 'since', of: { is: 'eager' }, until: { is: 'not', of: { is: 'olderThan', ms: 5_400_000 } } },
        { is: 'onCron', cron: '0 8 * * *', timezone: 'Europe/Berlin' },
        { is: 'anyDeps', of: { is: 'missing' }, selection: 'group:"it\'s"' },
      ],
    }),
  ).toBe(
    "eager().since(olderThan('90m').not()).or(onCron('0 8 * * *', 'Europe/Berlin'), anyDeps(missing(), { selection: \"group:\\\"it's\\\"\" }))",
  );
});

test('a policy', () => {
  expect(freshnessWords({ is: 'maxLag', failMs: 1_800_000, warnMs: 1_500 })).toBe("maxLag('30m', { warn: '1500ms' })");
  expect(freshnessWords({ is: 'timeWindow', failMs: 86_400_000, warnMs: null })).toBe("timeWindow('1d')");
  expect(freshnessWords({ is: 'cron', cron: '@daily', timezone: 'Asia/Tokyo', lowerBoundMs: 14_400_000 })).toBe(
    "cron('@daily', { lowerBound: '4h', timezone: 'Asia/Tokyo' })",
  );
});

test('partitions', () => {
  const time = {
    is: 'time',
    every: 'day',
    cron: null,
    start: '2026-01-01',
    end: null,
    timezone: 'UTC',
    endOffset: 0,
  } as const;
  expect(partitionsWords(time)).toBe('daily from 2026-01-01');
  const ticks = { ...time, every: 'cron', cron: '0 6 * * 1', end: '2027-01-01', timezone: 'Europe/Berlin' } as const;
  expect(partitionsWords(ticks)).toBe("cron '0 6 * * 1' from 2026-01-01 until 2027-01-01 (Europe/Berlin)");
  expect(partitionsWords({ ...time, endOffset: 1 })).toBe('daily from 2026-01-01, endOffset 1');
  const names = { is: 'static', keys: ['us', 'de', 'fr', 'it', 'es'] } as const;
  expect(partitionsWords(names)).toBe('us, de, fr and 2 more');
  const users = { is: 'dynamic', name: 'users' } as const;
  expect(partitionsWords({ is: 'multi', dimensions: { day: time, user: users } })).toBe(
    "day (daily from 2026-01-01) × user (dynamic 'users')",
  );
});
