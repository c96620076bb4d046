// What can stand at a place of a selection: whatever is offered can be read once the text is finished with it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { node } from '../test/graph-of.ts';
import { completeSelection, parseSelection, SELECTION_ATTRIBUTES } from './index.ts';

const assets = [
  { ...node('raw'), group: 'bronze', tags: { tier: '1' } },
  { ...node('clean'), group: 'silver and gold', kinds: ['csv'] },
];
const names = { assets, jobs: [] };
const labels = (text: string, offset = text.length) =>
  completeSelection(text, offset, names).pieces.map(({ label }) => label);

test('at its start a selection takes attributes, keys and operators; behind an operand, and and or', () => {
  expect(labels('')).toEqual([
    ...Object.keys(SELECTION_ATTRIBUTES).map((name) => `${name}:`),
    'raw',
    'clean',
    'not',
    'roots(…)',
    'sinks(…)',
    '+',
    '*',
  ]);
  expect(labels('key:raw ')).toEqual(['and', 'or']);
  expect(labels('key:raw')).toEqual(['raw', 'clean']);
});

test('the whole of what the cursor stands in is replaced, quotes included', () => {
  const text = 'group:"sil or" and key:x';
  expect(completeSelection(text, 10, names)).toMatchObject({ start: 6, end: 14 });
  expect(completeSelection('key:ra_x', 6, names)).toMatchObject({ start: 4, end: 8 });
});

test('what is offered at the end of a text that can be read so far can be read with it', () => {
  const pieces = fc.constantFrom(
    'key:raw',
    'group:',
    ' and ',
    ' or ',
    'not ',
    '(',
    ')',
    '+',
    'roots(',
    'tag:tier=',
    'cl',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (all) => {
      const text = all.join('');
      const { start, end, pieces: offered } = completeSelection(text, text.length, names);
      const so = parseSelection(text);
      fc.pre(so.kind !== 'error' || so.column > start);
      for (const { text: written, isOpen } of offered) {
        const whole = text.slice(0, start) + written + text.slice(end);
        const read = parseSelection(whole);
        // An open one goes on, and so may its parentheses: nothing before its end is wrong.
        if (read.kind === 'error') expect(read.column > whole.trimEnd().length || isOpen === true, whole).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
