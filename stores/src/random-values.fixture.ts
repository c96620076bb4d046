// Random tables and other values for stores: plain ones that each must keep, and odd ones that it keeps exactly or refuses.
import fc from 'fast-check';
import type { ColumnKind } from 'headwater/internal';
import type { Row } from './column-reader.ts';

export interface GeneratedTable {
  readonly columns: Readonly<Record<string, ColumnKind>>;
  readonly rows: readonly Row[];
}

const plainText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    '007',
    'NaN',
    'true',
    'null',
    '1e3',
    ' a ',
    'a,b;c\td',
    'say "hi"',
    'two\nlines',
    'a\r\nb',
    '\r',
    '👩‍👩‍👧',
    '=1+1',
  ),
);
const oddText = fc.oneof(
  plainText,
  fc.constantFrom('\0', 'a\0b', '\ud800', 'x\udfff', '\ufeffmarked', 'a\ufeffb'),
  fc.string({ unit: 'binary' }),
);

const LAST_MOMENT = 8.64e15;
const date = fc.oneof(
  fc.date({ noInvalidDate: true }),
  fc
    .constantFrom(
      '9999-12-31T23:59:59.999Z',
      '1969-12-31T23:59:59.999Z',
      '-000044-03-15T12:00:00.001Z',
      '1582-10-10T00:00:00Z',
    )
    .map((text) => new Date(text)),
  fc.constantFrom(LAST_MOMENT, -LAST_MOMENT, 0, -1).map((time) => new Date(time)),
);
const integer = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
);
const finite = fc
  .oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(1e300, -1e-300, Number.MIN_VALUE, 2 ** 53, 0.1 + 0.2),
  )
  .map((number) => (Object.is(number, -0) ? 0 : number));
const oddNumber = fc.oneof(finite, fc.constantFrom(NaN, Infinity, -Infinity, -0));
const bytes = fc.uint8Array({ maxLength: 9 });
const bigintOf = (bits: number): fc.Arbitrary<bigint> =>
  fc.bigInt({ min: -(2n ** BigInt(bits)) + 1n, max: 2n ** BigInt(bits) - 1n });

/** What every store keeps, but for bytes in CSV. */
const PLAIN: Readonly<Record<Exclude<ColumnKind, 'json'>, fc.Arbitrary<unknown>>> = {
  text: plainText.filter((text) => text.isWellFormed() && !text.includes('\0') && !text.startsWith('\ufeff')),
  integer,
  real: finite,
  boolean: fc.boolean(),
  date,
  bigint: bigintOf(63),
  bytes,
};

class Point {
  readonly x = 1;
}

/** No store of typed columns has a kind for them; none at all for the last ones. */
const strange = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
  }),
  fc.constant(undefined),
  bytes.map((each) => Buffer.from(each)),
  fc.constantFrom(() => 1, Symbol('s'), new Point(), new Date(NaN), [new Map([[1, new Set([2n])]])], /x/),
);

const ODD: readonly fc.Arbitrary<unknown>[] = [
  oddText,
  oddNumber,
  bigintOf(1),
  bigintOf(64),
  bigintOf(128),
  bigintOf(200),
  bytes,
  strange,
  fc.oneof(integer, finite),
  fc.oneof(fc.boolean(), integer),
];

const plainName = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'abcdefghijkl_'), minLength: 1, maxLength: 6 }),
  fc.constantFrom(
    'order id',
    'größe',
    '"quoted"',
    "it's",
    'a,b',
    '数',
    'select',
    'rowid',
    '1',
    '10',
    '$type',
    'toJSON',
    'length',
  ),
);
const oddName = fc.oneof(
  plainName,
  fc.constantFrom(
    'a.b',
    '.',
    '__proto__',
    'constructor',
    'toString',
    '',
    'A',
    'a',
    'line\nbreak',
    'cr\r',
    ' ',
    '👍',
    '\0',
    '\ud800',
    '\ufeffid',
    'headwater',
    'ß',
    'list',
    '$type',
    'value',
  ),
  oddText,
);

interface ColumnPlan {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly cell: fc.Arbitrary<unknown>;
  readonly nulls: 'none' | 'some' | 'all';
}

const nulls = fc.constantFrom<ColumnPlan['nulls']>('none', 'none', 'some', 'some', 'all');

function tableOf(plans: fc.Arbitrary<readonly ColumnPlan[]>): fc.Arbitrary<GeneratedTable> {
  return plans.chain((columns) =>
    fc
      .array(
        fc.tuple(
          ...columns.map(({ cell, nulls: mode }) =>
            mode === 'none' ? cell : mode === 'all' ? fc.constant(null) : fc.option(cell, { freq: 2 }),
          ),
        ),
        { maxLength: 8 },
      )
      .map((rows) => ({
        columns: Object.fromEntries(columns.map(({ name, kind }) => [name, kind])),
        rows: rows.map((cells) => Object.fromEntries(columns.map(({ name }, i) => [name, cells[i]]))),
      })),
  );
}

const distinct = (name: string): string => name.toLowerCase();

/** `without`: kinds that the store has not. */
export const plainTable = ({
  without = [],
}: { readonly without?: readonly ColumnKind[] } = {}): fc.Arbitrary<GeneratedTable> =>
  tableOf(
    fc
      .uniqueArray(
        fc.tuple(
          plainName,
          fc.constantFrom(...(Object.keys(PLAIN) as (keyof typeof PLAIN)[]).filter((kind) => !without.includes(kind))),
          nulls,
        ),
        { minLength: 1, maxLength: 6, selector: ([name]) => distinct(name) },
      )
      .map((columns) => columns.map(([name, kind, mode]) => ({ name, kind, cell: PLAIN[kind], nulls: mode }))),
  );

/** Odd cells, odd names, and now and then rows that do not agree on their names. */
export const oddTable: fc.Arbitrary<readonly unknown[]> = fc
  .tuple(
    tableOf(
      fc
        .uniqueArray(
          fc.tuple(
            fc.oneof({ weight: 4, arbitrary: plainName }, { weight: 1, arbitrary: oddName }),
            fc.oneof(
              { weight: 4, arbitrary: fc.constantFrom(...Object.values(PLAIN)) },
              { weight: 1, arbitrary: fc.constantFrom(...ODD) },
            ),
            nulls,
          ),
          { maxLength: 4, selector: ([name]) => name },
        )
        .map((columns) => columns.map(([name, cell, mode]) => ({ name, kind: 'json', cell, nulls: mode }))),
    ),
    fc.oneof(
      { weight: 9, arbitrary: fc.constant('as they are') },
      { weight: 1, arbitrary: fc.constantFrom('reordered', 'one less', 'one more', 'bare', 'hidden') },
    ),
  )
  .map(([{ rows }, change]) => {
    const last = rows.at(-1);
    if (last === undefined) return rows;
    const entries = Object.entries(last);
    switch (change) {
      case 'reordered':
        return [...rows.slice(0, -1), Object.fromEntries(entries.reverse())];
      case 'one less':
        return [...rows.slice(0, -1), Object.fromEntries(entries.slice(1))];
      case 'one more':
        return [...rows.slice(0, -1), Object.fromEntries([...entries, ['one more', 1]])];
      case 'bare':
        return [...rows.slice(0, -1), Object.setPrototypeOf(Object.fromEntries(entries), null)];
      case 'hidden':
        return [...rows.slice(0, -1), Object.defineProperty(Object.fromEntries(entries), 'hidden', { value: 1 })];
    }
    return rows;
  });

/** Anything at all: nested, of classes, of functions, holes, and what is no table. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    withNullPrototype: true,
    withObjectString: true,
  }),
  fc.json().map((text): unknown => JSON.parse(text)),
  fc.array(oddNumber),
  oddText,
  strange,
  fc.array(fc.record({ id: integer, more: strange }), { minLength: 1, maxLength: 3 }),
);

/** The same content in other objects. */
export const copyOf = ({ rows }: GeneratedTable): readonly Row[] => structuredClone([...rows]);
