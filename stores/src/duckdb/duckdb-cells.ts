// Cells as DuckDB keeps them and back.
import type { DuckDBAppender, DuckDBTimestampMillisecondsValue } from '@duckdb/node-api';
import type { Column } from '../column-reader.ts';

/** Kinds without a type are not kept. */
export const DUCKDB_TYPES: Readonly<Partial<Record<Column['kind'], string>>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  real: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'TIMESTAMP_MS',
  bigint: 'HUGEINT',
  bytes: 'BLOB',
};

export function appendCell(
  appender: DuckDBAppender,
  {
    kind,
    cell,
    moment,
  }: {
    readonly kind: Column['kind'];
    readonly cell: unknown;
    readonly moment: (date: Date) => DuckDBTimestampMillisecondsValue;
  },
): void {
  if (cell === null) {
    appender.appendNull();
    return;
  }
  switch (kind) {
    case 'text':
      appender.appendVarchar(cell as string);
      return;
    case 'integer':
      appender.appendBigInt(BigInt(cell as number));
      return;
    case 'real':
      appender.appendDouble(cell as number);
      return;
    case 'boolean':
      appender.appendBoolean(cell as boolean);
      return;
    case 'date':
      appender.appendTimestampMilliseconds(moment(cell as Date));
      return;
    case 'bigint':
      appender.appendHugeInt(cell as bigint);
      return;
    case 'bytes':
      appender.appendBlob(cell as Uint8Array);
      return;
    case 'json':
      throw new Error('a DuckDB table has no column for cells of several kinds');
  }
}

export function fromDuckdb(kind: Column['kind'], cell: unknown): unknown {
  if (cell === null) return null;
  switch (kind) {
    case 'integer':
    case 'real':
      return Number(cell);
    case 'bigint':
      return BigInt(cell as bigint | number);
    case 'bytes':
      return Uint8Array.from(cell as Uint8Array);
    case 'text':
    case 'boolean':
    case 'date':
    case 'json':
      return cell;
  }
}

/** Of a table that something else has made. */
export function kindOfDuckdb(type: string): Column['kind'] {
  if (/^(VARCHAR|UUID|ENUM)/.test(type)) return 'text';
  if (/^U?(TINYINT|SMALLINT|INTEGER)$/.test(type)) return 'integer';
  if (/^U?(BIGINT|HUGEINT)$/.test(type)) return 'bigint';
  if (/^(FLOAT|DOUBLE|DECIMAL)/.test(type)) return 'real';
  if (type === 'BOOLEAN') return 'boolean';
  if (/^(DATE|TIMESTAMP)/.test(type)) return 'date';
  return type === 'BLOB' ? 'bytes' : 'json';
}
