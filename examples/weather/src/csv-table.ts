// Tables to CSV text and back, without a change in any cell: text is quoted, so that an empty one differs from null.
import { isDeepStrictEqual } from 'node:util';
import { ColumnTable } from 'arquero';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { ColumnKind } from 'headwater';

type Row = Readonly<Record<string, unknown>>;
type Kinds = Readonly<Record<string, ColumnKind>>;

/** The two types that are understood, seen as one. */
export interface Table {
  readonly type: 'rows' | 'arquero';
  readonly kinds: Kinds;
  readonly rows: readonly Row[];
}

/** @throws TypeError naming what it got, where that cannot be kept as it is. */
export function readTable(value: unknown): Table {
  const arquero = value instanceof ColumnTable;
  const rows: unknown = arquero ? value.objects() : value;
  if (!Array.isArray(rows)) throw unexpected(nameOf(rows));
  const names = arquero ? value.columnNames() : Object.keys((rows[0] as object | undefined) ?? {});
  const kinds = new Map<string, ColumnKind | null>(names.map((name) => [name, null]));
  rows.forEach((row: unknown, i) => {
    if (!isRow(row)) throw unexpected(`an array whose row ${i + 1} is ${nameOf(row)}`);
    if (names.length === 0) throw unexpected('rows without columns');
    if (!isDeepStrictEqual(Object.keys(row), names))
      throw unexpected(`row ${i + 1} with other columns than row 1, or in another order`);
    for (const [name, cell] of Object.entries(row)) {
      if (cell === null) continue;
      const kind = kindOf(cell);
      const before = kinds.get(name) ?? kind;
      if (kind === null || kind !== before)
        throw unexpected(
          `${nameOf(cell)} in column ${name} of row ${i + 1}${kind && before ? `, after ${before}` : ''}`,
        );
      kinds.set(name, kind);
    }
  });
  const known = [...kinds].map(([name, kind]) => [name, kind ?? 'text'] as const);
  return { type: arquero ? 'arquero' : 'rows', kinds: Object.fromEntries(known), rows };
}

export function toCsv({ kinds, rows }: Table): string {
  const names = Object.keys(kinds);
  return stringify([names, ...rows.map((row) => names.map((name) => row[name]))], {
    quoted_string: true,
    cast: {
      boolean: String,
      number: (cell) => (Object.is(cell, -0) ? '-0' : String(cell)),
    },
  });
}

/** Columns that `kinds` does not name are text. */
export function parseCsv(csv: string, { file, kinds }: { readonly file: string; readonly kinds: Kinds }): Row[] {
  return parse(csv, {
    bom: true,
    columns: true,
    cast(text, { header, column, quoting, lines }) {
      if (header) return text;
      if (text === '' && !quoting) return null;
      const kind = kinds[column] ?? 'text';
      const cell = READ[kind]?.(text);
      if (cell === undefined)
        throw new Error(`${file}, line ${lines}: ${JSON.stringify(text)} in column ${column} is not ${kind}.`);
      return cell;
    },
  });
}

/** What a cell of each kind that can be kept is; undefined when the text says no such thing. */
const READ: Readonly<Partial<Record<ColumnKind, (text: string) => unknown>>> = {
  text: (text) => text,
  integer: (text) => (Number.isInteger(Number(text)) ? Number(text) : undefined),
  real: (text) => (Number.isFinite(Number(text)) ? Number(text) : undefined),
  boolean: (text) => ({ true: true, false: false })[text],
};

function kindOf(cell: unknown): ColumnKind | null {
  if (typeof cell === 'string') return 'text';
  if (typeof cell === 'boolean') return 'boolean';
  return Number.isFinite(cell) ? 'real' : null;
}

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value === 'number' ? String(value) : `${typeof value}`;
  return `a value of type ${value.constructor?.name ?? 'Object'}`;
}

const unexpected = (what: string): TypeError =>
  new TypeError(
    `Unexpected input type: ${what}. CSV keeps rows or an arquero table, of text, finite numbers, booleans and null.`,
  );
