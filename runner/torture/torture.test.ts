// The store loses nothing: each scenario of `npm run torture`, with fewer rounds.
import { expect, test } from 'vitest';
import { powerCuts } from './power-cuts.ts';
import { seedOfRun } from './random.ts';

const seed = seedOfRun();

test('power cuts: in 400 states of the disk every acknowledged event and its value are there, and nothing else', async () => {
  console.info(`moments: HEADWATER_SEED=${seed}`);
  const {
    powerCuts: cuts = 0,
    checked,
    found,
  } = await powerCuts.run({ seed, budget: { rounds: 400 }, say: () => undefined });
  expect(found.slice(0, 10)).toEqual([]);
  expect(cuts).toBeGreaterThanOrEqual(400);
  expect(checked).toBeGreaterThan(400);
});
