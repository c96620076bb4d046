// What a plan must know of partitions: those that exist now, those that are stored, those that are fresh.
import type { PartitionSet } from '@headwater/calendar';
import type { AssetKey, AssetNode, StoredFacts } from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import { madePlaces } from '../partitions/row-places.ts';
import type { PlanPartitions } from '../plan/plan-partitions.ts';
import { createSlicing } from '../plan/slicing.ts';
import { isFresh } from './is-fresh.ts';
import { sliceFacts } from './slice-facts.ts';

export interface PartitionsNowOptions {
  readonly assets: readonly AssetNode[];
  readonly facts: StoredFacts;
  readonly catalogue: Pick<Catalogue, 'partition' | 'partitionsOf' | 'dynamicPartitions'>;
  /** Milliseconds. */
  readonly now: number;
}

export function planPartitions({ assets, facts, catalogue, now }: PartitionsNowOptions): PlanPartitions {
  const dynamic = catalogue.dynamicPartitions();
  const dynamicKeys = (name: string): readonly string[] => (Object.hasOwn(dynamic, name) ? (dynamic[name] ?? []) : []);
  const slicing = createSlicing({ assets, now, dynamicKeys });
  const known = new Map<AssetKey, PartitionSet>();

  function stored(asset: AssetKey): PartitionSet {
    const before = known.get(asset);
    if (before) return before;
    const partitions = slicing.of(asset);
    const set = partitions === null ? [] : madePlaces(catalogue.partitionsOf(asset), partitions);
    known.set(asset, set);
    return set;
  }

  return {
    slicing,
    stored,
    isFresh: (node, partition) =>
      isFresh(
        node,
        sliceFacts({ nodes: [node], partition, reads: slicing.reads(node, [partition]) }, { facts, catalogue }),
      ),
  };
}
