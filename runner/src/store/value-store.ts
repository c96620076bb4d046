// The default IO manager: one SQLite file for each stored value, named by the hash of its content. Runs in the worker.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AssetKey } from '@headwater/graph';
import type { DefaultStore } from '../default-store.ts';
import type { ShowDocument } from '../protocol.ts';
import { TEMPORARY_FOLDER, replaceFile } from './durable-file.ts';
import { loadSqlite, type Database, type SqlJsStatic } from './sqlite.ts';
import { NotStorable, encodeValue } from './typed-json.ts';
import { TooLarge, encodeForFile, readJson, readRows, readValue, shapeOf, type EncodedValue } from './value-file.ts';
import { valuePath } from './value-path.ts';

/** Results of ops are kept beside the values of assets, in a folder of their own. */
export function createValueStore({ dir, folder = 'values' }: { dir: string; folder?: 'values' | 'ops' }): DefaultStore {
  return {
    async handleOutput({ asset, key }, value) {
      const sqlite = await loadSqlite();
      const encoded = encode(asset, value);
      const { dataVersion, rows } = encoded;
      const path = valuePath(key, { folder, hash: dataVersion.replace(':', '-') });
      const file = join(dir, path);
      // A new value becomes bytes in the same turn as its hash: what a body does later to what it returned changes neither.
      const whole = existsSync(file) ? await sizeWhenWhole(file) : null;
      const bytes = whole ?? (await write(sqlite, { dir, file, encoded }));
      return { path, dataVersion, bytes, ...(rows !== null && { rows }) };
    },
    async loadInput({ asset, path }) {
      return withFile({ dir, path, asset }, readValue);
    },
  };
}

function encode(asset: AssetKey, value: unknown): EncodedValue {
  try {
    return encodeForFile(value);
  } catch (error) {
    if (error instanceof NotStorable)
      throw new Error(
        `\`${asset}\`: the default store cannot keep ${error.what}${error.path && `, at ${error.path} of what it returned`}. Return plain data (records, arrays, Date, bigint, Map, Set, bytes), or store it in the body and return nothing.`,
        { cause: error },
      );
    if (error instanceof TooLarge)
      throw new Error(
        `\`${asset}\` returned ${error.message}; the default store keeps at most 256 MB. Write it to a file in the body and return nothing.`,
        { cause: error },
      );
    throw error;
  }
}

async function write(
  sqlite: SqlJsStatic,
  { dir, file, encoded }: { dir: string; file: string; encoded: EncodedValue },
): Promise<number> {
  const database = new sqlite.Database();
  let bytes: Uint8Array;
  try {
    encoded.write(database);
    bytes = database.export();
  } finally {
    database.close();
  }
  await replaceFile(file, bytes, { temporaryIn: join(dir, TEMPORARY_FOLDER) });
  return bytes.length;
}

/** Null when the file is missing or damaged: it is written again, as the message about a damaged one promises. */
async function sizeWhenWhole(file: string): Promise<number | null> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return null;
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

export type ShownValue = Pick<ShowDocument, 'type' | 'columns' | 'rowCount' | 'rows' | 'value'>;

/** A stored value for people and programs, at most `limit` rows (0: all), as JSON. */
export async function showValue({
  dir,
  path,
  limit,
}: {
  dir: string;
  path: string;
  limit: number;
}): Promise<ShownValue> {
  return withFile({ dir, path, asset: path }, (database): ShownValue => {
    const shape = shapeOf(database);
    switch (shape.type) {
      case 'table': {
        const columns = shape.columns.map(({ name, kind }) => ({ name, type: kind }));
        const rows = readRows(database, shape.columns, limit).map((row) => row.map((cell) => encodeValue(cell)));
        return { type: 'table', columns, rowCount: shape.rowCount, rows };
      }
      case 'binary':
        return { type: 'binary', value: Buffer.from(readValue(database) as Uint8Array).toString('base64') };
      case 'value':
        return { type: 'value', value: readJson(database) };
    }
  });
}

async function withFile<T>(
  { dir, path, asset }: { dir: string; path: string; asset: string },
  read: (database: Database) => T,
): Promise<T> {
  const bytes = await readFile(join(dir, path)).catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `The stored value of \`${asset}\` is not there any more (${path}: ${error.code ?? error.message}): materialize it again.`,
    );
  });
  const sqlite = await loadSqlite();
  const database = new sqlite.Database(bytes);
  try {
    return read(database);
  } catch (error) {
    throw new Error(
      `The stored value of \`${asset}\` cannot be read (${path}: ${error instanceof Error ? error.message : String(error)}): materialize it again.`,
      { cause: error },
    );
  } finally {
    database.close();
  }
}
