// Turns what one body is to make into steps: one for each partition, or one for several where a call of the body makes them.
import { keysIn, sizeOf, type PartitionSet } from '@headwater/calendar';
import type { AssetKey } from '@headwater/graph';
import type { Body } from './choose-partitions.ts';
import type { Reads, Slicing } from './slicing.ts';

/** One call of a body, with what the run wants of it. */
export interface PlanStep {
  readonly step: string;
  /** Several for a multi-asset; never empty. */
  readonly nodes: Body;
  /** Null: it is made whole. */
  readonly slice: Slice | null;
  /** Of each upstream that is made in partitions, what it reads. */
  readonly reads: Readonly<Record<AssetKey, Reads>>;
}

export interface Slice {
  /** In order, and all that are between the first and the last. Of several the body gives a value for each, by key. */
  readonly keys: readonly [string, ...string[]];
  /** Of all of them together, in milliseconds; null: they are no windows of time. */
  readonly window: { readonly start: number; readonly end: number } | null;
}

/** More would be a run that nobody can follow; a backfill makes them in many. */
export const MAX_PARTITIONS_OF_RUN = 10_000;

export function planSteps(nodes: Body, { set, slicing }: { set: PartitionSet | null; slicing: Slicing }): PlanStep[] {
  const [first] = nodes;
  const partitions = slicing.of(first.key);
  const { step } = first;
  if (set === null || !partitions) return [{ step, nodes, slice: null, reads: slicing.reads(first, null) }];
  const { maxPartitionsPerRun: most = 1 } = first.backfill ?? {};
  return chunks(set, most).map((chunk) => {
    const [from, to] = chunk;
    const keys = keysIn([chunk], partitions) as [string, ...string[]]; // A chunk is never empty.
    const [start, end] = [partitions.windowOf(from)?.start, partitions.windowOf(to)?.end];
    const window = start === undefined || end === undefined ? null : { start, end };
    return {
      step,
      nodes,
      slice: { keys, window },
      reads: slicing.reads(first, keys),
    };
  });
}

/** Ranges of at most so many; null: however many follow each other. */
function chunks(set: PartitionSet, most: number | null): (readonly [number, number])[] {
  if (most === null) return [...set];
  const found: (readonly [number, number])[] = [];
  for (const [first, last] of set)
    for (let from = first; from <= last; from += most) found.push([from, Math.min(last, from + most - 1)]);
  return found;
}

/** Of a set that is too large for one run the sentence that says so. */
export function tooMany(key: AssetKey, set: PartitionSet): string | null {
  const count = sizeOf(set);
  if (count <= MAX_PARTITIONS_OF_RUN) return null;
  return `That is ${count.toLocaleString('en')} partitions of \`${key}\`, and one run makes ${MAX_PARTITIONS_OF_RUN.toLocaleString('en')} at most: \`headwater backfill\` makes them in many.`;
}
