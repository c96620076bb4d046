// Assets are functions of tables: where the tables come from is no concern of theirs.
import { table } from 'arquero';
import { expect, test } from 'vitest';
import { testContext } from 'headwater';
import { dailyTemperatureHighDiffs, dailyTemperatureHighs, hottestDates, noDayIsMissing } from './temperatures.ts';

test('the high of a day is that of its hours, wherever they stand', async () => {
  const ctx = testContext();
  const highs = await dailyTemperatureHighs(
    {
      sfTemps: [
        { date: '2010-01-01T22:00:00-08:00', temp: 47.4 },
        { date: '2010-01-01T23:00:00-08:00', temp: 54.5 },
        { date: '2010-01-02T00:00:00-08:00', temp: 46.9 },
        { date: '2010-01-01T12:00:00-08:00', temp: 50.1 },
      ],
    },
    ctx,
  );
  expect(highs).toEqual([
    { validDate: '2010-01-01', maxTemp: 54.5 },
    { validDate: '2010-01-02', maxTemp: 46.9 },
  ]);
  expect(ctx.metadata).toMatchObject({ days: { kind: 'int', value: 2 } });
});

test('the ten hottest days, hottest first, and of two alike the earlier', async () => {
  const days = Array.from({ length: 12 }, (_, i) => ({
    validDate: `2010-01-${String(i + 1).padStart(2, '0')}`,
    maxTemp: 50 + (i % 6),
  }));
  const hottest = await hottestDates({ dailyTemperatureHighs: days }, testContext());
  expect(hottest.map(({ validDate, maxTemp }) => `${validDate.slice(-2)}: ${maxTemp}`)).toEqual([
    ...['06: 55', '12: 55', '05: 54', '11: 54', '04: 53', '10: 53', '03: 52', '09: 52', '02: 51', '08: 51'],
  ]);
});

test('each day is compared with the one before it', async () => {
  const highs = table({ validDate: ['2010-01-03', '2010-01-01', '2010-01-02'], maxTemp: [54.1, 54.5, 56.7] });
  const diffs = await dailyTemperatureHighDiffs({ highs }, testContext());
  expect(diffs.objects()).toEqual([
    { validDate: '2010-01-01', diff: null },
    { validDate: '2010-01-02', diff: 2.2 },
    { validDate: '2010-01-03', diff: -2.6 },
  ]);
});

test('a gap between two days is found', async () => {
  const high = (validDate: string) => ({ validDate, maxTemp: 60 });
  const outcome = await noDayIsMissing(['2010-02-28', '2010-03-01', '2010-03-03'].map(high), testContext());
  expect(outcome).toMatchObject({ passed: false, metadata: { days: { value: 3 }, gaps: { value: 1 } } });
});
