// Tables of the package apache-arrow: told by their shape, gone through as rows, and made again with the types they had.
import type * as arrowPackage from 'apache-arrow';
import type { Column, Row } from '../column-reader.ts';
import { importPeer } from './import-peer.ts';

type Arrow = typeof arrowPackage;

/** The part of an Arrow table that is used. */
interface ArrowTable {
  readonly numRows: number;
  readonly schema: {
    readonly fields: readonly {
      readonly name: string;
      readonly type: unknown;
      readonly nullable: boolean;
      readonly metadata: ReadonlyMap<string, string>;
    }[];
    readonly metadata: ReadonlyMap<string, string>;
  };
  readonly batches: readonly unknown[];
  getChild(name: string): { get(row: number): unknown } | null;
}

/** Column names to what is needed to make them again. */
export type ArrowTypes = Readonly<Record<string, { readonly type: string; readonly nullable: boolean }>>;

/** Those whose cells come back exactly from what `get` gives. */
const TYPES: Readonly<Record<string, (arrow: Arrow) => unknown>> = {
  Utf8: ({ Utf8 }) => new Utf8(),
  Bool: ({ Bool }) => new Bool(),
  Int8: ({ Int8 }) => new Int8(),
  Int16: ({ Int16 }) => new Int16(),
  Int32: ({ Int32 }) => new Int32(),
  Int64: ({ Int64 }) => new Int64(),
  Uint8: ({ Uint8 }) => new Uint8(),
  Uint16: ({ Uint16 }) => new Uint16(),
  Uint32: ({ Uint32 }) => new Uint32(),
  Uint64: ({ Uint64 }) => new Uint64(),
  Float32: ({ Float32 }) => new Float32(),
  Float64: ({ Float64 }) => new Float64(),
  Binary: ({ Binary }) => new Binary(),
  'Date64<MILLISECOND>': ({ DateMillisecond }) => new DateMillisecond(),
  'Timestamp<MILLISECOND>': ({ TimestampMillisecond }) => new TimestampMillisecond(),
  // Each with an id of its own: columns that share one would share their words in an IPC file.
  'Dictionary<Int32, Utf8>': ({ Dictionary, Int32, Utf8 }) => new Dictionary(new Utf8(), new Int32()),
};
/** Of any unit: the package hands all of them out in milliseconds. */
const isDateType = (type: unknown): boolean => /^(Date|Timestamp)/.test(String(type));

/** What cells of a kind are in an Arrow table that is made of rows: numbers as apache-arrow itself infers them. */
const TYPE_OF_KIND: Readonly<Record<Column['kind'], string>> = {
  text: 'Utf8',
  integer: 'Float64',
  real: 'Float64',
  boolean: 'Bool',
  date: 'Timestamp<MILLISECOND>',
  bigint: 'Int64',
  bytes: 'Binary',
  json: '',
};

const INTEGERS = new Set(['Int8', 'Int16', 'Int32', 'Uint8', 'Uint16', 'Uint32']);

/** Of a column that something else has written. */
export function kindOfArrow(type: unknown): Column['kind'] {
  const name = String(type);
  if (name === 'Bool') return 'boolean';
  if (name === 'Utf8' || name === 'LargeUtf8' || /^Dictionary<\w+, Utf8>$/.test(name)) return 'text';
  if (INTEGERS.has(name)) return 'integer';
  if (name === 'Int64' || name === 'Uint64') return 'bigint';
  if (/^Float\d+$/.test(name)) return 'real';
  if (isDateType(name)) return 'date';
  return name === 'Binary' ? 'bytes' : 'json';
}

export function isArrowTable(value: unknown): value is ArrowTable {
  if (typeof value !== 'object' || value === null) return false;
  const { schema, batches, numRows, getChild } = value as Readonly<Record<string, unknown>>;
  return (
    typeof schema === 'object' &&
    Array.isArray(batches) &&
    typeof numRows === 'number' &&
    typeof getChild === 'function'
  );
}

export const arrowColumns = ({ schema: { fields } }: Pick<ArrowTable, 'schema'>): Column[] =>
  fields.map(({ name, type }) => ({ name, kind: kindOfArrow(type) }));

/** @throws Error naming a column that a store of rows does not give back. */
export function arrowTypesOf({ schema }: ArrowTable): ArrowTypes {
  if (schema.metadata.size > 0 || schema.fields.some(({ metadata }) => metadata.size > 0))
    throw new Error(
      'it is an Arrow table with metadata in its schema: keep it in an Arrow file, or take the metadata out',
    );
  const names = schema.fields.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new Error(`it is an Arrow table with two columns \`${twice}\`: keep it in an Arrow file, or rename one`);
  return Object.fromEntries(
    schema.fields.map(({ name, type, nullable }) => {
      if (!Object.hasOwn(TYPES, String(type)))
        throw new Error(
          `column \`${name}\` of the Arrow table is ${String(type)}: keep it in an Arrow file, or cast it`,
        );
      return [name, { type: String(type), nullable }];
    }),
  );
}

export function* arrowRows(table: ArrowTable, size: number): Generator<readonly Row[]> {
  const columns = table.schema.fields.map(({ name, type }) => {
    const column = table.getChild(name);
    const isDate = isDateType(type);
    return { name, cell: (row: number) => fromArrow(column?.get(row), isDate) };
  });
  for (let from = 0; from < table.numRows; from += size)
    yield Array.from({ length: Math.min(size, table.numRows - from) }, (_, i) =>
      Object.fromEntries(columns.map(({ name, cell }) => [name, cell(from + i)])),
    );
}

/** Arrow hands out moments as milliseconds, and bytes as a view into the whole column. */
function fromArrow(cell: unknown, isDate: boolean): unknown {
  if (cell === null || cell === undefined) return null;
  if (isDate) return new Date(Number(cell));
  return cell instanceof Uint8Array ? Uint8Array.from(cell) : cell;
}

/** Made of columns: with the types it had, or with those that rows of such kinds have. */
export async function arrowTable(
  columns: Readonly<Record<string, readonly unknown[]>>,
  { kinds, arrowTypes }: { readonly kinds: readonly Column[]; readonly arrowTypes: ArrowTypes | null },
): Promise<unknown> {
  const arrow = await importPeer<Arrow>(() => import('apache-arrow'), 'apache-arrow');
  const fields = kinds.map(({ name, kind }) => {
    const { type, nullable } = arrowTypes?.[name] ?? { type: TYPE_OF_KIND[kind], nullable: true };
    const make = TYPES[type];
    if (!make)
      throw new Error(`column \`${name}\` holds cells of several kinds, which no column of an Arrow table does`);
    // Made by name: no type of the package says more.
    return new arrow.Field(name, make(arrow) as never, nullable);
  });
  const vectors = fields.map(({ name, type }) => [name, arrow.vectorFromArray(columns[name] ?? [], type)] as const);
  const { batches } = new arrow.Table(Object.fromEntries(vectors));
  const schema = new arrow.Schema(fields);
  return new arrow.Table(
    schema,
    batches.map(({ data }) => new arrow.RecordBatch(schema, data)),
  );
}
