// Runs are counted from their events, whoever started them and whenever they are asked about.
import type { RunEvent, RunEventBody } from '@headwater/runner/protocol';
import { describe, expect, test } from 'vitest';
import { RunBook } from './run-book.ts';

let seq = 0;
const event = (run: string, body: RunEventBody): RunEvent => ({
  version: 1,
  seq: ++seq,
  time: '2026-01-01T00:00:00.000Z',
  run,
  ...body,
});
const step = (asset: string) => ({ step: asset, asset, attempt: 1 });
const materialized = (asset: string): RunEventBody => ({
  type: 'materialized',
  ...step(asset),
  codeVersion: null,
  dataVersion: 'd',
  inputs: {},
  durationMs: 1,
  metadata: {},
});
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
