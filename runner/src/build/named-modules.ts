// Finds modules by the names a project's tsconfigs give them where esbuild would not: those of `references`, and `rootDirs`.
import { posix } from 'node:path';
import type { ImportKind, Plugin } from 'esbuild';

/** As the analyzer says it. */
export interface NamesOfFiles {
  /** Absolute paths of those it holds for; null: for all others. */
  readonly files: readonly string[] | null;
  /** tsconfig `paths`, with the folder their targets are relative to. */
  readonly paths: { readonly base: string; readonly patterns: Readonly<Record<string, readonly string[]>> } | null;
  readonly baseUrl: string | null;
  /** Folders that relative imports see as one. */
  readonly rootDirs: readonly string[];
}

const ASKED_HERE = Symbol('asked here');

export function namedModules(names: readonly NamesOfFiles[]): Plugin {
  const ofFile = new Map(names.flatMap((each) => (each.files ?? []).map((file) => [file, each] as const)));
  const ofOthers = names.find(({ files }) => files === null);
  return {
    name: 'named-modules',
    setup(build) {
      if (names.length === 0) return;
      build.onResolve({ filter: /^[^/]/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
        if (pluginData === ASKED_HERE || importer === '' || path.startsWith('node:')) return undefined;
        const from = toPosix(importer);
        const own = ofFile.get(from) ?? ofOthers;
        for (const place of own === undefined ? [] : placesOf(own, posix.dirname(from), path)) {
          const asked = { importer, resolveDir, kind: kind as ImportKind, pluginData: ASKED_HERE };
          const found = await build.resolve(place, asked);
          if (found.errors.length === 0) return found;
        }
        return undefined;
      });
    },
  };
}

/** Absolute paths without extension, the likeliest first; none for what the bundler finds by itself. */
function placesOf({ paths, baseUrl, rootDirs }: NamesOfFiles, folder: string, name: string): string[] {
  if (/^\.{1,2}(\/|$)/.test(name)) {
    const path = posix.resolve(folder, name);
    const [home] = rootDirs.filter((each) => path.startsWith(`${each}/`)).sort((a, b) => b.length - a.length);
    return home === undefined
      ? []
      : [path, ...rootDirs.filter((each) => each !== home).map((each) => each + path.slice(home.length))];
  }
  const based = baseUrl === null ? [] : [posix.join(baseUrl, name)];
  return [...(paths === null ? [] : mapped(paths, name)), ...based];
}

/** The longest matching pattern wins, as in TypeScript. */
function mapped({ base, patterns }: NonNullable<NamesOfFiles['paths']>, name: string): string[] {
  const matches = Object.entries(patterns).flatMap(([pattern, targets]) => {
    const [before = '', after] = pattern.split('*');
    if (after === undefined) return pattern === name ? [{ targets, rest: '', length: Infinity }] : [];
    if (!name.startsWith(before) || !name.endsWith(after) || name.length < before.length + after.length) return [];
    return [{ targets, rest: name.slice(before.length, name.length - after.length), length: before.length }];
  });
  const [best] = matches.sort((a, b) => b.length - a.length);
  return (
    best?.targets.map((target) =>
      posix.resolve(
        base,
        target.replace('*', () => best.rest),
      ),
    ) ?? []
  );
}

/** As the analyzer writes paths. */
function toPosix(path: string): string {
  return path.replaceAll('\\', '/').replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
}
