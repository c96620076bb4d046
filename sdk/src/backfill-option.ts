// Checks how many partitions one run of a backfill makes.
import { isRecord } from './described.ts';
import { problem, refuseUnknown, wrong } from './option-problem.ts';
import type { BackfillFacts } from './partition-facts.ts';

/**
 * How many partitions one run of a backfill makes: all of them, or so many. The body then reads `ctx.partitionKeyRange` or
 * `ctx.partitionWindow`.
 */
export type Backfill = 'single-run' | { readonly maxPartitionsPerRun: number };

/** Null when nothing was given: a run for each partition. */
export function readBackfill(
  backfill: unknown,
  { of, hasPartitions }: { readonly of: string; readonly hasPartitions: boolean },
): BackfillFacts | null {
  if (backfill === undefined) return null;
  if (!hasPartitions)
    throw problem(of, 'backfill is of partitions, and there are none; add partitions, or leave backfill out.');
  if (backfill === 'single-run') return Object.freeze({ maxPartitionsPerRun: null });
  if (!isRecord(backfill))
    throw wrong(of, 'backfill', { is: "'single-run' or { maxPartitionsPerRun: 30 }", got: backfill });
  refuseUnknown(backfill, { of: `${of}: backfill`, known: ['maxPartitionsPerRun'], what: 'field' });
  const { maxPartitionsPerRun } = backfill;
  if (typeof maxPartitionsPerRun !== 'number' || !Number.isSafeInteger(maxPartitionsPerRun) || maxPartitionsPerRun < 1)
    throw wrong(of, 'backfill.maxPartitionsPerRun', { is: 'a whole number, 1 or more', got: maxPartitionsPerRun });
  return Object.freeze({ maxPartitionsPerRun });
}
