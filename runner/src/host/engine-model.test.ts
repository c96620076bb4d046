// The engine against a naive reference: random graphs through random histories of edits, new data, failures, lost values and runs.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyTally, playStory } from './engine-story.fixture.ts';
import { story } from './engine-world.fixture.ts';

const seed = Number(process.env['HEADWATER_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
const stories = Number(process.env['HEADWATER_STORIES'] ?? 40);

let dir: string;
beforeEach(() => {
  console.info(`random stories: HEADWATER_SEED=${seed}`);
  dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-engine-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

test('what runs, what is reused, how it ends and what is stale afterwards are what the reference says', async () => {
  const tally = emptyTally();
  await fc.assert(
    fc.asyncProperty(story, (each) => playStory(each, { project: mkdtempSync(join(dir, 'p')), tally })),
    { seed, numRuns: stories },
  );
  console.info(JSON.stringify(tally));
  // Stories in which nothing happens prove nothing.
  for (const end of ['made', 'reused', 'failed', 'skipped', 'cancelled'] as const)
    expect(tally[end], end).toBeGreaterThan(0);
}, 600_000);
