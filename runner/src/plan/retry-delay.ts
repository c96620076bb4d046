// How long to wait before the next attempt.
import type { RetryPolicy } from '../ipc.ts';

/**
 * Milliseconds before the attempt after `attempt` (from 1). Linear is `n·delay`, exponential `(2^n−1)·delay`; full jitter draws from
 * 0 to that, plus-minus moves it by up to the base delay (Dagster, `core/definitions/policy.py`).
 */
export function retryDelay(
  { delayMs, backoff, jitter }: RetryPolicy,
  { attempt, random = Math.random }: { readonly attempt: number; readonly random?: () => number },
): number {
  const factor = backoff === 'linear' ? attempt : backoff === 'exponential' ? 2 ** attempt - 1 : 1;
  const delay = factor * delayMs;
  if (jitter === 'full') return random() * delay;
  if (jitter === 'plus-minus') return Math.max(0, delay + (2 * random() - 1) * delayMs);
  return delay;
}
