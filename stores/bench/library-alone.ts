// What each library costs without a store around it: the fewest calls that put the rows on the disk for good and read them back.
import { open, readFile, rm, stat } from 'node:fs/promises';
import { DuckDBInstance, DuckDBTimestampMillisecondsValue } from '@duckdb/node-api';
import * as arrow from 'apache-arrow';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { loadSqlite } from '../src/sqlite.ts';
import type { OrderRow } from './order-rows.ts';

export interface LibraryAlone {
  readonly name: string;
  /** @returns the size on disk; null where nothing is. */
  store(file: string, rows: readonly OrderRow[]): Promise<number | null>;
  /** In the form that costs the library least: records or cells, and texts where it knows no kinds. */
  load(file: string): Promise<{ readonly length: number }>;
}

async function writeDurably(file: string, bytes: string | Uint8Array): Promise<number> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

export const sqlite: LibraryAlone = {
  name: 'sql.js',
  async store(file, rows) {
    const database = new (await loadSqlite()).Database();
    database.run('BEGIN');
    database.run('CREATE TABLE data (id INTEGER, customer TEXT, amount REAL, paid INTEGER, at TEXT, note TEXT)');
    const insert = database.prepare('INSERT INTO data VALUES (?, ?, ?, ?, ?, ?)');
    for (const { id, customer, amount, paid, at, note } of rows)
      insert.run([id, customer, amount, paid ? 1 : 0, at.toISOString(), note]);
    insert.free();
    database.run('COMMIT');
    const bytes = database.export();
    database.close();
    return writeDurably(file, bytes);
  },
  async load(file) {
    const database = new (await loadSqlite()).Database(await readFile(file));
    const select = database.prepare('SELECT * FROM data ORDER BY rowid');
    const rows: unknown[] = [];
    while (select.step()) rows.push(select.get());
    select.free();
    database.close();
    return rows;
  },
};

/** The only copies in memory that are as deep. */
export function cloning(): LibraryAlone {
  let kept: readonly OrderRow[] = [];
  return {
    name: 'structuredClone',
    async store(_, rows) {
      kept = structuredClone(rows);
      return null;
    },
    load: async () => structuredClone(kept),
  };
}

export const json: LibraryAlone = {
  name: 'JSON',
  store: (file, rows) => writeDurably(file, JSON.stringify(rows)),
  load: async (file) => JSON.parse(await readFile(file, 'utf8')) as OrderRow[],
};

export const csv: LibraryAlone = {
  name: 'csv-stringify, csv-parse',
  store(file, rows) {
    const cast = { date: (at: Date) => at.toISOString(), boolean: String };
    return writeDurably(file, stringify(rows as OrderRow[], { header: true, cast }));
  },
  load: async (file) => parse(await readFile(file), { from: 2 }),
};

export const parquet: LibraryAlone = {
  name: 'hyparquet',
  store(file, rows) {
    const columnData = [
      { name: 'id', data: rows.map(({ id }) => BigInt(id)), type: 'INT64' as const },
      { name: 'customer', data: rows.map(({ customer }) => customer), type: 'STRING' as const },
      { name: 'amount', data: rows.map(({ amount }) => amount), type: 'DOUBLE' as const },
      { name: 'paid', data: rows.map(({ paid }) => paid), type: 'BOOLEAN' as const },
      { name: 'at', data: rows.map(({ at }) => at), type: 'TIMESTAMP' as const },
      { name: 'note', data: rows.map(({ note }) => note), type: 'STRING' as const, nullable: true },
    ];
    return writeDurably(file, new Uint8Array(parquetWriteBuffer({ columnData })));
  },
  load: async (file) => parquetReadObjects({ file: await asyncBufferFromFile(file) }),
};

/** Its rows read a cell only when it is asked for. */
export const arrowFile: LibraryAlone = {
  name: 'apache-arrow',
  store(file, rows) {
    const table = new arrow.Table({
      id: arrow.vectorFromArray(
        rows.map(({ id }) => BigInt(id)),
        new arrow.Int64(),
      ),
      customer: arrow.vectorFromArray(
        rows.map(({ customer }) => customer),
        new arrow.Utf8(),
      ),
      amount: arrow.vectorFromArray(
        rows.map(({ amount }) => amount),
        new arrow.Float64(),
      ),
      paid: arrow.vectorFromArray(
        rows.map(({ paid }) => paid),
        new arrow.Bool(),
      ),
      at: arrow.vectorFromArray(
        rows.map(({ at }) => at),
        new arrow.TimestampMillisecond(),
      ),
      note: arrow.vectorFromArray(
        rows.map(({ note }) => note),
        new arrow.Utf8(),
      ),
    });
    return writeDurably(file, arrow.tableToIPC(table, 'file'));
  },
  load: async (file) => arrow.tableFromIPC(await readFile(file)).toArray(),
};

export const duckdb: LibraryAlone = {
  name: '@duckdb/node-api',
  async store(file, rows) {
    await rm(file, { force: true });
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    await connection.run('BEGIN');
    await connection.run(
      'CREATE TABLE data (id BIGINT, customer VARCHAR, amount DOUBLE, paid BOOLEAN, "at" TIMESTAMP_MS, note VARCHAR)',
    );
    const appender = await connection.createAppender('data');
    for (const { id, customer, amount, paid, at, note } of rows) {
      appender.appendBigInt(BigInt(id));
      appender.appendVarchar(customer);
      appender.appendDouble(amount);
      appender.appendBoolean(paid);
      appender.appendTimestampMilliseconds(new DuckDBTimestampMillisecondsValue(BigInt(at.getTime())));
      if (note === null) appender.appendNull();
      else appender.appendVarchar(note);
      appender.endRow();
    }
    appender.closeSync();
    await connection.run('COMMIT');
    connection.closeSync();
    instance.closeSync();
    return (await stat(file)).size;
  },
  async load(file) {
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    const rows: unknown[] = [];
    const result = await connection.stream('SELECT * FROM data ORDER BY rowid');
    for await (const chunk of result.yieldRowsJs()) for (const row of chunk) rows.push(row);
    connection.closeSync();
    instance.closeSync();
    return rows;
  },
};
