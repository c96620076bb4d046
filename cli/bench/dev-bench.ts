// Measures `headwater dev`: process start to its page answering with graph and statuses known, beside a bare HTTP server of Node.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { startDev } from '../test/dev-process.ts';
import { exampleFolder, exampleProject } from '../test/example-project.ts';
import type { BenchRow } from './run-bench.ts';

const TIMES = 5;
const BARE = `require('node:http').createServer((_, to) => to.end('here')).listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;

/** Of every example; the slowest of them is what counts. */
export async function benchDev(): Promise<BenchRow[]> {
  const bare = await medianOf(bareServer);
  const found: { readonly name: string; readonly took: number }[] = [];
  for (const name of readdirSync(exampleFolder).filter((each) => !each.startsWith('.'))) {
    const project = exampleProject(name);
    try {
      const took = await medianOf(async () => {
        const began = performance.now();
        const dev = await startDev(project, '--no-automation');
        const time = await answered(dev.address, began);
        await dev.end('SIGINT');
        return time;
      });
      found.push({ name, took });
    } finally {
      project.remove();
    }
  }
  const slowest = found.reduce((a, b) => (b.took > a.took ? b : a));
  return [
    {
      metric: `dev: process start to graph, statuses and the page answering, slowest of ${found.length} examples (${slowest.name})`,
      ours: `${slowest.took.toFixed(0)} ms`,
      beside: `bare HTTP server of Node ${bare.toFixed(0)} ms`,
      target: '< 2 s',
    },
  ];
}

async function answered(address: string, began: number): Promise<number> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}.`);
  return performance.now() - began;
}

async function bareServer(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ['-e', BARE], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const took = await answered(`http://127.0.0.1:${port.trim()}/`, began);
  child.kill();
  await once(child, 'exit');
  return took;
}

async function medianOf(measure: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time += 1) times.push(await measure());
  return median(times);
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
