// Finds the columns of a table row by row: their names, and the narrowest kind that holds every cell.
import type { ColumnKind } from 'headwater/internal';
import { describeCell } from './describe-cell.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface Column {
  readonly name: string;
  /** `json` holds any cell, at the price of being text. */
  readonly kind: ColumnKind;
}

export interface ColumnFacts extends Column {
  /** Every cell is null; `kind` is then `text`, unless something else says it. */
  readonly empty: boolean;
  /** NaN, an infinity or -0 is among its numbers. */
  readonly oddNumbers: boolean;
  /** Some text holds NUL, a lone surrogate, or begins with a byte order mark. */
  readonly oddText: boolean;
  /** The largest magnitude among its bigints. */
  readonly widest: bigint;
  /** Of kind `json`: what the cell that made it so is, and in which row. */
  readonly mixed: { readonly what: string; readonly row: number } | null;
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

export class ColumnReader {
  rowCount = 0;
  /** The rows do not all have their names in one order. */
  reordered = false;
  #columns: Mutable<ColumnFacts>[] | null;

  /** `columns`: where they are known before the rows; else the first row says them. */
  constructor(columns: readonly Column[] | null = null) {
    this.#columns = columns && columns.map(emptyColumn);
  }

  /** What forbids a table, in words that follow "row 3"; null when the row fits. */
  add(row: unknown): string | null {
    if (!isPlainRecord(row)) return `is ${describeCell(row)}, not a record`;
    const names = Reflect.ownKeys(row);
    const columns = this.#columns;
    if (columns === null) {
      const odd = names.find(
        (name) => typeof name === 'symbol' || !Object.getOwnPropertyDescriptor(row, name)?.enumerable,
      );
      if (odd !== undefined) return `has the hidden property ${String(odd)}`;
      this.#columns = (names as string[]).map((name) => emptyColumn({ name, kind: 'text' }));
    } else if (names.length !== columns.length || columns.some(({ name }, i) => names[i] !== name)) {
      const missing = columns.find(({ name }) => !Object.hasOwn(row, name));
      if (missing) return `has no \`${missing.name}\`, and the rows before it have`;
      const more = names.find((name) => !columns.some((column) => column.name === name));
      if (more !== undefined) return `has \`${String(more)}\`, and the rows before it have not`;
      this.reordered = true;
    }
    for (const column of this.#columns ?? []) widen(column, row[column.name], this.rowCount);
    this.rowCount += 1;
    return null;
  }

  columns(): readonly ColumnFacts[] {
    return this.#columns ?? [];
  }
}

/** Nothing is in it yet, but nulls. */
export const emptyColumn = ({ name, kind }: Column): ColumnFacts => ({
  name,
  kind,
  empty: true,
  oddNumbers: false,
  oddText: false,
  widest: 0n,
  mixed: null,
});

function widen(column: Mutable<ColumnFacts>, cell: unknown, row: number): void {
  if (cell === null) return;
  const kind = cellKind(cell);
  if (kind === 'text' && !isPlainText(cell as string)) column.oddText = true;
  if (kind === 'real' && (!Number.isFinite(cell) || cell === 0)) column.oddNumbers = true;
  if (kind === 'bigint') {
    const size = (cell as bigint) < 0n ? -(cell as bigint) : (cell as bigint);
    if (size > column.widest) column.widest = size;
  }
  if (column.empty) {
    column.kind = kind;
    column.empty = false;
  } else if (column.kind !== kind) {
    const numbers = [column.kind, kind].every((each) => each === 'integer' || each === 'real');
    column.kind = numbers ? 'real' : 'json';
  }
  if (column.kind === 'json') column.mixed ??= { what: describeCell(cell), row };
}

function cellKind(cell: unknown): ColumnKind {
  switch (typeof cell) {
    case 'string':
      return 'text';
    case 'boolean':
      return 'boolean';
    case 'bigint':
      return 'bigint';
    case 'number':
      return Number.isSafeInteger(cell) && !Object.is(cell, -0) ? 'integer' : 'real';
  }
  const prototype: unknown = typeof cell === 'object' ? Object.getPrototypeOf(cell) : null;
  if (prototype === Date.prototype && Reflect.ownKeys(cell as object).length === 0)
    return Number.isNaN((cell as Date).getTime()) ? 'json' : 'date';
  return prototype === Uint8Array.prototype ? 'bytes' : 'json';
}

/** SQLite's text ends at a NUL, UTF-8 has no lone surrogates, and decoders swallow a byte order mark. */
export const isPlainText = (text: string): boolean =>
  !text.includes('\0') && text.isWellFormed() && !text.startsWith('\uFEFF');

export function isPlainRecord(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
