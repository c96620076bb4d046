// Measures what is told of stored data: the status of many assets, a start after a kill, a long history, beside node:sqlite on the same file.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { directUpstream, type GraphDocument } from '@headwater/graph';
import { generateProject } from '../../analyzer/bench/generate-project.ts';
import { startHostProcess } from '../../cli/bench/host-process.ts';
import type { Catalogue } from '../src/catalogue.ts';
import { collectGarbage } from '../src/host/collect-garbage.ts';
import { openCatalogue } from '../src/store/index.ts';
import { generateStore } from './generated-store.ts';

const command = fileURLToPath(new URL('../../sdk/bin/headwater.js', import.meta.url));
const ROUNDS = 7;

export interface BenchRow {
  readonly metric: string;
  readonly ours: string;
  readonly beside: string;
  readonly target: string;
}

export interface StateSizes {
  /** Of the project whose status is asked. */
  readonly assets: number;
  /** Of the long history. */
  readonly history: { readonly assets: number; readonly runs: number };
  /** Events in the journal of a killed process. */
  readonly events: number;
}

export async function benchState({ assets, history, events }: StateSizes): Promise<BenchRow[]> {
  const dir = mkdtempSync(join(tmpdir(), 'headwater-bench-'));
  try {
    return [
      ...(await statusOf({ dir: join(dir, 'status'), assets })),
      await startAfterKill({ dir: join(dir, 'killed'), events }),
      ...(await longHistory({ dir: join(dir, 'history'), ...history })),
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** All of it as it was made, but every hundredth; and all of it made by other code of other inputs: the most there is to tell. */
async function statusOf({ dir, assets }: { readonly dir: string; readonly assets: number }): Promise<BenchRow[]> {
  generateProject({ dir, assets, seed: 1 });
  const before = await startHostProcess(dir);
  const { assets: nodes } = (await before.request('graph', {})) as GraphDocument;
  await before.close();
  const source = nodes
    .filter((_, i) => i % 100 !== 0)
    .map((node) => [node.key, { codeVersion: node.codeVersion, upstream: directUpstream(node) }] as const);
  const store = { dir: join(dir, '.headwater'), assets: nodes.map(({ key }) => key), runs: 1, withValues: true };
  const label = `${(assets / 1000).toLocaleString('en')}k assets`;
  await generateStore({ ...store, source: new Map(source) });
  const usual = await askedOfHost(dir, assets);
  const whole = await median(() => run(command, '-C', dir, 'status', '--json'));
  const bare = await median(() => run('-e', '0'));
  await generateStore(store);
  const changed = await askedOfHost(dir, assets);
  const asked = `${label}: status, asked of a host`;
  return [
    { metric: `${asked}, 1 in 100 changed`, ours: ms(usual.status), beside: '', target: '≤ 300 ms' },
    { metric: `${asked}, all changed`, ours: ms(changed.status), beside: '', target: '' },
    { metric: `${label}: size of the store, asked of a host`, ours: ms(usual.storage), beside: '', target: '' },
    {
      metric: `${label}: headwater status, the whole command`,
      ours: ms(whole),
      beside: `bare Node start ${ms(bare)}`,
      target: '',
    },
  ];
}

async function askedOfHost(dir: string, assets: number): Promise<{ status: number; storage: number }> {
  const host = await startHostProcess(dir);
  const answer = (await host.request('status', {})) as { assets: readonly unknown[] };
  if (answer.assets.length !== assets) throw new Error(`${answer.assets.length} statuses of ${assets} assets`);
  const status = await median(() => host.request('status', {}));
  const storage = await median(() => host.request('storage', {}));
  await host.close();
  return { status, storage };
}

async function startAfterKill({ dir, events }: { readonly dir: string; readonly events: number }): Promise<BenchRow> {
  await generateStore({ dir, assets: keys(1000), runs: Math.ceil(events / 2000) + 1, killedWith: events });
  const copy = `${dir}-copy`;
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    cpSync(dir, copy, { recursive: true });
    const { took, catalogue } = await opened(copy);
    if (catalogue.runs(1)[0]?.status !== 'interrupted') throw new Error('the killed run is not interrupted');
    times.push(took);
    await catalogue.close();
    rmSync(copy, { recursive: true });
  }
  return {
    metric: `start after a kill, ${events.toLocaleString('en')} events in the journal`,
    ours: ms(middle(times)),
    beside: '',
    target: '≤ 500 ms',
  };
}

interface LongHistory {
  readonly dir: string;
  readonly assets: number;
  readonly runs: number;
}

async function longHistory({ dir, assets, runs }: LongHistory): Promise<BenchRow[]> {
  await generateStore({ dir, assets: keys(assets), runs });
  const [ours, theirs]: number[][] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    // In turns, so that both meet the same noise.
    const { took, catalogue } = await opened(dir);
    await catalogue.close();
    ours?.push(took);
    theirs?.push(await time(() => factsByNodeSqlite(join(dir, 'catalog.sqlite'), assets)));
  }
  const { catalogue } = await opened(dir);
  const names = [{ key: keys(assets)[assets >> 1] ?? '', since: 0, until: Infinity }];
  const page = await median(() => {
    if (catalogue.history({ names, limit: 50 }).entries.length !== 50) throw new Error('not a page');
  });
  const rerun = await median(() => oneRun(catalogue));
  const dryRun = await time(() => collectGarbage({ store: dir, catalogue, dryRun: true }));
  const gc = await time(() => collectGarbage({ store: dir, catalogue, dryRun: false }));
  await catalogue.close();
  const size = `${(statSync(join(dir, 'catalog.sqlite')).size / 1e6).toFixed(0)} MB`;
  const label = `${assets.toLocaleString('en')} assets × ${runs}`;
  return [
    {
      metric: `${label} (${size}): opens`,
      ours: ms(middle(ours ?? [])),
      beside: `node:sqlite ${ms(middle(theirs ?? []))}`,
      target: '≤ 200 ms',
    },
    { metric: `${label}: a page of history`, ours: ms(page), beside: '', target: '' },
    { metric: `${label}: recording one more run of one asset`, ours: ms(rerun), beside: '', target: '' },
    { metric: `${label}: gc --dry-run, then gc`, ours: `${ms(dryRun)}, ${ms(gc)}`, beside: '', target: '' },
  ];
}

/** The same file opened, and the same facts read. */
function factsByNodeSqlite(file: string, assets: number): void {
  const database = new DatabaseSync(file, { readOnly: true });
  const of = '(SELECT materialization FROM latest)';
  const facts = database
    .prepare(
      `SELECT m.*, c.parts, s.columns AS shape FROM materializations m LEFT JOIN code c ON c.code_version = m.code_version
       LEFT JOIN shapes s ON s.id = m.columns WHERE m.seq IN ${of}`,
    )
    .all();
  for (const { parts, shape } of facts) [parts, shape].map((text) => JSON.parse(String(text)) as unknown);
  Map.groupBy(database.prepare(`SELECT * FROM inputs WHERE seq IN ${of}`).all(), ({ seq }) => seq);
  Map.groupBy(database.prepare(`SELECT * FROM metadata WHERE seq IN ${of}`).all(), ({ seq }) => seq);
  database.prepare('SELECT c.* FROM latest_checks l JOIN checks c ON c.seq = l.seq').all();
  database.prepare('SELECT * FROM observations').all();
  database.close();
  if (facts.length !== assets) throw new Error(`${facts.length} facts of ${assets} assets`);
}

async function oneRun(catalogue: Catalogue): Promise<void> {
  const step = { step: 'asset_1', asset: 'asset_1', attempt: 1 };
  await catalogue.record('one', { type: 'run-started', selection: 'one', assets: ['asset_1'] });
  await catalogue.record('one', { type: 'step-started', ...step });
  const made = { codeVersion: 'c1:x', dataVersion: 'v1:x', inputs: {}, durationMs: 1, metadata: {} };
  await catalogue.record('one', { type: 'materialized', ...step, ...made });
  const counts = { materialized: 1, failed: 0, skipped: 0, cancelled: 0 };
  await catalogue.record('one', { type: 'run-finished', status: 'success', counts });
  await catalogue.checkpoint();
}

async function opened(dir: string): Promise<{ took: number; catalogue: Catalogue }> {
  const started = performance.now();
  const catalogue = await openCatalogue({ dir });
  catalogue.facts();
  return { took: performance.now() - started, catalogue };
}

function run(...args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, { maxBuffer: 1e9 });
  if (status !== 0) throw new Error(String(stderr));
}

const keys = (assets: number): string[] => Array.from({ length: assets }, (_, i) => `asset_${i}`);

async function time(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The first round warms up and does not count. */
async function median(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) times.push(await time(work));
  return middle(times.slice(1));
}

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
