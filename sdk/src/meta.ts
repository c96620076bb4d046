// `meta`: what can be said of a materialization, by kind. Each maker checks what it is given.
import type { ChartValue, ColumnOrigin, ColumnSchema, TableValue, Wrapped } from './metadata.ts';
import { describeValue } from './describe-value.ts';
import { metadataValue } from './metadata-value.ts';
import { wrapPlain, type PlainValue } from './wrap-metadata.ts';

/**
 * Metadata by kind: each is shown in its own way in the editor and on the page of its asset.
 *
 * Numbers, strings and booleans need none of these: `{ rows: 3 }` is `{ rows: meta.int(3) }`.
 *
 * @throws TypeError when a value is not of its kind, with a sentence that says what to give instead.
 * @example
 * ```ts
 * import { asset, meta } from 'headwater';
 *
 * export const report = asset((ctx) => {
 *   const rows = [{ day: '2026-03-01', revenue: 120.5 }];
 *   ctx.addOutputMetadata({
 *     rows: rows.length,
 *     preview: meta.table(rows),
 *     dashboard: meta.url('https://bi.example/report'),
 *     summary: meta.md('**Up** by 4 %'),
 *     chart: meta.chart({
 *       type: 'line',
 *       x: rows.map(({ day }) => day),
 *       series: [{ name: 'revenue', values: rows.map(({ revenue }) => revenue) }],
 *     }),
 *   });
 *   return rows;
 * });
 * ```
 */
export const meta = Object.freeze({
  /** Wraps a plain value: whole numbers are `int`, others `float`, strings `text`, booleans `bool`. */
  of: (raw: string | number | boolean): PlainValue => {
    const wrapped = wrapPlain(raw);
    if (wrapped) return wrapped;
    throw new TypeError(`meta.of: the value is a finite number, a string or a boolean; got ${describeValue(raw)}.`);
  },
  /** A whole number. */
  int: (value: number): Wrapped<'int'> => metadataValue('int', value, 'meta.int'),
  /** A finite number. */
  float: (value: number): Wrapped<'float'> => metadataValue('float', value, 'meta.float'),
  text: (value: string): Wrapped<'text'> => metadataValue('text', value, 'meta.text'),
  bool: (value: boolean): Wrapped<'bool'> => metadataValue('bool', value, 'meta.bool'),
  /** An address with its scheme, shown as a link. */
  url: (value: string): Wrapped<'url'> => metadataValue('url', value, 'meta.url'),
  /** A place on a disk or in a bucket. */
  path: (value: string): Wrapped<'path'> => metadataValue('path', value, 'meta.path'),
  /** Markdown. Scripts in it are inert; images may be `data:` addresses. */
  md: (value: string): Wrapped<'md'> => metadataValue('md', value, 'meta.md'),
  /** What JSON can say exactly, shown as a tree; fields that are undefined are left out. */
  json: (value: unknown): Wrapped<'json'> => metadataValue('json', value, 'meta.json'),
  /** A few rows to look at: flat records, or `{ columns, rows }`. */
  table: (
    value: TableValue | readonly Readonly<Record<string, string | number | boolean | null | undefined>>[],
  ): Wrapped<'table'> => metadataValue('table', value, 'meta.table'),
  /** The columns of what was stored. */
  tableSchema: (value: readonly ColumnSchema[]): Wrapped<'tableSchema'> =>
    metadataValue('tableSchema', value, 'meta.tableSchema'),
  /** Column to the columns, by key of their asset, that it was made of. */
  columnLineage: (value: Readonly<Record<string, readonly ColumnOrigin[]>>): Wrapped<'columnLineage'> =>
    metadataValue('columnLineage', value, 'meta.columnLineage'),
  /** A moment, kept as ISO 8601 in UTC; a number is milliseconds since 1970. */
  timestamp: (value: Date | number | string): Wrapped<'timestamp'> =>
    metadataValue('timestamp', value, 'meta.timestamp'),
  /** A picture: a `data:image/…` or `https:` address, and what it shows in words. */
  image: (src: string, alt = ''): Wrapped<'image'> => metadataValue('image', { src, alt }, 'meta.image'),
  /** Bars or lines; each series has one number for each `x`. */
  chart: (value: ChartValue): Wrapped<'chart'> => metadataValue('chart', value, 'meta.chart'),
});
