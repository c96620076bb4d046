// Metadata: plain values wrapped, each kind checked, what was added merged with what was returned.
import { expect, test } from 'vitest';
import { meta } from 'headwater';
import { mergeMetadata, wrapMetadata } from 'headwater/internal';

test('D06 raw numbers, strings and booleans are wrapped to the proper kind', () => {
  expect(wrapMetadata({ n: 1, x: 1.5, s: 'a', ok: true }, 'here')).toEqual({
    n: { kind: 'int', value: 1 },
    x: { kind: 'float', value: 1.5 },
    s: { kind: 'text', value: 'a' },
    ok: { kind: 'bool', value: true },
  });
  expect([1, 1e300, 0.5, 'a', false].map((raw) => meta.of(raw).kind)).toEqual([
    'int',
    'float',
    'float',
    'text',
    'bool',
  ]);
});

test('each maker gives a frozen value of its kind', () => {
  const made = [
    meta.int(3),
    meta.float(3),
    meta.text('a'),
    meta.bool(false),
    meta.url('https://example.com/a?b=c'),
    meta.path('s3://bucket/data.csv'),
    meta.md('**up**'),
    meta.json({ a: [1, null, { b: 'c' }], gone: undefined }),
    meta.timestamp(new Date(0)),
    meta.timestamp(86_400_000),
    meta.timestamp('2026-03-01T10:00:00+02:00'),
    meta.image('data:image/png;base64,AAAA', 'a cloud'),
    meta.tableSchema([{ name: 'id', type: 'integer', description: 'key' }]),
    meta.columnLineage({ total: [{ asset: 'sales/orders', column: 'amount' }] }),
  ];
  expect(made).toEqual([
    { kind: 'int', value: 3 },
    { kind: 'float', value: 3 },
    { kind: 'text', value: 'a' },
    { kind: 'bool', value: false },
    { kind: 'url', value: 'https://example.com/a?b=c' },
    { kind: 'path', value: 's3://bucket/data.csv' },
    { kind: 'md', value: '**up**' },
    { kind: 'json', value: { a: [1, null, { b: 'c' }] } },
    { kind: 'timestamp', value: '1970-01-01T00:00:00.000Z' },
    { kind: 'timestamp', value: '1970-01-02T00:00:00.000Z' },
    { kind: 'timestamp', value: '2026-03-01T08:00:00.000Z' },
    { kind: 'image', value: { src: 'data:image/png;base64,AAAA', alt: 'a cloud' } },
    { kind: 'tableSchema', value: [{ name: 'id', type: 'integer', description: 'key' }] },
    { kind: 'columnLineage', value: { total: [{ asset: 'sales/orders', column: 'amount' }] } },
  ]);
  for (const each of made) expect([Object.isFrozen(each), Object.isFrozen(each.value)]).toEqual([true, true]);
});

test('a table is made of records, or of columns and rows', () => {
  const rows = [
    { day: 'Mon', n: 1 },
    { day: 'Tue', ok: true },
  ];
  const wanted = {
    columns: ['day', 'n', 'ok'],
    rows: [
      ['Mon', 1, null],
      ['Tue', null, true],
    ],
  };
  const made = meta.table(rows);
  rows.push({ day: 'Wed', n: 3 });
  expect(made.value).toEqual(wanted);
  expect(meta.table(wanted as never).value).toEqual(wanted);
  expect(meta.table([]).value).toEqual({ columns: [], rows: [] });
});

test('a chart has one number of each series for each x', () => {
  const chart = { type: 'line', x: ['a', 2], series: [{ name: 'n', values: [1, 2.5] }] } as const;
  expect(meta.chart(chart)).toEqual({ kind: 'chart', value: chart });
});

test.each<[string, () => unknown, string]>([
  [
    'half an int',
    () => meta.int(1.5),
    'meta.int: the value is a whole number; meta.float takes the others; got number 1.5.',
  ],
  ['an endless float', () => meta.float(Infinity), 'meta.float: the value is a finite number; got number Infinity.'],
  ['a number as text', () => meta.text(3 as never), 'meta.text: the value is a string; got number 3.'],
  ['a text as bool', () => meta.bool('yes' as never), 'meta.bool: the value is true or false; got a string ("yes").'],
  [
    'an address without scheme',
    () => meta.url('example.com'),
    'meta.url: the value is an address with its scheme, such as https://example.com',
  ],
  ['a script as address', () => meta.url('javascript:alert(1)'), 'got a string ("javascript:alert(1)").'],
  ['no path', () => meta.path(''), 'meta.path: the value is a path; got a string ("").'],
  ['Markdown that is none', () => meta.md(null as never), 'meta.md: the value is a string; got null.'],
  [
    'a date in words',
    () => meta.timestamp('yesterday'),
    'meta.timestamp: the value is a Date, milliseconds since 1970, or ISO 8601 text',
  ],
  ['no date', () => meta.timestamp(new Date(NaN)), 'got a Date.'],
  [
    'JSON with a date',
    () => meta.json({ rows: [{ at: new Date(0) }] }),
    'meta.json: the value.rows[0].at is a Date, which JSON cannot say; write it as text, a number or null.',
  ],
  ['JSON with no number', () => meta.json([NaN]), 'the value[0] is number NaN, which JSON cannot say'],
  [
    'a cell that is not flat',
    () => meta.table([{ a: { b: 1 } } as never]),
    'meta.table: row 0, a: the value is a string, a finite number, a boolean or null; got an object.',
  ],
  [
    'a row that is too short',
    () => meta.table({ columns: ['a', 'b'], rows: [[1]] }),
    'meta.table: rows[0]: the value is an array of 2 cells, one for each column; got an array.',
  ],
  [
    'a table that is none',
    () => meta.table('a,b' as never),
    'meta.table: the value is an array of objects, or { columns, rows }; got a string',
  ],
  [
    'a column without type',
    () => meta.tableSchema([{ name: 'a' } as never]),
    'meta.tableSchema[0]: type: the value is a string; got undefined.',
  ],
  [
    'an origin that is an asset',
    () => meta.columnLineage({ a: [{ asset: {} as never, column: 'b' }] }),
    "meta.columnLineage: a[0]: asset: the value is an asset's key, such as 'weather/highs'; got an object.",
  ],
  [
    'a picture from nowhere',
    () => meta.image('cloud.png'),
    'meta.image: src: the value is an address that begins with data:image/ or https://',
  ],
  [
    'a pie',
    () => meta.chart({ type: 'pie', x: [], series: [] } as never),
    "meta.chart: type: the value is 'bar' or 'line'; got a string",
  ],
  [
    'a series that is too short',
    () => meta.chart({ type: 'bar', x: ['a', 'b'], series: [{ name: 'n', values: [1] }] }),
    'meta.chart: series[0]: values has 1 numbers for 2 of x; give one for each.',
  ],
  ['of nothing', () => meta.of(NaN), 'meta.of: the value is a finite number, a string or a boolean; got number NaN.'],
])('%s is a TypeError with a sentence', (_what, make, sentence) => {
  expect(make).toThrow(TypeError);
  expect(make).toThrow(sentence);
});

test('a value that holds itself is refused, one that is held twice is not', () => {
  const circle: Record<string, unknown> = { a: {} };
  circle['a'] = { back: circle };
  expect(() => meta.json(circle)).toThrow('the value.a.back holds itself');
  const twice = { a: 1 };
  expect(meta.json([twice, twice]).value).toEqual([twice, twice]);
});

test('wrapped by hand it is checked as well', () => {
  expect(wrapMetadata({ a: { kind: 'int', value: 1 } }, 'here')).toEqual({ a: { kind: 'int', value: 1 } });
  expect(() => wrapMetadata({ a: { kind: 'int', value: 'x' } }, 'here')).toThrow(
    'here: "a": the value is a whole number',
  );
  expect(() => wrapMetadata({ a: { kind: 'pie', value: 1 } }, 'here')).toThrow('here: "a" is an object; a value is');
  expect(() => wrapMetadata(Promise.resolve({}), 'here')).toThrow(
    'here takes an object, such as { rows: 3 }; got a promise.',
  );
  expect(Object.keys(wrapMetadata(JSON.parse('{"__proto__": 1}'), 'here'))).toEqual(['__proto__']);
});

test('of two values of one name the returned one stands, and its name is told', () => {
  const added = wrapMetadata({ rows: 1, by: 'added' }, 'here');
  const returned = wrapMetadata({ rows: 2, at: 'returned' }, 'here');
  expect(mergeMetadata({ added, returned })).toEqual({
    metadata: { by: added['by'], rows: returned['rows'], at: returned['at'] },
    overridden: ['rows'],
  });
});
