// R6: what the automation tree says.
import { expect, test } from 'vitest';
import type { AutomatedAsset, AutomationDocument, ScheduleState } from '@headwater/runner/protocol';
import { assetRow, backfillRow, conditionRow, scheduleRow, switchRow, tickRow, timeWords } from './automation-rows.ts';

const now = new Date(2026, 2, 27, 12, 0);
const at = (day: number, hour: number): string => new Date(2026, 2, day, hour, 0).toISOString();

const sales: AutomatedAsset = { key: 'sales', condition: 'eager()', next: null, last: null, freshness: null };

test('times are words of the day a person is in', () => {
  expect([at(27, 8), at(28, 8), at(26, 8), at(30, 8)].map((time) => timeWords(time, now))).toEqual([
    'today 08:00',
    'tomorrow 08:00',
    'yesterday 08:00',
    'Mon 30 Mar 08:00',
  ]);
  expect(timeWords(new Date(2027, 0, 4, 8, 0).toISOString(), now)).toBe('Mon 4 Jan 2027 08:00');
});

test('R6: the switch says on or off, and since when', () => {
  const document: AutomationDocument = {
    version: 1,
    on: true,
    since: new Date(now.getTime() - 180_000).toISOString(),
    now: now.toISOString(),
    lastTick: null,
    assets: [sales],
    schedules: [],
    sensors: [],
    notices: [],
  };
  expect(switchRow(document, now)).toMatchObject({ label: 'Automation is on', description: 'switched on 3 min ago' });
  expect(switchRow({ ...document, on: false }, now)).toMatchObject({
    label: 'Automation is off',
    description: 'nothing runs by itself',
    context: 'automation-off',
  });
});

test('R6: an asset says what was decided, when it decides next, and that it is too old', () => {
  const decided = { time: now.toISOString(), requested: false, message: 'orders is missing' };
  expect(assetRow({ ...sales, last: decided, next: at(28, 0) }, now).description).toBe(
    'next tomorrow 00:00 · orders is missing',
  );
  const waits = { ...decided, message: 'next tick Sat 2026-03-28 00:00 UTC' };
  expect(assetRow({ ...sales, last: waits, next: at(27, 18) }, now).description).toBe('next 18:00');
  const late = { state: 'fail', since: now.toISOString(), message: 'its data is 42 min old', until: null } as const;
  expect(assetRow({ ...sales, freshness: late }, now)).toMatchObject({
    description: 'its data is 42 min old',
    icon: 'error',
    open: false,
  });
  expect(assetRow({ ...sales, condition: null }, now).open).toBeNull();
});

test('R6: a condition says yes or no in words, and opens where it says no', () => {
  const part = { label: 'any deps missing', value: true, asset: 'orders', of: [] };
  expect(conditionRow(part)).toMatchObject({ description: 'yes · orders', icon: 'check', open: null });
  expect(conditionRow({ label: 'eager()', value: false, of: [part] })).toMatchObject({
    description: 'no',
    icon: 'close',
    open: true,
  });
});

test('R6, R7: schedules, ticks and backfills', () => {
  const nightly: ScheduleState = {
    name: 'nightly',
    selection: '*',
    on: true,
    words: 'At 12:00 AM (UTC)',
    next: [at(28, 0)],
    last: null,
  };
  expect(scheduleRow(nightly, now).description).toBe('next tomorrow 00:00 · At 12:00 AM (UTC)');
  expect(scheduleRow({ ...nightly, on: false }, now)).toMatchObject({ context: 'schedule-off', icon: 'debug-pause' });
  const tick = { kind: 'schedule', name: 'nightly', evaluated: at(27, 0), time: at(27, 0), assets: [] } as const;
  expect(tickRow({ ...tick, outcome: 'skipped', runs: [], message: 'no data at the weekend' }, now)).toMatchObject({
    label: 'today 00:00',
    description: 'skipped: no data at the weekend',
  });
  const counts = { total: 1_000_000, made: 12_345, failed: 2, waiting: 987_653 };
  expect(
    backfillRow(
      {
        backfill: 'b1',
        status: 'running',
        selection: 'sales',
        assets: ['sales'],
        started: new Date(now.getTime() - 180_000).toISOString(),
        counts,
        ranges: { failed: [] },
        runs: [],
      },
      now,
    ),
  ).toMatchObject({
    description: 'running: 12,345 of 1,000,000 made · 2 failed · 3 min ago',
    context: 'backfill-running',
  });
});
