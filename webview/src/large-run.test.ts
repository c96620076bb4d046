// A large run is told before it begins: how many, how they are, and the first names.
import { expect, test } from 'vitest';
import { largeRun } from './large-run.ts';

const plan = (count: number, skipped = 0) => ({
  run: Array.from({ length: count }, (_, n) => ({ asset: `a${n}`, why: 'selected' })),
  skip: Array.from({ length: skipped }, (_, n) => ({ asset: `s${n}`, why: 'it is fresh' })),
});
const statusOf = (key: string) => (key === 'a0' ? ('stale' as const) : ('never' as const));

test('V4: up to the limit nothing is asked, and without a limit nothing ever', () => {
  expect(largeRun({ plan: plan(50), statusOf, above: 50 })).toBeNull();
  expect(largeRun({ plan: plan(9000), statusOf, above: 0 })).toBeNull();
});

test('V4: above it the question names how many there are, how they are and which come first', () => {
  expect(largeRun({ plan: plan(1051, 2), statusOf, above: 50 })).toEqual({
    question: 'Materialize 1,051 assets?',
    detail: [
      'Of these 1 is stale, 1,050 are never materialized.',
      'In this order: a0, a1, a2, a3, a4, a5 and 1,045 more.',
      '2 assets left out, being fresh or made elsewhere.',
    ].join('\n\n'),
  });
  expect(largeRun({ plan: plan(3), statusOf, above: 2 })?.detail).toContain('In this order: a0, a1, a2.');
});
