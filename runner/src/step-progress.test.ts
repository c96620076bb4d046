// How far running assets are, from their events.
import { expect, test } from 'vitest';
import { event, materialized, op, step } from './event.fixture.ts';
import { StepProgressBook, delayWords } from './step-progress.ts';

const error = { message: 'boom' };

test('fraction and message are kept until others come', () => {
  const book = new StepProgressBook();
  expect(book.hear(event('r', { type: 'step-started', ...step('a') }))).toEqual(['a']);
  expect(book.hear(event('r', { type: 'progress', ...step('a'), fraction: 0.4, message: 'loading' }))).toEqual(['a']);
  expect(book.of('a')).toEqual({ fraction: 0.4, message: 'loading' });
  book.hear(event('r', { type: 'log', ...step('a'), level: 'info', message: '60 rows' }));
  expect(book.of('a')).toEqual({ fraction: 0.4, message: '60 rows' });
  book.hear(event('r', { type: 'progress', ...step('a'), fraction: 0.5 }));
  expect(book.of('a')).toEqual({ fraction: 0.5, message: '60 rows' });
  expect(book.hear(event('r', materialized('a')))).toEqual([]);
  expect(book.of('a')).toBeNull();
});

test('B11: a failed attempt says when the next one comes, and the next one counts', () => {
  const book = new StepProgressBook();
  book.hear(event('r', { type: 'step-started', ...step('a') }));
  book.hear(event('r', { type: 'progress', ...step('a'), fraction: 0.9 }));
  book.hear(event('r', { type: 'attempt-failed', ...step('a'), error, delayMs: 5_000 }));
  expect(book.of('a')?.message).toBe('attempt 1 failed, again in 5 s');
  book.hear(event('r', { type: 'step-started', ...step('a', 2) }));
  expect(book.of('a')).toEqual({ message: '', attempt: 2 });
  book.hear(event('r', { type: 'step-failed', ...step('a', 2), error }));
  expect(book.of('a')).toBeNull();
});

test('A19: a graph asset names the step it is at, and the failure of a step is not its end', () => {
  const book = new StepProgressBook();
  book.hear(event('r', { type: 'step-started', ...step('sales') }));
  expect(book.hear(event('r', { type: 'step-started', ...op('sales', 'parse') }))).toEqual(['sales']);
  expect(book.of('sales')?.message).toBe('step parse');
  book.hear(event('r', { type: 'attempt-failed', ...op('sales', 'parse'), error, delayMs: 0 }));
  expect(book.of('sales')?.message).toBe('parse: attempt 1 failed, again');
  book.hear(event('r', { type: 'step-started', ...op('sales', 'parse', 2) }));
  expect(book.of('sales')).toEqual({ message: 'step parse, attempt 2' });
  book.hear(event('r', { type: 'step-failed', ...op('sales', 'parse', 2), error }));
  expect(book.of('sales')?.message).toBe('step parse, attempt 2');
});

test('A17: what one body tells is told of each of its outputs', () => {
  const book = new StepProgressBook();
  const assets = ['users', 'posts'];
  expect(book.hear(event('r', { type: 'step-started', ...step('users'), assets }))).toEqual(assets);
  expect(book.hear(event('r', { type: 'progress', ...step('users'), fraction: 0.5 }))).toEqual(assets);
  book.hear(event('r', materialized('users')));
  expect(book.of('users')).toBeNull();
  expect(book.of('posts')).toEqual({ message: '', fraction: 0.5 });
});

test.each([
  [0, '0 ms'],
  [300, '300 ms'],
  [1_500, '1.5 s'],
  [5_000, '5 s'],
  [120_000, '2 min'],
])('%i ms is %s', (milliseconds, words) => {
  expect(delayWords(milliseconds)).toBe(words);
});
