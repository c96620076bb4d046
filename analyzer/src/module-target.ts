// Finds the file an import means: relative paths, tsconfig names, package.json `imports` and the package's own name, workspace packages.
import { posix } from 'node:path';
import type { Disk } from './disk.ts';
import { SDK } from './factories.ts';
import { matchPattern } from './match-pattern.ts';
import { DECLARATION, RUN_TIME, entryOfPackage, mappedByTable, tableOf } from './package-entry.ts';
import type { PackageFacts } from './package-entry.ts';
import { SOURCE_EXTENSIONS, isSourceName } from './source-name.ts';

export type ModuleTarget =
  | { readonly kind: 'sdk' }
  | { readonly kind: 'file'; readonly path: string }
  /** Another package: it is there or not, but its source is not read. */
  | {
      readonly kind: 'package';
      /** A file that is not there, of this workspace, could be what is meant. */
      readonly lacksFile?: boolean;
    }
  /** A file that is no source: JSON, a text, a style sheet. */
  | { readonly kind: 'data'; readonly path: string }
  | { readonly kind: 'missing' };

/** How the tsconfig names modules. */
export interface ConfigNames {
  /** `paths`, with the folder their targets are relative to. */
  readonly paths: { readonly base: string; readonly patterns: Readonly<Record<string, readonly string[]>> } | null;
  readonly baseUrl: string | null;
  /** Folders that relative imports see as one. */
  readonly rootDirs: readonly string[];
}

export const NO_CONFIG_NAMES: ConfigNames = { paths: null, baseUrl: null, rootDirs: [] };

/** How the files of one package and one tsconfig name modules. */
export interface ModuleNames extends ConfigNames {
  /** The package's folder. */
  readonly root: string;
  /** package.json: `name`, `imports`, `exports`. */
  readonly packageName: string | null;
  readonly imports: unknown;
  readonly exports: unknown;
}

export interface ModuleQuestion {
  readonly disk: Disk;
  readonly names: ModuleNames;
  readonly from: string;
  readonly specifier: string;
  readonly packages: PackageFacts;
}

/** What a `.js` in an import may be in the source. */
const WRITTEN_AS: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
};

export function findModule(question: ModuleQuestion): ModuleTarget {
  const { disk, names, from, specifier } = question;
  if (specifier === SDK) return { kind: 'sdk' };
  const fileAt = (path: string): ModuleTarget | null => {
    const found = sourceAt(disk, path);
    return found === null ? null : { kind: 'file', path: found };
  };
  if (/^\.{1,2}(\/|$)/.test(specifier) || specifier.startsWith('/')) {
    const path = posix.resolve(posix.dirname(from), specifier);
    const found = firstOf([path, ...inOtherRoots(names, path)], fileAt);
    return found ?? (disk.stat(path)?.kind === 'file' ? { kind: 'data', path } : { kind: 'missing' });
  }
  const places = mappedByPaths(names, specifier);
  const mapped = firstOf(places, fileAt);
  if (mapped !== null) return mapped;
  const own = ownModule(names, specifier);
  if (own?.startsWith('.') === true)
    return fileAt(posix.join(names.root, own)) ?? { kind: specifier.startsWith('#') ? 'missing' : 'package' };
  if (own !== null && !own.startsWith('#')) return packageModule({ ...question, specifier: own });
  if (specifier.startsWith('#')) return { kind: 'missing' };
  const based = names.baseUrl === null ? null : fileAt(posix.join(names.baseUrl, specifier));
  const found = based ?? packageModule(question);
  return found.kind === 'package' && places.length > 0 ? { ...found, lacksFile: true } : found;
}

/** A package that a link leads to, out of every node_modules, is source of the same people: its files are read. */
function packageModule({ disk, from, specifier, packages }: ModuleQuestion): ModuleTarget {
  const [name = '', subpath = '.'] = splitSpecifier(specifier);
  const root = name === '' ? null : linkedPackage(disk, posix.dirname(from), name);
  const entry =
    root === null ? null : entryOfPackage({ root, subpath, sourceAt: (path) => sourceAt(disk, path), packages });
  if (entry !== null) return { kind: 'file', path: entry };
  return root === null ? { kind: 'package' } : { kind: 'package', lacksFile: true };
}

/** `@acme/shop/lib/x` is the package `@acme/shop` and `./lib/x` in it. */
function splitSpecifier(specifier: string): readonly [name?: string, subpath?: string] {
  const [, name, rest] = /^((?:@[^/]+\/)?[^/@.:][^/:]*)(\/.+)?$/.exec(specifier) ?? [];
  return name === undefined ? [] : [name, rest === undefined ? '.' : `.${rest}`];
}

function linkedPackage(disk: Disk, from: string, name: string): string | null {
  for (let folder = from; ; folder = posix.dirname(folder)) {
    const path = posix.join(folder, 'node_modules', name);
    if (disk.stat(path)?.kind === 'folder') {
      const real = disk.real(path);
      return real === null || real === path || /\/node_modules\//.test(`${real}/`) ? null : real;
    }
    if (posix.dirname(folder) === folder) return null;
  }
}

function firstOf<T>(paths: readonly string[], find: (path: string) => T | null): T | null {
  for (const path of paths) {
    const found = find(path);
    if (found !== null) return found;
  }
  return null;
}

function sourceAt(disk: Disk, path: string): string | null {
  const isFile = (candidate: string): boolean => disk.stat(candidate)?.kind === 'file';
  const extension = posix.extname(path);
  const stem = path.slice(0, path.length - extension.length);
  const candidates = [
    ...(WRITTEN_AS[extension] ?? []).map((each) => stem + each),
    ...(isSourceName(path) ? [path] : []),
    ...SOURCE_EXTENSIONS.map((each) => path + each),
    ...SOURCE_EXTENSIONS.map((each) => `${path}/index${each}`),
  ];
  return candidates.find(isFile) ?? null;
}

/** The same place in the other `rootDirs`, the longest first, as in TypeScript. */
function inOtherRoots({ rootDirs }: ModuleNames, path: string): string[] {
  const inside = (folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
  const [home] = rootDirs.filter(inside).sort((a, b) => b.length - a.length);
  if (home === undefined) return [];
  return rootDirs.filter((folder) => folder !== home).map((folder) => posix.join(folder, path.slice(home.length)));
}

/** The longest matching pattern wins, as in TypeScript. */
function mappedByPaths({ paths }: ModuleNames, specifier: string): string[] {
  if (paths === null) return [];
  const matches = Object.entries(paths.patterns).flatMap(([pattern, targets]) => {
    const rest = matchPattern(pattern, specifier);
    return rest === null ? [] : [{ targets, rest, length: pattern.includes('*') ? pattern.indexOf('*') : Infinity }];
  });
  const [best] = matches.sort((a, b) => b.length - a.length);
  return (
    best?.targets.map((target) =>
      posix.resolve(
        paths.base,
        target.replace('*', () => best.rest),
      ),
    ) ?? []
  );
}

/** The path inside the package, or the other package, that package.json gives for `#name` or for the package's own name. */
function ownModule({ packageName, imports, exports }: ModuleNames, specifier: string): string | null {
  const first = (paths: readonly string[]): string | null => paths.find((path) => !DECLARATION.test(path)) ?? null;
  if (specifier.startsWith('#')) return first(mappedByTable(imports, specifier, RUN_TIME));
  if (packageName === null || (specifier !== packageName && !specifier.startsWith(`${packageName}/`))) return null;
  return first(mappedByTable(tableOf(exports), `.${specifier.slice(packageName.length)}`, RUN_TIME));
}
