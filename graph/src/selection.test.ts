// Reading selections: what binds to what, and where an error points.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSelectionError, parseSelection, selectionAttributes, selectionValue, type Selection } from './index.ts';

const key = (value: string): Selection => ({ kind: 'attribute', name: 'key', value });

test.each<[string, Selection]>([
  ['*', { kind: 'all' }],
  ['key:orders', key('orders')],
  ['key:"weather/highs"', key('weather/highs')],
  ['key:weather/h*', key('weather/h*')],
  ['key : orders', key('orders')],
  ['KEY:orders', key('orders')],
  ['key:and', key('and')],
  ['key:"a \\"b\\" \\\\"', key('a "b" \\')],
  ['owner:ann@example.com', { kind: 'attribute', name: 'owner', value: 'ann@example.com' }],
  ['owner:"team:data"', { kind: 'attribute', name: 'owner', value: 'team:data' }],
  ['owner:<null>', { kind: 'attribute', name: 'owner', value: null }],
  ['tag:slow', { kind: 'attribute', name: 'tag', value: 'slow' }],
  ['tag:"team" = "a b"', { kind: 'attribute', name: 'tag', value: 'team', tagValue: 'a b' }],
  ['status:upstream-stale', { kind: 'attribute', name: 'status', value: 'upstream-stale' }],
  ['+key:a', { kind: 'traversal', up: Infinity, down: 0, of: key('a') }],
  ['key:a+', { kind: 'traversal', up: 0, down: Infinity, of: key('a') }],
  ['2+key:"a"+1', { kind: 'traversal', up: 2, down: 1, of: key('a') }],
  [' 2 + key:a + 1 ', { kind: 'traversal', up: 2, down: 1, of: key('a') }],
  ['0+key:a', key('a')],
  ['not key:a+', { kind: 'not', of: { kind: 'traversal', up: 0, down: Infinity, of: key('a') } }],
  ['not not key:a', { kind: 'not', of: { kind: 'not', of: key('a') } }],
  [
    'key:a and not key:b or key:c',
    { kind: 'or', of: [{ kind: 'and', of: [key('a'), { kind: 'not', of: key('b') }] }, key('c')] },
  ],
  ['key:a OR key:b AND key:c', { kind: 'or', of: [key('a'), { kind: 'and', of: [key('b'), key('c')] }] }],
  ['(key:a or key:b) and key:c', { kind: 'and', of: [{ kind: 'or', of: [key('a'), key('b')] }, key('c')] }],
  ['(key:a)+', { kind: 'traversal', up: 0, down: Infinity, of: key('a') }],
  [
    '+roots(key:a or key:b)',
    { kind: 'traversal', up: Infinity, down: 0, of: { kind: 'roots', of: { kind: 'or', of: [key('a'), key('b')] } } },
  ],
  ['sinks(*)', { kind: 'sinks', of: { kind: 'all' } }],
  [
    'key:a+ and +key:b',
    {
      kind: 'and',
      of: [
        { kind: 'traversal', up: 0, down: Infinity, of: key('a') },
        { kind: 'traversal', up: Infinity, down: 0, of: key('b') },
      ],
    },
  ],
])('%s', (text, selection) => {
  expect(parseSelection(text)).toEqual(selection);
});

test.each<[string, number, string]>([
  ['', 1, 'an attribute such as key:"orders"'],
  ['   ', 4, 'an attribute'],
  ['orders', 1, 'to select the asset write key:"orders"'],
  ['+orders', 2, 'to select the asset write key:"orders"'],
  ['key:a key:b', 7, '`and`, `or` or the end, not `k`'],
  ['key:a and', 10, 'an attribute'],
  ['not', 4, 'an attribute'],
  ['and key:a', 1, 'an attribute'],
  ['(key:a', 7, '`and`, `or` or `)`'],
  ['key:a)', 6, '`and`, `or` or the end, not `)`'],
  ['key:', 5, 'a value for key, not the end'],
  ["key:'a'", 5, 'quote it with "…"'],
  ['key:"a', 5, 'a closing `"`'],
  ['key:<null>', 5, 'every asset has a key'],
  [
    'gruop:gold',
    1,
    'one of key, group, kind, tag, owner, is, job, schedule, sensor, automation_type, partitions, status, not gruop: (did you mean group:?)',
  ],
  ['group:go*', 9, '`and`, `or` or the end, not `*`'],
  ['*+', 2, '`and`, `or` or the end, not `+`'],
  ['2 key:a', 3, '`+` after 2'],
  ['tag:a=', 7, 'a value for the tag'],
  ['is:table', 4, 'one of asset, external, multi, graph after is:'],
  ['is:<null>', 4, 'one of asset, external, multi, graph after is:'],
  ['status:green', 8, 'one of fresh, stale,'],
  ['both(key:a)', 1, 'not both (the functions are roots and sinks)'],
  ['roots key:a', 1, 'to select the asset write key:"roots"'],
  ['key:a or column:total', 10, '`column:` is not supported yet'],
  ['partitions:"2026-01-01"', 12, 'one of time, static, dynamic, multi after partitions:'],
  ['automation_type:egaer', 17, 'after automation_type: (did you mean eager?)'],
])('%s is an error at column %i', (text, column, words) => {
  const error = parseSelection(text);
  expect(error).toMatchObject({ kind: 'error', column, expression: text });
  expect(error).toHaveProperty('message', expect.stringMatching(new RegExp(`^selection, column ${column}: expected `)));
  expect(error).toHaveProperty('message', expect.stringContaining(words));
});

test('an error is shown with the expression and a caret, and no control characters', () => {
  const error = parseSelection('key:a\t\u001b[31m');
  if (error.kind !== 'error') throw new Error('parsed');
  expect(error.message).toMatch(/not `U\+001B`$/);
  expect(formatSelectionError(error)).toBe(`${error.message}
  key:a  [31m
        ^`);
});

test('no text throws, and a column always lies in the text or just behind it', () => {
  const pieces = fc.constantFrom(
    'key:',
    'a',
    '"',
    '\\',
    '(',
    ')',
    '+',
    '2',
    '*',
    'and',
    'or',
    'not',
    'roots(',
    'tag:a=',
    '<null>',
    ' ',
    'ß',
    '😀',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces, { maxLength: 20 }).map((all) => all.join('')),
      ),
      (text) => {
        const read = parseSelection(text);
        if (read.kind === 'error') expect(read.column >= 1 && read.column <= text.length + 1).toBe(true);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('nesting without end is an error, width is not', () => {
  expect(parseSelection('('.repeat(100_000))).toMatchObject({ kind: 'error', column: 201 });
  expect(parseSelection('not '.repeat(100_000))).toMatchObject({ kind: 'error', column: 801 });
  expect(parseSelection('('.repeat(199) + 'key:a' + ')'.repeat(199))).toEqual(key('a'));
  expect(parseSelection(Array.from({ length: 20_000 }, (_, index) => `key:a${index}`).join(' or '))).toMatchObject({
    kind: 'or',
  });
  expect(parseSelection(Array.from({ length: 500 }, () => '(key:a)').join(' and '))).toMatchObject({ kind: 'and' });
});

test('attributes have the place of their values, quotes included, and those before an error are known', () => {
  const placed = (text: string): unknown[] =>
    selectionAttributes(text).map(({ name, value, start, end }) => [name, value, text.slice(start, end)]);
  expect(placed('+key:"a \\"b\\"" and not (key : orders+2 or tag:team="x y") or roots(key:a*)')).toEqual([
    ['key', 'a "b"', '"a \\"b\\""'],
    ['key', 'orders', 'orders'],
    ['tag', 'team', 'team'],
    ['key', 'a*', 'a*'],
  ]);
  expect(placed('key:a or owner:<null> or key:b and')).toEqual([
    ['key', 'a', 'a'],
    ['owner', null, '<null>'],
    ['key', 'b', 'b'],
  ]);
  expect(placed('or')).toEqual([]);
  expect(selectionAttributes('tag:team = "x y" or tag:slow').map(({ tagValue }) => tagValue)).toEqual([
    'x y',
    undefined,
  ]);
});

test('a value that is written into a selection is read as itself', () => {
  expect(selectionValue('orders')).toBe('orders');
  expect(selectionValue('crm/orders')).toBe('crm/orders');
  expect(selectionValue('a "b"')).toBe('"a \\"b\\""');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      expect(parseSelection(`group:${selectionValue(value)}`)).toEqual({ kind: 'attribute', name: 'group', value });
    }),
  );
});
