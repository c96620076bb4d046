// Declared columns beside stored ones: each once, and marked where they differ.
import { expect, test } from 'vitest';
import { asset as node } from './asset-node.fixture.ts';
import { columnRows } from './column-rows.ts';

const stored = {
  seq: 1,
  columns: [
    { name: 'city', type: 'text' },
    { name: 'highs', type: 'text' },
    { name: 'extra', type: 'real' },
  ],
};
const asset = {
  ...node('weather'),
  columns: [
    { name: 'city', kind: 'text' },
    { name: 'maxTmpf2', kind: 'real' },
    { name: 'highs', kind: 'integer' },
  ],
};

test('F16: a declared column that is not stored is missing, others are told as they differ', () => {
  expect(columnRows(asset, stored)).toEqual([
    { name: 'city', declared: 'text', stored: 'text', drift: null },
    { name: 'maxTmpf2', declared: 'real', stored: null, drift: 'missing' },
    { name: 'highs', declared: 'integer', stored: 'text', drift: 'another type' },
    { name: 'extra', declared: null, stored: 'real', drift: 'not declared' },
  ]);
});

test('nothing differs from what is not known', () => {
  expect(columnRows(node('weather'), stored).map(({ drift }) => drift)).toEqual([null, null, null]);
  expect(columnRows(asset, null).map(({ declared, drift }) => [declared, drift])).toEqual([
    ['text', null],
    ['real', null],
    ['integer', null],
  ]);
  expect(columnRows(node('weather'), { seq: 1 })).toEqual([]);
});
