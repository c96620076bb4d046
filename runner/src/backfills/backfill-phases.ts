// Splits what a backfill makes into phases: assets of the same partitions go through them together, and what reads them otherwise comes after.
import { sizeOf, type PartitionSet } from '@headwater/calendar';
import { directUpstream, type AssetKey } from '@headwater/graph';
import type { Body, ChosenPartitions } from '../plan/choose-partitions.ts';
import { MAX_PARTITIONS_OF_RUN } from '../plan/plan-steps.ts';
import type { Slicing } from '../plan/slicing.ts';

export interface Phase {
  readonly keys: readonly AssetKey[];
  /** Null: they are made whole, in one run. */
  readonly set: PartitionSet | null;
  readonly maxPartitionsPerRun: number;
}

export interface PhasesOf {
  /** Upstream first. */
  readonly bodies: readonly Body[];
  readonly sets: ChosenPartitions;
  readonly slicing: Slicing;
  /** In the place of what the assets say; null: as many as fit into one run. */
  readonly maxPartitionsPerRun: number | null | undefined;
}

export function backfillPhases({ bodies, sets, slicing, maxPartitionsPerRun }: PhasesOf): Phase[] {
  const groups = new Map<string, { readonly at: number; readonly bodies: Body[] }>();
  const placeOf = new Map<AssetKey, { readonly at: number; readonly group: string }>();
  for (const body of bodies) {
    const [first] = body;
    const own = JSON.stringify([
      first.partitions ?? null,
      first.partitions ? toRangesText(sets.get(first.step)) : null,
    ]);
    let at = 0;
    for (const key of directUpstream(first)) {
      const above = placeOf.get(key);
      if (!above) continue;
      const together = above.group === own && (first.partitions === undefined || slicing.isIdentity(first, key));
      at = Math.max(at, together ? above.at : above.at + 1);
    }
    const id = `${at} ${own}`;
    const group = groups.get(id) ?? { at, bodies: [] };
    group.bodies.push(body);
    groups.set(id, group);
    for (const { key } of body) placeOf.set(key, { at, group: own });
  }
  return [...groups.values()]
    .sort((a, b) => a.at - b.at)
    .map(({ bodies: together }) => ({
      keys: together.flatMap((body) => body.map(({ key }) => key)),
      set: together[0]?.[0].partitions ? (sets.get(together[0][0].step) ?? []) : null,
      maxPartitionsPerRun: mostOf(together, maxPartitionsPerRun),
    }));
}

/** The first run's worth of a set. */
export function firstChunk(set: PartitionSet, most: number): PartitionSet {
  const [first] = set;
  return first ? [[first[0], Math.min(first[1], first[0] + most - 1)]] : [];
}

/** How many runs a set takes. */
export function runsOf({ set, maxPartitionsPerRun }: Phase): number {
  if (set === null) return 1;
  return set.reduce((sum, range) => sum + Math.ceil(sizeOf([range]) / maxPartitionsPerRun), 0);
}

/** The fewest that one of them allows: one, where it says nothing. */
function mostOf(bodies: readonly Body[], asked: number | null | undefined): number {
  const said = bodies.map(([first]) => (first.backfill === undefined ? 1 : first.backfill.maxPartitionsPerRun));
  const most = (asked === undefined ? said : [asked]).map((each) => each ?? MAX_PARTITIONS_OF_RUN);
  return Math.min(MAX_PARTITIONS_OF_RUN, ...most);
}

const toRangesText = (set: PartitionSet | undefined): string => JSON.stringify(set ?? []);
