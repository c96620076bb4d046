// A disk in memory, with links, and a count of what was read.
import { posix } from 'node:path';
import type { Disk, DiskEntry } from '../disk.ts';

export interface MemoryDisk extends Disk {
  write(path: string, text: string): void;
  remove(path: string): void;
  /** Makes a link, of a folder or a file. */
  link(path: string, to: string): void;
  /** Paths in the order in which they were read; emptied by the caller. */
  readonly reads: string[];
}

/** How many links one path may lead over, as systems bound it. */
const LINKS = 40;

export function memoryDisk(initial: Readonly<Record<string, string>>): MemoryDisk {
  const files = new Map<string, { text: string; stamp: string }>();
  const links = new Map<string, string>();
  let clock = 0;
  const write = (path: string, text: string): void => {
    clock += 1;
    files.set(path, { text, stamp: String(clock) });
  };
  for (const [path, text] of Object.entries(initial)) write(path, text);
  const reads: string[] = [];
  const isFolder = (path: string): boolean =>
    [...files.keys(), ...links.keys()].some((file) => file.startsWith(`${path}/`));
  /** Where a path leads; null in a circle of links. */
  const followed = (path: string): string | null => {
    if (links.size === 0) return path;
    let now = path;
    for (let count = 0; count < LINKS; count += 1) {
      const link = [...links].find(([from]) => now === from || now.startsWith(`${from}/`));
      if (link === undefined) return now;
      now = posix.join(posix.resolve(posix.dirname(link[0]), link[1]), now.slice(link[0].length));
    }
    return null;
  };
  return {
    reads,
    write,
    remove: (path) => void files.delete(path),
    link: (path, to) => void links.set(path, to),
    read(path) {
      const file = files.get(followed(path) ?? '');
      if (file !== undefined) reads.push(path);
      return file?.text ?? null;
    },
    stat(path) {
      const real = followed(path);
      if (real === null) return null;
      const file = files.get(real);
      if (file !== undefined) return { kind: 'file', stamp: file.stamp };
      return isFolder(real) ? { kind: 'folder', stamp: '' } : null;
    },
    real(path) {
      const real = followed(path);
      return real !== null && (files.has(real) || isFolder(real)) ? real : null;
    },
    list(path) {
      const real = followed(path);
      if (real === null) return [];
      const prefix = real === '/' ? '/' : `${real}/`;
      const entries = new Map<string, DiskEntry>();
      for (const file of files.keys()) {
        if (!file.startsWith(prefix)) continue;
        const [name = '', ...deeper] = file.slice(prefix.length).split('/');
        entries.set(name, { name, kind: deeper.length > 0 ? 'folder' : 'file' });
      }
      for (const link of links.keys())
        if (posix.dirname(link) === real && files.has(followed(link) ?? ''))
          entries.set(posix.basename(link), { name: posix.basename(link), kind: 'file', isLink: true });
      return [...entries.values()];
    },
  };
}
