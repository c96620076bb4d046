// A disk in memory, with a count of what was read.
import type { Disk, DiskEntry } from '../disk.ts';

export interface MemoryDisk extends Disk {
  write(path: string, text: string): void;
  remove(path: string): void;
  /** Paths in the order in which they were read; emptied by the caller. */
  readonly reads: string[];
}

export function memoryDisk(initial: Readonly<Record<string, string>>): MemoryDisk {
  const files = new Map<string, { text: string; stamp: string }>();
  let clock = 0;
  const write = (path: string, text: string): void => {
    clock += 1;
    files.set(path, { text, stamp: String(clock) });
  };
  for (const [path, text] of Object.entries(initial)) write(path, text);
  const reads: string[] = [];
  const isFolder = (path: string): boolean => [...files.keys()].some((file) => file.startsWith(`${path}/`));
  return {
    reads,
    write,
    remove: (path) => void files.delete(path),
    read(path) {
      const file = files.get(path);
      if (file !== undefined) reads.push(path);
      return file?.text ?? null;
    },
    stat(path) {
      const file = files.get(path);
      if (file !== undefined) return { kind: 'file', stamp: file.stamp };
      return isFolder(path) ? { kind: 'folder', stamp: '' } : null;
    },
    list(path) {
      const prefix = path === '/' ? '/' : `${path}/`;
      const entries = new Map<string, DiskEntry>();
      for (const file of files.keys()) {
        if (!file.startsWith(prefix)) continue;
        const [name = '', ...deeper] = file.slice(prefix.length).split('/');
        entries.set(name, { name, kind: deeper.length > 0 ? 'folder' : 'file' });
      }
      return [...entries.values()];
    },
  };
}
