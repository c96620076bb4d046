// Measures runs: click to the first line of user code beside a bare Node start, and the engine's overhead for each asset.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startHostProcess } from './host-process.ts';

const sdk = fileURLToPath(new URL('../../sdk', import.meta.url));

export interface BenchRow {
  readonly metric: string;
  readonly ours: string;
  readonly beside: string;
  readonly target: string;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

/** A project of `assets` files-per-fifty trivial assets; `stored` says whether each returns a value or nothing. */
function trivialProject({ assets, stored }: { assets: number; stored: boolean }): string {
  const root = mkdtempSync(join(tmpdir(), 'headwater-bench-'));
  mkdirSync(join(root, 'node_modules'));
  mkdirSync(join(root, 'src'));
  symlinkSync(sdk, join(root, 'node_modules', 'headwater'), 'junction');
  writeFileSync(
    join(root, 'package.json'),
    JSON.stringify({ name: 'bench', type: 'module', dependencies: { headwater: '*' } }),
  );
  for (let start = 0; start < assets; start += 50) {
    const lines = Array.from(
      { length: Math.min(50, assets - start) },
      (_, i) => `export const a${start + i} = asset(() => ${stored ? start + i : 'undefined'});`,
    );
    writeFileSync(join(root, 'src', `a${start}.ts`), `import { asset } from 'headwater';\n${lines.join('\n')}\n`);
  }
  writeFileSync(
    join(root, 'src', 'clock.ts'),
    "import { asset } from 'headwater';\nexport const clock = asset((ctx) => { ctx.log.info(String(performance.timeOrigin + performance.now())); });\n",
  );
  return root;
}

async function clickToFirstLine(): Promise<BenchRow[]> {
  const bare = median(
    Array.from({ length: 15 }, () => {
      const started = performance.now();
      spawnSync(process.execPath, ['-e', '0']);
      return performance.now() - started;
    }),
  );
  const root = trivialProject({ assets: 1, stored: true });
  try {
    const click = async (host: Awaited<ReturnType<typeof startHostProcess>>, clicked: number): Promise<number> => {
      const line = host.event(({ type, message }) => type === 'log' && /^\d+\.\d+$|^\d{13}$/.test(message ?? ''));
      const finished = host.event(({ type }) => type === 'run-finished');
      await host.request('materialize', { keys: ['clock'] });
      const first = Number((await line).message);
      await finished;
      return first - clicked;
    };
    const now = (): number => performance.timeOrigin + performance.now();
    const cold: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      const clicked = now();
      const host = await startHostProcess(root);
      cold.push(await click(host, clicked));
      await host.close();
    }
    const host = await startHostProcess(root);
    const warm: number[] = [];
    for (let i = 0; i < 15; i += 1) warm.push(await click(host, now()));
    await host.close();
    return [
      {
        metric: 'click → first line of user code, warm',
        ours: ms(median(warm)),
        beside: `bare Node start ${ms(bare)}`,
        target: '≤ 2 × a bare Node start',
      },
      {
        metric: 'click → first line of user code, host not started',
        ours: ms(median(cold)),
        beside: `bare Node start ${ms(bare)}`,
        target: '≤ 300 ms',
      },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function overheadPerAsset({ assets, stored }: { assets: number; stored: boolean }): Promise<BenchRow> {
  const root = trivialProject({ assets, stored });
  try {
    const host = await startHostProcess(root);
    const times: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      const started = performance.now();
      const finished = host.event(({ type }) => type === 'run-finished');
      await host.request('materialize', {});
      await finished;
      times.push(performance.now() - started);
    }
    await host.close();
    return {
      metric: `overhead per asset, ${assets} trivial assets, ${stored ? 'a stored value each' : 'nothing stored'}, every success durable`,
      ours: ms(median(times) / assets),
      beside: 'Dagster in-process 43–87 ms (recorded)',
      target: stored ? '≤ 2 ms' : '≤ 0.25 ms',
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function wholeCommand(): BenchRow[] {
  const root = trivialProject({ assets: 1000, stored: true });
  const cli = join(dirname(sdk), 'sdk/bin/headwater.js');
  const time = (...args: string[]): number => {
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [cli, '-C', root, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`headwater ${args.join(' ')} ended with ${status}: ${stderr}`);
    return performance.now() - started;
  };
  try {
    time('materialize', '--json');
    const one = median(Array.from({ length: 5 }, () => time('materialize', '--select', 'key:"a1"', '--json')));
    const none = median(Array.from({ length: 5 }, () => time('materialize', '--stale', '--json')));
    return [
      {
        metric: 'CLI: one asset, process start to exit, durable',
        ours: ms(one),
        beside: 'Dagster 2.2 s (recorded)',
        target: '≤ 400 ms',
      },
      {
        metric: 'CLI: nothing to do, 1,000 fresh assets',
        ours: ms(none),
        beside: 'nx 0.85 s (recorded)',
        target: '≤ 400 ms',
      },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** All rows about runs, in the order a reader wants them. */
export async function benchRuns(): Promise<BenchRow[]> {
  return [
    ...(await clickToFirstLine()),
    await overheadPerAsset({ assets: 1000, stored: false }),
    await overheadPerAsset({ assets: 1000, stored: true }),
    ...wholeCommand(),
  ];
}
