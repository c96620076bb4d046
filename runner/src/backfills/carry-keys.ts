// What is kept of backfills when keys of dynamic partitions are removed: ranges are read by their ends, and an end may be gone.
import { isDeepStrictEqual } from 'node:util';
import { keysIn, ofKeys, rangeText, toRanges, type Partitions } from '@headwater/calendar';
import type { AssetKey, PartitionRange } from '@headwater/graph';
import type { Slicing } from '../plan/slicing.ts';
import type { BackfillRecord, PhaseRecord } from './backfill-record.ts';
import { setOfTexts } from './take-run.ts';

export interface KeysChange<T> {
  readonly change: () => Promise<T>;
  readonly records: () => readonly BackfillRecord[];
  readonly slicing: () => Promise<Slicing>;
  readonly keep: (record: BackfillRecord) => Promise<unknown>;
}

/** Carries out the change, and tells what is left in the keys there are after it. */
export async function carryKeys<T>({ change, records, slicing, keep }: KeysChange<T>): Promise<T> {
  // As they are at that moment: while one is written, another goes on.
  const keepEach = (next: (record: BackfillRecord) => BackfillRecord): Promise<unknown> =>
    Promise.all(
      records().map(async (record) => {
        const changed = next(record);
        if (changed !== record) await keep(changed);
      }),
    );
  const before = dynamicNow(records(), await slicing());
  // Key by key until then: should this process end between the two, whoever goes on can read those that are still there.
  await keepEach((record) => spelledOut(record, before));
  const changed = await change();
  const after = dynamicNow(records(), await slicing());
  await keepEach((record) => carriedTo(record, { before, after }));
  return changed;
}

type Opened = ReadonlyMap<AssetKey, Partitions>;

function spelledOut(record: BackfillRecord, opened: Opened): BackfillRecord {
  return withTexts(record, (phase) => {
    const old = openedOf(phase, opened);
    return old && ((texts) => keysIn(setOfTexts(texts, old), old).map((key) => ({ from: key, to: key, count: 1 })));
  });
}

function carriedTo(record: BackfillRecord, { before, after }: { before: Opened; after: Opened }): BackfillRecord {
  return withTexts(record, (phase) => {
    const [old, now] = [before, after].map((opened) => openedOf(phase, opened));
    if (!old || !now) return null;
    return (texts) => toRanges(ofKeys(keysIn(setOfTexts(texts, old), old), now), now);
  });
}

const openedOf = ({ sliced, keys }: PhaseRecord, opened: Opened): Partitions | null =>
  (sliced && opened.get(keys[0] ?? '')) || null;

/** With what is left, failed and under way written otherwise, where a phase is concerned. The same record when none is. */
function withTexts(
  record: BackfillRecord,
  writing: (phase: PhaseRecord) => ((texts: readonly string[]) => PartitionRange[]) | null,
): BackfillRecord {
  let { current } = record;
  const phases = record.phases.map((phase, at): PhaseRecord => {
    const write = writing(phase);
    if (!write) return phase;
    const left = write(phase.left);
    const failed = write(phase.failed.map(rangeText));
    if (current?.phase === at) current = { ...current, ranges: write(current.ranges).map(rangeText) };
    return { ...phase, left: left.map(rangeText), failed, total: phase.made + sizeOfAll(left) + sizeOfAll(failed) };
  });
  const next = { ...record, phases, current };
  return isDeepStrictEqual(next, record) ? record : next;
}

const sizeOfAll = (ranges: readonly PartitionRange[]): number => ranges.reduce((sum, { count }) => sum + count, 0);

/** What of them is made in partitions whose keys come and go. */
function dynamicNow(records: readonly BackfillRecord[], slicing: Slicing): Opened {
  const opened = new Map<AssetKey, Partitions>();
  for (const { phases } of records)
    for (const { keys } of phases) {
      const [key = ''] = keys;
      const partitions = opened.has(key) ? null : dynamicOf(key, slicing);
      if (partitions) opened.set(key, partitions);
    }
  return opened;
}

function dynamicOf(key: AssetKey, slicing: Slicing): Partitions | null {
  try {
    const opened = slicing.of(key);
    const sides = opened?.dimensions?.map(({ partitions }) => partitions) ?? [opened];
    return sides.some((each) => each?.definition.is === 'dynamic') ? opened : null;
  } catch {
    // What cannot be opened is the problem of the next run.
    return null;
  }
}
