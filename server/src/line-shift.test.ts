// Lines keep their place while a text is edited somewhere else.
import { expect, test } from 'vitest';
import { lineShift } from './line-shift.ts';

const text = (lines: string): string => lines.split('').join('\n');
const shifted = (before: string, after: string): number[] => {
  const shift = lineShift(text(before), text(after));
  return [...before].map((_, line) => shift(line));
};

test.each([
  ['nothing changed', 'abcd', 'abcd', [0, 1, 2, 3]],
  ['lines above', 'abcd', 'xyabcd', [2, 3, 4, 5]],
  ['lines between', 'abcd', 'abxcd', [0, 1, 3, 4]],
  ['a line removed', 'abcd', 'acd', [0, 1, 1, 2]],
  ['lines replaced', 'abcd', 'axyd', [0, 1, 2, 3]],
  ['a block replaced by less', 'abcdef', 'axf', [0, 1, 1, 1, 1, 2]],
  ['all removed', 'abc', '', [0, 0, 0]],
  ['repeated lines', 'aaaa', 'aaa', [0, 1, 2, 2]],
])('%s', (_, before, after, lines) => {
  expect(shifted(before, after)).toEqual(lines);
});
