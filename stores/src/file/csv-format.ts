// CSV through csv-parse and csv-stringify: an empty cell is null, `""` is the empty text; kinds stand beside the file.
import { appendFileSync, createReadStream, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import type { Column, Row } from '../column-reader.ts';
import { ROWS_PER_BATCH } from '../open-table.ts';
import { otherColumns, refusesKinds, twoColumns, type FileFormat, type OpenFile } from './file-format.ts';

const KINDS = ['text', 'integer', 'real', 'boolean', 'date', 'bigint'];

export const csvFormat: FileFormat = {
  extension: '.csv',
  describesItself: false,
  keepsNoColumns: (rows) => rows === 0,
  refuses: (column) => refusesKinds(column, { kinds: KINDS }),
  async write(path, { schema: { columns }, batches }) {
    const names = columns.map(({ name }) => name);
    writeFileSync(path, names.length === 0 ? '' : written([names]));
    for (const batch of batches)
      appendFileSync(path, written(batch.map((row) => columns.map(({ name, kind }) => toText(kind, row[name])))));
  },
  async open(path, { schema, declared }) {
    const names = await header(path);
    const columns = schema?.columns ?? declared ?? names.map((name): Column => ({ name, kind: 'text' }));
    const problem =
      twoColumns(names) ??
      otherColumns(
        names,
        columns.map(({ name }) => name),
      );
    if (problem !== null) throw new Error(problem);
    return {
      schema: schema ?? { as: 'rows', arrowTypes: null, columns },
      rows: schema?.rows ?? null,
      batches: () => rowsOf(path, { names, columns }),
    } satisfies OpenFile;
  },
};

/** Quoted beside what must be: the empty text, told from null; a carriage return, told from the end of a line. */
const QUOTED = /^$|\r/;

const written = (records: readonly (readonly (string | null)[])[]): string =>
  stringify(records as (string | null)[][], { quoted_match: QUOTED });

function toText(kind: Column['kind'], cell: unknown): string | null {
  if (cell === null) return null;
  if (kind === 'date') return (cell as Date).toISOString();
  return Object.is(cell, -0) ? '-0' : String(cell);
}

/** `quoting` tells `""` from nothing. */
const OPTIONS = {
  bom: true,
  record_delimiter: ['\r\n', '\n'],
  cast: (text: string, { quoting }: { readonly quoting: boolean }): string | null =>
    text === '' && !quoting ? null : text,
};

/** `pipe` alone would lose what goes wrong with the file, and leave it open. */
function records(path: string, range: { readonly from: number } | { readonly to: number }): AsyncIterable<unknown> {
  const parser = parse({ ...OPTIONS, ...range });
  pipeline(createReadStream(path), parser, () => undefined);
  return parser;
}

async function header(path: string): Promise<readonly string[]> {
  for await (const record of records(path, { to: 1 })) return (record as (string | null)[]).map((name) => name ?? '');
  return [];
}

async function* rowsOf(
  path: string,
  { names, columns }: { readonly names: readonly string[]; readonly columns: readonly Column[] },
): AsyncGenerator<readonly Row[]> {
  const kinds = new Map(columns.map(({ name, kind }) => [name, kind]));
  const cells = names.map((name) => ({ name, read: fromText(name, kinds.get(name) ?? 'text') }));
  let batch: Row[] = [];
  let line = 1;
  try {
    for await (const record of records(path, { from: 2 })) {
      line += 1;
      const texts = record as readonly (string | null)[];
      batch.push(Object.fromEntries(cells.map(({ name, read }, i) => [name, read(texts[i] ?? null, line)])));
      if (batch.length < ROWS_PER_BATCH) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    if (error instanceof CsvError) throw new Error(ragged(error, names.length), { cause: error });
    throw error;
  }
  if (batch.length > 0) yield batch;
}

function ragged({ code, message, ...at }: CsvError, expected: number): string {
  const { lines, record } = at as { readonly lines?: number; readonly record?: readonly unknown[] };
  if (code !== 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') return `is no CSV: ${message}`;
  return `is ragged: line ${lines ?? '?'} has ${record?.length ?? '?'} cells, and its header ${expected}`;
}

function fromText(name: string, kind: Column['kind']): (text: string | null, record: number) => unknown {
  const wrong = (text: string, record: number): never => {
    throw new Error(`record ${record} has ${JSON.stringify(text)} in column \`${name}\`, which is ${kind}`);
  };
  const read = (text: string, record: number): unknown => {
    switch (kind) {
      case 'integer':
      case 'real': {
        const number = Number(text);
        if (text.trim() === '' || (Number.isNaN(number) && text !== 'NaN')) return wrong(text, record);
        return kind === 'real' || Number.isSafeInteger(number) ? number : wrong(text, record);
      }
      case 'boolean':
        return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : wrong(text, record);
      case 'date': {
        const date = new Date(text);
        return Number.isNaN(date.getTime()) ? wrong(text, record) : date;
      }
      case 'bigint':
        return /^-?\d+$/.test(text) ? BigInt(text) : wrong(text, record);
      case 'json':
        try {
          return JSON.parse(text) as unknown;
        } catch {
          return wrong(text, record);
        }
      case 'text':
      case 'bytes':
        return text;
    }
  };
  return (text, record) => (text === null ? null : read(text, record));
}
