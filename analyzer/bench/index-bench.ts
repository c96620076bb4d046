// Measures source to graph (cold, from a stored index, after an edit, in the server), beside a plain parse of the same texts and `tsc --noEmit`, in the same run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ts } from 'ts-morph';
import { createAnalyzer, indexCacheIn } from '../src/index.ts';
import type { Analyzer } from '../src/index.ts';
import { generateProject } from './generate-project.ts';
import { measureServer } from './server-process.ts';

export interface BenchRow {
  readonly metric: string;
  readonly ours: string;
  readonly beside: string;
  readonly target: string;
}

const ROUNDS = 5;
const EDITS = 60;

/** One row per question and size; each size is a generated project, checked to have exactly the edges it was made with. */
export async function benchIndex(sizes: readonly number[]): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const assets of sizes) {
    const dir = mkdtempSync(join(tmpdir(), 'headwater-bench-'));
    try {
      rows.push(...(await benchSize({ dir, assets })));
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }
  return rows;
}

async function benchSize({ dir, assets }: { readonly dir: string; readonly assets: number }): Promise<BenchRow[]> {
  const { edges, files } = generateProject({ dir, assets, seed: 1 });
  const project = { root: dir, name: 'generated' };
  const indexFolder = join(dir, 'index');
  const cache = indexCacheIn(indexFolder, dir);
  const cold: number[] = [];
  const plain: number[] = [];
  const stored: number[] = [];
  settle(files);
  for (let round = 0; round < ROUNDS; round++) {
    // In turns, so that all meet the same noise; the first round warms up and does not count.
    plain.push(await time(() => plainParse(files)));
    cold.push(await time(async () => checkEdges(await createAnalyzer({ project }).analyze(), edges)));
    if (round === 0) await store(createAnalyzer({ project, cache }));
    stored.push(await time(async () => checkEdges(await createAnalyzer({ project, cache }).analyze(), edges)));
  }
  const [ours, theirs, fromIndex] = [median(cold.slice(1)), median(plain.slice(1)), median(stored.slice(1))];
  const tsc = await time(() => runTsc(dir));
  const edited = await editTimes(dir, files);
  // The index of the bundle is another one, so the first start reads all and leaves it behind.
  const first = await measureServer({ dir, indexFolder });
  const second = await measureServer({ dir, indexFolder });
  const label = `${(assets / 1000).toLocaleString('en')}k assets`;
  return [
    {
      metric: `graph from source, cold, ${label}`,
      ours: ms(ours),
      beside: `plain parse ${ms(theirs)} (× ${(ours / theirs).toFixed(2)})`,
      target: '≤ 1.1 × plain parse',
    },
    {
      metric: `graph from source, first in its process, ${label}`,
      ours: ms(cold[0] ?? 0),
      beside: `plain parse ${ms(plain[0] ?? 0)}, tsc --noEmit ${ms(tsc)}`,
      target: 'far below tsc',
    },
    {
      metric: `graph from the stored index, ${label}`,
      ours: ms(fromIndex),
      beside: `cold ${ms(ours)} (× ${(fromIndex / ours).toFixed(2)})`,
      target: '≤ 0.1 × cold',
    },
    {
      metric: `one file edited → new graph, ${label}`,
      ours: `p50 ${ms(quantile(edited, 0.5))}, p95 ${ms(quantile(edited, 0.95))}`,
      beside: `tsc --noEmit ${ms(tsc)}`,
      target: 'p50 ≤ 5 ms, p95 ≤ 30 ms',
    },
    {
      metric: `server start → whole graph, ${label}`,
      ours: `${ms(second.graphMs)} from the stored index`,
      beside: `${ms(first.graphMs)} from source, tsc --noEmit ${ms(tsc)}`,
      target: 'far below tsc',
    },
    {
      metric: `server: reply to initialize, ${label}`,
      ours: ms(median([first.initializeMs, second.initializeMs])),
      beside: `a bare Node start ${ms(await time(bareNode))}`,
      target: '≤ 250 ms',
    },
    {
      metric: `server: memory with the graph and the parser, ${label}`,
      ours: `${mb(second.memoryMb)} from the stored index, ${mb(first.memoryMb)} from source`,
      beside: '',
      target: '≤ 200 MB at 10k',
    },
  ];
}

/** Files that were written a moment ago are looked at again; most that an editor opens were not. */
function settle(files: readonly string[]): void {
  const before = Date.now() / 1000 - 60;
  for (const file of files) utimesSync(file, before, before);
}

async function store(analyzer: Analyzer): Promise<void> {
  await analyzer.analyze();
  analyzer.save();
}

async function bareNode(): Promise<void> {
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  await once(child, 'exit');
}

function mb(value: number | null): string {
  return value === null ? 'unknown' : `${Math.round(value)} MB`;
}

/** The raw limit: every file read and parsed with TypeScript's defaults, nothing kept. */
function plainParse(files: readonly string[]): void {
  for (const file of files) ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, false);
}

function checkEdges(
  {
    document,
  }: {
    readonly document: {
      readonly assets: readonly { readonly key: string; readonly inputs: Readonly<Record<string, string>> }[];
    };
  },
  edges: readonly (readonly [string, string])[],
): void {
  const found = document.assets.flatMap(({ key, inputs }) =>
    Object.values(inputs).map((upstream) => `${upstream} ${key}`),
  );
  const wanted = new Set(edges.map(([upstream, key]) => `${upstream} ${key}`));
  if (found.length !== wanted.size || !found.every((edge) => wanted.has(edge)))
    throw new Error(`The graph has ${found.length} edges; the project was made with ${wanted.size}.`);
}

/** A body edited in one file after another, as unsaved text. */
async function editTimes(dir: string, files: readonly string[]): Promise<number[]> {
  const analyzer = createAnalyzer({ project: { root: dir, name: 'generated' } });
  await analyzer.analyze();
  const times: number[] = [];
  for (let edit = 0; edit < EDITS; edit++) {
    const file = files[Math.floor((edit * files.length) / EDITS)] ?? '';
    const text = readFileSync(file, 'utf8').replace('* 100) / 100', `* 100) / ${100 + edit}`);
    analyzer.setOpenFile(file, text);
    times.push(await time(() => analyzer.analyze()));
  }
  return times.slice(5);
}

function runTsc(dir: string): Promise<void> {
  const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [tsc, '--noEmit', '-p', dir], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`tsc finds errors in the generated project:\n${output.slice(0, 1000)}`)),
    );
  });
}

async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}

function ms(value: number): string {
  return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
