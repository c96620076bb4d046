// The slices there are of each asset at one moment, and how those of an upstream asset lie beside those of what reads it.
import {
  all,
  defaultMapping,
  downstreamPartitions,
  rangeText,
  setOf,
  toRanges,
  type Partitions,
} from '@headwater/calendar';
import type { AssetKey, AssetNode, PartitionMapping } from '@headwater/graph';
import type { AutomationFacts, Slices } from './evaluation.ts';
import { NONE, WHOLE } from './slices.ts';

export interface Space {
  readonly all: Slices;
  /** Those of the newest window of time; all, where there is no time in it. */
  readonly latest: Slices;
  /** Null: it is made whole. The same object where the definition is the same. */
  readonly partitions: Partitions | null;
}

export interface Spaces {
  /** Throws a sentence where its partitions cannot be read. */
  of(key: AssetKey): Space;
  /** The slices of `to` that read any of these of `from`. */
  down(set: Slices, edge: { readonly from: AssetKey; readonly to: AssetKey }): Slices;
  /** Slices of the upstream asset and of the other are the same ones, so that one run can make both. */
  isOneRun(upstream: AssetKey, downstream: AssetKey): boolean;
  /** Keys and ranges; null: it is made whole. */
  texts(key: AssetKey, set: Slices): readonly string[] | null;
}

const UNDIVIDED: Space = { all: WHOLE, latest: WHOLE, partitions: null };

export function openSpaces({
  nodes,
  partitionsOf,
}: {
  readonly nodes: ReadonlyMap<AssetKey, AssetNode>;
  readonly partitionsOf: AutomationFacts['partitionsOf'];
}): Spaces {
  const opened = new Map<AssetKey, Space>();
  const of = (key: AssetKey): Space => {
    if (nodes.get(key)?.partitions === undefined) return UNDIVIDED;
    const known = opened.get(key);
    if (known !== undefined) return known;
    const partitions = partitionsOf(key);
    if (partitions === null) return UNDIVIDED;
    const space = { all: all(partitions), latest: latestOf(partitions), partitions };
    opened.set(key, space);
    return space;
  };
  const mappingOf = (from: AssetKey, to: AssetKey): PartitionMapping => {
    const downstream = nodes.get(to);
    const told = downstream?.mappings;
    if (told !== undefined && Object.hasOwn(told, from)) return told[from] ?? { is: 'all' };
    return defaultMapping(downstream?.partitions, nodes.get(from)?.partitions);
  };
  return {
    of,
    down: (set, { from, to }) => {
      const upstream = of(from);
      const downstream = of(to);
      if (set.length === 0) return NONE;
      if (upstream.partitions === null) return downstream.all;
      const sides = { downstream: downstream.partitions, upstream: upstream.partitions };
      return downstreamPartitions(set, { mapping: mappingOf(from, to), ...sides });
    },
    isOneRun: (upstream, downstream) => {
      const { partitions } = of(upstream);
      if (partitions !== of(downstream).partitions) return false;
      return partitions === null || mappingOf(upstream, downstream).is === 'identity';
    },
    texts: (key, set) => {
      const { partitions } = of(key);
      return partitions === null ? null : toRanges(set, partitions).map(rangeText);
    },
  };
}

function latestOf(partitions: Partitions): Slices {
  const { count, dimensions } = partitions;
  if (count === 0) return NONE;
  if (dimensions === null) return partitions.time === null ? [[0, count - 1]] : [[count - 1, count - 1]];
  const [rows, columns] = dimensions;
  const width = columns.partitions.count;
  if (rows.partitions.time !== null) return [[count - width, count - 1]];
  if (columns.partitions.time === null) return [[0, count - 1]];
  return setOf(Array.from({ length: rows.partitions.count }, (_, row) => lastOfRow(row, width)));
}

function lastOfRow(row: number, width: number): readonly [number, number] {
  const place = (row + 1) * width - 1;
  return [place, place];
}
