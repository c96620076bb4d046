// Decides whether rows fit a SQLite table exactly, and turns cells into what SQLite keeps and back.
import { decodeValue, encodeValue, type Json } from './typed-json.ts';

/** How a column's cells are kept. `json` holds any cell, at the price of being text. */
export type CellKind = 'text' | 'integer' | 'real' | 'boolean' | 'date' | 'bigint' | 'bytes' | 'json';

export interface Column {
  readonly name: string;
  readonly kind: CellKind;
}

export type SqlCell = null | number | string | Uint8Array;
export type Row = Readonly<Record<string, unknown>>;

/** SQLite's own limit on columns. */
const MAX_COLUMNS = 2000;

export const SQL_TYPES: Readonly<Record<CellKind, string>> = {
  text: 'TEXT',
  integer: 'INTEGER',
  real: 'REAL',
  boolean: 'INTEGER',
  date: 'TEXT',
  bigint: 'TEXT',
  bytes: 'BLOB',
  json: 'TEXT',
};

/** The columns, when the value is a list of records that all have the same names in the same order; else null. */
export function tableColumns(value: unknown): readonly Column[] | null {
  if (!Array.isArray(value) || value.length === 0 || Object.getPrototypeOf(value) !== Array.prototype) return null;
  // One more name than rows: `length`. Anything else, like a hole, is for the typed JSON to refuse.
  if (Reflect.ownKeys(value).length !== value.length + 1) return null;
  const rows: readonly unknown[] = Array.from(value);
  const first = rows[0];
  if (!isPlainRecord(first)) return null;
  const names = Object.keys(first);
  const distinct = new Set(names.map((name) => name.toLowerCase()));
  if (
    names.length === 0 ||
    names.length > MAX_COLUMNS ||
    distinct.size !== names.length ||
    rowOrder(names) === null ||
    names.some((name) => name === '' || !isPlainText(name))
  )
    return null;
  const sameNames = (row: unknown): row is Row => {
    if (!isPlainRecord(row)) return false;
    const own = Reflect.ownKeys(row);
    return own.length === names.length && own.every((name, i) => name === names[i]);
  };
  if (!rows.every(sameNames)) return null;
  return names.map((name) => ({ name, kind: columnKind(rows as readonly Row[], name) }));
}

/** SQLite's own name for the order of rows: the one no column has taken. */
export function rowOrder(names: readonly string[]): string | null {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  return ['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name)) ?? null;
}

function columnKind(rows: readonly Row[], name: string): CellKind {
  let kind: CellKind | null = null;
  for (const row of rows) {
    const cell = row[name];
    if (cell === null) continue;
    const own = cellKind(cell);
    if (kind === null || kind === own) kind = own;
    else if ((kind === 'integer' && own === 'real') || (kind === 'real' && own === 'integer')) kind = 'real';
    else return 'json';
    if (kind === 'json') return kind;
  }
  return kind ?? 'json';
}

function cellKind(cell: unknown): CellKind {
  switch (typeof cell) {
    case 'string':
      return isPlainText(cell) ? 'text' : 'json';
    case 'boolean':
      return 'boolean';
    case 'bigint':
      return 'bigint';
    case 'number':
      if (!Number.isFinite(cell) || Object.is(cell, -0)) return 'json';
      return Number.isSafeInteger(cell) ? 'integer' : 'real';
  }
  const prototype: unknown = typeof cell === 'object' ? Object.getPrototypeOf(cell) : null;
  if (prototype === Date.prototype && !Number.isNaN((cell as Date).getTime())) return 'date';
  return prototype === Uint8Array.prototype ? 'bytes' : 'json';
}

/** SQLite's text ends at a NUL, UTF-8 has no lone surrogates, and decoders swallow a byte order mark. */
const isPlainText = (text: string): boolean =>
  !text.includes('\0') && text.isWellFormed() && !text.startsWith('\uFEFF');

function isPlainRecord(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

export function toSql(kind: CellKind, cell: unknown, path: string): SqlCell {
  if (cell === null) return null;
  if (kind === 'json') return JSON.stringify(encodeValue(cell, path));
  switch (kind) {
    case 'boolean':
      return cell === true ? 1 : 0;
    case 'date':
      return (cell as Date).toISOString();
    case 'bigint':
      return String(cell as bigint);
    case 'text':
    case 'integer':
    case 'real':
    case 'bytes':
      return cell as SqlCell;
  }
}

export function fromSql(kind: CellKind, cell: SqlCell): unknown {
  if (cell === null) return null;
  if (kind === 'json') return decodeValue(JSON.parse(cell as string) as Json);
  switch (kind) {
    case 'boolean':
      return cell === 1;
    case 'date':
      return new Date(cell as string);
    case 'bigint':
      return BigInt(cell as string);
    case 'bytes':
      return Uint8Array.from(cell as Uint8Array);
    case 'text':
    case 'integer':
    case 'real':
      return cell;
  }
}
