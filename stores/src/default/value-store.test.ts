// What goes into the default store comes back exactly, or is refused in words; every file is a plain SQLite database.
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix, resolve, sep } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeSegment, valuePath } from './value-path.ts';
import { showValue } from './show-value.ts';
import { createValueStore } from './value-store.ts';

const seed = Number(process.env['HEADWATER_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
const dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-values-'));
const store = createValueStore({ dir });
const asset = { asset: 'shop/orders', key: ['shop', 'orders'] };

beforeAll(() => {
  console.info(`random values: HEADWATER_SEED=${seed}`);
});
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

async function keep(value: unknown) {
  const stored = await store.handleOutput(asset, value);
  if (stored.path === undefined || stored.dataVersion === undefined)
    throw new Error('the store gave no path or version');
  return { ...stored, path: stored.path, dataVersion: stored.dataVersion };
}
const load = (path: string): Promise<unknown> => store.loadInput({ ...asset, path });

/** Opens the file as any other SQLite tool would. */
function inSqlite<T>(path: string, look: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(dir, path), { readOnly: true });
  try {
    return look(database);
  } finally {
    database.close();
  }
}

/** `isDeepStrictEqual` says nothing of the order of names, and the store keeps it. */
function namesInOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return null;
  if (value instanceof Map) return [...value].flat().map(namesInOrder);
  if (value instanceof Set) return [...value].map(namesInOrder);
  return Object.entries(value).map(([name, each]) => [name, namesInOrder(each)]);
}

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    '\0',
    'a\0b',
    '\ud800',
    'x\udfff',
    '\ufeffa text that begins with a mark',
    '\u2028',
    'null',
    '12',
  ),
);
const name = fc.oneof(
  fc.constantFrom(
    'a',
    'A',
    '__proto__',
    '$type',
    'value',
    'constructor',
    '',
    'rowid',
    '1',
    'with "quotes"',
    'ß',
    'ſ',
    '\0',
  ),
  text,
);
const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 53, -(2 ** 53) - 2, 1e300, 5e-324),
);
const bytes = fc.uint8Array({ maxLength: 9 });
const binary = fc.oneof(
  bytes,
  bytes.map((each) => Buffer.from(each)),
  bytes.map((each) => Uint8Array.from(each).buffer),
  fc.float32Array({ maxLength: 4 }),
  fc.float64Array({ maxLength: 4 }),
  fc.int16Array({ maxLength: 4 }),
  fc.uint8ClampedArray({ maxLength: 4 }),
  fc.bigInt64Array({ maxLength: 3 }),
  // A view on the middle of a larger buffer keeps its own part alone.
  bytes.map((each) => new Uint8Array([1, ...each, 2]).subarray(1, 1 + each.length)),
);
const leaf = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.bigInt(),
  fc.constantFrom(null, undefined, 2n ** 63n, -(2n ** 64n)),
  fc.date({ noInvalidDate: false }),
  binary,
);
/** Records as programs make them, by definition and not by assignment: `__proto__` is a name like any other. */
const recordOf = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(fc.array(fc.tuple(name, value), { maxLength: 5 }), fc.boolean()).map(([entries, bare]): object => {
    const record = Object.fromEntries(entries);
    return bare
      ? Object.defineProperties(Object.create(null) as object, Object.getOwnPropertyDescriptors(record))
      : record;
  });
const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 5 }),
    recordOf(tie('value')),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.array(tie('value'), { maxLength: 3 }).map((each) => new Set(each)),
  ),
})).value;
const columnOf = fc.constantFrom<fc.Arbitrary<unknown>>(
  text,
  number,
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.bigInt(),
  fc.date({ noInvalidDate: true }),
  bytes,
  leaf,
);
const table = fc
  .uniqueArray(fc.tuple(name, columnOf, fc.boolean()), { minLength: 1, maxLength: 6, selector: ([each]) => each })
  .chain((columns) =>
    fc.array(
      fc
        .tuple(...columns.map(([, cell, nulls]) => (nulls ? fc.option(cell) : cell)))
        .map((cells) => Object.fromEntries(columns.map(([each], i) => [each, cells[i]]))),
      { minLength: 1, maxLength: 8 },
    ),
  );

async function comesBack(value: unknown): Promise<void> {
  const { path } = await keep(value);
  const found = await load(path);
  if (!isDeepStrictEqual(found, value)) expect(found).toStrictEqual(value);
  expect(isDeepStrictEqual(found, value), 'strictly equal').toBe(true);
  expect(namesInOrder(found)).toEqual(namesInOrder(value));
  expect(inSqlite(path, (database) => database.prepare('PRAGMA integrity_check').get())).toEqual({
    integrity_check: 'ok',
  });
}

describe('round trip', () => {
  test('any nested value', async () => {
    await fc.assert(fc.asyncProperty(anything, comesBack), { seed, numRuns: 100 });
  });
  test('any list of records with the same names', async () => {
    await fc.assert(fc.asyncProperty(table, comesBack), { seed, numRuns: 100 });
  });
  test.each<[string, unknown]>([
    ['undefined beside missing', [{ a: undefined, b: 1 }, { b: 1 }]],
    ['an empty list', []],
    ['empty records', [{}, {}]],
    ['records of other names', [{ a: 1 }, { b: 2 }, { a: 1, b: 2 }]],
    [
      'names in another order',
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
    ],
    ['names that differ in case alone', [{ id: 1, ID: 2, Id: 3 }]],
    ['an own __proto__ column', [JSON.parse('{"__proto__": 1, "b": 2}')]],
    ['columns named like numbers', [{ 2: 'b', 1: 'a' }]],
    ['2,001 columns', [Object.fromEntries(Array.from({ length: 2001 }, (_, i) => [`c${i}`, i]))]],
    ['2,000 columns', [Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`c${i}`, i]))]],
    ['text that begins with a byte order mark', [{ a: '\ufeffid,name,and,some,more,columns' }]],
    ['a column named as SQLite names the order', [{ rowid: 2 }, { rowid: 1 }]],
    [
      'all its names for the order',
      [
        { rowid: 2, OID: 1, _rowid_: 1 },
        { rowid: 1, OID: 1, _rowid_: 0 },
      ],
    ],
    ['empty bytes in a column', [{ a: new Uint8Array() }, { a: null }, { a: Uint8Array.of(0, 255) }]],
    ['whole numbers among fractions', [{ a: 1 }, { a: 0.5 }, { a: Number.MAX_SAFE_INTEGER }]],
    ['text that looks like numbers', [{ a: '012' }, { a: '1e3' }, { a: '' }]],
    ['a Map of Maps', new Map([[{ k: 1 }, new Map([[NaN, new Set([-0, 1n])]])]])],
    ['far dates', [{ at: new Date(8.64e15) }, { at: new Date(-8.64e15) }]],
    ['a date that is none', [{ at: new Date(NaN) }]],
    ['one Date', new Date(0)],
    ['a record that looks like a mark', { $type: 'Date', value: null }],
    ['null', null],
    ['an empty Buffer', Buffer.alloc(0)],
  ])('%s', async (_, value) => {
    await comesBack(value);
  });
});

describe('the data version', () => {
  test('equal values have one file and one version', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything, table), async (value) => {
        const first = await keep(value);
        const { ino } = statSync(join(dir, first.path));
        expect(await keep(structuredCloneLike(value))).toEqual(first);
        expect(statSync(join(dir, first.path)).ino).toBe(ino);
      }),
      { seed, numRuns: 100 },
    );
  });
  test('other content or order of names is another version', async () => {
    await fc.assert(
      fc.asyncProperty(anything, anything, async (one, other) => {
        fc.pre(!isDeepStrictEqual(one, other));
        expect((await keep(one)).dataVersion).not.toBe((await keep(other)).dataVersion);
      }),
      { seed, numRuns: 100 },
    );
    const versions = await Promise.all(
      [
        [{ a: 1, b: 2 }],
        [{ b: 2, a: 1 }],
        { a: 1, b: 2 },
        { b: 2, a: 1 },
        [{ a: '1', b: 2 }],
        [{ a: 1n, b: 2 }],
        '[]',
        [],
        [0],
        [-0],
        [null],
        [undefined],
        Uint8Array.of(1),
        Buffer.of(1),
        new Set([1]),
        [1],
        new Map(),
        {},
      ].map(async (value) => (await keep(value)).dataVersion),
    );
    expect(new Set(versions).size).toBe(versions.length);
  });
});

/** The same content in other objects. */
function structuredCloneLike(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structuredCloneLike);
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, structuredCloneLike(each)]));
  return value;
}

test('a list of records is a table with typed columns for any SQLite tool', async () => {
  const { path, rows } = await keep([
    {
      id: 1,
      name: 'Ada',
      total: 9.5,
      paid: true,
      at: new Date('2026-01-02T03:04:05.678Z'),
      big: 2n ** 70n,
      raw: Uint8Array.of(7),
      more: { x: 1 },
    },
    { id: 2, name: null, total: 1, paid: false, at: null, big: 1n, raw: null, more: [NaN] },
  ]);
  expect(rows).toBe(2);
  inSqlite(path, (database) => {
    const columns = database.prepare('PRAGMA table_info(data)').all() as { name: string; type: string }[];
    expect(columns.map((column) => `${column.name} ${column.type}`)).toEqual([
      'id INTEGER',
      'name TEXT',
      'total REAL',
      'paid INTEGER',
      'at TEXT',
      'big TEXT',
      'raw BLOB',
      'more TEXT',
    ]);
    expect(database.prepare('SELECT id, name, total, paid, at, raw FROM data ORDER BY id').all()).toEqual([
      { id: 1, name: 'Ada', total: 9.5, paid: 1, at: '2026-01-02T03:04:05.678Z', raw: Uint8Array.of(7) },
      { id: 2, name: null, total: 1, paid: 0, at: null, raw: null },
    ]);
    expect(
      database.prepare('SELECT typeof(id) AS id, typeof(total) AS total, typeof(raw) AS raw FROM data').get(),
    ).toEqual({
      id: 'integer',
      total: 'real',
      raw: 'blob',
    });
  });
  expect(await showValue({ dir, path, limit: 1 })).toMatchObject({
    type: 'table',
    rowCount: 2,
    rows: [[1, 'Ada', 9.5, true, { $type: 'Date' }, { $type: 'bigint' }, { $type: 'Uint8Array' }, { x: 1 }]],
  });
});

class Order {
  readonly id = 1;
}
class Rows extends Array<unknown> {}
const cyclic: Record<string, unknown> = {};
cyclic['self'] = { again: cyclic };
// eslint-disable-next-line no-sparse-arrays -- the hole is what is refused
const holes = [{ a: [1, , 3] }];
const sparseWithExtra: unknown[] = Object.assign([{ a: 1 }], { note: 'x' });
sparseWithExtra.length = 2;
let deep: unknown = 0;
for (let i = 0; i < 1100; i += 1) deep = [deep];

describe('refused in words that name type, path and asset', () => {
  test.each<[string, unknown, RegExp]>([
    ['a function', { rows: [{ map: () => 1 }] }, /a function, at \.rows\[0\]\.map /],
    ['a symbol', [{ id: Symbol('x') }], /a symbol, at \[0\]\.id /],
    ['a class instance', [{ order: new Order() }], /an instance of Order, at \[0\]\.order /],
    ['a list of instances', [new Order(), new Order()], /an instance of Order, at \[0\] /],
    ['a subclass of Array', Rows.from([{ a: 1 }]), /an instance of Rows/],
    ['a cycle', cyclic, /a reference back to itself, at \.self\.again /],
    [
      'a getter',
      [
        {
          get id() {
            return 1;
          },
        },
      ],
      /a getter or hidden property, at \[0\]\.id /,
    ],
    ['a hole', holes, /an array hole, at \[0\]\.a\[1\] /],
    ['a hole beside a property', sparseWithExtra, /an array with the extra property note/],
    ['a property that only looks like an index', Object.assign([1], { '01': 2 }), /extra property 01/],
    ['a symbol on a list of records', Object.assign([{ a: 1 }], { [Symbol('s')]: 2 }), /extra property Symbol\(s\)/],
    ['a name that is a symbol', [{ [Symbol('s')]: 1 }], /a property named by Symbol\(s\)/],
    ['a Promise', { later: Promise.resolve(1) }, /an instance of Promise, at \.later /],
    ['a RegExp in a Map', new Map([['a', /x/]]), /an instance of RegExp, at \.values\(\)\[0\] /],
    [
      'a Date with more than its time',
      [{ at: Object.assign(new Date(0), { zone: 'UTC' }) }],
      /an instance of Date with the extra property zone, at \[0\]\.at /,
    ],
    ['an odd name', { 'a b': { c: () => 1 } }, /at \["a b"\]\.c /],
    ['more than 1,000 levels', deep, /nesting deeper than 1000 levels/],
  ])('%s', async (_, value, says) => {
    const refused = store.handleOutput(asset, value);
    await expect(refused).rejects.toThrow(says);
    await expect(refused).rejects.toThrow(/^`shop\/orders`: the default store cannot keep .*store it in the body/);
  });
});

describe('a stored value that is not there or damaged', () => {
  test('is said with what to do', async () => {
    const { path } = await keep([{ lost: 1 }]);
    rmSync(join(dir, path));
    await expect(load(path)).rejects.toThrow(/stored value of `shop\/orders` is gone \(values.*materialize it again/);
    const text = await keep({ some: 'value' });
    writeFileSync(join(dir, text.path), 'no database at all');
    await expect(load(text.path)).rejects.toThrow(/damaged: it was changed .*materialize it again/);
    writeFileSync(join(dir, text.path), '');
    await expect(load(text.path)).rejects.toThrow(/damaged: it was changed .*materialize it again/);
    const recorded = { ...asset, path: text.path, bytes: 8192 };
    const says = /stored value of `shop\/orders` is damaged: 0 bytes instead of 8,192 \(values.*materialize it again/;
    for (const type of [{}, { type: 'path' }])
      await expect(store.loadInput({ ...recorded, ...type })).rejects.toThrow(says);
  });
  test.each([
    ['cut off', (file: string) => truncateSync(file, 5000)],
    ['overwritten', (file: string) => writeFileSync(file, readFileSync(file).fill(0xff, 4096))],
    ['no database', (file: string) => writeFileSync(file, 'hello')],
  ])('%s: is made whole by materializing again', async (_, damage) => {
    const rows = Array.from({ length: 2000 }, (__, i) => ({ id: i, text: `row ${i}` }));
    const { path, dataVersion } = await keep(rows);
    damage(join(dir, path));
    expect((await keep(rows)).dataVersion).toBe(dataVersion);
    expect(await load(path)).toStrictEqual(rows);
  });
});

describe('where a value lies', () => {
  test('A08 C08: the key is the path; capitals, dots and names a system reserves are encoded', async () => {
    expect(valuePath({ key: ['weather', 'highs'] }, { hash: 'h' })).toBe('values/weather/highs/_/h.sqlite');
    expect(valuePath({ key: ['..', 'x'] }, { hash: 'h' })).toBe('values/%2e%2e/x/_/h.sqlite');
    expect(['Con', 'con', 'lpt1', 'com0x', 'A b', 'ü', '.', '/'].map((each) => encodeSegment(each))).toEqual([
      '%43on',
      '%63on',
      '%6cpt1',
      'com0x',
      '%41%20b',
      '%c3%bc',
      '%2e',
      '%2f',
    ]);
    const { path } = await store.handleOutput({ key: ['..', '..', '..', 'x'] }, 1);
    expect(existsSync(join(dir, path ?? ''))).toBe(true);
    expect(path).toMatch(/^values\/%2e%2e\/%2e%2e\/%2e%2e\/x\/_\//);
  });
  test('C08: no key leaves the folder, and no two keys share a path, also where case is ignored', () => {
    const segment = fc.oneof(
      text,
      fc.constantFrom(
        '..',
        '.',
        '/',
        '\\',
        'C:',
        'nul',
        'aux',
        '_',
        '%2e',
        'a',
        'A',
        '~',
        'x'.repeat(300),
        'X'.repeat(300),
        'ü'.repeat(200),
      ),
    );
    const wellFormed = segment.filter((each) => each !== '' && each.isWellFormed());
    const keys = fc.array(wellFormed, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(keys, keys, (one, other) => {
        const path = valuePath({ key: one }, { hash: 'h' });
        const full = resolve(dir, path);
        expect(full.startsWith(join(dir, 'values') + sep)).toBe(true);
        expect(posix.normalize(path)).toBe(path);
        for (const part of path.split('/').slice(1, -1))
          expect(part).toMatch(/^(?!(con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9_%.-]{1,120}$/);
        expect(path.toLowerCase()).toBe(path);
        if (!isDeepStrictEqual(one, other)) expect(valuePath({ key: other }, { hash: 'h' })).not.toBe(path);
      }),
      { seed, numRuns: 2000 },
    );
  });
});
