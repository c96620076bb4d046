// What a plan makes of partitions beside those that are named: of a run that goes on, of what is stale, of too many.
import { intersect, keysIn, ofKeys, union, type PartitionSet } from '@headwater/calendar';
import { directUpstream, type AssetKey, type AssetNode } from '@headwater/graph';
import type { HostError, MaterializeRequest } from '../protocol.ts';
import type { Body, ChosenPartitions } from './choose-partitions.ts';
import { tooMany } from './plan-steps.ts';
import { WHOLE, type Slicing } from './slicing.ts';

export interface Resume {
  readonly run: string;
  readonly assets: readonly AssetKey[];
  /** Of those that are made in partitions, which. */
  readonly partitions?: Readonly<Record<AssetKey, readonly string[]>>;
}

export interface PlanPartitions {
  readonly slicing: Slicing;
  /** Partitions of an asset that are stored. */
  readonly stored: (asset: AssetKey) => PartitionSet;
  readonly isFresh: (node: AssetNode, partition: string) => boolean;
}

export const NO_PARTITIONS: PlanPartitions = { slicing: WHOLE, stored: () => [], isFresh: () => false };

export const UNNAMED = {
  why: 'it is made in partitions, and none are named: say which with --partition, or make all that are stale with `headwater backfill --select S --stale`',
  unnamed: true,
} as const;

/** What is stale of the whole project can be made without a word on partitions; what is selected by hand needs one. */
export function isUnnamed(
  { key }: AssetNode,
  { request, resume, slicing }: { request: MaterializeRequest; resume: Resume | undefined; slicing: Slicing },
): boolean {
  return request.staleOnly === true && !resume && request.partitions === undefined && slicing.of(key) !== null;
}

export function resumedSets(
  bodies: readonly Body[],
  { resume, slicing }: { resume: Resume; slicing: Slicing },
): Map<string, PartitionSet> {
  const sets = new Map<string, PartitionSet>();
  for (const { key, step } of bodies.flat()) {
    const partitions = slicing.of(key);
    if (partitions) sets.set(step, union(sets.get(step) ?? [], ofKeys(resume.partitions?.[key] ?? [], partitions)));
  }
  return sets;
}

/** What reads a partition that is made in this run may be stale by then. */
export function withoutFresh(
  bodies: readonly Body[],
  { sets, partitions: { slicing, isFresh } }: { sets: ChosenPartitions; partitions: PlanPartitions },
): { sets: ChosenPartitions; left: Body[] } {
  const kept = new Map<string, PartitionSet>();
  const left: Body[] = [];
  const running = new Map<AssetKey, PartitionSet | null>();
  for (const body of bodies) {
    const [first] = body;
    const set = sets.get(first.step);
    const partitions = slicing.of(first.key);
    if (set && partitions) {
      const stale = keysIn(set, partitions).filter((key) => !body.every((node) => isFresh(node, key)));
      let own = ofKeys(stale, partitions);
      for (const upstream of directUpstream(first)) {
        const above = running.get(upstream);
        if (above === null) own = set;
        else if (above) own = union(own, intersect(set, slicing.needing(first, upstream, above)));
      }
      if (own.length === 0) {
        left.push(body);
        continue;
      }
      kept.set(first.step, own);
    }
    for (const { key } of body) running.set(key, kept.get(first.step) ?? null);
  }
  return { sets: kept, left };
}

export function tooManyOf(sets: ReadonlyMap<AssetKey, PartitionSet>): HostError | null {
  for (const [key, set] of sets) {
    const message = tooMany(key, set);
    if (message !== null) return { code: 'bad-request', message };
  }
  return null;
}
