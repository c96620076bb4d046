// The analyzer's only door to the file system; tests hand in a disk of their own.
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname } from 'node:path';
import { toPosix } from './posix-path.ts';

export interface DiskEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
  /** A link to a file. */
  readonly isLink?: boolean;
}

export interface DiskStat {
  readonly kind: 'file' | 'folder';
  /** Changes when the content does (time and size). */
  readonly stamp: string;
  /** The time of its last change, by the system's clock; none where every change is sure to make another stamp. */
  readonly changedAt?: number;
}

/** Synchronous: reading a few thousand small files one after another is faster so, and the caller yields between them. */
export interface Disk {
  /** The text, or null when there is no readable file. */
  read(path: string): string | null;
  /** Null: nothing is there. */
  stat(path: string): DiskStat | null;
  /** A folder's entries; empty when there is none. Linked folders are left out, so that no loop is walked. */
  list(path: string): readonly DiskEntry[];
  /** The path without links; null when nothing is there. */
  real(path: string): string | null;
}

function utf16(bytes: Buffer): string {
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (!isBig && !isLittle) return bytes.toString('utf8');
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return (isBig ? Buffer.from(whole).swap16() : whole).toString('utf16le');
}

/** Neither byte of UTF-16's mark is one of UTF-8. */
const isUtf16 = (text: string): boolean => text.startsWith('\ufffd\ufffd');

/** As `read` would read a file of these bytes. */
export function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return isUtf16(text) ? utf16(bytes) : text;
}

/** Null also where the system refuses to say: links in a circle, a folder without permission. */
function statOf(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

export const nodeDisk: Disk = {
  read(path) {
    try {
      const text = readFileSync(path, 'utf8');
      return isUtf16(text) ? utf16(readFileSync(path)) : text;
    } catch {
      return null;
    }
  },
  stat(path) {
    const stats = statOf(path);
    if (stats === null || !(stats.isFile() || stats.isDirectory())) return null;
    const kind = stats.isFile() ? 'file' : 'folder';
    return { kind, stamp: `${stats.mtimeMs}:${stats.size}`, changedAt: stats.mtimeMs };
  },
  real(path) {
    try {
      return toPosix(realpathSync.native(path));
    } catch {
      return null;
    }
  },
  list(path) {
    try {
      return readdirSync(path, { withFileTypes: true }).flatMap((entry): DiskEntry[] => {
        if (entry.isDirectory()) return [{ name: entry.name, kind: 'folder' }];
        if (entry.isFile()) return [{ name: entry.name, kind: 'file' }];
        const isLinkedFile = entry.isSymbolicLink() && nodeDisk.stat(`${path}/${entry.name}`)?.kind === 'file';
        return isLinkedFile ? [{ name: entry.name, kind: 'file', isLink: true }] : [];
      });
    } catch {
      return [];
    }
  },
};

/** All of it or nothing, also for who reads meanwhile. False: it cannot be written there. */
export function replaceFile(path: string, text: string): boolean {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
    return true;
  } catch {
    forget(unfinished);
    return false;
  }
}

function forget(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where nothing can be written, nothing may be there to take away.
  }
}
