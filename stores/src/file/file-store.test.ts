// `store.file` on a disk that others use too: where files lie, folders of parts, files that something else has written.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import * as arrow from 'apache-arrow';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collect, FORMATS, keep, loadExternal, type Keeping } from '../every-store.fixture.ts';
import { fileStore } from './file-store.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-files-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

type Format = (typeof FORMATS)[number];

const ROWS = [
  { id: 1, name: 'Ada', at: new Date(0) },
  { id: 2, name: null, at: null },
];
const stored = (format: Format, directory = false) => fileStore({ dir, format, directory });
const filesIn = (folder = dir): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .sort();
const put = (name: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(join(dir, name)), { recursive: true });
  writeFileSync(join(dir, name), content);
};
const csv = (content: string, more: Keeping = {}): Promise<unknown> => {
  put('others.csv', content);
  return loadExternal(stored('csv'), { key: ['others'], ...more });
};

describe('where a file lies', () => {
  test.each(FORMATS)('A08 C08: %s: the key is the path, and nothing leaves the folder', async (format) => {
    const store = stored(format);
    const keys = [
      ['orders'],
      ['Sales', 'Q-1', 'orders_2'],
      ['..', '..', 'x'],
      ['.', 'a b', 'ü/\\:*?'],
      ['CON', 'lpt1'],
      ['x'.repeat(300)],
    ];
    for (const [i, key] of keys.entries()) {
      const { info, load } = await keep(store, [{ i }], { key });
      expect(join(process.cwd(), info.path ?? '')).toBe(join(dir, relative(dir, join(process.cwd(), info.path ?? ''))));
      expect(await load()).toEqual([{ i }]);
    }
    const names = filesIn().filter((name) => !name.endsWith('.schema.json'));
    expect(names).toHaveLength(keys.length);
    expect(names).toEqual(
      expect.arrayContaining([
        `orders.${format}`,
        `Sales/Q-1/orders_2.${format}`,
        `%2e%2e/%2e%2e/x.${format}`,
        `%43ON/%6cpt1.${format}`,
      ]),
    );
    for (const part of names.flatMap((name) => name.split('/'))) expect(part.length).toBeLessThan(140);
    expect((await store.list()).map(({ key }) => key)).toEqual(expect.arrayContaining(keys.slice(0, 5)));
  });

  test('C08: keys that differ in case alone: refused with both paths, and the first is still there', async () => {
    for (const directory of [false, true]) {
      const store = fileStore({ dir: join(dir, String(directory)), format: 'csv', directory });
      const { load } = await keep(store, ROWS, { key: ['sales', 'orders'] });
      for (const key of [
        ['sales', 'Orders'],
        ['Sales', 'orders'],
        ['SALES', 'other'],
      ]) {
        const refused = keep(store, [{ id: 9 }], { key });
        await expect(refused).rejects.toThrow(
          /it would lie in .*\/(sales\/Orders|Sales|SALES), and .*\/sales(\/orders(\.csv)?)? is there, which is the same file where case is ignored: give one of the two assets another key/,
        );
      }
      expect(await load()).toEqual(ROWS);
      expect(await keep(store, ROWS, { key: ['sales', 'orders'] })).toMatchObject({ info: { rows: 2 } });
    }
  });

  test.each([false, true])('a partition is a path of its own (directory: %s)', async (directory) => {
    const store = stored('parquet', directory);
    const places = [{}, { partition: '2026-01-01' }, { partition: 'us/east' }, { partition: '' }].map((place) => ({
      key: ['a', 'days'],
      ...place,
    }));
    const kept = await Promise.all(places.map((place, i) => keep(store, [{ i }], place)));
    for (const [i, { load }] of kept.entries()) expect(await load()).toEqual([{ i }]);
    expect(await store.list()).toEqual(expect.arrayContaining(places));
    expect(await store.list()).toHaveLength(places.length);
    expect(existsSync(join(dir, `a/days/partition=2026-01-01${directory ? '/_SUCCESS' : '.parquet'}`))).toBe(true);
    await store.remove({ key: ['a', 'days'] });
    expect(await store.list()).toHaveLength(places.length - 1);
    expect(await kept[1]?.load()).toEqual([{ i: 1 }]);
  });
});

describe('a folder of parts', () => {
  const part = (rows: readonly Record<string, unknown>[]): string =>
    ['id,name', ...rows.map(({ id, name }) => `${String(id)},${String(name)}`)].join('\n');

  test('C11: two parts that something else has written are one after another; hidden files and other names are none', async () => {
    put('days/part-00001.csv', part([{ id: 3, name: 'c' }]));
    put(
      'days/part-00000.csv',
      `${part([
        { id: 1, name: 'a' },
        { id: 2, name: 'b' },
      ])}\n`,
    );
    for (const name of ['.part-00000.csv.crc', '._x.csv', 'notes.txt', 'older.parquet'])
      put(`days/${name}`, 'id,name\n9,no');
    const columns = { id: 'integer', name: 'text' } as const;
    for (const directory of [true, false]) {
      const store = stored('csv', directory);
      const missing = loadExternal(store, { key: ['days'], columns });
      await expect(missing).rejects.toThrow(
        /days has no _SUCCESS: whatever writes it has not ended, so it counts as missing/,
      );
      expect(await store.describe({ key: ['days'] })).toBe(null);
      expect(await store.list()).toEqual([]);
      put('days/_SUCCESS', '');
      const rows = [
        { id: 1, name: 'a' },
        { id: 2, name: 'b' },
        { id: 3, name: 'c' },
      ];
      expect(await loadExternal(store, { key: ['days'], columns })).toStrictEqual(rows);
      expect(
        await collect(
          (await loadExternal(store, { key: ['days'], columns, type: 'stream' })) as AsyncIterable<unknown>,
        ),
      ).toStrictEqual(rows);
      expect(await store.describe({ key: ['days'] })).toMatchObject({
        columns: { id: 'text', name: 'text' },
        rows: null,
      });
      expect(await store.list()).toEqual([{ key: ['days'] }]);
      rmSync(join(dir, 'days/_SUCCESS'));
    }
  });

  test.each(FORMATS)('C11: %s: 250,000 rows are three parts, which count with _SUCCESS alone', async (format) => {
    const rows = function* (): Generator<{ i: number }> {
      for (let i = 0; i < 250_000; i += 1) yield { i };
    };
    const store = stored(format, true);
    const { info, load } = await keep(store, rows(), { key: ['many'] });
    const names = filesIn();
    expect(names).toEqual([
      'many/_SUCCESS',
      ...[0, 1, 2].map((i): unknown => expect.stringMatching(`^many/part-0000${i}-[0-9a-f]{8}\\.${format}$`)),
    ]);
    expect(info).toMatchObject({ rows: 250_000, path: relative(process.cwd(), join(dir, 'many')) });
    expect(await store.describe({ key: ['many'] })).toEqual({
      columns: { i: 'integer' },
      rows: 250_000,
      bytes: info.bytes,
    });
    let next = 0;
    for await (const row of (await load('stream')) as AsyncIterable<{ i: number }>) if (row.i === next) next += 1;
    expect(next).toBe(250_000);
    // Another value is other files, and of the old ones none is left.
    await keep(store, ROWS, { key: ['many'] });
    expect(filesIn()).toHaveLength(2);
    expect(filesIn().some((name) => names.includes(name) && name !== 'many/_SUCCESS')).toBe(false);
    rmSync(join(dir, 'many/_SUCCESS'));
    await expect(load()).rejects.toThrow(/has no _SUCCESS/);
  });

  test('parts of other columns are refused with the file that has them', async () => {
    put('days/a.csv', 'id,name\n1,x\n');
    put('days/b.csv', 'id,title\n1,x\n');
    put('days/_SUCCESS', '');
    await expect(loadExternal(stored('csv'), { key: ['days'] })).rejects.toThrow(
      /days\/b\.csv has the columns id, title, and not id, name: something else has written it/,
    );
  });

  test('what a longer key has in the same folder is no part, and stays', async () => {
    const [folders, files] = [stored('csv', true), stored('csv')];
    const { load } = await keep(files, ROWS, { key: ['a', 'b'] });
    await keep(folders, [{ x: 1 }], { key: ['a'] });
    await keep(folders, [{ x: 2 }], { key: ['a'] });
    expect(await folders.list()).toEqual([{ key: ['a'] }, { key: ['a', 'b'] }]);
    await folders.remove({ key: ['a'] });
    expect(await load()).toEqual(ROWS);
    expect(filesIn()).toEqual(['a/b.csv', 'a/b.csv.schema.json']);
  });

  test('a store that changes its layout has the newest value in either, and one of them', async () => {
    for (const format of FORMATS) {
      const key = [format];
      const values = [false, true, false].map((directory, i) => ({ store: stored(format, directory), rows: [{ i }] }));
      for (const { store, rows } of values) {
        await keep(store, rows, { key });
        for (const other of values) expect(await loadExternal(other.store, { key })).toEqual(rows);
        expect(await store.list()).toEqual([{ key }]);
      }
      await stored(format).remove({ key });
      expect(filesIn()).toEqual([]);
    }
  });
});

describe('files that something else has written', () => {
  test('a CSV is text, or what `columns` say; an end of line is either, a mark at its start is none of it', async () => {
    const content = '\ufeffday,high,big,rain\r\n2026-01-01,1.5,9007199254740993,true\r\n2026-01-02,,-1,FALSE\r\n';
    expect(await csv(content)).toStrictEqual([
      { day: '2026-01-01', high: '1.5', big: '9007199254740993', rain: 'true' },
      { day: '2026-01-02', high: null, big: '-1', rain: 'FALSE' },
    ]);
    const columns = { rain: 'boolean', day: 'date', high: 'real', big: 'bigint' } as const;
    const rows = [
      { day: new Date('2026-01-01'), high: 1.5, big: 9007199254740993n, rain: true },
      { day: new Date('2026-01-02'), high: null, big: -1n, rain: false },
    ];
    expect(await csv(content, { columns })).toStrictEqual(rows);
    expect(await csv(content.replaceAll('\r\n', '\n').trimEnd(), { columns })).toStrictEqual(rows);
    expect(await csv('')).toEqual([]);
    expect(await csv('a,b\n')).toEqual([]);
  });

  test.each<[string, string, Keeping['columns'], RegExp]>([
    [
      'a line that is too short',
      'a,b,c\n1,2,3\n4,5\n',
      undefined,
      /others\.csv is ragged: line 3 has 2 cells, and its header 3\. Materialize it again, or put the right file there/,
    ],
    [
      'a first line that is too long',
      'a,b\n1,2,3\n',
      undefined,
      /others\.csv is ragged: line 2 has 3 cells, and its header 2/,
    ],
    [
      'a line after one of two lines',
      'a,b\n"x\ny",2\n3\n',
      undefined,
      /others\.csv is ragged: line 4 has 1 cells?, and its header 2/,
    ],
    ['a quote that does not end', 'a,b\n1,"2\n3,4\n', undefined, /others\.csv is no CSV: .*[Qq]uote/],
    ['a quote amid a cell', 'a,b\n1,2"3\n', undefined, /others\.csv is no CSV: .*[Qq]uote/],
    ['two columns of a name', 'a,b,a\n1,2,3\n', undefined, /others\.csv has two columns `a`/],
    [
      'other columns',
      'a,b\n1,2\n',
      { a: 'text', c: 'text' },
      /others\.csv has the columns a, b, and not a, c: something else has written it/,
    ],
    [
      'no whole number',
      'a\n1\n1.5\n',
      { a: 'integer' },
      /others\.csv record 3 has "1\.5" in column `a`, which is integer/,
    ],
    [
      'a number too large for one',
      'a\n9007199254740993\n',
      { a: 'integer' },
      /record 2 has "9007199254740993" in column `a`, which is integer/,
    ],
    ['no number', 'a,b\n1,x\n', { a: 'integer', b: 'real' }, /record 2 has "x" in column `b`, which is real/],
    ['a quoted nothing for a number', 'a\n""\n', { a: 'real' }, /record 2 has "" in column `a`, which is real/],
    ['no date', 'a\n2026-13-01\n', { a: 'date' }, /record 2 has "2026-13-01" in column `a`, which is date/],
    ['no truth', 'a\nyes\n', { a: 'boolean' }, /record 2 has "yes" in column `a`, which is boolean/],
    ['no whole bigint', 'a\n1e3\n', { a: 'bigint' }, /record 2 has "1e3" in column `a`, which is bigint/],
    ['no JSON', 'a\n{x\n', { a: 'json' }, /record 2 has "\{x" in column `a`, which is json/],
  ])('a CSV with %s is refused with file and place', async (_, content, columns, says) => {
    await expect(csv(content, columns && { columns })).rejects.toThrow(says);
  });

  test('a CSV of ours that was changed by hand keeps its kinds, and nobody says how many rows it has', async () => {
    const store = stored('csv');
    const { load } = await keep(store, ROWS, { key: ['others'] });
    expect(await store.describe({ key: ['others'] })).toMatchObject({ rows: 2 });
    put('others.csv', `${readFileSync(join(dir, 'others.csv'), 'utf8')}3,Eve,1970-01-01T00:00:00.001Z\n`);
    expect(await load()).toStrictEqual([...ROWS, { id: 3, name: 'Eve', at: new Date(1) }]);
    expect(await store.describe({ key: ['others'] })).toMatchObject({
      columns: { id: 'integer', name: 'text', at: 'date' },
      rows: null,
    });
    put('others.csv', 'id;name;at\n');
    await expect(load()).rejects.toThrow(
      /others\.csv has the columns id;name;at, and not id, name, at: something else has written it/,
    );
  });

  test('a JSON array of records is a table, by `columns` or by what it holds', async () => {
    put('others.json', '[{"id": 1, "at": "2026-01-01T00:00:00.000Z"}, {"id": 2.5, "at": null}]');
    const load = (more: Keeping = {}) => loadExternal(stored('json'), { key: ['others'], ...more });
    expect(await load()).toStrictEqual([
      { id: 1, at: '2026-01-01T00:00:00.000Z' },
      { id: 2.5, at: null },
    ]);
    expect(await load({ columns: { id: 'real', at: 'date' } })).toStrictEqual([
      { id: 1, at: new Date('2026-01-01') },
      { id: 2.5, at: null },
    ]);
    for (const [content, says] of [
      ['[{"id": 1}, ', /others\.json is no JSON: .*Materialize it again/],
      ['{"id": 1}', /others\.json is no array of records/],
      ['[{"id": 1}, 2]', /others\.json is no array of records/],
      ['[{"id": 1}, {"x": 2}]', /others\.json is no table: its row 2 has no `id`/],
    ] as const) {
      put('others.json', content);
      await expect(load()).rejects.toThrow(says);
    }
  });

  test('a Parquet file of hyparquet-writer loads by its own types', async () => {
    const columnData = [
      { name: 'id', data: [1, 2, null], type: 'INT32' as const, nullable: true },
      { name: 'name', data: ['a', null, 'ü'], type: 'STRING' as const, nullable: true },
      { name: 'price', data: [0.5, NaN, null], type: 'DOUBLE' as const, nullable: true },
      { name: 'at', data: [new Date(5), null, new Date(-1)], type: 'TIMESTAMP' as const, nullable: true },
      { name: 'big', data: [2n ** 60n, 1n, null], type: 'INT64' as const, nullable: true },
      { name: 'raw', data: [Uint8Array.of(1), null, new Uint8Array()], type: 'BYTE_ARRAY' as const, nullable: true },
    ];
    put('others.parquet', new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 2 })));
    const rows = [0, 1, 2].map((i) => Object.fromEntries(columnData.map(({ name, data }) => [name, data[i]])));
    const store = stored('parquet');
    expect(await loadExternal(store, { key: ['others'] })).toStrictEqual(rows);
    expect(await store.describe({ key: ['others'] })).toMatchObject({
      columns: { id: 'integer', name: 'text', price: 'real', at: 'date', big: 'bigint', raw: 'bytes' },
      rows: 3,
    });
    expect(
      await loadExternal(store, {
        key: ['others'],
        columns: { id: 'bigint', name: 'text', price: 'real', at: 'date', big: 'bigint', raw: 'bytes' },
      }),
    ).toMatchObject([{ id: 1n }, { id: 2n }, { id: null }]);
    await expect(loadExternal(store, { key: ['others'], columns: { id: 'integer', title: 'text' } })).rejects.toThrow(
      /others\.parquet has the columns id, name, price, at, big, raw, and not id, title: something else has written it/,
    );
    await expect(
      loadExternal(store, {
        key: ['others'],
        columns: { id: 'integer', name: 'text', price: 'real', at: 'date', big: 'integer', raw: 'bytes' },
      }),
    ).rejects.toThrow(
      /others\.parquet holds 1152921504606846976 in column `big`, which no number of JavaScript is; declare it bigint/,
    );
  });

  test('an Arrow file of apache-arrow is a table of that package or rows', async () => {
    const table = new arrow.Table({
      id: arrow.vectorFromArray([1, 2], new arrow.Int8()),
      day: arrow.vectorFromArray([new Date('2026-01-01'), null], new arrow.DateDay()),
      at: arrow.vectorFromArray([new Date(5), null], new arrow.TimestampMicrosecond()),
    });
    put('others.arrow', arrow.tableToIPC(table, 'file'));
    const store = stored('arrow');
    expect(await loadExternal(store, { key: ['others'] })).toStrictEqual([
      { id: 1, day: new Date('2026-01-01'), at: new Date(5) },
      { id: 2, day: null, at: null },
    ]);
    const found = (await loadExternal(store, { key: ['others'], type: 'arrow' })) as arrow.Table;
    expect(found.schema.fields.map(String)).toEqual(table.schema.fields.map(String));
    expect(await store.describe({ key: ['others'] })).toMatchObject({
      columns: { id: 'integer', day: 'date', at: 'date' },
    });
    put(
      'others.arrow',
      arrow.tableToIPC(
        new arrow.Table({
          id: arrow.vectorFromArray([[1]], new arrow.List(new arrow.Field('item', new arrow.Int32()))),
        }),
        'file',
      ),
    );
    await expect(loadExternal(store, { key: ['others'] })).rejects.toThrow(
      /others\.arrow has the column `id` of type List<Int32>, which rows do not have: load it as arrow/,
    );
  });

  test.each(FORMATS)(
    '%s: a file that is cut off, empty, or something else is refused with its name',
    async (format) => {
      const store = stored(format);
      const rows = Array.from({ length: 2000 }, (_, i) => ({ i, text: `a "text" of row ${i}` }));
      const { info, load } = await keep(store, rows, { key: ['others'] });
      const file = join(dir, `others.${format}`);
      const whole = readFileSync(file);
      for (const damaged of [
        Buffer.from('something else, "altogether'),
        whole.subarray(0, Math.trunc(whole.length / 2)),
        whole.subarray(0, whole.length - 5),
        Buffer.from(''),
      ]) {
        writeFileSync(file, damaged);
        await expect(load(), `${format} of ${damaged.length} bytes`).rejects.toThrow(
          /others\.\w+ .*(Materialize it again, or put the right file there)$/,
        );
        await expect(async () => collect((await load('stream')) as AsyncIterable<unknown>)).rejects.toThrow(
          /others\.\w+ /,
        );
      }
      rmSync(file);
      await expect(load()).rejects.toThrow(/others\.\w+ is not there/);
      mkdirSync(file);
      await expect(load()).rejects.toThrow(/others\.\w+ /);
      rmSync(file, { recursive: true });
      expect((await keep(store, rows, { key: ['others'] })).info).toEqual(info);
      expect(await load()).toEqual(rows);
      truncateSync(file, 10);
    },
  );
});

test.each(
  FORMATS.flatMap(
    (format) =>
      [
        [format, false],
        [format, true],
      ] as const,
  ),
)('%s, directory %s: describe, list, remove', async (format, directory) => {
  const store = stored(format, directory);
  const { info } = await keep(store, ROWS, { key: ['a', 'b'] });
  await keep(store, ROWS, { key: ['c'] });
  put('readme.txt', 'not ours');
  expect(await store.describe({ key: ['a', 'b'] })).toEqual({
    columns: { id: 'integer', name: 'text', at: 'date' },
    rows: 2,
    bytes: info.bytes,
  });
  expect(await store.describe({ key: ['nothing'] })).toBe(null);
  expect(await store.list()).toEqual([{ key: ['a', 'b'] }, { key: ['c'] }]);
  await store.remove({ key: ['a', 'b'] });
  await store.remove({ key: ['a', 'b'] });
  expect(await store.list()).toEqual([{ key: ['c'] }]);
  await store.remove({ key: ['c'] });
  expect(filesIn()).toEqual(['readme.txt']);
});
