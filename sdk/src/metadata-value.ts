// Checks and freezes one wrapped value of each kind.
import { describeValue } from './describe-value.ts';
import { isRecord } from './described.ts';
import { jsonCopy } from './json-copy.ts';
import type { ChartValue, ColumnOrigin, ColumnSchema, MetadataKinds, TableValue, Wrapped } from './metadata.ts';

type Kind = keyof MetadataKinds;
type Cell = string | number | boolean | null;

/** Throws with a sentence that `where` begins. */
type Read<Value> = (value: unknown, where: string) => Value;

const text: Read<string> = (value, where) => (typeof value === 'string' ? value : refuse(where, 'a string', value));

const READERS: { readonly [K in keyof MetadataKinds]: Read<MetadataKinds[K]> } = {
  int: (value, where) =>
    typeof value === 'number' && Number.isSafeInteger(value)
      ? value
      : refuse(where, 'a whole number; meta.float takes the others', value),
  float: finite,
  bool: (value, where) => (typeof value === 'boolean' ? value : refuse(where, 'true or false', value)),
  text,
  md: text,
  path: (value, where) => (text(value, where) === '' ? refuse(where, 'a path', value) : text(value, where)),
  url(value, where) {
    // What a click would run is no address.
    if (
      typeof value === 'string' &&
      /^[a-z][a-z0-9+.-]*:\S+$/i.test(value) &&
      !/^(javascript|vbscript|data):/i.test(value)
    )
      return value;
    return refuse(where, 'an address with its scheme, such as https://example.com', value);
  },
  timestamp(value, where) {
    const date =
      value instanceof Date || typeof value === 'number' || (typeof value === 'string' && /^\d{4}-/.test(value))
        ? new Date(value)
        : undefined;
    if (date && !Number.isNaN(date.getTime())) return date.toISOString();
    return refuse(where, 'a Date, milliseconds since 1970, or ISO 8601 text', value);
  },
  json: (value, where) => jsonCopy(value, where),
  table: readTable,
  tableSchema: (value, where) => list(value, { where, of: 'columns, such as [{ name, type }]' }, readColumn),
  columnLineage: (value, where) =>
    Object.freeze(
      Object.fromEntries(
        Object.entries(record(value, where, 'an object of columns, such as { total: [{ asset, column }] }')).map(
          ([column, origins]) => [
            column,
            list(origins, { where: `${where}: ${column}`, of: 'origins, such as [{ asset, column }]' }, readOrigin),
          ],
        ),
      ),
    ),
  image(value, where) {
    const { src, alt = '' } = record(value, where, 'an object { src, alt }');
    if (typeof src !== 'string' || !/^(data:image\/|https:\/\/)/i.test(src))
      return refuse(`${where}: src`, 'an address that begins with data:image/ or https://', src);
    return Object.freeze({ src, alt: text(alt, `${where}: alt`) });
  },
  chart: readChart,
};

export const METADATA_KINDS = Object.freeze(Object.keys(READERS) as readonly Kind[]);

export function isMetadataKind(kind: unknown): kind is Kind {
  return METADATA_KINDS.some((each) => each === kind);
}

/** @throws TypeError whose sentence begins with `where`. */
export function metadataValue<K extends Kind>(kind: K, value: unknown, where: string): Wrapped<K> {
  return Object.freeze({ kind, value: READERS[kind](value, where) });
}

function finite(value: unknown, where: string): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : refuse(where, 'a finite number', value);
}

function readTable(value: unknown, where: string): TableValue {
  if (Array.isArray(value)) {
    const records = value.map((row: unknown, index) => record(row, `${where}: row ${index}`, 'an object of cells'));
    const columns = Object.freeze([...new Set(records.flatMap((row) => Object.keys(row)))]);
    const rows = records.map((row, index) =>
      readRow(
        columns.map((column) => row[column] ?? null),
        { where, index, columns },
      ),
    );
    return Object.freeze({ columns, rows: Object.freeze(rows) });
  }
  const given = record(value, where, 'an array of objects, or { columns, rows }');
  const columns = list(given['columns'], { where: `${where}: columns`, of: 'names' }, text);
  const rows = list(given['rows'], { where: `${where}: rows`, of: 'rows, each an array of cells' }, (row, at) => {
    const index = Number(/\[(\d+)\]$/.exec(at)?.[1]);
    if (!Array.isArray(row) || row.length !== columns.length)
      return refuse(at, `an array of ${columns.length} cells, one for each column`, row);
    return readRow(row, { where, index, columns });
  });
  return Object.freeze({ columns, rows });
}

function readRow(
  cells: readonly unknown[],
  { where, index, columns }: { readonly where: string; readonly index: number; readonly columns: readonly string[] },
): readonly Cell[] {
  const read = cells.map((cell, at): Cell => {
    if (cell === null || typeof cell === 'string' || typeof cell === 'boolean') return cell;
    if (typeof cell === 'number' && Number.isFinite(cell)) return cell;
    return refuse(`${where}: row ${index}, ${columns[at] ?? ''}`, 'a string, a finite number, a boolean or null', cell);
  });
  return Object.freeze(read);
}

function readColumn(value: unknown, where: string): ColumnSchema {
  const { name, type, description } = record(value, where, 'an object { name, type }');
  return Object.freeze({
    name: text(name, `${where}: name`),
    type: text(type, `${where}: type`),
    ...(description !== undefined && { description: text(description, `${where}: description`) }),
  });
}

function readOrigin(value: unknown, where: string): ColumnOrigin {
  const { asset, column } = record(value, where, 'an object { asset, column }');
  return Object.freeze({
    asset:
      typeof asset === 'string' ? asset : refuse(`${where}: asset`, "an asset's key, such as 'weather/highs'", asset),
    column: text(column, `${where}: column`),
  });
}

function readChart(value: unknown, where: string): ChartValue {
  const { type, x, series } = record(value, where, 'an object { type, x, series }');
  if (type !== 'bar' && type !== 'line') return refuse(`${where}: type`, "'bar' or 'line'", type);
  const along = list(x, { where: `${where}: x`, of: 'strings or numbers' }, (at, place) =>
    typeof at === 'string' ? at : finite(at, place),
  );
  const lines = list(series, { where: `${where}: series`, of: 'series, such as [{ name, values }]' }, (one, place) => {
    const { name, values } = record(one, place, 'an object { name, values }');
    const read = list(values, { where: `${place}: values`, of: 'numbers' }, finite);
    if (read.length !== along.length)
      throw new TypeError(`${place}: values has ${read.length} numbers for ${along.length} of x; give one for each.`);
    return Object.freeze({ name: text(name, `${place}: name`), values: read });
  });
  return Object.freeze({ type, x: along, series: lines });
}

function list<Item>(
  value: unknown,
  { where, of }: { readonly where: string; readonly of: string },
  read: Read<Item>,
): readonly Item[] {
  if (!Array.isArray(value)) return refuse(where, `an array of ${of}`, value);
  return Object.freeze(value.map((item: unknown, index) => read(item, `${where}[${index}]`)));
}

function record(value: unknown, where: string, wanted: string): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : refuse(where, wanted, value);
}

function refuse(where: string, wanted: string, got: unknown): never {
  throw new TypeError(`${where}: the value is ${wanted}; got ${describeValue(got)}.`);
}
