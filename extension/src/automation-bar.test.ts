// R6: what the status bar says of what runs by itself.
import { expect, test } from 'vitest';
import type { AutomatedAsset, AutomationDocument, ScheduleState } from '@headwater/runner/protocol';
import { automationBar } from './automation-bar.ts';

const now = new Date(2026, 2, 27, 12, 0);
const at = (day: number, hour: number): string => new Date(2026, 2, day, hour, 0).toISOString();
const sales: AutomatedAsset = { key: 'sales', condition: 'eager()', next: null, last: null, freshness: null };
const late = { state: 'fail', since: now.toISOString(), message: 'its data is 42 min old', until: null } as const;
const nightly: ScheduleState = {
  name: 'nightly',
  selection: '*',
  words: 'At 00:00',
  on: true,
  next: [at(28, 0), at(29, 0)],
  last: null,
};

const told = (of: Partial<AutomationDocument>) =>
  automationBar({
    name: 'shop',
    document: {
      version: 1,
      on: true,
      since: null,
      now: now.toISOString(),
      lastTick: null,
      assets: [],
      schedules: [],
      sensors: [],
      notices: [],
      ...of,
    },
    now,
  });

test('R6: on or off, what comes next of all that is on, and how many are too old', () => {
  const assets = [
    { ...sales, next: at(28, 6) },
    { ...sales, freshness: late },
  ];
  expect(told({ assets, schedules: [nightly] })?.text).toBe(
    '$(play-circle) Auto · next tomorrow 00:00 $(warning) 1 too old',
  );
  expect(told({ assets, schedules: [{ ...nightly, on: false }] })?.text).toContain('next tomorrow 06:00');
  expect(told({ assets: [sales] })).toMatchObject({
    text: '$(play-circle) Auto',
    command: 'headwater.toggleAutomation',
  });
  expect(told({ on: false, schedules: [nightly] })?.text).toBe('$(debug-pause) Auto off');
});

test('R6: what could run is counted without what only has a freshness policy, and without what there is none of', () => {
  const watched: AutomatedAsset = { ...sales, condition: null, freshness: late };
  expect(told({ on: false, assets: [sales, watched], schedules: [nightly] })?.tooltip).toBe(
    'shop could run by itself: 1 asset, 1 schedule. Click to switch it on.',
  );
  expect(told({ on: false, assets: [watched] })).toMatchObject({
    text: '$(warning) 1 too old',
    command: 'headwater.automation.focus',
  });
  expect(told({ on: false, assets: [{ ...watched, freshness: null }] })).toBeNull();
});
