// A phase of a backfill as it stands now: its partitions, what of it needs something that failed before, and what its next run is asked for.
import { rangeText, union, type PartitionSet } from '@headwater/calendar';
import { directUpstream, type AssetNode } from '@headwater/graph';
import type { Slicing } from '../plan/slicing.ts';
import type { MaterializeRequest } from '../protocol.ts';
import type { BackfillRecord } from './backfill-record.ts';
import { setOfTexts, type OpenPhase } from './take-run.ts';

export function openPhase(
  record: BackfillRecord,
  { at, slicing }: { readonly at: number; readonly slicing: Slicing },
): OpenPhase {
  const phase = record.phases[at];
  if (!phase) throw new Error(`The backfill ${record.backfill} has no phase ${at}.`);
  return { phase, partitions: phase.sliced ? slicing.of(phase.keys[0] ?? '') : null };
}

/** What of a phase needs something that failed in an earlier one. */
export function blockedIn(
  { phases }: BackfillRecord,
  of: {
    readonly at: number;
    readonly slicing: Slicing;
    readonly assets: readonly AssetNode[];
  },
): PartitionSet {
  const { at, slicing, assets } = of;
  const phase = phases[at];
  const before = phases.slice(0, at).filter(({ failed }) => failed.length > 0);
  const sets = assets
    .filter(({ key }) => phase?.keys.includes(key))
    .flatMap((node) =>
      directUpstream(node).flatMap((key): PartitionSet[] => {
        const above = before.find(({ keys }) => keys.includes(key));
        const partitions = above && slicing.of(key);
        if (!above) return [];
        if (!partitions || !phase?.sliced) return [EVERYTHING];
        return [slicing.needing(node, key, setOfTexts(above.failed.map(rangeText), partitions))];
      }),
    );
  return union(...sets);
}

const EVERYTHING: PartitionSet = [[0, Number.MAX_SAFE_INTEGER]];

/** What the next run of it is asked for. */
export function requestOf(
  { env, staleOnly }: BackfillRecord,
  { open, ranges }: { readonly open: OpenPhase; readonly ranges: readonly string[] },
): MaterializeRequest {
  return {
    keys: open.phase.keys,
    ...(open.partitions && { partitions: ranges }),
    ...(staleOnly && { staleOnly }),
    ...(env !== null && { env }),
  };
}
