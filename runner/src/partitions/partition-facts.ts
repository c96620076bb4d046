// What status is computed from, of every partitioned asset of a graph: kept between questions, made again only where something changed.
import { all, subtract, type PartitionSet, type Partitions } from '@headwater/calendar';
import {
  directUpstream,
  namesOf,
  renamesInForce,
  topologicalOrder,
  type AssetKey,
  type AssetNode,
  type Naming,
  type PartitionFacts,
  type PartitionsRead,
  type StoredFacts,
} from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import { BadPartitions, createSlicing, WHOLE, type Slicing } from '../plan/slicing.ts';
import { describePartitions } from './describe-partitions.ts';
import { groupRows, setsMeet, type GroupedUpstream, type RowGroup } from './partition-groups.ts';
import { placePartitions, type PlacedPartitions } from './placed-partitions.ts';

export interface PartitionBook {
  /**
   * `facts` with those of partitions. Of an asset whose partitions cannot be opened there are none: the source has a problem that says
   * why. Costs nothing for a graph without partitions, and little where nothing was made since the last time.
   */
  look(of: {
    readonly assets: readonly AssetNode[];
    readonly facts: StoredFacts;
    readonly now: number;
  }): PartitionsLook;
}

interface PartitionsLook {
  readonly facts: StoredFacts;
  readonly slicing: Slicing;
  /** By key. */
  readonly assets: ReadonlyMap<AssetKey, AssetPartitions>;
}

/** Of one partitioned asset, the groups of its facts whole. */
export interface AssetPartitions {
  readonly placed: PlacedPartitions;
  readonly partitions: Partitions;
  /** In the order of the facts. */
  readonly groups: readonly RowGroup[];
  readonly missing: PartitionSet;
  readonly facts: PartitionFacts;
  /** Of what was made last. */
  readonly newestRun: string | null;
}

type PartitionCatalogue = Pick<Catalogue, 'partition' | 'partitionsOf' | 'dynamicPartitions'>;

interface Looking {
  readonly slicing: Slicing;
  readonly facts: StoredFacts;
  readonly nodes: ReadonlyMap<AssetKey, AssetNode>;
  readonly names: (key: AssetKey) => readonly Naming[];
  readonly found: ReadonlyMap<AssetKey, AssetPartitions>;
}

interface Upstream extends GroupedUpstream {
  readonly run: string | null;
  /** What it is compared by: the same as long as these are. */
  readonly by: readonly unknown[];
}

export function createPartitionBook(catalogue: PartitionCatalogue): PartitionBook {
  const placings = remembered<PlacedPartitions>();
  const described = remembered<AssetPartitions>();
  const readings = remembered<PartitionsRead>();

  function place(key: AssetKey, partitions: Partitions, { names }: Looking): PlacedPartitions {
    const known = names(key);
    // Until a run records the new key, all that is stored is under the old one.
    const name = known.find((each) => catalogue.partitionsOf(each.key).keys.length > 0);
    const columns = catalogue.partitionsOf(name?.key ?? key);
    const since = name?.key === key ? name.since : 0;
    const by = [columns, columns.changes, JSON.stringify(partitions.definition), partitions.count, since];
    const dynamic = dynamicKeys(partitions);
    return placings(key, [...by, dynamic], () => placePartitions(columns, { partitions, since }));
  }

  /** With a definition the keys are known, except of those that are added at run time. */
  function dynamicKeys({ definition }: Partitions): string {
    const each = definition.is === 'multi' ? Object.values(definition.dimensions) : [definition];
    const keys = each.map((one) => (one.is === 'dynamic' ? catalogue.dynamicPartitions()[one.name] : undefined));
    return keys.every((some) => some === undefined) ? '' : JSON.stringify(keys);
  }

  function describe(node: AssetNode, looking: Looking): AssetPartitions | null {
    const partitions = looking.slicing.of(node.key);
    if (partitions === null) return null;
    const placed = place(node.key, partitions, looking);
    const upstream = directUpstream(node).map((key) => compareWith(node, key, looking));
    return described(node.key, [placed, ...upstream.flatMap(({ by }) => by)], () => {
      const groups = groupRows(placed, upstream);
      const missing = subtract(all(partitions), placed.set());
      const runOf = (key: AssetKey): string | null => upstream.find((each) => each.key === key)?.run ?? null;
      const codeOf = (partition: string) => catalogue.partition(placed.columns.asset, partition)?.code;
      const facts = describePartitions({ placed, groups, missing, runOf, codeOf });
      return { placed, partitions, groups, missing, facts, newestRun: placed.newestRunOf(all(partitions)) };
    });
  }

  function compareWith(node: AssetNode, key: AssetKey, { slicing, facts, nodes, names, found }: Looking): Upstream {
    const of = { key, names: names(key).map((name) => name.key) };
    const above = found.get(key);
    if (above === undefined) {
      const stored = own(facts.materializations, key);
      const { dataVersion = null, run = null } =
        (stored?.partition === undefined ? stored : undefined) ?? own(facts.observations, key) ?? {};
      return { ...of, versionAt: () => dataVersion, run, by: [of.names.join('\n'), dataVersion, run] };
    }
    const mapping = JSON.stringify(node.mappings?.[key] ?? null);
    const needed = isIdentity(node, nodes.get(key))
      ? (at: number): PartitionSet => [[at, at]]
      : (at: number): PartitionSet => slicing.needed(node, [[at, at]], key) ?? [];
    return {
      ...of,
      versionAt: (at) => above.placed.versionOf(needed(at)),
      readers: () => above.groups.map(({ set }) => slicing.needing(node, key, set)),
      run: above.newestRun,
      by: [of.names.join('\n'), above.facts, mapping],
    };
  }

  /** What an asset without partitions reads of one that has them. */
  function read(node: AssetNode, key: AssetKey, { slicing, found }: Looking): PartitionsRead | null {
    const above = found.get(key);
    if (above === undefined) return null;
    const by = [above.facts, JSON.stringify(node.mappings?.[key] ?? null)];
    return readings(`${node.key}\n${key}`, by, () => {
      const set = slicing.needed(node, null, key) ?? [];
      const from = above.groups.flatMap((group, index) => (setsMeet(group.set, set) ? [index] : []));
      return { dataVersion: above.placed.versionOf(set), run: above.placed.newestRunOf(set), from };
    });
  }

  return {
    look({ assets, facts, now }) {
      const found = new Map<AssetKey, AssetPartitions>();
      if (!assets.some((node) => node.partitions)) return { facts, slicing: WHOLE, assets: found };
      const dynamicPartitions = catalogue.dynamicPartitions();
      const slicing = createSlicing({ assets, now, dynamicKeys: (name) => dynamicPartitions[name] ?? [] });
      const nodes = new Map(assets.map((node) => [node.key, node]));
      const renames = renamesInForce(assets, facts)?.renames ?? [];
      const looking = { slicing, facts, nodes, found, names: (key: AssetKey) => namesOf(key, renames) };
      const partitionsRead = Object.create(null) as Record<AssetKey, Record<AssetKey, PartitionsRead>>;
      for (const key of topologicalOrder(assets)) {
        const node = nodes.get(key);
        if (node === undefined || node.kind === 'external') continue;
        try {
          const of = describe(node, looking);
          if (of !== null) found.set(key, of);
          else {
            const reads = directUpstream(node).flatMap((upstream) => {
              const each = read(node, upstream, looking);
              return each === null ? [] : [[upstream, each] as const];
            });
            if (reads.length > 0) partitionsRead[key] = Object.fromEntries(reads);
          }
        } catch (error) {
          if (!(error instanceof BadPartitions)) throw error;
        }
      }
      const partitions = Object.assign(
        Object.create(null) as Record<AssetKey, PartitionFacts>,
        Object.fromEntries([...found].map(([key, of]) => [key, of.facts])),
      );
      return { facts: { ...facts, partitions, partitionsRead, dynamicPartitions }, slicing, assets: found };
    },
  };
}

/** The last of each name, as long as it is made by the same things. */
function remembered<T>(): (name: string, by: readonly unknown[], make: () => T) => T {
  const kept = new Map<string, { readonly by: readonly unknown[]; readonly value: T }>();
  return (name, by, make) => {
    const before = kept.get(name);
    if (before?.by.length === by.length && before.by.every((each, index) => each === by[index])) return before.value;
    const value = make();
    kept.set(name, { by, value });
    return value;
  };
}

/** Nearly always: a place is the same place upstream, and nothing has to be asked. */
function isIdentity(node: AssetNode, above: AssetNode | undefined): boolean {
  const mapping = node.mappings?.[above?.key ?? ''];
  if (mapping !== undefined && mapping.is !== 'identity') return false;
  return JSON.stringify(node.partitions) === JSON.stringify(above?.partitions);
}

/** A key may be called `constructor`. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
