// Measures how long `tsc` takes to check many assets, beside the same bodies as plain functions with hand-written types.
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTypes } from '../build-types.mjs';
import { compilers, output, room, type Compiler } from '../test/compile.ts';
import { writeTypedProjects, type TypedProjects } from './typed-projects.ts';

export interface BenchRow {
  readonly metric: string;
  readonly ours: string;
  readonly beside: string;
  readonly target: string;
}

const ROUNDS = 4;

/** One row for each count of assets and each TypeScript; the projects are checked to find a mistake before they are measured. */
export async function benchTypes(counts: readonly number[]): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const assets of counts) {
    const dir = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-types-bench-')));
    try {
      const installed = join(dir, 'node_modules/headwater');
      mkdirSync(installed, { recursive: true });
      copyFileSync(join(room, 'package.json'), join(installed, 'package.json'));
      await buildTypes({ outDir: join(installed, 'dist') });
      const projects = writeTypedProjects({ dir, assets });
      for (const compiler of compilers) rows.push(await benchCompiler({ compiler, projects, assets, dir }));
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }
  return rows;
}

async function benchCompiler({
  compiler,
  projects,
  assets,
  dir,
}: {
  readonly compiler: Compiler;
  readonly projects: TypedProjects;
  readonly assets: number;
  readonly dir: string;
}): Promise<BenchRow> {
  await findsMistake(compiler, { dir, projects });
  const ours: Times[] = [];
  const plain: Times[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // In turns, so that both meet the same noise.
    plain.push(await check(compiler, projects.functions));
    ours.push(await check(compiler, projects.assets));
  }
  const [own, hand] = [least(ours), least(plain)];
  return {
    metric: `types checked by TypeScript ${compiler.version}, ${assets.toLocaleString('en')} assets`,
    ours: `check ${seconds(own.check)}, all ${seconds(own.total)}`,
    beside: `plain functions, hand-typed: check ${seconds(hand.check)} (× ${(own.check / hand.check).toFixed(2)}), all ${seconds(hand.total)} (× ${(own.total / hand.total).toFixed(2)})`,
    target: 'all ≤ 2 × hand-typed',
  };
}

/** Seconds. */
interface Times {
  readonly check: number;
  readonly total: number;
}

async function check({ tsc }: Compiler, project: string): Promise<Times> {
  const text = await output(process.execPath, [tsc, '-p', project, '--extendedDiagnostics', '--pretty', 'false']);
  const read = (name: string): number => {
    const found = new RegExp(`^${name}:?\\s+([\\d.]+)s$`, 'm').exec(text)?.[1];
    if (found === undefined) throw new Error(`tsc of ${project} gives no "${name}":\n${text.slice(0, 1000)}`);
    return Number(found);
  };
  if (/error TS/.test(text)) throw new Error(`tsc finds errors in the generated project:\n${text.slice(0, 1000)}`);
  return { check: read('Check time'), total: read('Total time') };
}

/** Types that let everything pass would be checked in no time. */
async function findsMistake(
  { tsc, version }: Compiler,
  { dir, projects }: { readonly dir: string; readonly projects: TypedProjects },
): Promise<void> {
  const mistake = join(projects.assets, 'src/mistake.ts');
  writeFileSync(mistake, projects.mistake);
  try {
    const text = await output(process.execPath, [tsc, '-p', projects.assets, '--pretty', 'false']);
    const errors = text.split('\n').filter((line) => line.includes('error TS'));
    if (errors.length !== 1 || !errors[0]?.includes('mistake.ts'))
      throw new Error(
        `TypeScript ${version} finds ${errors.length} errors in ${dir} for one mistake:\n${text.slice(0, 1000)}`,
      );
  } finally {
    rmSync(mistake);
  }
}

function least(times: readonly Times[]): Times {
  return { check: Math.min(...times.map((each) => each.check)), total: Math.min(...times.map((each) => each.total)) };
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}
