// What is stored once is had as each type in memory: rows, columns, Arrow and arquero tables, streams; and any of them can be stored.
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as arrow from 'apache-arrow';
import * as aq from 'arquero';
import { afterAll, describe, expect, test } from 'vitest';
import { collect, everyStore, keep, leftovers, type TestedStore } from './every-store.fixture.ts';

const dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-loading-'));
const stores = everyStore(dir);
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

type Table = Readonly<Record<string, unknown>>;

const ROWS: readonly Table[] = [
  { id: 1, code: '007', price: 1.5, paid: true, at: new Date(0), big: 2n ** 60n, none: null },
  { id: -2, code: '', price: null, paid: false, at: new Date('2026-01-01T10:00:00.123Z'), big: -5n, none: null },
  { id: 3, code: null, price: 2, paid: null, at: null, big: null, none: null },
];
const NAMES = Object.keys(ROWS[0] ?? {});
/** More than one batch. */
const many = Array.from({ length: 10_500 }, (_, i) => ({ i, text: `row ${i}`, even: i % 2 === 0 }));

/** For so many rows faster than `expect`. */
const same = (found: unknown, value: unknown): void => {
  expect(isDeepStrictEqual(found, value)).toBe(true);
};
const cellsOf = (rows: readonly Table[], name: string): unknown[] => rows.map((row) => row[name]);
const fieldsOf = (table: unknown): string[] => (table as arrow.Table).schema.fields.map(String);

/** By name, moments as Dates. */
function arrowCells(table: unknown): Record<string, unknown[]> {
  const { schema, getChild } = table as arrow.Table;
  return Object.fromEntries(
    schema.fields.map(({ name, type }): [string, unknown[]] => {
      const cells = [...(getChild.call(table, name) ?? [])] as unknown[];
      const isMoment = /^(Date|Timestamp)/.test(String(type));
      return [name, cells.map((cell) => (isMoment && cell !== null ? new Date(cell as number) : cell))];
    }),
  );
}

const bytesOf = (table: unknown): Uint8Array => arrow.tableToIPC(table as arrow.Table);

const withSchema = (schema: arrow.Schema, { batches }: arrow.Table): arrow.Table =>
  new arrow.Table(
    schema,
    batches.map(({ data }) => new arrow.RecordBatch(schema, data)),
  );

/** On Linux; elsewhere nobody counts. */
const openFiles = (): number => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0);

/** What has no bytes as one text has the type for whole values alone. */
const TEXT = /^(default|memory|file)/;
const PATH = /^(default|file|duckdb)/;

describe.each(stores)('$name', (tested: TestedStore) => {
  const { name, store, folder } = tested;

  test('C09: each of its types is the same data', async () => {
    const { load } = await keep(store, ROWS);
    const types = ['rows', 'columns', 'arrow', 'arquero', 'stream'];
    expect([...(store.types ?? [])].sort()).toEqual(
      [...types, ...(TEXT.test(name) ? ['text'] : []), ...(PATH.test(name) ? ['path'] : [])].sort(),
    );
    expect(await load()).toStrictEqual(ROWS);
    expect(await load('rows')).toStrictEqual(ROWS);
    const columns = (await load('columns')) as Table;
    expect(Object.entries(columns)).toStrictEqual(NAMES.map((each) => [each, cellsOf(ROWS, each)]));
    const table = await load('arrow');
    expect(fieldsOf(table)).toEqual([
      'id: Float64',
      'code: Utf8',
      'price: Float64',
      'paid: Bool',
      'at: Timestamp<MILLISECOND>',
      'big: Int64',
      'none: Utf8',
    ]);
    expect(arrowCells(table)).toStrictEqual(columns);
    const arquero = (await load('arquero')) as aq.ColumnTable;
    expect(arquero.columnNames()).toEqual(NAMES);
    expect(arquero.objects()).toStrictEqual(ROWS);
    expect(await collect((await load('stream')) as AsyncIterable<unknown>)).toStrictEqual(ROWS);
    await expect(load('frames')).rejects.toThrow(/frames/);
  });

  test('a stream can be gone through twice, left halfway, and read by two at once', async () => {
    const { load } = await keep(store, many);
    const stream = (await load('stream')) as AsyncIterable<unknown>;
    same(await collect(stream), many);
    const before = openFiles();
    for (let round = 0; round < 5; round += 1)
      for await (const row of stream) {
        expect(row).toStrictEqual(many[0]);
        break;
      }
    await expect.poll(openFiles).toBeLessThanOrEqual(before);
    const [one, other] = [stream[Symbol.asyncIterator](), stream[Symbol.asyncIterator]()];
    const read: unknown[][] = [[], []];
    for (let turn = 0; turn <= many.length; turn += 1)
      for (const [i, { done, value }] of [await one.next(), await other.next()].entries())
        if (!done) read[i]?.push(value);
    expect([await one.next(), await other.next()]).toEqual([{ done: true }, { done: true }]);
    same(read, [many, many]);
    // Nothing that is left open keeps the next value out.
    expect(await (await keep(store, ROWS)).load()).toStrictEqual(ROWS);
  });

  test('no rows have the columns that the asset declares', async () => {
    const { info, load } = await keep(store, [], { columns: { day: 'date', high: 'real' } });
    expect(info.rows).toBe(0);
    expect(await load()).toStrictEqual([]);
    expect(await load('columns')).toStrictEqual({ day: [], high: [] });
    expect(fieldsOf(await load('arrow'))).toEqual(['day: Timestamp<MILLISECOND>', 'high: Float64']);
    expect(((await load('arquero')) as aq.ColumnTable).columnNames()).toEqual(['day', 'high']);
    expect(await collect((await load('stream')) as AsyncIterable<unknown>)).toEqual([]);
  });

  test('25,000 rows of an async generator are an array again', async () => {
    const row = (i: number) => ({ i, text: `row ${i}` });
    const { info, load } = await keep(
      store,
      (async function* () {
        for (let i = 0; i < 25_000; i += 1) yield row(i);
      })(),
    );
    expect(info.rows).toBe(25_000);
    same(
      await load(),
      Array.from({ length: 25_000 }, (_, i) => row(i)),
    );
    expect(leftovers(folder)).toEqual([]);
  });

  test('rows handed out are of the same version as the array of them', async () => {
    const generated = function* () {
      yield* ROWS;
    };
    const { info } = await keep(store, ROWS);
    for (const handedOut of [generated(), ROWS.values(), new Set(ROWS).values()]) {
      const { info: again, load } = await keep(store, handedOut);
      expect(await load()).toStrictEqual(ROWS);
      // In memory an array is kept as it is, and not as a table.
      if (name !== 'memory') expect(again.dataVersion).toBe(info.dataVersion);
    }
    expect(leftovers(folder)).toEqual([]);
  });

  test('a generator that fails midway leaves what was there, and nothing else', async () => {
    const { load } = await keep(store, ROWS);
    const failures: [() => AsyncGenerator<unknown>, string | RegExp][] = [
      [
        async function* () {
          yield* many;
          throw new Error('the source went away');
        },
        'the source went away',
      ],
      [
        async function* () {
          yield* many.slice(0, 3);
          yield 'no record';
        },
        /row 4 is a text, not a record/,
      ],
      [
        async function* () {
          yield { a: 1 };
          yield { a: () => 1 };
        },
        /a function, at \[1\]\.a/,
      ],
      [
        async function* () {
          yield { a: 1 };
          yield { b: 1 };
        },
        /row 2 has no `a`, and the rows before it have/,
      ],
    ];
    for (const [hand, says] of failures) await expect(keep(store, hand())).rejects.toThrow(says);
    expect(await load()).toStrictEqual(ROWS);
    expect(leftovers(folder)).toEqual([]);
  });

  test('an Arrow table comes back with its types', async () => {
    const table = new arrow.Table({
      whole: arrow.vectorFromArray([1, null, -3], new arrow.Int32()),
      word: arrow.vectorFromArray(['a', 'b', 'a'], new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())),
      other: arrow.vectorFromArray(['x', null, 'y'], new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())),
      at: arrow.vectorFromArray([new Date(5), null, new Date(-7)], new arrow.TimestampMillisecond()),
      big: arrow.vectorFromArray([1n, 2n ** 62n, null], new arrow.Int64()),
      // A JSON file has no words for the odd ones.
      real: arrow.vectorFromArray(name.startsWith('file json') ? [0.5, 1, 2] : [0.5, NaN, -0], new arrow.Float64()),
      flag: arrow.vectorFromArray([true, null, false], new arrow.Bool()),
    });
    const schema = new arrow.Schema(
      table.schema.fields.map((field) =>
        field.name === 'word' ? new arrow.Field(field.name, field.type, false) : field,
      ),
    );
    const given = withSchema(schema, table);
    const { info, load } = await keep(store, given);
    expect(info).toMatchObject({ rows: 3 });
    const found = (await load()) as arrow.Table;
    expect(fieldsOf(found)).toEqual(fieldsOf(given));
    expect(found.schema.fields.map(({ nullable }) => nullable)).toEqual(
      given.schema.fields.map(({ nullable }) => nullable),
    );
    expect([...found.schema.metadata]).toEqual([]);
    expect(arrowCells(found)).toStrictEqual(arrowCells(given));
    // Two columns of words have two dictionaries, also for who writes them on.
    expect(arrowCells(arrow.tableFromIPC(bytesOf(found)))).toStrictEqual(arrowCells(given));
    expect(await load('rows')).toStrictEqual(
      Array.from({ length: 3 }, (_, i) =>
        Object.fromEntries(Object.entries(arrowCells(given)).map(([each, cells]) => [each, cells[i]])),
      ),
    );
    expect((await keep(store, given)).info.dataVersion).toBe(info.dataVersion);
    expect((await keep(store, given.slice(1))).info.dataVersion).not.toBe(info.dataVersion);
  });

  test('an Arrow table without rows keeps its columns', async () => {
    const empty = new arrow.Table({
      whole: arrow.vectorFromArray([], new arrow.Int32()),
      at: arrow.vectorFromArray([], new arrow.TimestampMillisecond()),
    });
    const { load } = await keep(store, empty);
    const found = (await load()) as arrow.Table;
    expect([fieldsOf(found), found.numRows]).toEqual([['whole: Int32', 'at: Timestamp<MILLISECOND>'], 0]);
    expect(await load('rows')).toEqual([]);
  });

  test('an arquero table comes back as it shows', async () => {
    const table = aq.from([...ROWS]);
    const shown = table.filter((row: { id: number }) => row.id > 0).orderby(aq.desc('id'));
    const { info, load } = await keep(store, shown);
    const found = (await load()) as aq.ColumnTable;
    expect(found.columnNames()).toEqual(NAMES);
    expect(found.objects()).toStrictEqual([ROWS[2], ROWS[0]]);
    expect(await load('rows')).toStrictEqual([ROWS[2], ROWS[0]]);
    expect((await keep(store, table)).info.dataVersion).not.toBe(info.dataVersion);
    await expect(keep(store, table.groupby('paid'))).rejects.toThrow(
      /arquero table that is grouped: roll it up, or call ungroup\(\) first/,
    );
    const empty = await keep(store, aq.table({ a: [], b: [] }));
    expect(((await empty.load()) as aq.ColumnTable).columnNames()).toEqual(['a', 'b']);
    const other = await keep(store, aq.table({ a: [] }));
    expect(((await other.load()) as aq.ColumnTable).columnNames()).toEqual(['a']);
  });

  test('an Arrow table of types that rows have not is exact in an Arrow file, and refused in words elsewhere', async () => {
    const list = new arrow.Table({
      list: arrow.vectorFromArray([[1, 2], [], null], new arrow.List(new arrow.Field('item', new arrow.Int32()))),
      pair: arrow.vectorFromArray(
        [{ x: 1 }, { x: 2 }, null],
        new arrow.Struct([new arrow.Field('x', new arrow.Float64())]),
      ),
    });
    const noted = withSchema(new arrow.Schema(list.schema.fields, new Map([['note', 'of its own']])), list);
    const int = new arrow.Int32();
    const pairs = new arrow.Table({ a: arrow.vectorFromArray([1], int), b: arrow.vectorFromArray([2], int) });
    const twice = withSchema(new arrow.Schema([new arrow.Field('a', int), new arrow.Field('a', int)]), pairs);
    const before = name === 'file arrow' ? null : await keep(store, ROWS);
    for (const [table, says] of [
      [list, /column `list` of the Arrow table is List<Int32>: keep it in an Arrow file, or cast it/],
      [noted, /Arrow table with metadata in its schema: keep it in an Arrow file/],
      [twice, /two columns `a`: keep it in an Arrow file, or rename one/],
    ] as const) {
      if (before) {
        await expect(keep(store, table)).rejects.toThrow(says);
        expect(await before.load()).toStrictEqual(ROWS);
        continue;
      }
      const { load } = await keep(store, table);
      expect(bytesOf(await load())).toEqual(bytesOf(table));
      expect(bytesOf(await load('arrow'))).toEqual(bytesOf(table));
      await expect(load('rows')).rejects.toThrow(/rows do not have: load it as arrow/);
    }
  });

  test('one that is no table says so when it is wanted as one, and a text is a text', async () => {
    if (name.startsWith('file') && name !== 'file json') {
      await expect(keep(store, 'hello')).rejects.toThrow(/keeps a table, and it returned a text/);
      return;
    }
    if (name === 'duckdb') {
      await expect(keep(store, 'hello')).rejects.toThrow(/made of records, and it returned a text/);
      return;
    }
    const { load } = await keep(store, 'hello');
    expect(await load()).toBe('hello');
    expect(await load('text')).toBe(name === 'file json' ? '"hello"\n' : 'hello');
    await expect(async () => collect((await load('stream')) as AsyncIterable<unknown>)).rejects.toThrow(
      /it is a text, which is no table to be had as stream/,
    );
    for (const type of ['rows', 'columns', 'arrow', 'arquero'])
      await expect(load(type)).rejects.toThrow(`it is a text, which is no table to be had as ${type}`);
  });

  test.runIf(PATH.test(name))('its path leads to the file or folder', async () => {
    const { load } = await keep(store, ROWS);
    const path = String(await load('path'));
    const content = name.endsWith('directory')
      ? readFileSync(join(path, '_SUCCESS'), 'utf8')
      : readFileSync(path, 'latin1');
    const begins = {
      default: 'SQLite format 3',
      duckdb: '',
      'file json': '[',
      'file csv': 'id,code',
      'file parquet': 'PAR1',
      'file arrow': 'ARROW1',
    }[name];
    expect(content.startsWith(begins ?? '{"version":1')).toBe(true);
    if (TEXT.test(name) && !/json|csv/.test(name)) await expect(load('text')).rejects.toThrow(/text/);
    else if (name.endsWith('directory'))
      await expect(load('text')).rejects.toThrow('a folder of parts is no text: load it as path');
    else if (name !== 'duckdb') expect(await load('text')).toBe(readFileSync(path, 'utf8'));
  });
});
