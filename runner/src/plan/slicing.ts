// The partitions of a graph as they are now: what each asset is made in, and which partitions of one another's need.
import {
  defaultMapping,
  downstreamPartitions,
  givesOne,
  keysIn,
  mappingProblem,
  ofKeys,
  openPartitions,
  upstreamPartitions,
  type PartitionSet,
  type Partitions,
} from '@headwater/calendar';
import {
  directUpstream,
  type AssetKey,
  type AssetNode,
  type PartitionMapping,
  type PartitionsDefinition,
} from '@headwater/graph';

/** Which partitions of an upstream a step reads. */
export interface Reads {
  /** In order. */
  readonly keys: readonly string[];
  /** The body is handed one value, and not a record of them. */
  readonly asOne: boolean;
}

export interface Slicing {
  /** Null: it is made whole. */
  of(key: AssetKey): Partitions | null;
  /** Partitions of `upstream` that these partitions of `node` need; null for one of the two: it is made whole. */
  needed(node: AssetNode, set: PartitionSet | null, upstream: AssetKey): PartitionSet | null;
  /** Partitions of `node` that need these of `upstream`. */
  needing(node: AssetNode, upstream: AssetKey, set: PartitionSet): PartitionSet;
  /** Whether each partition of `node` needs the one of `upstream` of the same key, and no other. */
  isIdentity(node: AssetNode, upstream: AssetKey): boolean;
  /** Of each upstream that is made in partitions, what these partitions of `node` read; null: it is made whole. */
  reads(node: AssetNode, keys: readonly string[] | null): Readonly<Record<AssetKey, Reads>>;
}

export interface SlicingOptions {
  readonly assets: readonly AssetNode[];
  /** Milliseconds. */
  readonly now: number;
  /** Keys of dynamic partitions, by the name of their definition. */
  readonly dynamicKeys: (name: string) => readonly string[];
}

interface Mapped {
  readonly mapping: PartitionMapping;
  /** Each partition needs one of the upstream. */
  readonly isOne: boolean;
}

const NO_READS: Readonly<Record<AssetKey, Reads>> = {};

const MADE_WHOLE: PartitionSet = [[0, 0]];

/** Of a graph in which nothing is made in partitions. */
export const WHOLE: Slicing = {
  of: () => null,
  needed: () => null,
  needing: () => [],
  isIdentity: () => false,
  reads: () => NO_READS,
};

/** Why partitions or a mapping cannot be opened: thrown when it is asked for. */
export class BadPartitions extends Error {}

export function createSlicing({ assets, now, dynamicKeys }: SlicingOptions): Slicing {
  const byKey = new Map(assets.map((node) => [node.key, node]));
  const opened = new Map<string, Partitions>();
  const ofKey = new Map<AssetKey, Partitions | null>();
  const mappings = new Map<string, Mapped>();
  const readings = new Map<string, Reads>();

  function open(key: AssetKey, definition: PartitionsDefinition): Partitions {
    const id = JSON.stringify(definition);
    const known = opened.get(id);
    if (known) return known;
    const result = openPartitions(definition, { now, dynamicKeys });
    if (!result.ok) throw new BadPartitions(`The partitions of \`${key}\`: ${result.message}`);
    opened.set(id, result.partitions);
    return result.partitions;
  }

  /** Asked for each of a million partitions, and a definition can have ten thousand keys: it is spelled out once. */
  function of(key: AssetKey): Partitions | null {
    const known = ofKey.get(key);
    if (known !== undefined) return known;
    const definition = byKey.get(key)?.partitions;
    const partitions = definition === undefined ? null : open(key, definition);
    ofKey.set(key, partitions);
    return partitions;
  }

  function mapped(node: AssetNode, upstream: AssetKey): Mapped {
    const id = `${node.key}\n${upstream}`;
    const known = mappings.get(id);
    if (known) return known;
    const above = byKey.get(upstream)?.partitions;
    const given = node.mappings && Object.hasOwn(node.mappings, upstream) ? node.mappings[upstream] : undefined;
    const sides = { downstream: node.partitions, upstream: above };
    const mapping = given ?? defaultMapping(node.partitions, above);
    const problem = mappingProblem(mapping, sides);
    if (problem !== null) throw new BadPartitions(`\`${node.key}\` reads \`${upstream}\`: ${problem}`);
    const found = { mapping, isOne: givesOne(mapping, sides) };
    mappings.set(id, found);
    return found;
  }

  function needed(node: AssetNode, set: PartitionSet | null, upstream: AssetKey): PartitionSet | null {
    const above = of(upstream);
    if (!above) return null;
    const own = of(node.key);
    const sides = { mapping: mapped(node, upstream).mapping, downstream: own, upstream: above };
    return upstreamPartitions(own === null ? MADE_WHOLE : (set ?? []), sides);
  }

  /** Shared by all that read the same: a hundred partitions that read a thousand each are a thousand keys. */
  function reading(node: AssetNode, keys: readonly string[] | null, upstream: AssetKey): Reads {
    const own = of(node.key);
    const set = own && keys ? ofKeys(keys, own) : null;
    const wanted = needed(node, set, upstream) ?? [];
    // A body with `backfill` is handed records, for one partition too: what it is handed has one form, as its type says.
    const asOne = node.backfill === undefined && mapped(node, upstream).isOne;
    const id = JSON.stringify([upstream, wanted, asOne]);
    const known = readings.get(id);
    if (known) return known;
    const above = of(upstream);
    const read = { keys: above ? keysIn(wanted, above) : [], asOne };
    readings.set(id, read);
    return read;
  }

  return {
    of,
    needed,
    needing(node, upstream, set) {
      const [own, above] = [of(node.key), of(upstream)];
      if (!own || !above) return [];
      const { mapping } = mapped(node, upstream);
      return downstreamPartitions(set, { mapping, downstream: own, upstream: above });
    },
    isIdentity: (node, upstream) => mapped(node, upstream).mapping.is === 'identity',
    reads(node, keys) {
      const sliced = directUpstream(node).filter((key) => byKey.get(key)?.partitions !== undefined);
      if (sliced.length === 0) return NO_READS;
      return Object.fromEntries(sliced.map((key) => [key, reading(node, keys, key)]));
    },
  };
}
