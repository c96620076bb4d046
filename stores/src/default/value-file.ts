// One stored value as a SQLite file: its layout, its hash, and how it is written and read.
import { createHash } from 'node:crypto';
import type { InputContext, StoredTable } from 'headwater/internal';
import { isPlainRecord, type Column, type Row } from '../column-reader.ts';
import { asType } from '../memory/as-type.ts';
import type { ArrowTypes } from '../memory/arrow-table.ts';
import { declaredColumns, openRows, ROWS_PER_BATCH, TooLarge, type OpenTable, type TableType } from '../open-table.ts';
import {
  SQL_TYPES,
  fromSql,
  rowOrder,
  sqliteColumns,
  toSql,
  type SqlCell,
  type SqliteColumn,
} from '../table-layout.ts';
import { decodeValue, encodeValue, type Json } from '../typed-json.ts';
import type { Database } from '../sqlite.ts';

/** Raised when the layout changes; files of an older layout stay readable. */
const LAYOUT = '1';
const MAX_BYTES = 256 * 1024 * 1024;

export interface EncodedValue {
  /** `v1:` and the sha256 of the canonical encoding: equal content, equal hash. */
  readonly dataVersion: string;
  readonly rows: number | null;
  /** Null for a value that is kept whole and is no list of records. */
  readonly table: OpenTable | null;
  write(database: Database): void;
}

type Facts = Readonly<Record<string, string>>;

/** @throws NotStorable where a part cannot be kept exactly; TooLarge over the limit. */
export function encodeForFile(value: unknown, { limit = MAX_BYTES }: { readonly limit?: number } = {}): EncodedValue {
  try {
    if (isBytes(value)) return encodeBytes(value, limit);
    const table = openRows(value, { limit });
    if (table.as === 'value') return encodeJson(value, limit);
    return encodeTable(table) ?? { ...encodeJson(value, limit), table };
  } catch (error) {
    // Past the longest string there is, the engine refuses before anything can be counted.
    const { code } = error as NodeJS.ErrnoException;
    throw error instanceof RangeError || code === 'ERR_STRING_TOO_LONG'
      ? new TooLarge(`more than ${limit / 2 ** 20} MB`)
      : error;
  }
}

/** Null where SQLite would not give every name and cell back exactly. */
export function encodeTable(table: OpenTable): EncodedValue | null {
  const columns = sqliteColumns(table);
  if (columns === null) return null;
  const { as, arrowTypes } = table;
  const facts = { ...(as !== 'rows' && { as }), ...(arrowTypes && { arrow: JSON.stringify(arrowTypes) }) };
  return {
    dataVersion: table.dataVersion,
    rows: table.rowCount,
    table,
    write: inTransaction((database) => {
      writeTable(database, { columns, facts, batches: table.batches() });
    }),
  };
}

export function encodeJson(value: unknown, limit: number = MAX_BYTES): EncodedValue {
  const json = JSON.stringify(encodeValue(value));
  return {
    dataVersion: hashOf([json], limit),
    rows: Array.isArray(value) ? value.length : null,
    table: null,
    write: inTransaction((database) => {
      begin(database, { type: 'value' });
      database.run('CREATE TABLE value (json TEXT)');
      database.run('INSERT INTO value VALUES (?)', [json]);
    }),
  };
}

function encodeBytes(value: Uint8Array, limit: number): EncodedValue {
  const of = Buffer.isBuffer(value) ? 'Buffer' : 'Uint8Array';
  return {
    dataVersion: hashOf([`${of} `, value], limit),
    rows: null,
    table: null,
    write: inTransaction((database) => {
      begin(database, { type: 'binary', of });
      database.run('CREATE TABLE "binary" (bytes BLOB)');
      database.run('INSERT INTO "binary" VALUES (?)', [value]);
    }),
  };
}

function hashOf(parts: readonly (string | Uint8Array)[], limit: number): string {
  const hash = createHash('sha256');
  const bytes = parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  if (bytes > limit) throw new TooLarge(`${Math.ceil(bytes / 2 ** 20)} MB and more`);
  for (const part of parts) hash.update(part);
  return `v1:${hash.digest('hex').slice(0, 40)}`;
}

/** Each statement apart costs a fifth of a millisecond. */
const inTransaction =
  (write: (database: Database) => void) =>
  (database: Database): void => {
    database.run('BEGIN');
    write(database);
    database.run('COMMIT');
  };

const isBytes = (value: unknown): value is Uint8Array =>
  value instanceof Uint8Array &&
  [Uint8Array.prototype, Buffer.prototype].includes(Object.getPrototypeOf(value) as never);

function begin(database: Database, facts: Facts): void {
  database.run('CREATE TABLE headwater (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID');
  for (const [name, value] of Object.entries({ layout: LAYOUT, ...facts }))
    database.run('INSERT INTO headwater VALUES (?, ?)', [name, value]);
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function writeTable(
  database: Database,
  { columns, facts, batches }: { columns: readonly SqliteColumn[]; facts: Facts; batches: Iterable<readonly Row[]> },
): void {
  begin(database, { type: 'table', columns: JSON.stringify(columns), ...facts });
  database.run(
    `CREATE TABLE data (${columns.map(({ name, kind }) => `${quoted(name)} ${SQL_TYPES[kind]}`).join(', ')})`,
  );
  const insert = database.prepare(`INSERT INTO data VALUES (${columns.map(() => '?').join(', ')})`);
  let i = 0;
  for (const batch of batches)
    for (const row of batch) {
      insert.run(columns.map(({ name, kind }) => toSql(kind, row[name], `[${i}].${name}`)));
      i += 1;
    }
  insert.free();
}

export type ValueShape =
  | {
      readonly type: 'table';
      /** What they hold. */
      readonly columns: readonly Column[];
      /** How they are laid out. */
      readonly layout: readonly Column[];
      readonly rowCount: number;
      readonly as: TableType;
      readonly arrowTypes: ArrowTypes | null;
    }
  | { readonly type: 'value' }
  | { readonly type: 'binary'; readonly of: string };

/** @throws Error when this is no value file of a layout known here. */
export function shapeOf(database: Database): ValueShape {
  const facts = new Map(
    query(database, 'SELECT name, value FROM headwater').map(([name, value]) => [String(name), String(value)]),
  );
  if (facts.get('layout') !== LAYOUT)
    throw new Error(`it has layout ${facts.get('layout') ?? 'none'}, and this version reads ${LAYOUT}`);
  switch (facts.get('type')) {
    case 'table': {
      const layout = JSON.parse(facts.get('columns') ?? '[]') as SqliteColumn[];
      return {
        type: 'table',
        columns: layout.map(({ name, kind, holds = kind }) => ({ name, kind: holds })),
        layout,
        rowCount: Number(query(database, 'SELECT count(*) FROM data')[0]?.[0]),
        as: (facts.get('as') ?? 'rows') as TableType,
        arrowTypes: JSON.parse(facts.get('arrow') ?? 'null') as ArrowTypes | null,
      };
    }
    case 'binary':
      return { type: 'binary', of: facts.get('of') ?? 'Uint8Array' };
    default:
      return { type: 'value' };
  }
}

/** The type in memory, and the columns that the asset declares: of a table without rows nothing else says them. */
export type Wanted = Pick<InputContext, 'type' | 'columns'>;

/** As it was stored, or as the type that is wanted. */
export async function readValue(database: Database, wanted: Wanted = {}): Promise<unknown> {
  const shape = shapeOf(database);
  if (shape.type === 'table') {
    const { layout } = shape;
    const batches = (): Iterable<readonly Row[]> => rowBatches(database, layout);
    return asType({ ...shape, batches }, wanted.type);
  }
  const value = shape.type === 'binary' ? readBytes(database, shape.of) : decodeValue(readJson(database));
  return wholeAsType(value, wanted);
}

/** A value that is kept whole, as it is or as the type that is wanted: a list of records is a table all the same. */
export function wholeAsType(value: unknown, { type, columns }: Wanted): unknown {
  if (type === undefined) return value;
  if (type === 'text' && typeof value === 'string') return value;
  if (type === 'text') throw new Error('it is no text');
  if (type === 'rows' && Array.isArray(value) && value.every(isPlainRecord)) return value;
  const table = openRows(value);
  if (table.as === 'value') throw new Error(`it is ${table.what}, which is no table to be had as ${type}`);
  return asType({ ...table, columns: table.rowCount === 0 ? declaredColumns(table, columns) : table.columns }, type);
}

/** A list of records is a table also where it is kept whole; one without rows does not say its columns. */
export function describeWhole(value: unknown): Pick<StoredTable, 'columns' | 'rows'> {
  const table = openRows(value);
  if (table.as === 'value') return { columns: null, rows: Array.isArray(value) ? value.length : null };
  const columns = Object.fromEntries(table.columns.map(({ name, kind }) => [name, kind]));
  return { columns: table.rowCount === 0 ? null : columns, rows: table.rowCount };
}

function readBytes(database: Database, of: string): Uint8Array {
  const bytes = query(database, 'SELECT bytes FROM "binary"')[0]?.[0] as Uint8Array;
  return of === 'Buffer' ? Buffer.from(bytes) : Uint8Array.from(bytes);
}

export const readJson = (database: Database): Json =>
  JSON.parse(query(database, 'SELECT json FROM value')[0]?.[0] as string) as Json;

/** Cells by row, in the order they were stored. `limit` 0 is all. */
export function readRows(database: Database, columns: readonly Column[], limit: number): unknown[][] {
  return [...rowsOf(database, columns, limit)];
}

function* rowBatches(database: Database, columns: readonly Column[]): Generator<readonly Row[]> {
  let batch: Row[] = [];
  for (const cells of rowsOf(database, columns, 0)) {
    batch.push(Object.fromEntries(cells.map((cell, i) => [columns[i]?.name, cell])));
    if (batch.length < ROWS_PER_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function* rowsOf(database: Database, columns: readonly Column[], limit: number): Generator<unknown[]> {
  const order = rowOrder(columns.map(({ name }) => name)) ?? 'rowid';
  const statement = database.prepare(
    `SELECT * FROM data ORDER BY ${order}${limit > 0 ? ` LIMIT ${Math.trunc(limit)}` : ''}`,
  );
  try {
    while (statement.step())
      yield (statement.get() as SqlCell[]).map((cell, i) => fromSql(columns[i]?.kind ?? 'json', cell));
  } finally {
    statement.free();
  }
}

function query(database: Database, sql: string): SqlCell[][] {
  const statement = database.prepare(sql);
  const rows: SqlCell[][] = [];
  while (statement.step()) rows.push(statement.get() as SqlCell[]);
  statement.free();
  return rows;
}
