// What is kept of backfills when keys of dynamic partitions are removed: ranges are read by their ends, and an end may be gone.
import { ofKeys, rangeText, sizeOf, toRanges, type Partitions } from '@headwater/calendar';
import type { AssetKey } from '@headwater/graph';
import { keysIn, type Slicing } from '../plan/slicing.ts';
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
  const before = dynamicNow(records(), await slicing());
  const changed = await change();
  const after = dynamicNow(records(), await slicing());
  for (const record of records()) {
    const carried = carriedTo(record, { before, after });
    if (carried !== record) await keep(carried);
  }
  return changed;
}

type Opened = ReadonlyMap<AssetKey, Partitions>;

/** The same record when nothing of it is concerned. */
function carriedTo(record: BackfillRecord, { before, after }: { before: Opened; after: Opened }): BackfillRecord {
  let isChanged = false;
  let { current } = record;
  const phases = record.phases.map((phase, at): PhaseRecord => {
    const [old, now] = [before, after].map((opened) => opened.get(phase.keys[0] ?? ''));
    if (!phase.sliced || !old || !now) return phase;
    const carry = (texts: readonly string[]) => toRanges(ofKeys(keysIn(setOfTexts(texts, old), old), now), now);
    const told = phase.failed.map(rangeText);
    const [left, failed] = [carry(phase.left), carry(told)];
    const kept = [...left, ...failed].reduce((sum, { count }) => sum + count, 0);
    const gone = sizeOf(setOfTexts([...phase.left, ...told], old)) - kept;
    if (gone === 0) return phase;
    isChanged = true;
    if (current?.phase === at) current = { ...current, ranges: carry(current.ranges).map(rangeText) };
    return { ...phase, left: left.map(rangeText), failed, total: phase.total - gone };
  });
  return isChanged ? { ...record, phases, current } : record;
}

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
