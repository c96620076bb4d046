// The delays between attempts, by the formulas of Dagster's retry policy.
import { expect, test } from 'vitest';
import type { RetryPolicy } from '../ipc.ts';
import { retryDelay } from './retry-delay.ts';

const policy = (more: Partial<RetryPolicy> = {}): RetryPolicy => ({
  maxRetries: 5,
  delayMs: 100,
  backoff: null,
  jitter: null,
  ...more,
});
const delays = (of: RetryPolicy, random = 0.5): number[] =>
  [1, 2, 3, 4].map((attempt) => retryDelay(of, { attempt, random: () => random }));

test('B11: the same, growing linearly, doubling', () => {
  expect(delays(policy())).toEqual([100, 100, 100, 100]);
  expect(delays(policy({ backoff: 'linear' }))).toEqual([100, 200, 300, 400]);
  expect(delays(policy({ backoff: 'exponential' }))).toEqual([100, 300, 700, 1500]);
});

test('full jitter draws between nothing and all of it, plus-minus moves by the base delay', () => {
  const full = policy({ backoff: 'exponential', jitter: 'full' });
  expect(delays(full, 0)).toEqual([0, 0, 0, 0]);
  expect(delays(full, 1)).toEqual([100, 300, 700, 1500]);
  const around = policy({ backoff: 'linear', jitter: 'plus-minus' });
  expect(delays(around, 0)).toEqual([0, 100, 200, 300]);
  expect(delays(around, 1)).toEqual([200, 300, 400, 500]);
});
