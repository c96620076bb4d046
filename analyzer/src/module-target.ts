// Finds the file an import means: relative paths, tsconfig `paths` and `baseUrl`, package.json `imports` and the package's own name.
import { posix } from 'node:path';
import type { Disk } from './disk.ts';
import { SDK } from './factories.ts';
import { SOURCE_EXTENSIONS, isSourceName } from './source-name.ts';

export type ModuleTarget =
  | { readonly kind: 'sdk' }
  | { readonly kind: 'file'; readonly path: string }
  /** Another package: it is there or not, but its source is not read. */
  | { readonly kind: 'package' }
  | { readonly kind: 'missing' };

/** How the project names its own modules. */
export interface ModuleNames {
  readonly root: string;
  /** tsconfig `paths`, with the folder their targets are relative to. */
  readonly paths: { readonly base: string; readonly patterns: Readonly<Record<string, readonly string[]>> } | null;
  readonly baseUrl: string | null;
  /** package.json: `name`, `imports`, `exports`. */
  readonly packageName: string | null;
  readonly imports: unknown;
  readonly exports: unknown;
}

/** What a `.js` in an import may be in the source. */
const WRITTEN_AS: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
};

export function findModule(question: {
  readonly disk: Disk;
  readonly names: ModuleNames;
  readonly from: string;
  readonly specifier: string;
}): ModuleTarget {
  const { disk, names, from, specifier } = question;
  if (specifier === SDK) return { kind: 'sdk' };
  const fileAt = (path: string): ModuleTarget | null => {
    const found = sourceAt(disk, path);
    return found === null ? null : { kind: 'file', path: found };
  };
  if (/^\.{1,2}(\/|$)/.test(specifier) || specifier.startsWith('/'))
    return fileAt(posix.resolve(posix.dirname(from), specifier)) ?? { kind: 'missing' };
  for (const path of mappedByPaths(names, specifier)) {
    const found = fileAt(path);
    if (found !== null) return found;
  }
  const own = ownModule(names, specifier);
  if (own !== null)
    return fileAt(posix.join(names.root, own)) ?? { kind: specifier.startsWith('#') ? 'missing' : 'package' };
  return (names.baseUrl === null ? null : fileAt(posix.join(names.baseUrl, specifier))) ?? { kind: 'package' };
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

/** What `*` stands for; the empty string where the pattern has none and matches whole. */
function matchPattern(pattern: string, specifier: string): string | null {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return pattern === specifier ? '' : null;
  const fits =
    specifier.startsWith(before) && specifier.endsWith(after) && specifier.length >= before.length + after.length;
  return fits ? specifier.slice(before.length, specifier.length - after.length) : null;
}

/** The path inside the package that package.json gives for `#name` or for the package's own name. */
function ownModule({ packageName, imports, exports }: ModuleNames, specifier: string): string | null {
  if (specifier.startsWith('#')) return mappedByTable(imports, specifier);
  if (packageName === null || (specifier !== packageName && !specifier.startsWith(`${packageName}/`))) return null;
  const table = typeof exports === 'string' || isConditions(exports) ? { '.': exports } : exports;
  return mappedByTable(table, `.${specifier.slice(packageName.length)}`);
}

function mappedByTable(table: unknown, name: string): string | null {
  if (typeof table !== 'object' || table === null) return null;
  for (const [pattern, target] of Object.entries(table).sort(([a], [b]) => b.length - a.length)) {
    const rest = matchPattern(pattern, name);
    const path = rest === null ? null : firstPath(target);
    if (rest !== null && path !== null) return path.replaceAll('*', () => rest);
  }
  return null;
}

/** Conditions in their order; a source file is what we want, so the first path serves. */
function firstPath(target: unknown): string | null {
  if (typeof target === 'string') return target;
  if (typeof target !== 'object' || target === null) return null;
  for (const each of Object.values(target)) {
    const path = firstPath(each);
    if (path !== null && !/\.d\.[cm]?ts$/.test(path)) return path;
  }
  return null;
}

function isConditions(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Object.keys(value).some((key) => key.startsWith('.'));
}
