// Parquet through hyparquet and hyparquet-writer: one row group a batch, our words for the columns in the file's own metadata.
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
import { fileWriter, ParquetWriter, schemaFromColumnData, type BasicType } from 'hyparquet-writer';
import type { Column, ColumnFacts, Row } from '../column-reader.ts';
import { otherColumns, refusesKinds, type FileFormat, type OpenFile, type TableSchema } from './file-format.ts';

/** Under it the file says how headwater calls its columns. */
const SCHEMA = 'headwater';
const INT64 = 2n ** 63n;

const TYPES: Readonly<Record<Column['kind'], BasicType | null>> = {
  text: 'STRING',
  integer: 'INT64',
  real: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'TIMESTAMP',
  bigint: 'INT64',
  bytes: 'BYTE_ARRAY',
  json: null,
};

export const parquetFormat: FileFormat = {
  extension: '.parquet',
  describesItself: true,
  keepsNoColumns: () => false,
  refuses(column: ColumnFacts) {
    if (column.widest >= INT64) return 'holds a bigint of more than 64 bits';
    if (column.name.includes('.')) return 'has a dot in its name';
    return refusesKinds(column, { kinds: ['text', 'integer', 'real', 'boolean', 'date', 'bigint', 'bytes'] });
  },
  async write(path, { schema, batches }) {
    const columnsOf = (rows: readonly Row[]) =>
      schema.columns.map(({ name, kind }) => ({ name, data: rows.map((row) => toParquet(kind, row[name])) }));
    const types = schema.columns.map(({ name, kind }) => ({
      name,
      data: [],
      type: TYPES[kind] ?? 'STRING',
      nullable: true,
    }));
    const writer = new ParquetWriter({
      writer: fileWriter(path),
      schema: schemaFromColumnData({ columnData: types }),
      kvMetadata: [{ key: SCHEMA, value: JSON.stringify(schema) }],
      createdBy: 'headwater',
    });
    for (const batch of batches) await writer.write({ columnData: columnsOf(batch), rowGroupSize: batch.length });
    await writer.finish();
  },
  async open(path, { schema: known, declared }) {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file).catch((error: Error) => {
      throw new Error(`is no Parquet file: ${error.message}`, { cause: error });
    });
    const own = metadata.key_value_metadata?.find(({ key }) => key === SCHEMA)?.value;
    const schema = known ?? (own === undefined ? null : (JSON.parse(own) as TableSchema));
    const found = parquetSchema(metadata).children.map(({ element }) => element);
    const columns = schema?.columns ?? declared ?? found.map(kindOf);
    const problem = otherColumns(
      found.map(({ name }) => name),
      columns.map(({ name }) => name),
    );
    if (problem !== null) throw new Error(problem);
    const at = columns.map(({ name }) => found.findIndex((each) => each.name === name));
    const groups = metadata.row_groups.map(({ num_rows }) => Number(num_rows));
    return {
      schema: schema ?? { as: 'rows', arrowTypes: null, columns },
      rows: Number(metadata.num_rows),
      async *batches() {
        let rowStart = 0;
        for (const rows of groups) {
          const read: unknown[][] = [];
          // Cells by place: as an object of hyparquet a row would not have a column `__proto__`.
          const onComplete = (all: unknown[][]): void => {
            for (const cells of all) read.push(cells);
          };
          await parquetRead({ file, metadata, rowStart, rowEnd: rowStart + rows, utf8: false, onComplete });
          rowStart += rows;
          yield read.map((cells) =>
            Object.fromEntries(columns.map(({ name, kind }, i) => [name, fromParquet(name, kind, cells[at[i] ?? -1])])),
          );
        }
      },
    } satisfies OpenFile;
  },
};

function toParquet(kind: Column['kind'], cell: unknown): unknown {
  return kind === 'integer' && cell !== null ? BigInt(cell as number) : cell;
}

function fromParquet(name: string, kind: Column['kind'], cell: unknown): unknown {
  if (cell === null || cell === undefined) return null;
  switch (kind) {
    case 'integer': {
      const number = Number(cell);
      if (!Number.isSafeInteger(number))
        throw new Error(
          `holds ${String(cell)} in column \`${name}\`, which no number of JavaScript is; declare it bigint`,
        );
      return number;
    }
    case 'real':
      return Number(cell);
    case 'bigint':
      return BigInt(cell as bigint | number);
    case 'bytes':
      return Uint8Array.from(cell as Uint8Array);
    case 'text':
      return typeof cell === 'string' ? cell : String(cell);
    case 'date':
    case 'boolean':
    case 'json':
      return cell;
  }
}

/** Of a column that something else has written. */
function kindOf({ name, type, converted_type, logical_type }: ParquetElement): Column {
  if (converted_type === 'UTF8' || converted_type === 'ENUM' || logical_type?.type === 'STRING')
    return { name, kind: 'text' };
  if (converted_type === 'DATE' || converted_type?.startsWith('TIMESTAMP') || logical_type?.type === 'TIMESTAMP')
    return { name, kind: 'date' };
  if (converted_type === 'DECIMAL' || type === 'FLOAT' || type === 'DOUBLE') return { name, kind: 'real' };
  if (type === 'BOOLEAN') return { name, kind: 'boolean' };
  if (type === 'INT32') return { name, kind: 'integer' };
  if (type === 'INT64') return { name, kind: 'bigint' };
  return { name, kind: type === 'BYTE_ARRAY' && converted_type === undefined ? 'bytes' : 'json' };
}

type ParquetElement = ReturnType<typeof parquetSchema>['children'][number]['element'];
