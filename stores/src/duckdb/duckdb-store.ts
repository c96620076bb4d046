// `store.duckdb`: tables of a DuckDB database, one for each asset, replaced in one transaction.
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { DuckdbStoreOptions, IoManager, ValuePlace } from 'headwater/internal';
import type { Column, Row } from '../column-reader.ts';
import { asType, TABLE_TYPES, type StoredRows } from '../memory/as-type.ts';
import { declaredColumns, isOfBody, noColumns, openTable, type OpenTable } from '../open-table.ts';
import { diskProblem } from '../file/disk-problem.ts';
import { refusesKinds, type TableSchema } from '../file/file-format.ts';
import { clearSpools } from '../spool.ts';
import { NotStorable } from '../typed-json.ts';
import { appendCell, DUCKDB_TYPES, fromDuckdb, kindOfDuckdb } from './duckdb-cells.ts';
import { connect, endStream, inTurn, loadDuckdb, type Connection, type Streamed } from './duckdb-database.ts';
import {
  refuseTaken,
  registerTable,
  registeredTables,
  tableOf,
  unregisterTable,
  type TableName,
} from './duckdb-tables.ts';

const HUGEINT = 2n ** 127n;
const nameOf = ({ name }: Column): string => name;

/** Relative paths are the project's: a worker runs in it. */
export function duckdbStore({ path }: DuckdbStoreOptions): Required<IoManager> {
  const file = resolve(path);
  const using = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
    const { connection, release } = await connect(file);
    try {
      return await work(connection);
    } finally {
      release();
    }
  };

  /** What is there under the name: its columns as headwater wrote them, else as DuckDB calls them. */
  async function schemaOf(connection: Connection, table: TableName): Promise<Omit<TableSchema, 'rows'> | null> {
    const found = await connection.runAndReadAll(
      'SELECT column_name, data_type FROM information_schema.columns WHERE lower(table_schema) = lower($1) AND lower(table_name) = lower($2) ORDER BY ordinal_position',
      [table.schema, table.name],
    );
    const columns = found.getRowsJS().map(([name, type]) => ({ name: String(name), kind: kindOfDuckdb(String(type)) }));
    if (columns.length === 0) return null;
    const own = (await registeredTables(connection)).find((each) => each.table.sql === table.sql);
    // With other columns it was made again by somebody else.
    const isAsWritten = isDeepStrictEqual(columns.map(nameOf), own?.schema.columns.map(nameOf));
    return own && isAsWritten ? own.schema : { as: 'rows', arrowTypes: null, columns };
  }

  function stored(table: TableName, schema: Omit<TableSchema, 'rows'>): StoredRows {
    return {
      ...schema,
      async *batches() {
        const { connection, release } = await connect(file);
        let result: Streamed | null = null;
        try {
          // DuckDB keeps the order of rows as they were written (preserve_insertion_order).
          result = await connection.stream(`SELECT * FROM ${table.sql}`);
          const names = result.columnNames();
          const kinds = new Map(schema.columns.map(({ name, kind }) => [name, kind]));
          for await (const chunk of result.yieldRowsJs())
            yield chunk.map((cells) =>
              Object.fromEntries(
                cells.map((cell, i) => [names[i], fromDuckdb(kinds.get(names[i] ?? '') ?? 'json', cell)]),
              ),
            );
        } finally {
          if (result) await endStream(connection, result);
          release();
        }
      },
    };
  }

  return {
    types: [...TABLE_TYPES, 'path'],
    async handleOutput({ key, partition, columns: declared }, value) {
      const table = tableOf({ key, ...(partition !== undefined && { partition }) });
      clearSpools(dirname(file));
      const rows = await openTable(value, { spoolIn: dirname(file) }).catch((error: unknown) => {
        if (!(error instanceof NotStorable)) throw isOfBody(error) ? error : diskProblem(error, path);
        throw new Error(`a DuckDB table cannot keep ${error.what}, at ${error.path} of it`, { cause: error });
      });
      if (rows.as === 'value')
        throw new Error(
          `a DuckDB table is made of records, and it returned ${rows.what}. Return an array of records, or leave \`io\` out`,
        );
      try {
        const schema = schemaToWrite(rows, declared);
        await inTurn(file, () => using((connection) => replaceTable(connection, { table, schema, rows }))).catch(
          (error: unknown) => {
            throw diskProblem(error, path);
          },
        );
        const columns = Object.fromEntries(schema.columns.map(({ name, kind }) => [name, kind]));
        return { path: `${path}#${table.sql}`, rows: rows.rowCount, dataVersion: rows.dataVersion, columns };
      } finally {
        rows.close();
      }
    },
    async loadInput({ key, partition, type }) {
      if (type === 'path') return file;
      const table = tableOf({ key, ...(partition !== undefined && { partition }) });
      const schema = existsSync(file) ? await using((connection) => schemaOf(connection, table)) : null;
      if (schema === null)
        throw new Error(`${path} has no table ${table.sql}: materialize the asset again, or put it there`);
      return asType(stored(table, schema), type);
    },
    async describe(place) {
      if (!existsSync(file)) return null;
      const table = tableOf(place);
      return using(async (connection) => {
        const schema = await schemaOf(connection, table);
        if (schema === null) return null;
        const counted = await connection.runAndReadAll(`SELECT count(*) FROM ${table.sql}`);
        const columns = Object.fromEntries(schema.columns.map(({ name, kind }) => [name, kind]));
        return { columns, rows: Number(counted.getRowsJS()[0]?.[0]), bytes: null };
      });
    },
    async list(): Promise<readonly ValuePlace[]> {
      if (!existsSync(file)) return [];
      return using(async (connection) => (await registeredTables(connection)).map(({ place }) => place));
    },
    async remove(place) {
      if (!existsSync(file)) return;
      await inTurn(file, () => using((connection) => unregisterTable(connection, tableOf(place))));
    },
  };
}

function schemaToWrite(rows: OpenTable, declared: Parameters<typeof declaredColumns>[1]): TableSchema {
  const columns = declaredColumns(rows, declared);
  if (columns.length === 0) throw noColumns(rows, 'a DuckDB table');
  const names = new Map<string, string>();
  for (const column of columns) {
    const lower = column.name.toLowerCase();
    const problem =
      column.name === ''
        ? 'has no name'
        : names.has(lower)
          ? `differs from \`${names.get(lower) ?? ''}\` in case alone`
          : column.widest >= HUGEINT
            ? 'holds a bigint of more than 128 bits'
            : refusesKinds(column, { kinds: Object.keys(DUCKDB_TYPES) });
    if (problem !== null)
      throw new Error(
        `column \`${column.name}\` ${problem}, which a DuckDB table does not keep exactly. Change the column, or leave \`io\` out`,
      );
    names.set(lower, column.name);
  }
  const { as, arrowTypes, rowCount } = rows;
  return { as, arrowTypes, columns: columns.map(({ name, kind }) => ({ name, kind })), rows: rowCount };
}

async function replaceTable(
  connection: Connection,
  { table, schema, rows }: { readonly table: TableName; readonly schema: TableSchema; readonly rows: OpenTable },
): Promise<void> {
  const { DuckDBTimestampMillisecondsValue } = await loadDuckdb();
  await refuseTaken(connection, table);
  const columns = schema.columns.map(({ name, kind }) => `"${name.replaceAll('"', '""')}" ${DUCKDB_TYPES[kind] ?? ''}`);
  await connection.run('BEGIN');
  try {
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${table.schemaSql}`);
    await connection.run(`CREATE OR REPLACE TABLE ${table.sql} (${columns.join(', ')})`);
    const appender = await connection.createAppender(table.name, table.schema);
    const moment = (date: Date) => new DuckDBTimestampMillisecondsValue(BigInt(date.getTime()));
    for (const batch of rows.batches())
      for (const row of batch as readonly Row[]) {
        for (const { name, kind } of schema.columns) appendCell(appender, { kind, cell: row[name], moment });
        appender.endRow();
      }
    appender.closeSync();
    await registerTable(connection, table, schema);
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw new Error(
      `the table ${table.sql} could not be written: ${error instanceof Error ? error.message : String(error)}. What was stored before is still there`,
      { cause: error },
    );
  }
}
