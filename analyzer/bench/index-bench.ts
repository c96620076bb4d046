// Measures source to graph, beside a plain parse of the same texts and `tsc --noEmit`, in the same run.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ts } from 'ts-morph';
import { createAnalyzer } from '../src/index.ts';
import { generateProject } from './generate-project.ts';

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
  const cold: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // In turns, so that both meet the same noise; the first round warms both up and does not count.
    plain.push(await time(() => plainParse(files)));
    cold.push(await time(async () => checkEdges(await createAnalyzer({ project }).analyze(), edges)));
  }
  const [ours, theirs] = [median(cold.slice(1)), median(plain.slice(1))];
  const tsc = await time(() => runTsc(dir));
  const edited = await editTimes(dir, files);
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
      metric: `one file edited → new graph, ${label}`,
      ours: `p50 ${ms(quantile(edited, 0.5))}, p95 ${ms(quantile(edited, 0.95))}`,
      beside: `tsc --noEmit ${ms(tsc)}`,
      target: 'p50 ≤ 5 ms, p95 ≤ 30 ms',
    },
  ];
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
