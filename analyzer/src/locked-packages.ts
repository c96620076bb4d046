// Which version of a package a file of the project gets: what npm's lock file says, else what is installed.
import { posix } from 'node:path';
import type { Disk } from './disk.ts';
import { relativeTo } from './posix-path.ts';

export interface LockedPackages {
  /** Null where the package is neither locked nor installed. `from` is the absolute path of the file that imports it. */
  version(from: string, name: string): string | null;
  /** Lock files (absolute) that there are or may be. */
  readonly files: readonly string[];
  /** Another one whenever an answer may be. */
  readonly mark: string;
}

/** Both are written in the same shape since npm 7 (https://docs.npmjs.com/cli/configuring-npm/package-lock-json). */
const OF_NPM = ['npm-shrinkwrap.json', 'package-lock.json'];
/** They tell when something was installed; what, the installed packages tell themselves. */
const OF_OTHERS = ['pnpm-lock.yaml', 'yarn.lock', 'bun.lock'];

export const LOCK_FILES: readonly string[] = [...OF_NPM, ...OF_OTHERS];

export function readLockedPackages({ disk, root }: { readonly disk: Disk; readonly root: string }): LockedPackages {
  const folders = foldersAbove(root);
  const files = folders.flatMap((folder) => LOCK_FILES.map((name) => posix.join(folder, name)));
  const lock = files.find((file) => disk.stat(file)?.kind === 'file');
  const top = posix.dirname(lock ?? root);
  // Large, and read only when some body mentions a package.
  const table = once(() =>
    packagesOf((lock !== undefined && OF_NPM.includes(posix.basename(lock)) && disk.read(lock)) || ''),
  );
  const locked = (from: string, name: string): string | null => {
    for (const folder of foldersAbove(posix.dirname(from))) {
      const inside = relativeTo(top, folder);
      if (inside === null) return null;
      const entry = table().get(posix.join(inside, 'node_modules', name));
      if (entry !== undefined) return entry;
    }
    return null;
  };
  const installed = (from: string, name: string): string | null => {
    for (const folder of foldersAbove(posix.dirname(from))) {
      const manifest = disk.read(posix.join(folder, 'node_modules', name, 'package.json'));
      if (manifest !== null) return textAt(parsed(manifest), 'version');
    }
    return null;
  };
  const known = new Map<string, string | null>();
  return {
    version(from, name) {
      const question = `${posix.dirname(from)}\n${name}`;
      if (!known.has(question)) known.set(question, locked(from, name) ?? installed(from, name));
      return known.get(question) ?? null;
    },
    // A lock file further up stops counting once a nearer one appears.
    files: lock === undefined ? files : files.slice(0, files.indexOf(lock) + 1),
    mark: lock === undefined ? '' : `${lock} ${disk.stat(lock)?.stamp}`,
  };
}

/** Versions by the place of the package below the lock file, such as `node_modules/papaparse`. */
function packagesOf(text: string): ReadonlyMap<string, string> {
  const packages = fieldsAt(parsed(text), 'packages');
  const versions = new Map<string, string>();
  for (const [place, entry] of Object.entries(packages ?? {})) {
    // A package of the workspace is linked, and its version stands where it is.
    const target = textAt(entry, 'resolved');
    const isLink = fieldAt(entry, 'link') === true && target !== null;
    const version = textAt(isLink ? packages?.[target] : entry, 'version');
    if (version !== null) versions.set(place, version);
  }
  return versions;
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}

function foldersAbove(folder: string): string[] {
  const folders = [folder];
  for (let each = folder; posix.dirname(each) !== each; each = posix.dirname(each)) folders.push(posix.dirname(each));
  return folders;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // Half-written while npm works: what is installed answers meanwhile.
    return null;
  }
}

function fieldsAt(value: unknown, name: string): Readonly<Record<string, unknown>> | null {
  const found = fieldAt(value, name);
  return typeof found === 'object' && found !== null ? { ...found } : null;
}

function textAt(value: unknown, name: string): string | null {
  const found = fieldAt(value, name);
  return typeof found === 'string' ? found : null;
}

function fieldAt(value: unknown, name: string): unknown {
  const fields: Readonly<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {};
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
