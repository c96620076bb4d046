// The disk as it was at a commit: its texts lie over what is there now, and what came since is not there.
import { hash } from 'node:crypto';
import { posix } from 'node:path';
import type { Disk, DiskEntry, DiskStat } from '../disk.ts';
import type { BaseFiles } from './base-files.ts';

export function baseDisk({ disk, files }: { readonly disk: Disk; readonly files: BaseFiles }): Disk {
  const folders = foldersOf(files);
  const statOf = (path: string): DiskStat | null => {
    const text = files.get(path);
    if (text !== undefined && text !== null) return { kind: 'file', stamp: `base:${hash('sha256', text, 'hex')}` };
    if (folders.get(path)?.some(({ kind }) => kind !== null)) return { kind: 'folder', stamp: 'base' };
    return text === null ? null : disk.stat(path);
  };
  return {
    read: (path) => (files.has(path) ? (files.get(path) ?? null) : disk.read(path)),
    stat: statOf,
    list(path) {
      const laid = folders.get(path);
      if (laid === undefined) return disk.list(path);
      const covered = new Set(laid.map(({ name }) => name));
      const kept = disk.list(path).filter(({ name }) => !covered.has(name));
      // A folder that has files now and then is on both lists.
      return [...kept, ...laid.flatMap(({ name, kind }): DiskEntry[] => (kind === null ? [] : [{ name, kind }]))];
    },
    real(path) {
      const text = files.get(path);
      if (text === null) return statOf(path) === null ? null : path;
      if (text === undefined) return disk.real(path) ?? (statOf(path) === null ? null : path);
      // What is a link now may have been a file.
      const folder = disk.real(posix.dirname(path));
      return folder === null ? path : `${folder}/${posix.basename(path)}`;
    },
  };
}

interface LaidEntry {
  readonly name: string;
  /** Null: it came since. */
  readonly kind: DiskEntry['kind'] | null;
}

/** What the texts say of each folder; a folder on the way to a file that was there was there, too. */
function foldersOf(files: BaseFiles): ReadonlyMap<string, readonly LaidEntry[]> {
  const folders = new Map<string, Map<string, LaidEntry>>();
  const lay = (path: string, kind: LaidEntry['kind']): boolean => {
    const [folder, name] = [posix.dirname(path), posix.basename(path)];
    const entries = folders.get(folder) ?? new Map<string, LaidEntry>();
    folders.set(folder, entries);
    const known = entries.get(name);
    if (known !== undefined && known.kind !== null) return false;
    entries.set(name, { name, kind });
    return true;
  };
  for (const [path, text] of files) if (text === null) lay(path, null);
  for (const [path, text] of files) {
    if (text === null || !lay(path, 'file')) continue;
    for (let at = posix.dirname(path); posix.dirname(at) !== at && lay(at, 'folder');) at = posix.dirname(at);
  }
  return new Map([...folders].map(([folder, entries]) => [folder, [...entries.values()]]));
}
