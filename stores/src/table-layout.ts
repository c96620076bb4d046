// Decides whether rows fit a SQLite table exactly, and turns cells into what SQLite keeps and back.
import type { ColumnKind } from 'headwater/internal';
import { isPlainText, type Column, type ColumnFacts } from './column-reader.ts';
import type { OpenTable } from './open-table.ts';
import { decodeValue, encodeValue, type Json } from './typed-json.ts';

export type SqlCell = null | number | string | Uint8Array;

/** SQLite's own limit on columns. */
const MAX_COLUMNS = 2000;

export const SQL_TYPES: Readonly<Record<ColumnKind, string>> = {
  text: 'TEXT',
  integer: 'INTEGER',
  real: 'REAL',
  boolean: 'INTEGER',
  date: 'TEXT',
  bigint: 'TEXT',
  bytes: 'BLOB',
  json: 'TEXT',
};

/** How a column is laid out, and what it holds where that is told by more than the layout. */
export interface SqliteColumn extends Column {
  readonly holds?: ColumnKind;
}

/** The columns, when SQLite keeps such rows exactly, names and their order included; else null. */
export function sqliteColumns({
  as,
  columns,
  rowCount,
  reordered,
}: Pick<OpenTable, 'as' | 'columns' | 'rowCount' | 'reordered'>): readonly SqliteColumn[] | null {
  const names = columns.map(({ name }) => name);
  const distinct = new Set(names.map((name) => name.toLowerCase()));
  if (
    (rowCount === 0 && as === 'rows') ||
    reordered ||
    names.length === 0 ||
    names.length > MAX_COLUMNS ||
    distinct.size !== names.length ||
    rowOrder(names) === null ||
    names.some((name) => name === '' || !isPlainText(name))
  )
    return null;
  return columns.map((column) => {
    const kind = sqliteKind(column);
    return { name: column.name, kind, ...(kind !== column.kind && { holds: column.kind }) };
  });
}

function sqliteKind({ kind, empty, oddNumbers, oddText }: ColumnFacts): ColumnKind {
  return empty || oddNumbers || oddText ? 'json' : kind;
}

/** SQLite's own name for the order of rows: the one no column has taken. */
export function rowOrder(names: readonly string[]): string | null {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  return ['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name)) ?? null;
}

export function toSql(kind: ColumnKind, cell: unknown, path: string): SqlCell {
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

export function fromSql(kind: ColumnKind, cell: SqlCell): unknown {
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
