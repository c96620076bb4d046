// What the engine asks of every store alike: partitions, declared columns, describe, list and remove.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as arrow from 'apache-arrow';
import * as aq from 'arquero';
import { afterAll, describe, expect, test } from 'vitest';
import type { IoManager } from 'headwater/internal';
import { everyStore, keep, leftovers, type TestedStore } from './every-store.fixture.ts';

const dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-every-store-'));
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

const ROWS = [
  { id: 1, at: new Date(0), note: null, price: NaN },
  { id: 2, at: null, note: null, price: 0.5 },
];
const JSON_ROWS = ROWS.map((row) => ({ ...row, price: 0.5 }));

describe.each(everyStore(dir))('$name', ({ name, store: given, folder }: TestedStore) => {
  const store = given as Required<IoManager>;
  const rows = name.startsWith('file json') ? JSON_ROWS : ROWS;
  const empty = async (): Promise<void> => {
    for (const place of await store.list()) await store.remove(place);
    expect(await store.list()).toEqual([]);
  };

  test('a partition is a value of its own, and none is not the one of an empty name', async () => {
    const places = [
      {},
      { partition: '' },
      { partition: 'b' },
      { partition: '2026-01-01' },
      { partition: 'eu/Ä' },
      { partition: '..' },
    ].map((place) => ({ key: ['a', 'days'], ...place }));
    const kept = await Promise.all(
      [...places, { key: ['a', 'days', 'b'] }].map((place, i) => keep(store, [{ i }], place)),
    );
    for (const [i, { load }] of kept.entries()) expect(await load()).toEqual([{ i }]);
    // The same content in two places is two values.
    const [one, two] = [
      await keep(store, rows, { key: ['p'], partition: '1' }),
      await keep(store, rows, { key: ['p'], partition: '2' }),
    ];
    expect(two.info.dataVersion).toBe(one.info.dataVersion);
    await store.remove({ key: ['p'], partition: '1' });
    expect(await two.load()).toEqual(rows);
    await expect(one.load()).rejects.toThrow();
    const found = (await store.list()).map(({ key, partition }) => ({
      key,
      ...(partition !== undefined && { partition }),
    }));
    expect(found).toHaveLength(places.length + 2);
    expect(found).toEqual(expect.arrayContaining(places));
    await empty();
  });

  test('describe says what is stored now; remove takes all of it', async () => {
    const place = { key: ['Shop', 'orders'] };
    expect(await store.describe(place)).toBe(null);
    const { info } = await keep(store, rows, place);
    const described = { columns: { id: 'integer', at: 'date', note: 'text', price: 'real' }, rows: 2 };
    expect(await store.describe(place)).toMatchObject(described);
    expect(await store.describe({ ...place, ...(info.path !== undefined && { path: info.path }) })).toMatchObject(
      described,
    );
    const newer = await keep(store, [{ x: 1n }], place);
    expect(await store.describe(place)).toMatchObject({ columns: { x: 'bigint' }, rows: 1 });
    expect(await newer.load()).toEqual([{ x: 1n }]);
    // What was stored before is the newest again.
    const { load } = await keep(store, rows, place);
    expect(await store.describe(place)).toMatchObject(described);
    await store.remove(place);
    expect(await store.describe(place)).toBe(null);
    expect(await store.list()).toEqual([]);
    await expect(load()).rejects.toThrow(/orders/i);
    await expect(newer.load()).rejects.toThrow(/orders/i);
    await store.remove(place);
    expect(leftovers(folder)).toEqual([]);
  });

  test('F16 storing a table says its columns, as describe does; a value that is none says none', async () => {
    const { info } = await keep(store, rows, { key: ['told'] });
    // In a file it is a column of text; what is kept as it was found holds nothing yet.
    const isTyped = name.startsWith('file') || name === 'duckdb';
    const columns = { id: 'integer', at: 'date', note: isTyped ? 'text' : 'null', price: 'real' };
    expect(info.columns).toEqual(columns);
    expect(Object.keys(info.columns ?? {})).toEqual(Object.keys(columns));
    const library = new arrow.Table({ n: arrow.vectorFromArray([null], new arrow.Int32()) });
    expect((await keep(store, library, { key: ['library'] })).info.columns).toEqual({ n: 'integer' });
    const none = await keep(store, 'no table', { key: ['none'] }).catch(() => null);
    expect(none?.info.columns).toBe(undefined);
    // An array without rows has the columns that are declared, and a file is written with them.
    const { info: empty } = await keep(store, [], { key: ['empty'], columns: { id: 'integer', n: 'json' } }).catch(() =>
      keep(store, [], { key: ['empty'], columns: { id: 'integer' } }),
    );
    expect(empty.columns?.['id']).toBe(isTyped ? 'integer' : undefined);
    // Declared as anything, a column is kept as what its cells are.
    const any = await keep(store, [{ at: new Date(0) }], { key: ['any'], columns: { at: 'json' } });
    expect(any.info.columns).toEqual({ at: 'date' });
    expect(await any.load()).toEqual([{ at: new Date(0) }]);
    for (const place of await store.list()) await store.remove(place);
  });

  test('rows that are not of the declared columns are refused in words, and what was there stays', async () => {
    const columns = { id: 'integer', name: 'text' } as const;
    const rowsBefore = [{ id: 1, name: 'Ada' }];
    const { load } = await keep(store, rowsBefore, { columns });
    const refused: [unknown, RegExp][] = [
      [[{ id: 1 }], /its `columns` declare `name`, which the rows do not have/],
      [[{ id: 1, name: 'a', more: 1 }], /the rows have `more`, which its `columns` do not declare/],
      [[{ id: '1', name: 'a' }], /column `id` holds text, and its `columns` declare integer/],
      [[{ id: 0.5, name: 'a' }].values(), /column `id` holds real, and its `columns` declare integer/],
      [aq.from([{ id: 1 }]), /its `columns` declare `name`, which the rows do not have/],
      [
        new arrow.Table({
          id: arrow.vectorFromArray([1], new arrow.Int32()),
          x: arrow.vectorFromArray([1], new arrow.Int32()),
        }),
        /its `columns` declare `name`, which the rows do not have/,
      ],
      ['no table', /it returned no table, and its `columns` declare one|it returned a text/],
    ];
    for (const [value, says] of refused) await expect(keep(store, value, { columns })).rejects.toThrow(says);
    expect(await load()).toEqual(rowsBefore);
    // A column that is wider than its cells, or has none, is of the declared kind.
    await keep(store, [{ id: null, name: null }], { key: ['wide'], columns: { id: 'real', name: 'date' } });
    await keep(store, [{ name: 'x', id: 7 }], { key: ['wide'], columns: { id: 'real', name: 'text' } });
    await empty();
  });
});
