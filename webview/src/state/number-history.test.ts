// Numbers over time: a point for each materialization, the oldest first.
import { expect, test } from 'vitest';
import type { HistoryEntry } from '../protocol.ts';
import { numbersOver, timeWords } from './number-history.ts';

const entry = (day: number, over: Partial<HistoryEntry> = {}): HistoryEntry => ({
  seq: day,
  run: `run-${day}`,
  time: new Date(2026, 2, day, 12).toISOString(),
  durationMs: 1,
  kept: true,
  checks: 0,
  failedChecks: [],
  numbers: {},
  ...over,
});

test('D07: three runs are three points of each number, and the newest is told', () => {
  const runs = [
    entry(3, { rows: 14, bytes: 3_000, numbers: { total: 7.5, constructor: 1 } }),
    entry(2, { rows: 12, bytes: 2_000, numbers: { total: 5 } }),
    entry(1, { rows: 10, bytes: 1_000, numbers: { total: 2.5, constructor: 3 } }),
  ];
  const told = numbersOver(runs);
  expect(told.map(({ name, latest }) => `${name} ${latest}`)).toEqual([
    'Rows 14',
    'Size 3 kB',
    'constructor 1',
    'total 7.5',
  ]);
  expect(told.map(({ chart }) => chart.series[0]?.values)).toEqual([
    [10, 12, 14],
    [1_000, 2_000, 3_000],
    [3, NaN, 1],
    [2.5, 5, 7.5],
  ]);
  expect(told[0]?.chart.x).toEqual(['Mar 1', 'Mar 2', 'Mar 3']);
});

test('what is known once, or never, has no course', () => {
  expect(numbersOver([entry(2, { rows: 3, numbers: { total: 1 } }), entry(1)])).toEqual([]);
  expect(numbersOver([])).toEqual([]);
});

test('within one day the time tells the points apart', () => {
  const at = (hour: number) => new Date(2026, 2, 1, hour, 5).toISOString();
  expect(timeWords([at(9), at(17)])).toEqual(['09:05', '17:05']);
  expect(timeWords(['odd', at(9)])).toEqual(['odd', expect.any(String)]);
});
