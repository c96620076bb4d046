// kill -9 of the process that runs things, at random moments: what it acknowledged is there, its run is interrupted, its workers are gone.
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunEvent, RunsDocument } from '@headwater/runner/protocol';
import { makeProject, statusOf, type TestProject } from './project.ts';

const seed = Number(process.env['HEADWATER_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
let state = seed;
/** A linear congruence: the same moments for the same seed. */
const random = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};

const WIDTH = 6;
let project: TestProject;
beforeAll(() => {
  console.info(`moments of the kills: HEADWATER_SEED=${seed}`);
  // A row of assets beside another; each body leaves its process id, and every run gives other values.
  const body = (name: string): string =>
    `{ appendFileSync('pids', process.pid + '\\n'); await new Promise((done) => setTimeout(done, 15)); return [{ name: '${name}', at: process.hrtime.bigint() }]; }`;
  const assets = ['a', 'b'].flatMap((row) =>
    Array.from({ length: WIDTH }, (_, i) =>
      i === 0
        ? `export const ${row}0 = asset(async () => ${body(`${row}0`)});`
        : `export const ${row}${i} = asset({ inputs: { above: ${row}${i - 1} } }, async ({ above }) => { void above; ${body(`${row}${i}`).slice(1)});`,
    ),
  );
  project = makeProject({
    'assets.ts': `import { appendFileSync } from 'node:fs';\nimport { asset } from 'headwater';\n${assets.join('\n')}\n`,
  });
});
afterAll(() => {
  project.remove();
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A zombie that nobody has waited for yet has ended.
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

/** Processes whose folder is the project: workers, also those that have run nothing yet. */
function processesOf(root: string): number[] {
  if (process.platform === 'linux')
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => {
        try {
          return readlinkSync(`/proc/${pid}/cwd`) === root && isAlive(pid);
        } catch {
          return false;
        }
      });
  return existsSync(`${root}/pids`)
    ? readFileSync(`${root}/pids`, 'utf8').trim().split('\n').map(Number).filter(isAlive)
    : [];
}

async function allGone(root: string): Promise<number[]> {
  const end = Date.now() + 2000;
  for (;;) {
    const left = processesOf(root);
    if (left.length === 0 || Date.now() > end) return left;
    await sleep(50);
  }
}

test(
  '5 rounds: acknowledged is materialized, the run is interrupted, no worker is left after 2 s',
  { timeout: 120_000 },
  async () => {
    let interrupted = 0;
    let acknowledgedBefore = 0;
    for (let round = 0; round < 5; round += 1) {
      const { child, finished } = project.start('materialize', '--json');
      const acknowledged: RunEvent[] = [];
      // By what it said, not by the clock alone: a busy machine gets as far as an idle one.
      const [after, wait] = [1 + Math.trunc(random() * 20), random() * 20];
      if (child.stdout === null) throw new Error('no output');
      createInterface({ input: child.stdout }).on('line', (line) => {
        const event = JSON.parse(line) as RunEvent;
        acknowledged.push(event);
        if (acknowledged.length === after) setTimeout(() => child.kill('SIGKILL'), wait);
      });
      await finished;
      expect(await allGone(project.root), `seed ${seed}, round ${round}: processes left`).toEqual([]);

      const runs = JSON.parse((await project.headwater('runs', '--json')).stdout) as RunsDocument;
      const ended = acknowledged.find(({ type }) => type === 'run-finished');
      const run = runs.runs.find((each) => each.run === acknowledged[0]?.run);
      // The end may have been recorded and not printed any more; what was printed was recorded.
      if (ended) expect(run?.status).toBe('success');
      else expect(['interrupted', 'success']).toContain(run?.status);
      if (run?.status === 'interrupted') interrupted += 1;
      expect(runs.runs.some(({ status }) => status === 'running')).toBe(false);

      const statuses = await statusOf(project);
      const made = acknowledged.filter((event) => event.type === 'materialized');
      acknowledgedBefore += made.length;
      for (const event of made) {
        expect(statuses[event.asset]?.status, `seed ${seed}, round ${round}, ${event.asset}`).not.toBe('never');
        const shown = JSON.parse((await project.headwater('show', event.asset, '--json')).stdout) as {
          run: string;
          dataVersion: string;
        };
        expect([shown.run, shown.dataVersion]).toEqual([event.run, event.dataVersion]);
        // One is enough to prove that the value can be read: each costs a start of the command.
        break;
      }
      expect(run?.counts.materialized).toBeGreaterThanOrEqual(made.length);
    }
    expect(interrupted).toBeGreaterThan(0);
    expect(acknowledgedBefore).toBeGreaterThan(0);

    const after = await project.headwater('materialize', '--stale', '--json');
    expect(after.stderr).toBe('');
    expect(after.code).toBe(0);
    expect(Object.values(await statusOf(project)).map(({ status }) => status)).toEqual(
      Array.from({ length: 2 * WIDTH }, () => 'fresh'),
    );
  },
);

test('a body in an endless loop, and the process it started, end with the host that is killed', async () => {
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
    child.kill('SIGKILL');
    await finished;
    const left = await allGone(endless.root);
    for (const pid of left) process.kill(pid, 'SIGKILL');
    expect(left).toEqual([]);
    const { runs } = JSON.parse((await endless.headwater('runs', '--json')).stdout) as RunsDocument;
    expect(runs.map(({ status }) => status)).toEqual(['interrupted']);
  } finally {
    endless.remove();
  }
});
