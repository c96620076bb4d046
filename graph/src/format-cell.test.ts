// Cells as text: whatever JSON holds, in one line, never long.
import { expect, test } from 'vitest';
import { formatCell } from './format-cell.ts';

test.each([
  ['a\n b\tc', 'a  b c'],
  [1.5, '1.5'],
  [null, 'null'],
  [undefined, 'null'],
  [{ a: [1] }, '{"a":[1]}'],
  [{ $type: 'Date', value: '2026-01-01T00:00:00.000Z' }, '2026-01-01T00:00:00.000Z'],
  [{ $type: 'bigint', value: '12' }, '12'],
])('%j', (cell, text) => {
  expect(formatCell(cell)).toBe(text);
});

test('long ones are cut, and say so', () => {
  expect(formatCell('x'.repeat(80))).toBe(`${'x'.repeat(59)}…`);
  expect(formatCell('abcdef', 4)).toBe('abc…');
});
