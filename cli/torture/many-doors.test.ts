// Two windows, the terminal and a few kills: every run is recorded once, none is stuck, nothing is left.
import { expect, test } from 'vitest';
import { seedOfRun } from '../../runner/torture/random.ts';
import { manyDoors } from './many-doors.ts';

const seed = seedOfRun();

test('many doors to one project, and 4 kills of whoever owns it', async () => {
  console.info(`moments: HEADWATER_SEED=${seed}`);
  const {
    kills,
    runs = 0,
    checked,
    found,
  } = await manyDoors.run({ seed, budget: { rounds: 4 }, say: () => undefined });
  expect(found).toEqual([]);
  expect(kills).toBe(4);
  expect(runs).toBeGreaterThan(0);
  expect(checked).toBeGreaterThan(0);
});
