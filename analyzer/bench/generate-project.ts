// Writes a project of any number of assets, a few per file, that read each other across files; for benches and large tests.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GeneratedProject {
  /** Every edge, as upstream key and downstream key. */
  readonly edges: readonly (readonly [upstream: string, key: string])[];
  /** Absolute paths of the source files. */
  readonly files: readonly string[];
}

export interface GenerateOptions {
  /** An empty folder, or one that does not exist yet. */
  readonly dir: string;
  readonly assets: number;
  readonly seed: number;
}

const PER_FILE = 4;
const GROUPS = ['bronze', 'silver', 'gold'] as const;

export function generateProject({ dir, assets, seed }: GenerateOptions): GeneratedProject {
  const below = random(seed);
  const edges: [string, string][] = [];
  const files: string[] = [];
  write(
    join(dir, 'package.json'),
    JSON.stringify({ name: 'generated', type: 'module', private: true, dependencies: { headwater: '*' } }),
  );
  write(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions: TSCONFIG, include: ['src'] }));
  // Enough of the SDK's types for `tsc --noEmit` to have the same work.
  write(
    join(dir, 'node_modules/headwater/package.json'),
    JSON.stringify({ name: 'headwater', version: '0.0.0', types: 'index.d.ts' }),
  );
  write(join(dir, 'node_modules/headwater/index.d.ts'), SDK_TYPES);
  for (let first = 0; first < assets; first += PER_FILE) {
    const imports = new Map<number, Set<number>>();
    const declarations = Array.from({ length: Math.min(PER_FILE, assets - first) }, (_, offset) => {
      const id = first + offset;
      const upstream = [...new Set(Array.from({ length: id === 0 ? 0 : below(4) }, () => nearby(id, below)))].sort(
        (a, b) => a - b,
      );
      for (const each of upstream) {
        edges.push([nameOf(each), nameOf(id)]);
        if (each < first) imports.set(fileOf(each), (imports.get(fileOf(each)) ?? new Set()).add(each));
      }
      return declaration(id, upstream, below);
    });
    const lines = [...imports].map(
      ([file, ids]) => `import { ${[...ids].map(nameOf).join(', ')} } from '${importPath(file)}';`,
    );
    const path = join(dir, 'src', pathOf(fileOf(first)));
    write(path, ["import { asset } from 'headwater';", ...lines, '', ...declarations].join('\n'));
    files.push(path);
  }
  return { edges, files };
}

const TSCONFIG = {
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  strict: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  types: [],
};

const SDK_TYPES = `export interface Context { readonly log: { info(message: string): void }; readonly signal: AbortSignal }
export interface Asset<T> { (...args: never[]): Promise<T>; readonly value: T }
interface Options { readonly group?: string; readonly kinds?: readonly string[]; readonly description?: string }
type Values<I> = { readonly [K in keyof I]: I[K] extends Asset<infer T> ? T : never };
export declare function asset<T>(body: (ctx: Context) => T | Promise<T>): Asset<T>;
export declare function asset<T, I extends Record<string, Asset<unknown>>>(
  options: Options & { inputs: I },
  body: (inputs: Values<I>, ctx: Context) => T | Promise<T>,
): Asset<T>;
export declare function asset<T>(options: Options, body: (ctx: Context) => T | Promise<T>): Asset<T>;
`;

/** Mostly close by, as in real projects, now and then far away. */
function nearby(id: number, below: (n: number) => number): number {
  return below(5) === 0 ? below(id) : Math.max(0, id - 1 - below(Math.min(id, 40)));
}

function declaration(id: number, upstream: readonly number[], below: (n: number) => number): string {
  const names = upstream.map(nameOf);
  const inputs = names.length === 0 ? '' : ` inputs: { ${names.join(', ')} },`;
  const loops = names.map(
    (name) => `    for (const row of ${name}) {
      const previous = totals.get(row.category) ?? { count: 0, amount: 0 };
      totals.set(row.category, { count: previous.count + 1, amount: previous.amount + row.amount * ${1 + below(9)} });
    }`,
  );
  return `/**
 * Amounts by category, number ${id}.
 * Reads ${names.length === 0 ? 'nothing' : names.map((name) => `\`${name}\``).join(', ')}.
 */
export const ${nameOf(id)} = asset(
  {${inputs} group: '${GROUPS[id % GROUPS.length] ?? 'bronze'}', kinds: ['typescript'] },
  async (${names.length === 0 ? '' : `{ ${names.join(', ')} }, `}ctx): Promise<{ category: string; amount: number }[]> => {
    const totals = new Map<string, { count: number; amount: number }>();
    ctx.log.info(\`starting ${nameOf(id)}: \${new Date(${id} * 86_400_000).toISOString()}\`);
${loops.join('\n')}
    const seeds = ['alpha', 'beta', 'gamma', 'delta'].map((category, index) => ({ category, amount: index * ${1 + below(100)}.5 }));
    for (const { category, amount } of seeds) {
      const known = totals.get(category);
      if (known === undefined) totals.set(category, { count: 1, amount });
      else if (known.amount > ${below(1000)} && !ctx.signal.aborted) totals.set(category, { ...known, amount: known.amount / 2 });
    }
    return [...totals].map(([category, { amount, count }]) => ({ category, amount: Math.round((amount / count) * 100) / 100 }));
  },
);
`;
}

function nameOf(id: number): string {
  return `amounts${id}`;
}

function fileOf(id: number): number {
  return Math.floor(id / PER_FILE);
}

function pathOf(file: number): string {
  return `part${Math.floor(file / 50)}/amounts-${file}.ts`;
}

function importPath(file: number): string {
  return `../${pathOf(file)}`;
}

function write(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

/** A small generator of numbers that repeat for a seed (mulberry32). */
export function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
