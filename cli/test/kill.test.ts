// kill -9 of the process that runs things, at random moments: what it acknowledged is there, its run is interrupted, its workers are gone.
import { expect, test } from 'vitest';
import type { RunsDocument } from '@headwater/runner/protocol';
import { seedOfRun } from '../../runner/torture/random.ts';
import { killedHosts } from '../torture/killed-hosts.ts';
import { processesLeft } from '../torture/project-processes.ts';
import { makeProject } from './project.ts';

test('5 rounds: acknowledged is materialized, the run is interrupted, no worker is left after 2 s', async () => {
  const seed = seedOfRun();
  console.info(`moments of the kills: HEADWATER_SEED=${seed}`);
  const { found, runs, checked } = await killedHosts.run({ seed, budget: { rounds: 5 }, say: () => undefined });
  expect(found).toEqual([]);
  // Some came in the middle of a run, and something had been said before.
  expect(runs).toBeGreaterThan(0);
  expect(checked).toBeGreaterThan(5);
});

test('a body in an endless loop, and the process it started, end with the host that is stopped and killed', async () => {
  const endless = makeProject({
    'assets.ts': `import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { asset } from 'headwater';
export const endless = asset((): number => {
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  writeFileSync('started', '');
  for (;;);
});`,
  });
  try {
    const { child, finished } = endless.start('materialize', '--json');
    await endless.appears('started');
    // Stopped first, as by a debugger: it cannot even close what it holds.
    child.kill('SIGSTOP');
    child.kill('SIGKILL');
    await finished;
    const left = await processesLeft(endless.root);
    for (const pid of left) process.kill(pid, 'SIGKILL');
    expect(left).toEqual([]);
    const { runs } = JSON.parse((await endless.headwater('runs', '--json')).stdout) as RunsDocument;
    expect(runs.map(({ status }) => status)).toEqual(['interrupted']);
  } finally {
    endless.remove();
  }
});
