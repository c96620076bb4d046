// Runs are counted from their events, whoever started them and whenever they are asked about.
import { describe, expect, test } from 'vitest';
import { event, materialized, op, step } from '../../runner/src/event.fixture.ts';
import { RunBook } from './run-book.ts';

const counts = { materialized: 0, failed: 0, skipped: 0, cancelled: 0 };

describe('run book', () => {
  test('counts steps, names what runs and keeps failures', () => {
    const book = new RunBook();
    book.hear(event('r', { type: 'run-started', selection: '*', assets: ['a', 'b', 'c', 'd'] }));
    book.hear(event('r', { type: 'step-started', ...step('a') }));
    book.hear(event('r', { type: 'step-started', ...step('b') }));
    expect(book.current).toMatchObject({ id: 'r', total: 4, done: 0, running: ['a', 'b'] });
    book.hear(event('r', materialized('a')));
    book.hear(event('r', { type: 'step-failed', ...step('b'), error: { message: 'no', file: 'b.ts', line: 3 } }));
    book.hear(event('r', { type: 'step-skipped', step: 'c', asset: 'c', message: 'b failed' }));
    expect(book.current).toMatchObject({
      total: 4,
      done: 3,
      materialized: 1,
      running: [],
      failures: [{ asset: 'b', error: { line: 3 } }],
    });
  });

  test('A17 A19: a body runs for all its outputs; the steps of a graph asset and its attempts are no ends of it', () => {
    const book = new RunBook();
    book.hear(event('r', { type: 'run-started', selection: '*', assets: ['users', 'posts', 'sales'] }));
    book.hear(event('r', { type: 'step-started', ...step('users'), assets: ['users', 'posts'] }));
    book.hear(event('r', materialized('users')));
    book.hear(event('r', { type: 'attempt-failed', ...step('users'), error: { message: 'no' }, delayMs: 1 }));
    book.hear(event('r', { type: 'step-started', ...step('users', 2), assets: ['users', 'posts'] }));
    expect(book.current).toMatchObject({ total: 3, done: 1, running: ['posts'], failures: [] });
    book.hear(event('r', { type: 'step-started', ...step('sales') }));
    book.hear(event('r', { type: 'step-started', ...op('sales', 'parse') }));
    book.hear(event('r', { type: 'step-failed', ...op('sales', 'parse'), error: { message: 'no' } }));
    expect(book.current).toMatchObject({ done: 1, running: ['posts', 'sales'], failures: [] });
    book.hear(event('r', { type: 'step-failed', ...step('sales'), error: { message: 'no' } }));
    expect(book.current).toMatchObject({ done: 2, failures: [{ asset: 'sales' }] });
  });

  test('E05: failed checks are kept, and end nothing', () => {
    const book = new RunBook();
    const check = { type: 'check', ...step('a'), severity: 'error', metadata: {} } as const;
    book.hear(event('r', { type: 'step-started', ...step('a') }));
    book.hear(event('r', { ...check, check: 'full', passed: false }));
    book.hear(event('r', { ...check, check: 'new', passed: true }));
    expect(book.current).toMatchObject({
      done: 0,
      running: ['a'],
      failedChecks: [{ asset: 'a', check: 'full', severity: 'error' }],
    });
  });

  test('the end is told to those who wait and to those who come later', async () => {
    const book = new RunBook();
    const waiting = book.whenFinished('r');
    book.hear(event('r', { type: 'run-started', selection: 'a', assets: ['a'] }));
    book.hear(event('r', { type: 'run-finished', status: 'failure', counts, message: 'did not build' }));
    expect(await waiting).toMatchObject({ id: 'r', outcome: 'failure', message: 'did not build' });
    expect(await book.whenFinished('r')).toEqual(await waiting);
    expect(book.current).toBeNull();
  });

  test('a run met in its middle is counted from what is seen', () => {
    const book = new RunBook();
    book.hear(event('other', { type: 'step-started', ...step('x') }));
    expect(book.current).toMatchObject({ id: 'other', total: 1, done: 0, running: ['x'] });
  });

  test('the store settles a run whose end was not heard, once', async () => {
    const book = new RunBook();
    book.hear(event('lost', { type: 'step-started', ...step('a') }));
    book.settle('lost', 'interrupted');
    book.settle('lost', 'success');
    book.settle('unknown', 'success');
    expect(await book.whenFinished('lost')).toMatchObject({ outcome: 'interrupted' });
    expect(book.current).toBeNull();
  });

  test('when the host is gone every run is interrupted', async () => {
    const book = new RunBook();
    book.hear(event('one', { type: 'step-started', ...step('a') }));
    book.hear(event('two', { type: 'step-started', ...step('b') }));
    book.interruptAll('killed');
    expect(await book.whenFinished('one')).toMatchObject({ outcome: 'interrupted', message: 'killed', running: [] });
    expect((await book.whenFinished('two')).outcome).toBe('interrupted');
  });
});
