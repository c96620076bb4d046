// What a run of a backfill changes in what is kept of it: what was made, what failed, what is left.
import {
  keysIn,
  ofKeys,
  rangeText,
  readChoice,
  subtract,
  toRanges,
  union,
  type PartitionSet,
  type Partitions,
} from '@headwater/calendar';
import { slotId } from '../host/slots.ts';
import { WHOLE } from './begin-backfill.ts';
import type { BackfillRecord, PhaseRecord } from './backfill-record.ts';
import type { RunEnd } from './run-ends.ts';

/** A phase with what is left of it as it is counted now. */
export interface OpenPhase {
  readonly phase: PhaseRecord;
  /** Null: its assets are made whole. */
  readonly partitions: Partitions | null;
}

/** Of ranges that are on disk; what exists no more is left out. */
export function setOfTexts(texts: readonly string[], partitions: Partitions): PartitionSet {
  return union(
    ...texts.map((text) => {
      const read = readChoice([text], partitions);
      return read.ok ? read.set : withinTime(text, partitions);
    }),
  );
}

/** Where they begin later or end earlier than when the range was written, what is left of it. Keys of time sort as their windows do. */
function withinTime(text: string, { time, count, keyAt, indexOf }: Partitions): PartitionSet {
  const [from = '', to = from] = text.split('..');
  if (time === null || count === 0) return [];
  const first = from < keyAt(0) ? 0 : indexOf(from);
  const last = to > keyAt(count - 1) ? count - 1 : indexOf(to);
  return first === null || last === null || first > last ? [] : [[first, last]];
}

/** What of the ranges handed to a run it made. */
export function madeOf(ranges: readonly string[], { phase, partitions }: OpenPhase, end: RunEnd): PartitionSet {
  if (!partitions)
    return end.status === 'success' || phase.keys.every((key) => end.made.has(slotId(key))) ? WHOLE_SET : [];
  const asked = setOfTexts(ranges, partitions);
  // What it found fresh is as good as made.
  if (end.status === 'success') return asked;
  const isMade = (partition: string): boolean => phase.keys.every((key) => end.made.has(slotId(key, partition)));
  return ofKeys(keysIn(asked, partitions).filter(isMade), partitions);
}

/** Of an asset that is made whole. */
export const WHOLE_SET: PartitionSet = [[0, 0]];
const ONE_RANGE = { from: '*', to: '*', count: 1 } as const;

/** The phase once these are made, these have failed, and neither is left. */
export function advanced(
  { phase, partitions }: OpenPhase,
  { made, failed }: { readonly made: PartitionSet; readonly failed: PartitionSet },
): PhaseRecord {
  const size = (set: PartitionSet): number => set.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  if (!partitions) {
    const isFailed = failed.length > 0;
    return {
      ...phase,
      made: made.length > 0 ? 1 : 0,
      failed: isFailed ? [ONE_RANGE] : [],
      left: made.length > 0 || isFailed ? [] : WHOLE,
    };
  }
  const left = subtract(setOfTexts(phase.left, partitions), union(made, failed));
  const before = setOfTexts(phase.failed.map(rangeText), partitions);
  return {
    ...phase,
    made: phase.made + size(made),
    left: toRanges(left, partitions).map(rangeText),
    failed: toRanges(subtract(union(before, failed), made), partitions),
  };
}

export const withPhase = (record: BackfillRecord, at: number, phase: PhaseRecord): BackfillRecord => ({
  ...record,
  phases: record.phases.map((each, i) => (i === at ? phase : each)),
});
