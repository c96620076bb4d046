// `store.duckdb` beside others: its tables for any DuckDB client, tables of others for assets, several processes on one file.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collect, keep, loadExternal } from '../every-store.fixture.ts';
import { duckdbStore } from './duckdb-store.ts';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-duckdb-'));
  path = join(dir, 'data', 'all.duckdb');
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

/** As any other client of DuckDB does: opens the file, asks, closes it. */
async function inDuckdb<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
const asked = (sql: string) => inDuckdb(async (connection) => (await connection.runAndReadAll(sql)).getRowObjectsJS());
const done = (...sql: string[]) =>
  inDuckdb(async (connection) => {
    for (const each of sql) await connection.run(each);
  });

const ORDERS = [
  {
    id: 1,
    name: 'Ada',
    price: 0.5,
    paid: true,
    at: new Date('2026-01-02T03:04:05.678Z'),
    big: 2n ** 100n,
    raw: Uint8Array.of(7, 0),
  },
  { id: 2, name: null, price: NaN, paid: null, at: null, big: -1n, raw: null },
];

test('a stored table is one that any DuckDB client opens, with types of SQL', async () => {
  const store = duckdbStore({ path });
  const { info } = await keep(store, ORDERS, { key: ['orders'] });
  expect(info).toEqual({
    path: `${path}#"orders"`,
    rows: 2,
    dataVersion: expect.stringMatching(/^v1:/),
    columns: {
      id: 'integer',
      name: 'text',
      price: 'real',
      paid: 'boolean',
      at: 'date',
      big: 'bigint',
      raw: 'bytes',
    },
  });
  expect(
    await asked(
      "SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_schema = 'main' ORDER BY ordinal_position",
    ),
  ).toEqual(
    Object.entries({
      id: 'BIGINT',
      name: 'VARCHAR',
      price: 'DOUBLE',
      paid: 'BOOLEAN',
      at: 'TIMESTAMP_MS',
      big: 'HUGEINT',
      raw: 'BLOB',
    }).map(([name, type]) => ({ name, type })),
  );
  expect(
    await asked(
      `SELECT sum(id)::INTEGER AS ids, count(name)::INTEGER AS names, max(big) AS big, strftime(max("at"), '%Y-%m-%d %H:%M:%S.%g') AS moment, count(*) FILTER (WHERE isnan(price))::INTEGER AS odd FROM orders`,
    ),
  ).toEqual([{ ids: 3, names: 1, big: 2n ** 100n, moment: '2026-01-02 03:04:05.678', odd: 1 }]);
});

describe('which table a key is', () => {
  test('A08: segments before the last are the schema, a partition is a table of its own', async () => {
    const store = duckdbStore({ path });
    const places = [
      { key: ['orders'] },
      { key: ['sales', 'orders'] },
      { key: ['sales', 'eu', 'Orders "2026"'] },
      { key: ['sales', 'orders'], partition: '2026-01-01' },
      { key: ['select', 'table'] },
    ];
    for (const [i, place] of places.entries()) await keep(store, [{ i }], place);
    for (const [i, place] of places.entries()) expect(await loadExternal(store, place)).toEqual([{ i }]);
    expect(
      await asked(
        "SELECT table_schema || '.' || table_name AS name FROM information_schema.tables WHERE table_schema <> 'headwater' ORDER BY name",
      ),
    ).toEqual(
      [
        'main.orders',
        'sales.orders',
        'sales.orders/partition=2026-01-01',
        'sales/eu.Orders "2026"',
        'select.table',
      ].map((name) => ({ name })),
    );
    expect(await store.list()).toHaveLength(places.length);
    expect(await store.list()).toEqual(expect.arrayContaining(places));
  });

  test.each([
    [
      ['orders'],
      ['Orders'],
      /it would be the table "Orders", and `orders` is "orders", which is the same to DuckDB: give one of the two assets another key/,
    ],
    [
      ['sales', 'orders'],
      ['Sales', 'orders'],
      /it would be the table "Sales"\."orders", and `sales\/orders` is "sales"\."orders"/,
    ],
    [['orders'], ['main', 'orders'], /it would be the table "main"\."orders", and `orders` is "orders"/],
    [['a', 'b', 'c'], ['a/b', 'c'], /it would be the table "a\/b"\."c", and `a\/b\/c` is "a\/b"\."c"/],
  ])('C08: %j and %j would be one table: refused with both, and the first is still there', async (one, other, says) => {
    const store = duckdbStore({ path });
    const { load } = await keep(store, ORDERS, { key: one });
    await expect(keep(store, [{ x: 1 }], { key: other })).rejects.toThrow(says);
    expect(await load()).toEqual(ORDERS);
    expect(await store.list()).toEqual([{ key: one }]);
  });

  test.each([
    ['headwater', 'tables'],
    ['information_schema', 'x'],
    ['PG_CATALOG', 'x'],
    ['temp', 'x'],
  ])('the schema %s is not free', async (schema, name) => {
    await expect(keep(duckdbStore({ path }), ORDERS, { key: [schema, name] })).rejects.toThrow(
      `would be a table of the schema ${schema}, which DuckDB or headwater keeps for itself: give it another key`,
    );
  });
});

describe('tables that something else has made', () => {
  test('are loaded in their order, by what their types are', async () => {
    const store = duckdbStore({ path });
    await keep(store, ORDERS, { key: ['ours'] });
    await done(
      'CREATE SCHEMA raw',
      `CREATE TABLE raw.days AS SELECT 3 - i AS rowid, i::INTEGER AS whole, i::BIGINT AS big, (i / 4)::DECIMAL(9, 2) AS price, DATE '2026-01-01' + i::INTEGER AS day,
        TIMESTAMP '2026-01-01 00:00:00.5' AS at, i % 2 = 0 AS even, uuid() AS uuid, [i, i + 1] AS list, CASE WHEN i > 0 THEN 'row ' || i END AS name FROM range(3) AS all_rows(i)`,
      'CREATE VIEW raw.evens AS SELECT whole FROM raw.days WHERE even ORDER BY whole DESC',
    );
    const rows = (await loadExternal(store, { key: ['raw', 'days'] })) as Record<string, unknown>[];
    expect(rows.map(({ uuid, list, ...row }) => ({ ...row, uuid: typeof uuid, list: typeof list }))).toEqual(
      [0, 1, 2].map((i) => ({
        rowid: BigInt(3 - i),
        whole: i,
        big: BigInt(i),
        price: i / 4,
        day: new Date(Date.UTC(2026, 0, 1 + i)),
        at: new Date('2026-01-01T00:00:00.500Z'),
        even: i % 2 === 0,
        uuid: 'string',
        list: 'object',
        name: i > 0 ? `row ${i}` : null,
      })),
    );
    expect(await loadExternal(store, { key: ['raw', 'evens'] })).toEqual([{ whole: 2 }, { whole: 0 }]);
    expect(await store.describe({ key: ['raw', 'days'] })).toMatchObject({
      columns: { whole: 'integer', big: 'bigint', price: 'real', day: 'date', name: 'text' },
      rows: 3,
      bytes: null,
    });
    expect(await store.list()).toEqual([{ key: ['ours'] }]);
  });

  test.each([
    'CREATE TABLE orders (id INTEGER)',
    'CREATE VIEW orders AS SELECT 1 AS id',
    'CREATE TABLE ORDERS (id INTEGER)',
  ])('are not replaced, nor removed: %s', async (sql) => {
    const store = duckdbStore({ path });
    await keep(store, ORDERS, { key: ['other'] });
    await done(sql);
    await expect(keep(store, ORDERS, { key: ['orders'] })).rejects.toThrow(
      'there is a table "orders" that headwater did not make, and would replace: rename it, or give `orders` another key',
    );
    await store.remove({ key: ['orders'] });
    expect(await asked('SELECT * FROM orders')).toHaveLength(sql.includes('VIEW') ? 1 : 0);
    expect(await loadExternal(store, { key: ['orders'] })).toHaveLength(sql.includes('VIEW') ? 1 : 0);
  });

  test('a table of ours that is gone or was made again is said, or had as it is', async () => {
    const store = duckdbStore({ path });
    const { load } = await keep(store, ORDERS, { key: ['orders'] });
    await done('DROP TABLE orders');
    await expect(load()).rejects.toThrow(/has no table "orders": materialize the asset again, or put it there/);
    expect(await store.describe({ key: ['orders'] })).toBe(null);
    expect(await store.list()).toEqual([]);
    await done("CREATE TABLE orders AS SELECT 'x' AS other");
    expect(await load()).toEqual([{ other: 'x' }]);
    expect(await store.describe({ key: ['orders'] })).toMatchObject({ columns: { other: 'text' }, rows: 1 });
  });
});

test('describe, list and remove', async () => {
  const store = duckdbStore({ path });
  expect([await store.list(), await store.describe({ key: ['a'] }), await store.remove({ key: ['a'] })]).toEqual([
    [],
    null,
    undefined,
  ]);
  expect(existsSync(path)).toBe(false);
  await keep(store, ORDERS, { key: ['a', 'b'] });
  await keep(store, [], { key: ['c'], columns: { day: 'date', raw: 'bytes' } });
  expect(await store.list()).toEqual([{ key: ['a', 'b'] }, { key: ['c'] }]);
  expect(await store.describe({ key: ['a', 'b'] })).toEqual({
    columns: { id: 'integer', name: 'text', price: 'real', paid: 'boolean', at: 'date', big: 'bigint', raw: 'bytes' },
    rows: 2,
    bytes: null,
  });
  expect(await store.describe({ key: ['c'] })).toEqual({
    columns: { day: 'date', raw: 'bytes' },
    rows: 0,
    bytes: null,
  });
  for (let twice = 0; twice < 2; twice += 1) await store.remove({ key: ['a', 'b'] });
  expect(await store.list()).toEqual([{ key: ['c'] }]);
  expect(
    await asked("SELECT count(*)::INTEGER AS tables FROM information_schema.tables WHERE table_schema = 'a'"),
  ).toEqual([{ tables: 0 }]);
});

test('what is not there, or is no database, is said with its name', async () => {
  const store = duckdbStore({ path });
  await expect(loadExternal(store, { key: ['orders'] })).rejects.toThrow(
    /all\.duckdb has no table "orders": materialize the asset again, or put it there/,
  );
  await keep(store, ORDERS, { key: ['orders'] });
  await expect(loadExternal(store, { key: ['other'] })).rejects.toThrow(/all\.duckdb has no table "other"/);
  writeFileSync(path, 'no database at all, though it is as long as the header of one would have to be');
  await expect(loadExternal(store, { key: ['orders'] })).rejects.toThrow(/all\.duckdb/);
  await expect(keep(store, ORDERS, { key: ['orders'] })).rejects.toThrow(/all\.duckdb/);
  rmSync(dir, { recursive: true });
  writeFileSync(dir, 'a file');
  await expect(keep(store, ORDERS, { key: ['orders'] })).rejects.toThrow(
    /all\.duckdb.*a file stands where a folder is needed/,
  );
});

test('a value that cannot be written leaves the old table, also when columns were other ones', async () => {
  const store = duckdbStore({ path });
  const { load } = await keep(store, ORDERS, { key: ['orders'] });
  for (const value of [[{ a: 1 }, { a: 'x' }], [{ a: 1, A: 2 }], [], 'text', [{ a: 2n ** 127n }]])
    await expect(keep(store, value, { key: ['orders'] })).rejects.toThrow(/DuckDB table/);
  expect(await load()).toEqual(ORDERS);
});

describe('several at once', () => {
  test('in one process: writers of other tables, of one table, and readers', async () => {
    const store = duckdbStore({ path });
    const other = duckdbStore({ path });
    const rows = (n: number) => Array.from({ length: 3000 }, (_, i) => ({ n, i }));
    await keep(store, rows(0), { key: ['read'] });
    const stream = (await loadExternal(other, { key: ['read'], type: 'stream' })) as AsyncIterable<unknown>;
    const reading = stream[Symbol.asyncIterator]();
    await reading.next();
    await Promise.all([
      ...[1, 2, 3, 4].map((n) => keep(store, rows(n), { key: ['new schema', `table ${n}`] })),
      ...[5, 6, 7].map((n) => keep(other, rows(n), { key: ['one'] })),
      keep(store, rows(8), { key: ['read'] }),
      loadExternal(store, { key: ['read'] }),
    ]);
    let rest = 1;
    while (!(await reading.next()).done) rest += 1;
    expect(rest).toBe(3000);
    for (const n of [1, 2, 3, 4])
      expect(await loadExternal(store, { key: ['new schema', `table ${n}`] })).toEqual(rows(n));
    const [{ n = 0 } = {}] = (await loadExternal(store, { key: ['one'] })) as { n: number }[];
    expect(await loadExternal(store, { key: ['one'] })).toEqual(rows(n));
    expect(await collect(stream)).toEqual(rows(8));
    expect(readdirSync(join(dir, 'data'))).toEqual(['all.duckdb']);
  });

  test('two processes on one file wait for each other, and both have stored all', async () => {
    const writer = join(import.meta.dirname, 'duckdb-writer.fixture.ts');
    const ended = ['left', 'right'].map(
      (name) =>
        new Promise((end) =>
          spawn(process.execPath, ['--conditions=@headwater/source', writer, path, name, '4'], { stdio: 'inherit' }).on(
            'close',
            end,
          ),
        ),
    );
    expect(await Promise.all(ended)).toEqual([0, 0]);
    const store = duckdbStore({ path });
    expect(await store.list()).toHaveLength(10);
    for (const name of ['left', 'right']) {
      expect(await loadExternal(store, { key: ['both', name] })).toEqual(
        Array.from({ length: 500 }, (_, i) => ({ n: 3, i })),
      );
      for (let n = 0; n < 4; n += 1) expect(await loadExternal(store, { key: [`${name}-${n}`] })).toEqual([{ n }]);
    }
  });
});
