// What a step makes, one by one: each asset of its body, in each partition it is called for.
import type { AssetKey, AssetNode } from '@headwater/graph';
import type { PlanStep } from '../plan/plan.ts';

export interface Slot {
  readonly node: AssetNode;
  /** Absent for an asset that is made whole. */
  readonly partition?: string;
}

export function slotsOf({ nodes, slice }: Pick<PlanStep, 'nodes' | 'slice'>): Slot[] {
  return nodes.flatMap((node): Slot[] => slice?.keys.map((partition) => ({ node, partition })) ?? [{ node }]);
}

/** No key of an asset has a line break. */
export const slotId = (asset: AssetKey, partition?: string): string =>
  partition === undefined ? asset : `${asset}\n${partition}`;

/** The partition of an event that is told of the whole step: none where it makes several. */
export function partitionOf({ slice }: Pick<PlanStep, 'slice'>): { readonly partition?: string } {
  return slice?.keys.length === 1 ? { partition: slice.keys[0] } : {};
}
