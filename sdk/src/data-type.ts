// The types a stored value can be loaded as: those that come with headwater, and the user's own.
/* eslint-disable @typescript-eslint/ban-ts-comment, @typescript-eslint/consistent-type-imports -- Types of optional peers: an import, or an expected error, would ask for them. */
import type { VALUE } from './asset-types.ts';
import { describeValue } from './describe-value.ts';
import { isRecord } from './described.ts';
import { problem } from './option-problem.ts';

/** An in-memory type that IO managers know by name; `Value` is what a body is handed. */
export interface DataType<Value = unknown, Name extends string = string> {
  readonly name: Name;
  readonly [VALUE]: Value;
}

/**
 * Names an in-memory type of your own. An IO manager lists the name in `types`, finds it as `ctx.type` in `loadInput`, and
 * gives a value of the type.
 *
 * @throws TypeError when the name is no text, is empty, or is one of those that come with headwater.
 * @example
 * ```ts
 * import { asset, dataType, loadAs } from 'headwater';
 *
 * export const lines = dataType<readonly string[]>('lines');
 * export const article = asset({ io: 'textFiles' }, () => 'first\nsecond');
 * export const lineCount = asset({ inputs: { article: loadAs(article, lines) } }, ({ article }) => article.length);
 * ```
 */
export function dataType<Value>(name: string): DataType<Value> {
  if (typeof name !== 'string' || name.trim() === '')
    throw problem('dataType', `the name is a text that IO managers list in types; got ${describeValue(name)}.`);
  if (Object.hasOwn(types, name))
    throw problem('dataType', `${JSON.stringify(name)} comes with headwater: use types.${name}, or take another name.`);
  return builtIn(name) as DataType<Value>;
}

/** A row of a table, when the asset's own type says nothing closer. */
export type AnyRow = Readonly<Record<string, unknown>>;

/** One row of a stored table. */
export type RowOf<Value> = Value extends readonly (infer Row)[] ? Row : AnyRow;

/** Column names to cells in the order of the rows. */
export type ColumnsOf<Row> = { readonly [Name in keyof Row]: readonly Row[Name][] };

/**
 * A table of the package apache-arrow, an optional peer: without it the type is any, and asking for such a table is an error.
 * @ts-ignore */
export type ArrowTable = import('apache-arrow').Table;

/**
 * A table of the package arquero, an optional peer likewise.
 * @ts-ignore */
export type ArqueroTable = import('arquero').ColumnTable;

/** What each built-in type is, for a table of such rows. */
export interface BuiltInTypes<Row> {
  readonly rows: Row[];
  readonly columns: ColumnsOf<Row>;
  readonly arrow: ArrowTable;
  readonly arquero: ArqueroTable;
  readonly text: string;
  readonly path: string;
  readonly stream: AsyncIterable<Row>;
}

type BuiltIn<Name extends keyof BuiltInTypes<AnyRow>> = DataType<BuiltInTypes<AnyRow>[Name], Name>;

/** A stored value of type `Value`, as another in-memory type. */
export type ValueAs<Value, Type extends DataType> =
  Type extends DataType<infer Own, infer Name>
    ? Name extends keyof BuiltInTypes<AnyRow>
      ? BuiltInTypes<RowOf<Value>>[Name]
      : Own
    : never;

const builtIn = <Name extends string>(name: Name): DataType<never, Name> =>
  // VALUE is there for the compiler alone.
  Object.freeze({ name }) as DataType<never, Name>;

/**
 * The in-memory types that come with headwater, for `loadAs`:
 *
 * - `rows`: an array of records.
 * - `columns`: an object of arrays, one for each column.
 * - `arrow`: a `Table` of the package apache-arrow, which the project installs.
 * - `arquero`: a table of the package arquero, which the project installs.
 * - `stream`: an async iterable of records, read in batches; it can be iterated again.
 * - `text`: the stored text; of a table the bytes of its file, where they are text.
 * - `path`: the absolute path of the file or folder it is stored in.
 *
 * @example
 * ```ts
 * import { asset, loadAs, types } from 'headwater';
 *
 * export const orders = asset(() => [{ id: 1, amount: 9.5 }]);
 * export const total = asset({ inputs: { orders: loadAs(orders, types.stream) } }, async ({ orders }) => {
 *   let sum = 0;
 *   for await (const { amount } of orders) sum += amount;
 *   return sum;
 * });
 * ```
 */
export const types: {
  readonly rows: BuiltIn<'rows'>;
  readonly columns: BuiltIn<'columns'>;
  readonly arrow: BuiltIn<'arrow'>;
  readonly arquero: BuiltIn<'arquero'>;
  readonly text: BuiltIn<'text'>;
  readonly path: BuiltIn<'path'>;
  readonly stream: BuiltIn<'stream'>;
} = Object.freeze({
  rows: builtIn('rows'),
  columns: builtIn('columns'),
  arrow: builtIn('arrow'),
  arquero: builtIn('arquero'),
  text: builtIn('text'),
  path: builtIn('path'),
  stream: builtIn('stream'),
});

export function isDataType(value: unknown): value is DataType {
  return isRecord(value) && typeof value['name'] === 'string' && Object.keys(value).length === 1;
}
