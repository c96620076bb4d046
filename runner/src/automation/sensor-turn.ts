// When a sensor is asked next, and how it slows down while it fails: pure.
import type { NamedMemory } from './named-memory.ts';

/** Of a sensor that fails again and again, unless its own interval is longer. */
const SLOWEST = 15 * 60_000;

/** Now, when it was never asked or the clock was set back behind the last time. */
export function sensorDue(
  { evaluated, failures }: Pick<NamedMemory, 'evaluated' | 'failures'>,
  { minimumIntervalMs, now }: { readonly minimumIntervalMs: number; readonly now: number },
): number {
  if (evaluated === null || evaluated > now) return now;
  // The first failure may be chance: it is asked again at its interval.
  const slower = minimumIntervalMs * 2 ** Math.min(20, Math.max(0, failures - 1));
  return evaluated + Math.max(minimumIntervalMs, Math.min(slower, SLOWEST));
}
