// The default IO manager: one SQLite file for each stored value, named by the hash of its content.
import { existsSync } from 'node:fs';
import { readdir, rm, rmdir, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  isHandedOut,
  type InputContext,
  type IoManager,
  type OutputContext,
  type StoredInfo,
  type StoredTable,
  type ValuePlace,
} from 'headwater/internal';
import { TEMPORARY_FOLDER, replaceFile, syncFolders } from '../durable-file.ts';
import { isArqueroTable } from '../memory/arquero-table.ts';
import { isArrowTable } from '../memory/arrow-table.ts';
import { TABLE_TYPES } from '../memory/as-type.ts';
import { checkDeclared, foundColumns, NotDeclared, openTable, TooLarge } from '../open-table.ts';
import { seal } from '../seal.ts';
import { loadSqlite, type SqlJsStatic } from '../sqlite.ts';
import { decodeValue, NotStorable } from '../typed-json.ts';
import {
  describeWhole,
  encodeForFile,
  encodeJson,
  encodeTable,
  readJson,
  readValue,
  shapeOf,
  type EncodedValue,
} from './value-file.ts';
import { sizeWhenWhole, streamOf, wholeFile, withValueFile } from './stored-file.ts';
import { decodeSegment, valueFolder, valuePath } from './value-path.ts';

export interface ValueStoreOptions {
  /** The store's folder, absolute. */
  readonly dir: string;
  /** Results of ops are kept beside the values of assets, in a folder of their own. */
  readonly folder?: 'values' | 'ops';
  /** How much one value may be, in bytes of its encoding; 256 MB unless given. */
  readonly limit?: number;
}

/** A manager that knows each value it keeps by its path, and needs to be told no more than this. */
export interface ValueStore extends IoManager {
  readonly types: readonly string[];
  handleOutput(of: Pick<OutputContext, 'key' | 'partition' | 'columns'>, value: unknown): Promise<StoredInfo>;
  /** `bytes`: what was recorded of the file. */
  loadInput(
    of: Pick<InputContext, 'key' | 'path' | 'type' | 'columns'> & { readonly bytes?: number },
  ): Promise<unknown>;
  describe(place: ValuePlace): Promise<StoredTable | null>;
  remove(place: ValuePlace): Promise<void>;
  /** Paths of all that is kept of a key and partition, in no order. */
  keptOf(place: ValuePlace): Promise<readonly string[]>;
  /** The same of all its partitions, and without one. */
  keptOfKey(key: readonly string[]): Promise<readonly string[]>;
  list(): Promise<readonly (ValuePlace & { readonly path: string })[]>;
}

const MEGABYTE = 2 ** 20;

export function createValueStore({ dir, folder = 'values', limit = 256 * MEGABYTE }: ValueStoreOptions): ValueStore {
  const temporaryIn = join(dir, TEMPORARY_FOLDER);

  /** Of what has to be gone through before it is known: rows handed out, tables of a library. */
  async function encodeAsTable(value: unknown): Promise<EncodedValue> {
    const table = await openTable(value, { spoolIn: temporaryIn, limit });
    if (table.as === 'value') throw new NotStorable(table.what, '');
    const encoded = encodeTable(table);
    if (encoded) return encoded;
    if (table.as !== 'rows') {
      const why = table.columns.length === 0 ? 'without columns' : 'with columns that SQLite does not tell apart';
      throw new NotStorable(`a table of ${table.as} ${why}`, '');
    }
    const whole = [...table.batches()].flat();
    table.close();
    return { ...encodeJson(whole, limit), table };
  }

  async function write(sqlite: SqlJsStatic, file: string, encoded: EncodedValue): Promise<number> {
    const database = new sqlite.Database();
    let bytes: Uint8Array;
    try {
      encoded.write(database);
      bytes = database.export();
      seal(bytes);
    } finally {
      database.close();
    }
    await keeping(() => replaceFile(file, bytes, { temporaryIn, within: dir }));
    return bytes.length;
  }

  return {
    types: [...TABLE_TYPES, 'text', 'path'],
    async handleOutput({ key, partition, columns }, value) {
      const sqlite = await loadSqlite();
      const place = { key, ...(partition !== undefined && { partition }) };
      let encoded: EncodedValue | null = null;
      try {
        encoded = isTableOfItsOwn(value) ? await encodeAsTable(value) : encodeForFile(value, { limit });
        checkDeclared(encoded.table, columns);
        const { dataVersion, rows } = encoded;
        const path = valuePath(place, { folder, hash: dataVersion.replace(':', '-') });
        const file = join(dir, path);
        // A new value becomes bytes in the same turn as its hash: what a body does later to what it returned changes neither.
        const whole = existsSync(file) ? await sizeWhenWhole(file) : null;
        const bytes = whole ?? (await write(sqlite, file, encoded));
        if (whole !== null)
          await keeping(async () => {
            // What is stored again is the newest again.
            await utimes(file, new Date(), new Date());
            // Whoever wrote it may have been killed before its name was safe, or is not there yet.
            await syncFolders(dirname(file), dir);
          });
        const found = encoded.table ? foundColumns(encoded.table) : undefined;
        return { path, dataVersion, bytes, ...(rows !== null && { rows }), ...(found && { columns: found }) };
      } catch (error) {
        throw refusal(key, error, limit);
      } finally {
        encoded?.table?.close();
      }
    },
    async loadInput({ key, path = '', bytes, ...wanted }) {
      const file = { dir, path, of: key.join('/'), ...(bytes !== undefined && { bytes }) };
      if (wanted.type === 'path') return await wholeFile(file);
      // A stream reads on while the body works: its database is closed when it is let go.
      return wanted.type === 'stream' ? streamOf(file) : withValueFile(file, (database) => readValue(database, wanted));
    },
    async describe(place) {
      const path = place.path ?? (await newestIn(dir, valueFolder(place, folder)));
      if (path === null || !existsSync(join(dir, path))) return null;
      const { size } = await stat(join(dir, path));
      return withValueFile({ dir, path, of: place.key.join('/') }, (database): StoredTable => {
        const shape = shapeOf(database);
        if (shape.type === 'table') {
          const columns = Object.fromEntries(shape.columns.map(({ name, kind }) => [name, kind]));
          return { columns, rows: shape.rowCount, bytes: size };
        }
        return { ...describeWhole(shape.type === 'value' ? decodeValue(readJson(database)) : null), bytes: size };
      });
    },
    async keptOf(place) {
      const parent = valueFolder(place, folder);
      const names: string[] = await readdir(join(dir, parent)).catch(() => []);
      return names.filter((name) => name.endsWith('.sqlite')).map((name) => `${parent}/${name}`);
    },
    async keptOfKey(key) {
      const parent = dirname(valueFolder({ key }, folder));
      const found: string[] = [];
      // Keys below this one have their values a folder deeper.
      for (const name of await readdir(join(dir, parent)).catch((): string[] => []))
        for (const file of await readdir(join(dir, parent, name)).catch((): string[] => []))
          if (file.endsWith('.sqlite')) found.push(`${parent}/${name}/${file}`);
      return found;
    },
    async list() {
      const entries = await readdir(join(dir, folder), { recursive: true }).catch(() => []);
      return entries.flatMap((entry) => {
        const path = [folder, ...entry.split(/[\\/]/)];
        return path.at(-1)?.endsWith('.sqlite') ? [{ ...placeOf(path.slice(1, -1)), path: path.join('/') }] : [];
      });
    },
    async remove(place) {
      const path = place.path ?? valueFolder(place, folder);
      await rm(join(dir, path), { recursive: true, force: true });
      // Folders that hold nothing any more go too, up to the store's own.
      for (let each = dirname(path); each !== folder && each !== '.'; each = dirname(each))
        if (
          !(await rmdir(join(dir, each)).then(
            () => true,
            () => false,
          ))
        )
          break;
    },
  };
}

/** A disk that is full, broken or forbidden: the value that was there before stays. */
class NotKept extends Error {}
const keeping = (write: () => Promise<void>): Promise<void> =>
  write().catch((error: unknown) => {
    throw new NotKept(error instanceof Error ? error.message : String(error), { cause: error });
  });

const isTableOfItsOwn = (value: unknown): boolean => isHandedOut(value) || isArrowTable(value) || isArqueroTable(value);

function refusal(key: readonly string[], error: unknown, limit: number): unknown {
  const asset = key.join('/');
  if (error instanceof NotStorable)
    return new Error(
      `\`${asset}\`: the default store cannot keep ${error.what}${error.path && `, at ${error.path} of what it returned`}. Return plain data (records, arrays, Date, bigint, Map, Set, bytes), or store it in the body and return nothing.`,
      { cause: error },
    );
  if (error instanceof TooLarge)
    return new Error(
      `\`${asset}\` returned ${error.message}; the default store keeps at most ${limit / MEGABYTE} MB. Keep it in files, with an IO manager made by store.file({ dir, format: 'parquet' }), or write it in the body and return nothing.`,
      { cause: error },
    );
  if (error instanceof NotKept)
    return new Error(
      `The value of \`${asset}\` could not be written (${error.message}): free some space or check the folder's permissions, then run again.`,
      { cause: error.cause },
    );
  return error instanceof NotDeclared ? new Error(`\`${asset}\`: ${error.message}.`, { cause: error }) : error;
}

/** A segment that was cut cannot be told from its folder: then it is named as the folder is. */
function placeOf(folders: readonly string[]): ValuePlace {
  const key = folders.slice(0, -1).map((segment) => decodeSegment(segment) ?? segment);
  const last = folders.at(-1) ?? '_';
  return last.startsWith('=') ? { key, partition: decodeSegment(last.slice(1)) ?? last.slice(1) } : { key };
}

async function newestIn(dir: string, folder: string): Promise<string | null> {
  const names = await readdir(join(dir, folder)).catch(() => []);
  const files = await Promise.all(
    names
      .filter((name) => name.endsWith('.sqlite'))
      .map(async (name) => ({ path: `${folder}/${name}`, at: (await stat(join(dir, folder, name))).mtimeMs })),
  );
  return files.sort((a, b) => b.at - a.at)[0]?.path ?? null;
}
