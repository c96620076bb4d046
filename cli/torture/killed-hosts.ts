// Kills of a whole `headwater materialize`, host and workers: what it printed is recorded, its run has an end, nothing of it runs on.
import { createInterface } from 'node:readline';
import type { RunEvent, RunsDocument } from '@headwater/runner/protocol';
import { randomOf } from '../../runner/torture/random.ts';
import { roundsOf, type Finding, type Scenario } from '../../runner/torture/scenario.ts';
import { makeProject, statusOf, type TestProject } from '../test/project.ts';
import { processesLeft } from './project-processes.ts';

const WIDTH = 6;

/** Two rows of assets; each body leaves its process id, and every run gives other values. */
function makeRows(): TestProject {
  const body = (name: string): string =>
    `{ appendFileSync('pids', process.pid + '\\n'); await new Promise((done) => setTimeout(done, 15)); return [{ name: '${name}', at: process.hrtime.bigint() }]; }`;
  const assets = ['a', 'b'].flatMap((row) =>
    Array.from({ length: WIDTH }, (_, i) =>
      i === 0
        ? `export const ${row}0 = asset(async () => ${body(`${row}0`)});`
        : `export const ${row}${i} = asset({ inputs: { above: ${row}${i - 1} } }, async ({ above }) => { void above; ${body(`${row}${i}`).slice(1)});`,
    ),
  );
  return makeProject({
    'assets.ts': `import { appendFileSync } from 'node:fs';\nimport { asset } from 'headwater';\n${assets.join('\n')}\n`,
  });
}

/** A round is one kill. */
export const killedHosts: Scenario = {
  name: 'killed-hosts',
  whole: { rounds: 60 },
  async run({ seed, budget, say }) {
    const found: Finding[] = [];
    const total = { kills: 0, runs: 0, checked: 0 };
    const project = makeRows();
    const asked = async <T>(...args: string[]): Promise<T> =>
      JSON.parse((await project.headwater(...args)).stdout) as T;
    try {
      for (const round of roundsOf(budget)) {
        const report = (kind: Finding['kind'], what: string): void =>
          void found.push({ kind, what: `${what} (killed host: seed ${seed}, round ${round})` });
        const random = randomOf(seed + round);
        const acknowledged = await killOne(project, { after: 1 + random.below(20), wait: random.next() * 20 });
        total.kills += 1;
        const left = await processesLeft(project.root);
        if (left.length > 0) report('stuck', `processes left: ${left.join(', ')}`);

        const { runs } = await asked<RunsDocument>('runs', '--json');
        const run = runs.find((each) => each.run === acknowledged[0]?.run);
        const made = acknowledged.filter((event) => event.type === 'materialized');
        total.checked += acknowledged.length;
        // The end may have been recorded and not printed any more; what was printed was recorded.
        const isEnded = acknowledged.some(({ type }) => type === 'run-finished');
        if (!(isEnded ? ['success'] : ['interrupted', 'success']).includes(run?.status ?? ''))
          report('lost', `the run is ${run?.status ?? 'not there'}`);
        if (run?.status === 'interrupted') total.runs += 1;
        for (const each of runs) if (each.status === 'running') report('stuck', `run ${each.run} is running`);
        if ((run?.counts.materialized ?? 0) < made.length) report('lost', 'a materialization is not counted');

        const statuses = await statusOf(project);
        for (const { asset } of made) if (statuses[asset]?.status === 'never') report('lost', `${asset} is not there`);
        // One is enough to prove that the value can be read: each costs a start of the command.
        const [one] = made;
        if (one) {
          const shown = await asked<{ run: string; dataVersion: string }>('show', one.asset, '--json');
          if (shown.run !== one.run || shown.dataVersion !== one.dataVersion)
            report('lost', `${one.asset} is of run ${shown.run}, and run ${one.run} was acknowledged`);
        }
        if (round % 10 === 9) say(`killed-hosts: ${total.kills}, ${found.length} findings`);
      }
      const after = await project.headwater('materialize', '--stale', '--json');
      if (after.code !== 0 || after.stderr !== '')
        found.push({ kind: 'stuck', what: `no run after it: ${after.stderr}` });
      for (const [asset, { status }] of Object.entries(await statusOf(project)))
        if (status !== 'fresh') found.push({ kind: 'stuck', what: `${asset} is ${status} after all was made` });
    } finally {
      project.remove();
    }
    return { ...total, found };
  },
};

/** By what it said, not by the clock alone: a busy machine gets as far as an idle one. @returns what it had said. */
async function killOne(project: TestProject, { after, wait }: { after: number; wait: number }): Promise<RunEvent[]> {
  const { child, finished } = project.start('materialize', '--json');
  const acknowledged: RunEvent[] = [];
  if (child.stdout === null) throw new Error('no output');
  createInterface({ input: child.stdout }).on('line', (line) => {
    acknowledged.push(JSON.parse(line) as RunEvent);
    if (acknowledged.length === after) setTimeout(() => child.kill('SIGKILL'), wait);
  });
  await finished;
  return acknowledged;
}
