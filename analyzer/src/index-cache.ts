// Where an analyzer keeps what it has read between two processes: one file per project.
import { hash } from 'node:crypto';
import { posix } from 'node:path';
import { nodeDisk, replaceFile } from './disk.ts';
import { toPosix } from './posix-path.ts';

/** A place for one text; neither reading nor writing it ever throws. */
export interface IndexCache {
  /** Null: nothing is kept, or it cannot be read. */
  read(): string | null;
  /** What cannot be written costs speed the next time, and nothing else. */
  write(text: string): void;
}

/** A file in this folder, which is made when something is written. */
export function indexCacheIn(folder: string, project: string): IndexCache {
  const file = posix.join(toPosix(folder), `index-${hash('sha256', toPosix(project), 'hex').slice(0, 16)}`);
  return {
    read: () => nodeDisk.read(file),
    write: (text) => void replaceFile(file, text),
  };
}
