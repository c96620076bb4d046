// What a file format of tables does: which columns it keeps exactly, how it writes them, how it reads them again.
import { isPlainText, type Column, type ColumnFacts, type Row } from '../column-reader.ts';
import type { ArrowTypes } from '../memory/arrow-table.ts';
import type { TableType } from '../open-table.ts';

/** What is known of a table beside its cells. */
export interface TableSchema {
  readonly as: TableType;
  readonly arrowTypes: ArrowTypes | null;
  readonly columns: readonly Column[];
  /** Null when the file was changed since. */
  readonly rows: number | null;
}

export interface OpenFile {
  readonly schema: Omit<TableSchema, 'rows'>;
  /** Null where counting would mean reading all of it. */
  readonly rows: number | null;
  batches(): AsyncIterable<readonly Row[]>;
  /** The Arrow table itself, where the file holds one. */
  arrow?(): Promise<unknown>;
}

export interface WrittenWhole {
  readonly rows: number | null;
  readonly dataVersion: string;
}

export interface FileFormat {
  /** With its dot. */
  readonly extension: string;
  /** Its files say themselves what their columns are; the others have a `.schema.json` beside them. */
  readonly describesItself: boolean;
  /** What of a column it does not keep exactly, in words that follow its name; null when it does. */
  refuses(column: ColumnFacts): string | null;
  /** A table without columns: an empty array that declares none, or so many empty records. */
  keepsNoColumns(rows: number): boolean;
  write(
    path: string,
    table: { readonly schema: TableSchema; readonly batches: Iterable<readonly Row[]> },
  ): Promise<void>;
  /** Writes a value that the format keeps as it is, without going through rows; null when it is none. */
  writeWhole?(path: string, value: unknown): Promise<WrittenWhole | null>;
  /** `schema`: what was stored of it, when that is known; `declared`: what the asset says its columns are. */
  open(
    path: string,
    known: { readonly schema: TableSchema | null; readonly declared: readonly Column[] | null },
  ): Promise<OpenFile>;
}

/** A format that has no kind for it says so in the same words. */
export function refusesKinds(
  column: ColumnFacts,
  { kinds, oddText = false, oddNumbers = true }: { kinds: readonly string[]; oddText?: boolean; oddNumbers?: boolean },
): string | null {
  if (!isPlainText(column.name)) return 'has NUL, a lone surrogate or a byte order mark in its name';
  if (column.mixed !== null)
    return `holds ${column.mixed.what} in row ${column.mixed.row + 1}, which is no cell of a typed column`;
  if (!kinds.includes(column.kind)) return `holds ${column.kind}`;
  if (column.oddText && !oddText) return 'holds text with NUL, a lone surrogate or a byte order mark at its start';
  return column.oddNumbers && !oddNumbers ? 'holds NaN, an infinity or -0' : null;
}

/** Rows have each name once; `message` follows the file's name. */
export function twoColumns(names: readonly string[]): string | null {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? null : `has two columns \`${twice}\``;
}

/** The file's columns are not those that are expected; `message` follows its name. */
export function otherColumns(found: readonly string[], expected: readonly string[]): string | null {
  if (found.length === expected.length && expected.every((name) => found.includes(name))) return null;
  return `has the columns ${list(found)}, and not ${list(expected)}: something else has written it`;
}

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));
