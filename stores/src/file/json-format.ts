// JSON: a table is an array of records, one a line; what JSON has no word for is text, and its kind stands beside the file.
import { appendFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ColumnReader, isPlainRecord, type Column, type ColumnFacts, type Row } from '../column-reader.ts';
import { ROWS_PER_BATCH } from '../open-table.ts';
import { encodeValue, NotStorable, type Json } from '../typed-json.ts';
import { otherColumns, type FileFormat, type OpenFile } from './file-format.ts';

export const jsonFormat: FileFormat = {
  extension: '.json',
  describesItself: false,
  keepsNoColumns: () => true,
  refuses: ({ oddNumbers }: ColumnFacts) => (oddNumbers ? 'holds NaN, an infinity or -0' : null),
  async write(path, { schema: { columns }, batches }) {
    writeFileSync(path, '[');
    let between = '\n';
    for (const batch of batches) {
      const lines = batch.map((row) => JSON.stringify(toJson(columns, row)));
      appendFileSync(path, between + lines.join(',\n'));
      between = ',\n';
    }
    appendFileSync(path, '\n]\n');
  },
  async open(path, { schema, declared }) {
    const rows = await parsed(path);
    if (!Array.isArray(rows) || !rows.every(isPlainRecord)) throw new Error('is no array of records');
    const columns = schema?.columns ?? declared ?? inferred(rows);
    const problem = otherColumns(
      Object.keys(rows[0] ?? Object.fromEntries(columns.map(({ name }) => [name, null]))),
      columns.map(({ name }) => name),
    );
    if (problem !== null) throw new Error(problem);
    return {
      schema: schema ?? { as: 'rows', arrowTypes: null, columns },
      rows: rows.length,
      async *batches() {
        for (let from = 0; from < rows.length; from += ROWS_PER_BATCH)
          yield rows.slice(from, from + ROWS_PER_BATCH).map((row) => fromJson(columns, row));
      },
    } satisfies OpenFile;
  },
};

/** @throws Error saying where it ends to be JSON. */
export async function parsed(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Error(`is no JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** The value as JSON says it. @throws NotStorable where JSON has no word for a part of it. */
export function pureJson(value: unknown): Json {
  const json = encodeValue(value);
  refuseTyped(json, '');
  return json;
}

function refuseTyped(json: Json, path: string): void {
  if (typeof json !== 'object' || json === null) return;
  if ('$type' in json) throw new NotStorable(wordFor(json), path);
  const isArray = Array.isArray(json);
  for (const [name, each] of Object.entries(json))
    refuseTyped(each as Json, `${path}[${isArray ? name : JSON.stringify(name)}]`);
}

function wordFor({ $type, value }: Readonly<Record<string, unknown>>): string {
  switch ($type) {
    case 'undefined':
      return 'undefined';
    case 'number':
      return String(value);
    case 'Object':
      return 'an object with a property $type';
    case 'null-prototype':
      return 'an object without a prototype';
  }
  const name = String($type);
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}

function inferred(rows: readonly Row[]): readonly Column[] {
  const reader = new ColumnReader();
  for (const row of rows) {
    const problem = reader.add(row);
    if (problem !== null) throw new Error(`is no table: its row ${reader.rowCount + 1} ${problem}`);
  }
  return reader.columns();
}

const toJson = (columns: readonly Column[], row: Row): unknown =>
  Object.fromEntries(columns.map(({ name, kind }) => [name, cellToJson(kind, row[name])]));

function cellToJson(kind: Column['kind'], cell: unknown): unknown {
  if (cell === null) return null;
  switch (kind) {
    case 'date':
      return (cell as Date).toISOString();
    case 'bigint':
      return String(cell as bigint);
    case 'bytes':
      return Buffer.from(cell as Uint8Array).toString('base64');
    case 'json':
      return pureJson(cell);
    case 'text':
    case 'integer':
    case 'real':
    case 'boolean':
      return cell;
  }
}

const fromJson = (columns: readonly Column[], row: Row): Row =>
  Object.fromEntries(columns.map(({ name, kind }) => [name, cellFromJson(kind, row[name] ?? null)]));

function cellFromJson(kind: Column['kind'], cell: unknown): unknown {
  if (cell === null) return null;
  switch (kind) {
    case 'date':
      return new Date(cell as string);
    case 'bigint':
      return BigInt(cell as string);
    case 'bytes':
      return Uint8Array.from(Buffer.from(cell as string, 'base64'));
    case 'json':
    case 'text':
    case 'integer':
    case 'real':
    case 'boolean':
      return cell;
  }
}
