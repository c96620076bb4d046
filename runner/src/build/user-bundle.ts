// Builds the files that declare the selected assets, and what they import, into one ES module a worker can load.
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure, Message } from 'esbuild';
import { namedModules, type NamesOfFiles } from './named-modules.ts';
import { PLACE_NAMES, projectSources, type ShiftedLine } from './project-sources.ts';
import { externalPackages } from './external-packages.ts';
import { importedModules, importedName, type ImportedModule } from './imported-modules.ts';

export interface BundleRequest {
  /** Absolute. */
  readonly project: string;
  /** Folder of the build output. */
  readonly outDir: string;
  /** Declaring files, relative to the project. Module `i` is exported as `m<i>`. */
  readonly files: readonly string[];
  /** Modules of other projects, as `file` (relative to the project) imports them. Module `i` is exported as `f<i>`. */
  readonly imported?: readonly ImportedModule[];
  readonly moduleNames?: readonly NamesOfFiles[];
  /** File, relative to the project, to its top-level consts whose names the worker asks for. */
  readonly names: Readonly<Record<string, readonly string[]>>;
}

export interface BuildProblem {
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

export type Bundle =
  | {
      readonly ok: true;
      readonly url: string;
      /** sha256 of each of the project's own files that went in, by relative path. */
      readonly sources: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly problems: readonly BuildProblem[] };

const KEPT_BUILDS = 4;
/** By then whoever asked for a bundle has loaded it. */
const LOADED_WITHIN_MS = 60_000;

export async function buildBundle({
  project,
  outDir,
  files,
  imported = [],
  moduleNames = [],
  names,
}: BundleRequest): Promise<Bundle> {
  const { build } = await import('esbuild');
  const sources: Record<string, string> = {};
  const shifted = new Map<string, ShiftedLine>();
  await mkdir(outDir, { recursive: true });
  const entry = [
    ...files.map((file, i) => `export * as m${i} from ${JSON.stringify(`./${file}`)};`),
    ...imported.map((_, i) => `export * as f${i} from ${JSON.stringify(importedName(i))};`),
  ].join('\n');
  const name = createHash('sha256').update(`${process.pid}.${performance.now()}.${entry}`).digest('hex').slice(0, 16);
  const outfile = join(outDir, `${name}.mjs`);
  const requireFrom = JSON.stringify(pathToFileURL(join(project, 'package.json')).href);
  try {
    await build({
      absWorkingDir: project,
      stdin: { contents: entry, resolveDir: project, sourcefile: 'headwater-entry.ts', loader: 'ts' },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: `node${process.versions.node.split('.')[0] ?? '22'}`,
      sourcemap: 'linked',
      sourcesContent: false,
      keepNames: true,
      define: PLACE_NAMES,
      logLevel: 'silent',
      loader: { '.txt': 'text', '.sql': 'text', '.md': 'text' },
      banner: {
        js: `import { createRequire as headwaterRequire_ } from 'node:module'; const require = headwaterRequire_(${requireFrom});`,
      },
      plugins: [
        importedModules({ project, imported }),
        namedModules(moduleNames),
        externalPackages({ project }),
        projectSources({
          namesIn: (file) => names[toRelative(project, file)] ?? [],
          record: (file, source) => {
            sources[toRelative(project, file)] = sha256(source.text);
            if (source.shifted) shifted.set(toRelative(project, file), source.shifted);
          },
        }),
      ],
    });
  } catch (error) {
    return {
      ok: false,
      problems: (error as BuildFailure).errors.map((message) => problem({ project, shifted, message })),
    };
  }
  await removeOld(outDir, outfile);
  return { ok: true, url: pathToFileURL(outfile).href, sources };
}

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');
const toRelative = (project: string, file: string): string => relative(project, file).split(sep).join('/');

function problem({
  project,
  shifted,
  message: { text, location },
}: {
  project: string;
  shifted: ReadonlyMap<string, ShiftedLine>;
  message: Message;
}): BuildProblem {
  if (!location) return { message: text };
  const { line } = location;
  const file = toRelative(project, resolve(project, location.file));
  const shift = shifted.get(file);
  const column = location.column + 1 - (shift?.line === line ? shift.by : 0);
  return { message: `${file}:${line}: ${text}`, file, line, column: Math.max(1, column) };
}

/** A run that is under way may still read an older bundle's source map, so the newest few stay. */
async function removeOld(outDir: string, newest: string): Promise<void> {
  const bundles = (await readdir(outDir)).filter((file) => file.endsWith('.mjs')).map((file) => join(outDir, file));
  // Another build may be cleaning up too.
  const timeOf = (file: string): Promise<number> =>
    stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => Infinity,
    );
  const dated = await Promise.all(bundles.map(async (file) => ({ file, time: await timeOf(file) })));
  const old = dated
    .filter(({ file, time }) => file !== newest && time < Date.now() - LOADED_WITHIN_MS)
    .sort((a, b) => b.time - a.time)
    .slice(KEPT_BUILDS - 1);
  await Promise.all(old.flatMap(({ file }) => [rm(file, { force: true }), rm(`${file}.map`, { force: true })]));
}

/** Starts esbuild's own process; where it cannot start, the build that needs it says why. */
export async function warmBuild(): Promise<void> {
  await import('esbuild').then(({ transform }) => transform('')).catch(() => undefined);
}
