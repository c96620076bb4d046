// The store loses nothing: each scenario of `npm run torture`, with fewer rounds.
import { expect, test } from 'vitest';
import { faults } from './faults.ts';
import { fuzz } from './fuzz.ts';
import { kills } from './kills.ts';
import { powerCuts } from './power-cuts.ts';
import { seedOfRun } from './random.ts';
import type { Counts, Scenario } from './scenario.ts';

const seed = seedOfRun();

async function suffered(scenario: Scenario, rounds: number): Promise<Counts> {
  console.info(`${scenario.name}: HEADWATER_SEED=${seed}`);
  const counts = await scenario.run({ seed, budget: { rounds }, say: () => undefined });
  expect(counts.found.slice(0, 10)).toEqual([]);
  expect(counts.checked).toBeGreaterThan(rounds);
  return counts;
}

test('400 power cuts: every acknowledged event and its value are there in whatever state the disk is, and nothing else', async () => {
  expect((await suffered(powerCuts, 400)).powerCuts).toBeGreaterThanOrEqual(400);
}, 240_000);

test('190 times kill -9 of a process that writes: every acknowledged event and its value are there, and nothing else', async () => {
  expect((await suffered(kills, 190)).kills).toBe(190);
}, 240_000);

test('100 disks that fail: refused in words, what was acknowledged stays, the next start is whole', async () => {
  expect((await suffered(faults, 100)).faults).toBeGreaterThan(100);
}, 240_000);

test('200 damaged journals and snapshots: opened, kept aside and said; every line that is whole counts', async () => {
  expect((await suffered(fuzz, 200)).fuzzCases).toBe(200);
}, 240_000);
