// One stored value as a SQLite file: its layout, its hash, and how it is written and read.
import { createHash } from 'node:crypto';
import {
  SQL_TYPES,
  fromSql,
  rowOrder,
  tableColumns,
  toSql,
  type Column,
  type Row,
  type SqlCell,
} from './table-layout.ts';
import { decodeValue, encodeValue, type Json } from './typed-json.ts';
import type { Database } from './sqlite.ts';

/** Raised when the layout changes; files of an older layout stay readable. */
const LAYOUT = '1';
const MAX_BYTES = 256 * 1024 * 1024;

export interface EncodedValue {
  /** `v1:` and the sha256 of the canonical encoding: equal content, equal hash. */
  readonly dataVersion: string;
  readonly bytes: number;
  readonly rows: number | null;
  write(database: Database): void;
}

/** `message` is the size, in words. */
export class TooLarge extends Error {}

/** @throws NotStorable where a part cannot be kept exactly; TooLarge over 256 MB. */
export function encodeForFile(value: unknown): EncodedValue {
  try {
    return encode(value);
  } catch (error) {
    // Past the longest string there is, the engine refuses before anything can be counted.
    const { code } = error as NodeJS.ErrnoException;
    throw error instanceof RangeError || code === 'ERR_STRING_TOO_LONG' ? new TooLarge('more than 256 MB') : error;
  }
}

function encode(value: unknown): EncodedValue {
  const hash = createHash('sha256');
  let bytes = 0;
  const add = (part: string | Uint8Array): void => {
    bytes += Buffer.byteLength(part);
    if (bytes > MAX_BYTES) throw new TooLarge(`${Math.ceil(bytes / 2 ** 20)} MB and more`);
    hash.update(part);
  };
  const finish = (rows: number | null, write: (database: Database) => void): EncodedValue => ({
    dataVersion: `v1:${hash.digest('hex').slice(0, 40)}`,
    bytes,
    rows,
    // One transaction: each statement apart costs a fifth of a millisecond.
    write(database) {
      database.run('BEGIN');
      write(database);
      database.run('COMMIT');
    },
  });
  if (isBytes(value)) {
    add(Buffer.isBuffer(value) ? 'Buffer ' : 'Uint8Array ');
    add(value);
    return finish(null, (database) => {
      begin(database, { type: 'binary', of: Buffer.isBuffer(value) ? 'Buffer' : 'Uint8Array' });
      database.run('CREATE TABLE "binary" (bytes BLOB)');
      database.run('INSERT INTO "binary" VALUES (?)', [value]);
    });
  }
  const columns = tableColumns(value);
  if (columns) {
    const rows = value as readonly Row[];
    rows.forEach((row, i) => {
      add(`${JSON.stringify(encodeValue(row, `[${i}]`))}\n`);
    });
    return finish(rows.length, (database) => {
      writeTable(database, columns, rows);
    });
  }
  const json = JSON.stringify(encodeValue(value));
  add(json);
  return finish(Array.isArray(value) ? value.length : null, (database) => {
    begin(database, { type: 'value' });
    database.run('CREATE TABLE value (json TEXT)');
    database.run('INSERT INTO value VALUES (?)', [json]);
  });
}

const isBytes = (value: unknown): value is Uint8Array =>
  value instanceof Uint8Array &&
  [Uint8Array.prototype, Buffer.prototype].includes(Object.getPrototypeOf(value) as never);

function begin(database: Database, facts: Readonly<Record<string, string>>): void {
  database.run('CREATE TABLE headwater (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID');
  for (const [name, value] of Object.entries({ layout: LAYOUT, ...facts }))
    database.run('INSERT INTO headwater VALUES (?, ?)', [name, value]);
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function writeTable(database: Database, columns: readonly Column[], rows: readonly Row[]): void {
  begin(database, { type: 'table', columns: JSON.stringify(columns) });
  database.run(
    `CREATE TABLE data (${columns.map(({ name, kind }) => `${quoted(name)} ${SQL_TYPES[kind]}`).join(', ')})`,
  );
  const insert = database.prepare(`INSERT INTO data VALUES (${columns.map(() => '?').join(', ')})`);
  rows.forEach((row, i) => insert.run(columns.map(({ name, kind }) => toSql(kind, row[name], `[${i}].${name}`))));
  insert.free();
}

export type ValueShape =
  | { readonly type: 'table'; readonly columns: readonly Column[]; readonly rowCount: number }
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
    case 'table':
      return {
        type: 'table',
        columns: JSON.parse(facts.get('columns') ?? '[]') as Column[],
        rowCount: Number(query(database, 'SELECT count(*) FROM data')[0]?.[0]),
      };
    case 'binary':
      return { type: 'binary', of: facts.get('of') ?? 'Uint8Array' };
    default:
      return { type: 'value' };
  }
}

export function readValue(database: Database): unknown {
  const shape = shapeOf(database);
  switch (shape.type) {
    case 'table':
      return readRows(database, shape.columns, 0).map((row) =>
        Object.fromEntries(row.map((cell, i) => [shape.columns[i]?.name, cell])),
      );
    case 'binary': {
      const bytes = query(database, 'SELECT bytes FROM "binary"')[0]?.[0] as Uint8Array;
      return shape.of === 'Buffer' ? Buffer.from(bytes) : Uint8Array.from(bytes);
    }
    case 'value':
      return decodeValue(readJson(database));
  }
}

export const readJson = (database: Database): Json =>
  JSON.parse(query(database, 'SELECT json FROM value')[0]?.[0] as string) as Json;

/** Cells by row, in the order they were stored. `limit` 0 is all. */
export function readRows(database: Database, columns: readonly Column[], limit: number): unknown[][] {
  const order = rowOrder(columns.map(({ name }) => name)) ?? 'rowid';
  return query(database, `SELECT * FROM data ORDER BY ${order}${limit > 0 ? ` LIMIT ${Math.trunc(limit)}` : ''}`).map(
    (row) => row.map((cell, i) => fromSql(columns[i]?.kind ?? 'json', cell)),
  );
}

function query(database: Database, sql: string): SqlCell[][] {
  const statement = database.prepare(sql);
  const rows: SqlCell[][] = [];
  while (statement.step()) rows.push(statement.get() as SqlCell[]);
  statement.free();
  return rows;
}
