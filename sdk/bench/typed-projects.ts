// Writes the same program twice: as assets with inferred types, and as plain functions whose types are written by hand.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface TypedProjects {
  /** Folder of each, with a tsconfig.json. */
  readonly assets: string;
  readonly functions: string;
  /** Text of a file for `assets` that misuses the type of an input once. */
  readonly mistake: string;
}

const PER_FILE = 10;
const GROUPS = ['bronze', 'silver', 'gold'] as const;

/** Each definition reads up to three that stand before it, mostly of other files, and gives rows of a type of its own. */
export function writeTypedProjects({ dir, assets }: { readonly dir: string; readonly assets: number }): TypedProjects {
  const upstream = Array.from({ length: assets }, (_, id) =>
    [...new Set([id - 1, id - 7, id - 31])].filter((each) => each >= 0 && (id + each) % 4 !== 0),
  );
  const projects = { assets: join(dir, 'assets'), functions: join(dir, 'functions') };
  for (const [kind, folder] of Object.entries(projects)) {
    write(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    write(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: TSCONFIG, include: ['src'] }));
    for (let first = 0; first < assets; first += PER_FILE) {
      const ids = Array.from({ length: Math.min(PER_FILE, assets - first) }, (_, offset) => first + offset);
      const others = new Set(ids.flatMap((id) => upstream[id] ?? []).filter((each) => each < first));
      const imports = [...others].map((id) =>
        kind === 'assets'
          ? `import { a${id} } from './${fileOf(id)}';`
          : `import type { Row${id} } from './${fileOf(id)}';`,
      );
      const declare = kind === 'assets' ? asAsset : asFunction;
      const head = kind === 'assets' ? "import { asset } from 'headwater';" : CONTEXT;
      write(
        join(folder, 'src', `${fileOf(first)}.ts`),
        [head, ...imports, ...ids.map((id) => declare(id, upstream[id] ?? [])), ''].join('\n'),
      );
    }
  }
  const last = assets - 1;
  return {
    ...projects,
    mistake: `import { asset } from 'headwater';\nimport { a${last} } from './${fileOf(last)}';\nexport const wrong = asset({ inputs: { a${last} } }, ({ a${last} }) => a${last}.map((row): string => row.v${last}));\n`,
  };
}

const TSCONFIG = {
  target: 'es2022',
  lib: ['es2022', 'dom'],
  module: 'esnext',
  moduleResolution: 'bundler',
  strict: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

const CONTEXT =
  'interface Context { readonly signal: AbortSignal; readonly log: { info(message: string): void }; addOutputMetadata(metadata: Record<string, string | number | boolean>): void }';

const fileOf = (id: number): string => `f${Math.floor(id / PER_FILE)}`;

function asAsset(id: number, upstream: readonly number[]): string {
  if (upstream.length === 0)
    return `export const a${id} = asset({ group: '${groupOf(id)}' }, async (ctx) => {${body(id, upstream)}});`;
  const names = upstream.map((each) => `a${each}`).join(', ');
  return `export const a${id} = asset({ inputs: { ${names} }, group: '${groupOf(id)}', kinds: ['typescript'] }, async ({ ${names} }, ctx) => {${body(id, upstream)}});`;
}

function asFunction(id: number, upstream: readonly number[]): string {
  const row = `export interface Row${id} { readonly id: number; readonly v${id}: number; readonly name: string }`;
  const names = upstream.map((each) => `a${each}`).join(', ');
  const types = upstream.map((each) => `a${each}: Row${each}[]`).join('; ');
  const parameters = upstream.length === 0 ? 'ctx: Context' : `{ ${names} }: { ${types} }, ctx: Context`;
  return `${row}\nexport async function a${id}(${parameters}): Promise<Row${id}[]> {${body(id, upstream)}}`;
}

/** The same text in both, so that what differs is how its types are known. */
function body(id: number, upstream: readonly number[]): string {
  const terms = upstream.map((each) => `(a${each}[index]?.v${each} ?? 0)`);
  const rows =
    upstream.length === 0
      ? `Array.from({ length: ${(id % 5) + 1} }, (_, index) => ({ id: index, v${id}: index * ${id}, name: \`row \${index}\` }))`
      : `a${upstream[0]}.map((row, index) => ({ id: row.id, v${id}: ${terms.join(' + ')}, name: row.name.trim() }))`;
  return `
  ctx.signal.throwIfAborted();
  const rows = ${rows};
  ctx.log.info(\`\${rows.length} rows\`);
  ctx.addOutputMetadata({ rows: rows.length });
  return rows.filter((row) => row.v${id} >= 0);
`;
}

function groupOf(id: number): string {
  return GROUPS[id % GROUPS.length] ?? 'bronze';
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
