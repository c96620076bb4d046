// Finds the source file that a package's package.json names for the package or for a path in it.
import { posix } from 'node:path';
import { matchPattern } from './match-pattern.ts';

/** What is known of the package with this root. */
export interface PackageFacts {
  /** Its package.json. */
  manifest(root: string): Readonly<Record<string, unknown>> | null;
  /** A file of the project itself: its graph may only have what a run loads. */
  isOwn(path: string): boolean;
  /** Where a compiled file of it comes from, by its tsconfig; null where that does not say. */
  compiledFrom(root: string, path: string): string | null;
}

export interface EntryQuestion {
  readonly root: string;
  /** `.`, or `./lib/x`. */
  readonly subpath: string;
  readonly sourceAt: (path: string) => string | null;
  readonly packages: PackageFacts;
}

export const DECLARATION = /\.d\.[cm]?ts$/;
const TYPESCRIPT = /\.[cm]?tsx?$/;

/**
 * TypeScript under any condition (`types`, `source`, `development`) comes first, then what a named file was compiled from, then a
 * named JavaScript file itself. What a run loads of another project may be the compiled file: it is reached by the same specifier.
 * Inside the project only the file that a run loads will do, and a compiled one is none of its sources.
 */
export function entryOfPackage({ root, subpath, sourceAt, packages }: EntryQuestion): string | null {
  const manifest = packages.manifest(root);
  if (manifest === null) return null;
  const { exports, main, module, types, source } = manifest;
  const isOwn = packages.isOwn(`${root}/package.json`);
  const fields = isOwn ? [main, './index'] : [source, types, module, main, './index'];
  const named =
    exports !== undefined && exports !== null
      ? mappedByTable(tableOf(exports), subpath, isOwn ? RUN_TIME : null)
      : subpath === '.'
        ? fields.filter((each) => typeof each === 'string')
        : [subpath];
  const paths = named.map((path) => posix.join(root, path)).filter((path) => path.startsWith(`${root}/`));
  const [first] = paths;
  if (isOwn) return first === undefined || packages.compiledFrom(root, first) !== null ? null : sourceAt(first);
  const found = paths.filter((path) => !DECLARATION.test(path)).map(sourceAt);
  const written = found.find((path) => path !== null && TYPESCRIPT.test(path));
  if (written != null) return written;
  for (const path of paths) {
    const origin = packages.compiledFrom(root, path.replace(DECLARATION, '.js'));
    const from = origin === null ? null : sourceAt(origin);
    if (from !== null) return from;
  }
  return found.find((path) => path !== null) ?? null;
}

/** `exports` may be the path of the package itself, or its conditions. */
export function tableOf(exports: unknown): unknown {
  return typeof exports === 'string' || isConditions(exports) ? { '.': exports } : exports;
}

/** Conditions that hold when the project runs. */
export const RUN_TIME: ReadonlySet<string> = new Set(['node', 'import', 'module', 'module-sync', 'require', 'default']);

/** What the longest matching pattern of a table names, under its conditions (null: all) in their order; declarations come last. */
export function mappedByTable(table: unknown, name: string, conditions: ReadonlySet<string> | null): string[] {
  if (typeof table !== 'object' || table === null) return [];
  for (const [pattern, target] of Object.entries(table).sort(([a], [b]) => b.length - a.length)) {
    const rest = matchPattern(pattern, name);
    if (rest === null) continue;
    const paths = pathsOf(target, conditions).map((path) => path.replaceAll('*', () => rest));
    return [...paths.filter((path) => !DECLARATION.test(path)), ...paths.filter((path) => DECLARATION.test(path))];
  }
  return [];
}

function pathsOf(target: unknown, conditions: ReadonlySet<string> | null): string[] {
  if (typeof target === 'string') return [target];
  if (Array.isArray(target)) return target.flatMap((each) => pathsOf(each, conditions));
  if (typeof target !== 'object' || target === null) return [];
  return Object.entries(target).flatMap(([condition, each]) =>
    conditions === null || conditions.has(condition) ? pathsOf(each, conditions) : [],
  );
}

function isConditions(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !Object.keys(value).some((key) => key.startsWith('.'))
  );
}
