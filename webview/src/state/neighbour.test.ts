// Where the arrow keys lead.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neighbourOf, type Direction } from './neighbour.ts';

const at = (x: number, y: number) => ({ x, y, width: 100, height: 40 });
/** Two layers: a and b feed c and d. */
const places = { a: at(0, 0), b: at(0, 100), c: at(300, 0), d: at(300, 100) };
const edges = [
  { source: 'a', target: 'c' },
  { source: 'a', target: 'd' },
  { source: 'b', target: 'd' },
];

test('left and right go along edges, to the one most level with here', () => {
  expect(neighbourOf('a', 'downstream', { places, edges })).toBe('c');
  expect(neighbourOf('d', 'upstream', { places, edges })).toBe('b');
  expect(neighbourOf('b', 'upstream', { places, edges })).toBeNull();
});

test('V6: going back leads where one came from', () => {
  expect(neighbourOf('d', 'upstream', { places, edges, came: 'a' })).toBe('a');
  expect(neighbourOf('d', 'upstream', { places, edges, came: 'c' })).toBe('b');
});

test('up and down stay in the layer where there is someone, and leave it where there is not', () => {
  expect(neighbourOf('a', 'below', { places, edges })).toBe('b');
  expect(neighbourOf('d', 'above', { places, edges })).toBe('c');
  expect(neighbourOf('a', 'above', { places, edges })).toBeNull();
  expect(neighbourOf('x', 'below', { places: { x: at(0, 0), y: at(900, 60) }, edges: [] })).toBe('y');
});

test('a node that is not drawn has no neighbours, and no step leads to one that is not', () => {
  expect(neighbourOf('gone', 'below', { places, edges })).toBeNull();
  expect(neighbourOf('a', 'downstream', { places: { a: places.a }, edges })).toBeNull();
});

test('whatever the picture, a step leads to another drawn node or nowhere, and up undoes down in one column', () => {
  const column = fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 12 });
  const direction = fc.constantFrom<Direction>('upstream', 'downstream', 'above', 'below');
  fc.assert(
    fc.property(column, direction, (rows, way) => {
      const all = Object.fromEntries(rows.map((row) => [`n${row}`, at(0, row * 60)]));
      const links = rows.slice(1).map((row, index) => ({ source: `n${rows[index] ?? 0}`, target: `n${row}` }));
      for (const id of Object.keys(all)) {
        const next = neighbourOf(id, way, { places: all, edges: links });
        expect(next === null || (next !== id && next in all)).toBe(true);
        const below = neighbourOf(id, 'below', { places: all, edges: links });
        if (below !== null) expect(neighbourOf(below, 'above', { places: all, edges: links })).toBe(id);
      }
    }),
  );
});
