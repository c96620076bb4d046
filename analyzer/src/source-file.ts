// A source file as last read, and what of it may be stored for another process.
import { hash } from 'node:crypto';
import type { Disk } from './disk.ts';
import type { Watched } from './file-record.ts';
import { OPEN } from './open-disk.ts';
import type { KeptRecord, StoredFile } from './stored-index.ts';
import type { SyntaxError } from './syntax-tree.ts';

export interface SourceFile {
  readonly path: string;
  /** As it stands in answers; kept, because making thousands of strings for each answer is what would cost. */
  readonly relative: string;
  readonly stamp: string;
  readonly hash: string;
  readonly namesSdk: boolean;
  /** Null: not read into a record, because nothing asked for it yet. */
  readonly record: KeptRecord | null;
  /** The stamp was old enough when the text was read: no later change can have it, too. */
  readonly isSettled: boolean;
  /** Names that the record was read with, because they stand for factories by way of other files. */
  readonly passedOn: Watched;
  /** The text does not parse: `record` is that of the last text that did, where there was one. */
  readonly error: (SyntaxError & { readonly isLastGood: boolean }) | null;
}

export function sameNames(a: Watched, b: Watched): boolean {
  return a.size === b.size && [...a].every(([name, factory]) => b.get(name) === factory);
}

/** Null where what is known is not of the disk's text. */
export function storedFile(
  { path, stamp, isSettled, hash: textHash, namesSdk, passedOn, error, record }: SourceFile,
  disk: Disk,
): StoredFile | null {
  if (error?.isLastGood === true) return null;
  const known = {
    hash: textHash,
    namesSdk,
    passedOn,
    record,
    error: error && { message: error.message, place: error.place },
  };
  if (stamp !== OPEN) return { ...known, stamp, isSettled };
  const saved = disk.stat(path);
  const text = saved === null ? null : disk.read(path);
  const isSaved = text !== null && hash('sha256', text, 'hex') === textHash;
  return saved !== null && isSaved ? { ...known, stamp: saved.stamp, isSettled: false } : null;
}
