// The project a command works on, and how its graph and its host are reached.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Analysis, BaseGraph } from '@headwater/analyzer';
import type { Describe, HostOptions, ProjectClient } from '@headwater/runner';
import { CommandError } from './command-error.ts';

export interface Target {
  /** Absolute. */
  readonly project: string;
  /** The package's name, or the folder's. */
  readonly name: string;
  readonly describe: (...asked: Parameters<Describe>) => Promise<Analysis>;
  /** What it was at a commit (undefined: the default base), or why that cannot be said. */
  readonly baseGraph: (ref: string | undefined) => Promise<BaseGraph | { readonly problem: string }>;
  /** The project's host: this process, or the owner that runs already. Close it when done. */
  open(): Promise<ProjectClient>;
}

/** `place`: a folder of the project, or a file. @throws CommandError (exit 2) when no package.json upwards names `headwater`. */
export async function openTarget(place: string): Promise<Target> {
  const given = resolve(place);
  const entry = statSync(given, { throwIfNoEntry: false });
  if (!entry)
    throw new CommandError({
      code: 'no-project',
      message: `There is no ${extname(given) === '' ? 'folder' : 'file'} ${given}.`,
      exitCode: 2,
    });
  const start = entry.isFile() ? dirname(given) : given;
  const runner = import('@headwater/runner');
  const { baseGraphOf, createAnalyzer, findProject, indexCacheIn } = await import('@headwater/analyzer');
  const found = await findProject(start);
  if (!found) {
    throw new CommandError({
      code: 'no-project',
      message: `No package.json in ${start} or above it names headwater: run \`npm install headwater\` in your project's folder, or give the project with -C.`,
      exitCode: 2,
    });
  }
  const stores = join(found.root, '.headwater');
  const cache = indexCacheIn(join(stores, 'cache'), found.root);
  const analyzer = createAnalyzer({
    project: found,
    // Looking at a graph leaves nothing behind in a project that never ran.
    cache: { read: () => cache.read(), write: (text) => void (existsSync(stores) && cache.write(text)) },
  });
  process.once('exit', () => analyzer.save());
  const describe: Target['describe'] = async (options) => {
    analyzer.invalidate('all');
    return analyzer.analyze(options);
  };
  return {
    project: found.root,
    name: found.name,
    describe,
    baseGraph: (ref) => baseGraphOf({ project: found, ref, cache }),
    open: async () => (await runner).openProject(hostOptions({ project: found.root, describe })),
  };
}

export function hostOptions({ project, describe }: Pick<Target, 'project' | 'describe'>): HostOptions {
  return { project, describe, workerFile: workerFile(), headwater: headwaterVersion() };
}

/** Beside this bundle. */
const workerFile = (): string => fileURLToPath(new URL('./worker.mjs', import.meta.url));

export function headwaterVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}
