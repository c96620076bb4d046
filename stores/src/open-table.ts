// Sees a value as a table whose rows can be gone through more than once: an array, a table of a library, or rows handed out.
import { createHash } from 'node:crypto';
import { isHandedOut, type ColumnKind } from 'headwater/internal';
import { ColumnReader, emptyColumn, type Column, type ColumnFacts, type Row } from './column-reader.ts';
import { describeCell } from './describe-cell.ts';
import { arqueroColumns, arqueroRows, isArqueroTable } from './memory/arquero-table.ts';
import { arrowColumns, arrowRows, arrowTypesOf, isArrowTable, type ArrowTypes } from './memory/arrow-table.ts';
import { openSpool } from './spool.ts';
import { encodeValue } from './typed-json.ts';

export const ROWS_PER_BATCH = 10_000;

/** The in-memory type that a table had when it was stored, and has again when nobody asks for another. */
export type TableType = 'rows' | 'arrow' | 'arquero';

export interface OpenTable {
  readonly as: TableType;
  readonly arrowTypes: ArrowTypes | null;
  readonly columns: readonly ColumnFacts[];
  readonly rowCount: number;
  /** Some row has its names in another order than the first. */
  readonly reordered: boolean;
  /** `v1:` and the sha256 of the canonical encoding: equal content, equal hash. */
  readonly dataVersion: string;
  /** In order. */
  batches(): Iterable<readonly Row[]>;
  /** Deletes what was put aside. */
  close(): void;
}

/** It is no table; `what` it is, for a sentence. */
export interface NoTable {
  readonly as: 'value';
  readonly what: string;
}

export interface OpenOptions {
  /** How much it may be, encoded, in bytes; any amount unless given. */
  readonly limit?: number;
}

/** It is more than the limit; `message` is the size, in words. */
export class TooLarge extends Error {}

/**
 * `spoolIn`: a folder for rows that are handed out one by one, while they are looked at.
 * @throws NotStorable where a cell cannot be kept exactly by anything; what an iterator throws.
 */
export async function openTable(
  value: unknown,
  { spoolIn, ...options }: OpenOptions & { readonly spoolIn: string },
): Promise<OpenTable | NoTable> {
  if (isHandedOut(value)) return handedOut(value, { spoolIn, ...options });
  if (isArrowTable(value)) {
    const [arrowTypes, columns] = [arrowTypesOf(value), arrowColumns(value)];
    return there(() => arrowRows(value, ROWS_PER_BATCH), { as: 'arrow', arrowTypes, columns, ...options });
  }
  if (isArqueroTable(value)) {
    const columns = arqueroColumns(value);
    return there(() => arqueroRows(value, ROWS_PER_BATCH), { as: 'arquero', arrowTypes: null, columns, ...options });
  }
  return openRows(value, options);
}

/** The same for a value that is there whole, in the same turn. */
export function openRows(value: unknown, options: OpenOptions = {}): OpenTable | NoTable {
  if (!Array.isArray(value) || Object.getPrototypeOf(value) !== Array.prototype)
    return { as: 'value', what: describeCell(value) };
  // One more name than rows: `length`. Anything else is a hole or an extra property.
  if (Reflect.ownKeys(value).length !== value.length + 1)
    return { as: 'value', what: 'an array with holes or extra properties' };
  const rows: readonly Row[] = value;
  return there(() => slices(rows), { as: 'rows', arrowTypes: null, columns: null, ...options });
}

type Kind = Pick<OpenTable, 'as' | 'arrowTypes'> & {
  /** Where something else than the rows says them. */
  readonly columns: readonly Column[] | null;
};

function there(
  batches: () => Iterable<readonly Row[]>,
  { limit = Infinity, columns, as, arrowTypes }: Kind & OpenOptions,
): OpenTable | NoTable {
  const reader = new ColumnReader(columns);
  const hash = contentHash({ as, arrowTypes, columns }, limit);
  for (const batch of batches())
    for (const row of batch) {
      const problem = reader.add(row);
      if (problem !== null) return { as: 'value', what: `an array whose row ${reader.rowCount + 1} ${problem}` };
      hash.add(row, reader.rowCount - 1);
    }
  return { as, arrowTypes, ...factsOf(reader), dataVersion: hash.digest(), batches, close: () => undefined };
}

/** While they handed out rows. */
const thrownByBodies = new WeakSet<object>();

/** It is none of the store's: a file that the body could not read, for one. */
export const isOfBody = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && thrownByBodies.has(error);

async function handedOut(
  rows: AsyncIterable<unknown> | Iterable<unknown>,
  { spoolIn, limit = Infinity }: OpenOptions & { readonly spoolIn: string },
): Promise<OpenTable> {
  const reader = new ColumnReader();
  const kind = { as: 'rows', arrowTypes: null } as const;
  const hash = contentHash({ ...kind, columns: null }, limit);
  const spool = openSpool(spoolIn);
  let isBodyAtWork = true;
  try {
    for await (const row of rows) {
      isBodyAtWork = false;
      const problem = reader.add(row);
      if (problem !== null)
        throw new Error(`what it hands out is stored as a table, and row ${reader.rowCount + 1} ${problem}`);
      spool.add(hash.add(row as Row, reader.rowCount - 1));
      isBodyAtWork = true;
    }
  } catch (error) {
    spool.close();
    if (isBodyAtWork && typeof error === 'object' && error !== null) thrownByBodies.add(error);
    throw error;
  }
  return {
    ...kind,
    ...factsOf(reader),
    dataVersion: hash.digest(),
    batches: () => spool.batches(ROWS_PER_BATCH),
    close: spool.close,
  };
}

const factsOf = (reader: ColumnReader) => ({
  columns: reader.columns(),
  rowCount: reader.rowCount,
  reordered: reader.reordered,
});

/** Rows of the plain kind hash as they always have; others say first what they are. */
function contentHash({ as, arrowTypes, columns }: Kind, limit: number) {
  const hash = createHash('sha256');
  let bytes = 0;
  if (as !== 'rows') hash.update(`${as} ${JSON.stringify(arrowTypes ?? columns)}\n`);
  return {
    add(row: Row, index: number): string {
      const line = `${JSON.stringify(encodeValue(row, `[${index}]`))}\n`;
      bytes += Buffer.byteLength(line);
      if (bytes > limit) throw new TooLarge(`${Math.ceil(bytes / 2 ** 20)} MB and more`);
      hash.update(line);
      return line;
    },
    digest: () => `v1:${hash.digest('hex').slice(0, 40)}`,
  };
}

function* slices(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += ROWS_PER_BATCH) yield rows.slice(from, from + ROWS_PER_BATCH);
}

/** Its rows are not what the asset's `columns` declare; `message` says which column. */
export class NotDeclared extends Error {}

/** The columns as declared, when every cell is of what is declared. @throws NotDeclared otherwise. */
export function declaredColumns(
  { columns, rowCount }: Pick<OpenTable, 'columns' | 'rowCount'>,
  declared: Readonly<Record<string, ColumnKind>> | undefined,
): readonly ColumnFacts[] {
  if (declared === undefined) return columns;
  const names = Object.keys(declared);
  if (rowCount === 0) return names.map((name) => emptyColumn({ name, kind: declared[name] ?? 'text' }));
  const missing = names.find((name) => !columns.some((column) => column.name === name));
  if (missing !== undefined)
    throw new NotDeclared(`its \`columns\` declare \`${missing}\`, which the rows do not have`);
  return columns.map((column) => {
    const kind = Object.hasOwn(declared, column.name) ? declared[column.name] : undefined;
    if (kind === undefined)
      throw new NotDeclared(`the rows have \`${column.name}\`, which its \`columns\` do not declare`);
    const fits =
      column.empty || kind === column.kind || kind === 'json' || (kind === 'real' && column.kind === 'integer');
    if (!fits)
      throw new NotDeclared(`column \`${column.name}\` holds ${column.kind}, and its \`columns\` declare ${kind}`);
    // Declared as anything, it is kept as what it is.
    return kind === 'json' ? column : { ...column, kind };
  });
}

/**
 * For `StoredInfo`: the kind of cells of each column that is kept as it was found, `null` where nothing else is in it. Undefined
 * for an array without rows, which has the columns that somebody asks for.
 */
export function foundColumns({
  as,
  columns,
  rowCount,
}: Pick<OpenTable, 'as' | 'columns' | 'rowCount'>): Readonly<Record<string, string>> | undefined {
  if (as === 'rows' && rowCount === 0) return undefined;
  return Object.fromEntries(columns.map(({ name, kind, empty }) => [name, as === 'rows' && empty ? 'null' : kind]));
}

/** `called`: what it was to be, in words. */
export const noColumns = ({ rowCount }: Pick<OpenTable, 'rowCount'>, called: string): Error =>
  new Error(
    rowCount === 0
      ? `${called} has columns, and an empty table does not say which: declare them in \`columns\``
      : `${called} has columns, and the records have none: give them one, or leave \`io\` out`,
  );

/** The value is a table of the kinds that the asset declares, where it declares any. @throws NotDeclared otherwise. */
export function checkDeclared(
  table: OpenTable | NoTable | null,
  declared: Readonly<Record<string, ColumnKind>> | undefined,
): void {
  if (declared === undefined) return;
  if (table === null || table.as === 'value')
    throw new NotDeclared('it returned no table, and its `columns` declare one');
  declaredColumns(table, declared);
}
