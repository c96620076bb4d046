// The table in README.md says which store keeps which kind of value: each line of it is tried with each store.
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as arrow from 'apache-arrow';
import * as aq from 'arquero';
import { afterAll, describe, expect, test } from 'vitest';
import { everyStore, keep, type TestedStore } from './every-store.fixture.ts';

const dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-refusals-'));
const stores = everyStore(dir);
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

class Order {
  readonly id = 1;
}
const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;
const getter = {
  get id() {
    return 1;
  },
};

/** Values of each line of the table; all of one line are kept, or all refused. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  'records of text, numbers, booleans, Dates and null': [
    [
      { code: '007', count: 1, price: 0.1, paid: true, at: new Date(-8.64e15), none: null },
      { code: '', count: null, price: 1e300, paid: null, at: null, none: null },
    ],
    [{ ['__proto__']: 'a\r\nb', constructor: 'a,"b"', 'order id': ' ' }],
  ],
  'a column of bytes': [[{ raw: Uint8Array.of(0, 255) }, { raw: new Uint8Array() }]],
  'a column of bigints of 63 bits': [[{ big: 2n ** 63n - 1n }, { big: -(2n ** 63n) + 1n }]],
  'a column of bigints of 127 bits': [[{ big: 2n ** 127n - 1n }, { big: -(2n ** 100n) }]],
  'a column of larger bigints': [[{ big: 2n ** 127n }], [{ big: 2n ** 200n }]],
  'NaN, an infinity or -0': [[{ price: NaN }], [{ price: -Infinity }, { price: 1 }], [{ price: -0 }]],
  'text with NUL, a lone surrogate or a byte order mark at its start': [
    [{ a: 'a\0b' }],
    [{ a: '\ud800' }],
    [{ a: '\ufeffid' }],
  ],
  'cells of several kinds in one column': [
    [{ a: 1 }, { a: 'one' }],
    [{ a: true }, { a: 0 }],
  ],
  'cells that are plain objects or arrays': [[{ a: { deep: [1, null] } }], [{ a: [1] }, { a: [] }]],
  'cells that are undefined, an invalid Date, a Map, a Set, a Buffer or another typed array': [
    [{ a: undefined }],
    [{ a: new Date(NaN) }],
    [{ a: new Map([[1, 2]]) }],
    [{ a: new Set([1]) }],
    [{ a: Buffer.of(1) }],
    [{ a: Float32Array.of(1) }],
    [{ a: { at: new Date(0) } }],
  ],
  'a column whose name has a dot': [[{ 'a.b': 1 }]],
  'a column whose name is empty': [[{ '': 1, b: 2 }]],
  'a column whose name has NUL, a lone surrogate or a byte order mark': [
    [{ 'a\0': 1 }],
    [{ '\udfff': 1 }],
    [{ '\ufeffa': 1 }],
  ],
  'columns whose names differ in case alone': [[{ id: 1, ID: 2 }]],
  'an array of no records, without `columns`': [[]],
  'records without a column': [[{}, {}]],
  'records that do not all have the same names': [
    [{ a: 1 }, { b: 2 }],
    [{ a: 1 }, { a: 1, b: 2 }],
  ],
  'plain JSON that is no table: a text, an object, an array of numbers': [
    'text',
    { a: { b: [1] } },
    [1, 2],
    null,
    true,
  ],
  'other data that is no table: a bigint, a Date, a Map, bytes, undefined': [
    1n,
    new Date(0),
    new Map([[1, new Set([2])]]),
    Uint8Array.of(1),
    Buffer.of(1),
    undefined,
    { a: NaN },
    { $type: 'x' },
  ],
  'a function, a symbol, an instance of a class, a getter, a cycle, an array hole': [
    [{ a: () => 1 }],
    [{ a: Symbol('s') }],
    [new Order()],
    [{ a: new Order() }],
    [getter],
    cycle,
    Array(3),
    Promise.resolve(1),
  ],
  'an Arrow table of texts, numbers, booleans, moments or binary': [
    new arrow.Table({
      a: arrow.vectorFromArray([1, null], new arrow.Int16()),
      b: arrow.vectorFromArray(['x', 'y'], new arrow.Utf8()),
    }),
  ],
  'an Arrow table of other types, or with metadata in its schema': [
    new arrow.Table({
      a: arrow.vectorFromArray([[1], []], new arrow.List(new arrow.Field('item', new arrow.Int32()))),
    }),
    new arrow.Table({ a: arrow.vectorFromArray([1, 2], new arrow.DateDay()) }),
  ],
  'an arquero table': [aq.from([{ a: 1, b: 'x' }])],
  'an arquero table that is grouped': [aq.from([{ a: 1 }]).groupby('a')],
};

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
/** Lines of the table: what, and then a cell for each store. */
const table = README.split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
  .filter(([first = '']) => first === 'value' || Object.hasOwn(VALUES, first));
const [heads = [], ...lines] = table;

/** As the table calls it; a folder of parts is as one file, but for what is no table. */
const columnOf = ({ name }: TestedStore): string => name.replace(/^file /, '').replace(/ directory$/, '');

/** Tables of libraries are compared by what they say of themselves. */
const content = (value: unknown): unknown =>
  value instanceof arrow.Table
    ? [String(value.schema), arrow.tableToIPC(value).length, value.toString()]
    : value instanceof aq.ColumnTable
      ? [value.columnNames(), value.objects()]
      : value;

async function outcome({ store }: TestedStore, value: unknown): Promise<'kept' | 'refused'> {
  try {
    const { load } = await keep(store, value);
    const found = await load();
    expect(isDeepStrictEqual(content(found), content(value)), `${String(value)} comes back`).toBe(true);
    return 'kept';
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'Error') throw error;
    return 'refused';
  }
}

test('the table in README.md has a line for each kind of value, and a column for each store', () => {
  expect(lines.map(([what]) => what)).toEqual(Object.keys(VALUES));
  expect(heads.slice(1)).toEqual([...new Set(stores.map(columnOf))]);
});

describe.each(stores)('README.md: what is kept and what is refused by $name', (tested) => {
  test.each(Object.entries(VALUES))('%s', async (what, values) => {
    const cell = lines.find(([each]) => each === what)?.[heads.indexOf(columnOf(tested))];
    const inFolder = tested.name.endsWith('directory');
    const expected = cell === 'one file' ? (inFolder ? 'refused' : 'kept') : cell === 'kept' ? 'kept' : 'refused';
    for (const value of values) expect(await outcome(tested, value)).toBe(expected);
  });
});
