// What the output channel says of each event.
import type { RunEventBody } from '@headwater/runner/protocol';
import { expect, test } from 'vitest';
import { event, materialized, op, step } from '../../runner/src/event.fixture.ts';
import { eventLine } from './event-line.ts';

const error = { message: 'boom', stack: 'Error: boom\n    at src/a.ts:3' };
const counts = { materialized: 1, failed: 0, skipped: 2, cancelled: 0 };
const negative = { negative: { kind: 'int', value: 1700 } } as const;

test.each<[string, string, RunEventBody]>([
  ['info', 'Run r: a, b', { type: 'run-started', selection: '*', assets: ['a', 'b'] }],
  ['info', 'Run r (from the failure of q): a', { type: 'run-started', selection: '*', assets: ['a'], parent: 'q' }],
  ['debug', 'a: started', { type: 'step-started', ...step('a') }],
  ['debug', 'users, posts: started', { type: 'step-started', ...step('users'), assets: ['users', 'posts'] }],
  ['info', 'a: attempt 2', { type: 'step-started', ...step('a', 2) }],
  ['warn', 'a: attempt 1 failed, again in 5 s: boom', { type: 'attempt-failed', ...step('a'), error, delayMs: 5000 }],
  ['debug', 'a: 40 % loading', { type: 'progress', ...step('a'), fraction: 0.4, message: 'loading' }],
  ['debug', 'sales.parse: started', { type: 'step-started', ...op('sales', 'parse') }],
  [
    'info',
    'sales.parse: the result of an earlier run stands',
    { type: 'op-finished', ...op('sales', 'parse'), reused: true, durationMs: 0, codeVersion: null, argsVersion: null },
  ],
  [
    'info',
    'sales.parse: done in 1.2 s',
    {
      type: 'op-finished',
      ...op('sales', 'parse'),
      reused: false,
      durationMs: 1200,
      codeVersion: null,
      argsVersion: null,
    },
  ],
  ['error', 'sales.parse: Error: boom\n    at src/a.ts:3', { type: 'step-failed', ...op('sales', 'parse'), error }],
  ['warn', 'a: careful', { type: 'log', ...step('a'), level: 'warn', message: 'careful' }],
  ['debug', 'a: negative: 1,700', { type: 'metadata', ...step('a'), metadata: negative }],
  ['info', 'a: materialized in 1 ms', materialized('a')],
  ['info', 'a: what run 4f2a9c made is reused', { ...materialized('a'), reused: { run: '2026-4f2a9c', seq: 1 } }],
  ['info', 'a: check full passed', check({ check: 'full', passed: true, severity: 'error' })],
  ['error', 'a: check full failed: negative: 1,700', check({ check: 'full', passed: false, metadata: negative })],
  [
    'warn',
    'a: check new failed: it threw',
    check({ check: 'new', passed: false, severity: 'warn', message: 'it threw' }),
  ],
  ['info', 'feed: holds version v3', { type: 'observed', ...step('feed'), dataVersion: 'v3' }],
  ['error', 'a: Error: boom\n    at src/a.ts:3', { type: 'step-failed', ...step('a'), error }],
  ['warn', 'a: b failed', { type: 'step-skipped', step: 'a', asset: 'a', message: 'b failed' }],
  [
    'info',
    'Run r: failure (1 materialized, 2 skipped): why',
    { type: 'run-finished', status: 'failure', counts, message: 'why' },
  ],
])('%s %s', (level, text, body) => {
  expect(eventLine(event('r', body))).toEqual({ level, text });
});

function check(of: Partial<Extract<RunEventBody, { type: 'check' }>>): RunEventBody {
  return { type: 'check', ...step('a'), check: 'full', passed: true, severity: 'error', metadata: {}, ...of };
}
