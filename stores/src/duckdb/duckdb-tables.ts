// Which tables of a DuckDB database are assets: their names, and what headwater knows of each in `headwater.tables`.
import { isDeepStrictEqual } from 'node:util';
import type { ValuePlace } from 'headwater/internal';
import type { TableSchema } from '../file/file-format.ts';
import type { Connection } from './duckdb-database.ts';

export interface TableName {
  readonly place: ValuePlace;
  readonly schema: string;
  readonly name: string;
  /** Quoted. */
  readonly schemaSql: string;
  readonly sql: string;
}

const RESERVED = new Set(['headwater', 'information_schema', 'pg_catalog', 'temp', 'system']);
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `sales.orders` for the key `sales/orders`. @throws Error for a schema that is not free. */
export function tableOf({ key, partition }: ValuePlace): TableName {
  const schema = key.length > 1 ? key.slice(0, -1).join('/') : 'main';
  if (RESERVED.has(schema.toLowerCase()))
    throw new Error(
      `\`${key.join('/')}\` would be a table of the schema ${schema}, which DuckDB or headwater keeps for itself: give it another key`,
    );
  const name = `${key.at(-1) ?? ''}${partition === undefined ? '' : `/partition=${partition}`}`;
  const place = { key, ...(partition !== undefined && { partition }) };
  return {
    place,
    schema,
    name,
    schemaSql: quoted(schema),
    sql: key.length > 1 ? `${quoted(schema)}.${quoted(name)}` : quoted(name),
  };
}

/** Names that differ in case alone are one to DuckDB. @throws Error when somebody else's table would be replaced. */
export async function refuseTaken(connection: Connection, { schema, name, sql, place }: TableName): Promise<void> {
  await connection.run('CREATE SCHEMA IF NOT EXISTS headwater');
  await connection.run(
    'CREATE TABLE IF NOT EXISTS headwater.tables (schema_name VARCHAR, table_name VARCHAR, place VARCHAR, layout VARCHAR)',
  );
  const own = (await registeredTables(connection)).find(
    ({ table }) =>
      table.schema.toLowerCase() === schema.toLowerCase() && table.name.toLowerCase() === name.toLowerCase(),
  );
  if (own && !isDeepStrictEqual(own.place, place))
    throw new Error(
      `it would be the table ${sql}, and \`${own.place.key.join('/')}\` is ${own.table.sql}, which is the same to DuckDB: give one of the two assets another key`,
    );
  if (own) return;
  const found = await connection.runAndReadAll(
    'SELECT 1 FROM information_schema.tables WHERE lower(table_schema) = lower($1) AND lower(table_name) = lower($2)',
    [schema, name],
  );
  if (found.getRowsJS().length > 0)
    throw new Error(
      `there is a table ${sql} that headwater did not make, and would replace: rename it, or give \`${place.key.join('/')}\` another key`,
    );
}

export async function registeredTables(
  connection: Connection,
): Promise<readonly { readonly place: ValuePlace; readonly table: TableName; readonly schema: TableSchema }[]> {
  const there = await connection.runAndReadAll(
    "SELECT 1 FROM information_schema.tables WHERE table_schema = 'headwater' AND table_name = 'tables'",
  );
  if (there.getRowsJS().length === 0) return [];
  // What somebody has dropped since is none any more.
  const rows = await connection.runAndReadAll(
    `SELECT place, layout FROM headwater.tables AS ours
     WHERE EXISTS (FROM information_schema.tables WHERE table_schema = schema_name AND ours.table_name = table_name)
     ORDER BY place`,
  );
  return rows.getRowsJS().map(([written, layout]) => {
    const place = JSON.parse(String(written)) as ValuePlace;
    return { place, table: tableOf(place), schema: JSON.parse(String(layout)) as TableSchema };
  });
}

export async function registerTable(connection: Connection, table: TableName, schema: TableSchema): Promise<void> {
  const { schema: schemaName, name, place } = table;
  await connection.run('DELETE FROM headwater.tables WHERE schema_name = $1 AND table_name = $2', [schemaName, name]);
  await connection.run('INSERT INTO headwater.tables VALUES ($1, $2, $3, $4)', [
    schemaName,
    name,
    JSON.stringify(place),
    JSON.stringify(schema),
  ]);
}

/** Only what headwater made; no error when there is nothing. */
export async function unregisterTable(connection: Connection, table: TableName): Promise<void> {
  if (!(await registeredTables(connection)).some((each) => each.table.sql === table.sql)) return;
  await connection.run('BEGIN');
  await connection.run(`DROP TABLE IF EXISTS ${table.sql}`);
  await connection.run('DELETE FROM headwater.tables WHERE schema_name = $1 AND table_name = $2', [
    table.schema,
    table.name,
  ]);
  await connection.run('COMMIT');
}
