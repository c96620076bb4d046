// The manager on real folders: what is stored comes back as either type, and what cannot be kept is refused.
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ColumnTable, table } from 'arquero';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testContext, type ColumnKind } from 'headwater';
import { csvFolders } from './csv-folders.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'csv-folders-'));
});
afterEach(() => rm(dir, { recursive: true }));

const { log } = testContext();
const write = (name: string, value: unknown) =>
  csvFolders({ dir }).handleOutput({ key: name.split('/'), metadata: {}, log }, value);
const load = (name: string, asked: { type?: string; columns?: Record<string, ColumnKind> } = {}) =>
  csvFolders({ dir }).loadInput?.({ key: name.split('/'), log, ...asked });

const rows = [
  { day: '2010-01-01', high: 54.5, dry: true, note: '' },
  { day: '2010-01-02', high: -0.1, dry: false, note: null },
  { day: '007', high: null, dry: true, note: 'fog, "thick"\nand\r\nlong' },
];
const columns = { day: 'text', high: 'real', dry: 'boolean', note: 'text' };

test('rows come back as they were, and as an arquero table', async () => {
  await write('highs', rows);
  expect(await load('highs')).toEqual(rows);
  const arquero = await load('highs', { type: 'arquero' });
  expect(arquero).toBeInstanceOf(ColumnTable);
  expect((arquero as ColumnTable).objects()).toEqual(rows);
});

test('an arquero table comes back as one, and as rows', async () => {
  const value = table({ day: ['b', 'a', 'c'], high: [2, 1, 3] })
    .orderby('day')
    .filter((row: { high: number }) => row.high < 3);
  await write('highs', value);
  const expected = [
    { day: 'a', high: 1 },
    { day: 'b', high: 2 },
  ];
  expect(((await load('highs')) as ColumnTable).objects()).toEqual(expected);
  expect(await load('highs', { type: 'rows' })).toEqual(expected);
});

test('a table without rows keeps its columns, rows without any are just empty', async () => {
  await write('none', []);
  expect(await load('none')).toEqual([]);
  await write('noRows', table({ day: [], high: [] }));
  expect(((await load('noRows')) as ColumnTable).columnNames()).toEqual(['day', 'high']);
});

test('parts of another program are read as one table, in their order, as the columns that the asset declares', async () => {
  const folder = join(dir, 'highs.csv');
  await mkdir(folder);
  await writeFile(join(folder, 'part-00001.csv'), 'day,high\n2010-01-03,56.5\n2010-01-04,\n');
  await writeFile(join(folder, 'part-00000.csv'), 'day,high\n2010-01-01,54.5\n"",55\n');
  await writeFile(join(folder, '_SUCCESS'), '');
  expect(await load('highs', { columns: { day: 'text', high: 'real' } })).toEqual([
    { day: '2010-01-01', high: 54.5 },
    { day: '', high: 55 },
    { day: '2010-01-03', high: 56.5 },
    { day: '2010-01-04', high: null },
  ]);
  expect(await load('highs')).toContainEqual({ day: '2010-01-01', high: '54.5' });
  await expect(load('highs', { columns: { day: 'real' } })).rejects.toThrow(
    'part-00000.csv, line 2: "2010-01-01" in column day is not real.',
  );
});

test('a folder without _SUCCESS is missing', async () => {
  await write('highs', rows);
  await rm(join(dir, 'highs.csv', '_SUCCESS'));
  await expect(load('highs')).rejects.toThrow(
    'highs.csv has no _SUCCESS: whoever wrote it did not come to the end. Materialize highs first.',
  );
  expect(await csvFolders({ dir }).describe?.({ key: ['highs'] })).toBeNull();
  expect(await csvFolders({ dir }).list?.()).toEqual([]);
  await expect(load('other')).rejects.toThrow('There is nothing in');
});

test.each([
  [new Map([['a', 1]]), 'Unexpected input type: a value of type Map.'],
  ['a,b', 'Unexpected input type: string.'],
  [[{ a: 1 }, new Map()], 'Unexpected input type: an array whose row 2 is a value of type Map.'],
  [[{ a: 1 }, { b: 1 }], 'Unexpected input type: row 2 with other columns than row 1, or in another order.'],
  [[{ a: 1 }, { a: '1' }], 'Unexpected input type: string in column a of row 2, after real.'],
  [[{ a: new Date(0) }], 'Unexpected input type: a value of type Date in column a of row 1.'],
  [[{ a: Number.NaN }], 'Unexpected input type: NaN in column a of row 1.'],
  [[{ a: undefined }], 'Unexpected input type: undefined in column a of row 1.'],
  [[{}], 'Unexpected input type: rows without columns.'],
])('what cannot be kept is refused, and nothing is replaced: %o', async (value, sentence) => {
  await write('highs', rows);
  await expect(write('highs', value)).rejects.toThrow(sentence);
  expect(await load('highs')).toEqual(rows);
});

test('a folder is replaced whole, and a key above another does not take it along', async () => {
  await write('weather/highs', rows);
  await write('weather', rows);
  await writeFile(join(dir, 'weather.csv', 'part-00001.csv'), 'of before\n');
  await write('weather', [{ day: 'one' }]);
  expect(await load('weather')).toEqual([{ day: 'one' }]);
  expect(await load('weather/highs')).toEqual(rows);
  expect(await readdir(dir)).toEqual(['weather', 'weather.csv']);
});

test('equal content is an equal data version, and a file that says so', async () => {
  const first = await write('highs', rows);
  const again = await write('highs', structuredClone(rows));
  const other = await write('highs', rows.slice(1));
  expect(again).toEqual(first);
  expect(other?.dataVersion).not.toBe(first?.dataVersion);
  expect(await readFile(join(dir, 'highs.csv', 'part-00000.csv'), 'utf8')).toContain('"day","high","dry","note"\n');
});

test('what is there is described, listed and removed', async () => {
  const manager = csvFolders({ dir });
  expect(await manager.list?.()).toEqual([]);
  const stored = await write('weather/highs', rows);
  await write('hottest', rows);
  expect(await manager.describe?.({ key: ['weather', 'highs'] })).toEqual({ columns, rows: 3, bytes: stored?.bytes });
  expect(await manager.list?.()).toEqual(expect.arrayContaining([{ key: ['weather', 'highs'] }, { key: ['hottest'] }]));
  await manager.remove?.({ key: ['hottest'] });
  await manager.remove?.({ key: ['hottest'] });
  expect(await manager.list?.()).toEqual([{ key: ['weather', 'highs'] }]);
  expect(await csvFolders({ dir: join(dir, 'nowhere') }).list?.()).toEqual([]);
});
