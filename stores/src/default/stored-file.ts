// A file of a stored value, as it is read: whole, or refused in words.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sealOf } from '../seal.ts';
import { loadSqlite, type Database } from '../sqlite.ts';
import { readValue, shapeOf } from './value-file.ts';

/** Null when the file is missing or damaged: it is written again, as the message about a damaged one promises. */
export async function sizeWhenWhole(file: string): Promise<number | null> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return null;
  const found = sealOf(bytes);
  if (found !== 'none') return found === 'whole' ? bytes.length : null;
  const sqlite = await loadSqlite();
  const database = new sqlite.Database(bytes);
  try {
    shapeOf(database);
    return database.exec('PRAGMA quick_check(1)')[0]?.values[0]?.[0] === 'ok' ? bytes.length : null;
  } catch {
    return null;
  } finally {
    database.close();
  }
}

export interface ValueFile {
  readonly dir: string;
  readonly path: string;
  /** The asset, for sentences. */
  readonly of: string;
  /** As recorded. */
  readonly bytes?: number;
}

export function streamOf(file: ValueFile): AsyncIterable<unknown> {
  return {
    async *[Symbol.asyncIterator]() {
      const database = await openValueFile(file);
      try {
        yield* (await readValue(database, { type: 'stream' }).catch(unreadable(file))) as AsyncIterable<unknown>;
      } finally {
        database.close();
      }
    },
  };
}

/** @throws Error saying that it is gone, or what is wrong with it. */
export async function withValueFile<T>(file: ValueFile, read: (database: Database) => T | Promise<T>): Promise<T> {
  const database = await openValueFile(file);
  try {
    return await Promise.resolve(database).then(read).catch(unreadable(file));
  } finally {
    database.close();
  }
}

/** Its absolute path. @throws Error when whoever opens it would find nothing, or half of it. */
export async function wholeFile(file: ValueFile): Promise<string> {
  const at = join(file.dir, file.path);
  refuseDamaged(file, (await stat(at).catch(notThere(file))).size);
  return at;
}

async function openValueFile(file: ValueFile): Promise<Database> {
  const bytes = await readFile(join(file.dir, file.path)).catch(notThere(file));
  refuseDamaged(file, bytes.length);
  if (sealOf(bytes) === 'changed')
    throw new Error(
      `The stored value of \`${file.of}\` is damaged: it was changed after it was stored (${file.path}): materialize it again.`,
    );
  const sqlite = await loadSqlite();
  return new sqlite.Database(bytes);
}

function refuseDamaged({ of, path, bytes }: ValueFile, found: number): void {
  const shown = (count: number): string => count.toLocaleString('en-US');
  if (bytes !== undefined && bytes !== found)
    throw new Error(
      `The stored value of \`${of}\` is damaged: ${shown(found)} bytes instead of ${shown(bytes)} (${path}): materialize it again.`,
    );
}

const notThere =
  (file: ValueFile) =>
  (error: NodeJS.ErrnoException): never => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') return unreadable(file)(error);
    throw new Error(`The stored value of \`${file.of}\` is gone (${file.path}): materialize it again.`);
  };

const unreadable =
  ({ of, path }: ValueFile) =>
  (error: unknown): never => {
    throw new Error(
      `The stored value of \`${of}\` cannot be read (${path}: ${error instanceof Error ? error.message : String(error)}): materialize it again.`,
      { cause: error },
    );
  };
