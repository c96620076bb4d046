// The analyzer's only door to the file system; tests hand in a disk of their own.
import { readFileSync, readdirSync, statSync } from 'node:fs';

export interface DiskEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** Synchronous: reading a few thousand small files one after another is faster so, and the caller yields between them. */
export interface Disk {
  /** The text, or null when there is no readable file. */
  read(path: string): string | null;
  /** `stamp` changes when the content does (time and size). Null: nothing is there. */
  stat(path: string): { readonly kind: 'file' | 'folder'; readonly stamp: string } | null;
  /** A folder's entries; empty when there is none. Linked folders are left out, so that no loop is walked. */
  list(path: string): readonly DiskEntry[];
}

export const nodeDisk: Disk = {
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  },
  stat(path) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined || !(stats.isFile() || stats.isDirectory())) return null;
    return { kind: stats.isFile() ? 'file' : 'folder', stamp: `${stats.mtimeMs}:${stats.size}` };
  },
  list(path) {
    try {
      return readdirSync(path, { withFileTypes: true }).flatMap((entry): DiskEntry[] => {
        if (entry.isDirectory()) return [{ name: entry.name, kind: 'folder' }];
        if (entry.isFile()) return [{ name: entry.name, kind: 'file' }];
        const isLinkedFile = entry.isSymbolicLink() && nodeDisk.stat(`${path}/${entry.name}`)?.kind === 'file';
        return isLinkedFile ? [{ name: entry.name, kind: 'file' }] : [];
      });
    } catch {
      return [];
    }
  },
};
