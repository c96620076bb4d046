// The groups of an asset's partitions as facts that travel: counts, and the first few ranges of each.
import { sizeOf, type PartitionSet, type Partitions } from '@headwater/calendar';
import type { AssetKey, GroupInput, PartitionFacts, PartitionGroup, PartitionSpan } from '@headwater/graph';
import type { RowGroup, RowGroupInput } from './partition-groups.ts';
import type { PlacedPartitions } from './placed-partitions.ts';

/** Whoever wants all ranges asks for them. */
const TOLD_RANGES = 20;

interface Described {
  readonly placed: PlacedPartitions;
  readonly groups: readonly RowGroup[];
  readonly missing: PartitionSet;
  /** That made what is newest of an upstream. */
  readonly runOf: (upstream: AssetKey) => string | null;
  readonly codeOf: (partition: string) => PartitionGroup['code'];
}

export function describePartitions({ placed, groups, missing, runOf, codeOf }: Described): PartitionFacts {
  const { columns, partitions } = placed;
  const codes = new Map<string, PartitionGroup['code']>();

  function pieces(row: number): PartitionGroup['code'] {
    const version = columns.codeVersions[row];
    if (version == null) return undefined;
    if (!codes.has(version)) codes.set(version, codeOf(columns.keys[row] ?? ''));
    return codes.get(version);
  }

  function inputOf({ key, names, changed, from }: RowGroupInput): [AssetKey, GroupInput] {
    const changedBy = changed ? (runOf(key) ?? '') : null;
    return [key, { changedBy, ...(names !== null && { names }), ...(from !== undefined && { from }) }];
  }

  const total = partitions.count;
  return {
    total,
    groups: groups.map(({ set, count, row, inputs }): PartitionGroup => {
      const [code, failure] = [pieces(row), columns.failures.get(row)];
      return {
        ...spanOf({ set, count }, partitions),
        made: (columns.seqs[row] ?? 0) > 0,
        codeVersion: columns.codeVersions[row] ?? null,
        ...(code !== undefined && { code }),
        inputs: Object.fromEntries(inputs.map(inputOf)),
        ...(failure !== undefined && { failure }),
      };
    }),
    missing: spanOf({ set: missing, count: sizeOf(missing) }, partitions),
  };
}

function spanOf({ set, count }: { set: PartitionSet; count: number }, partitions: Partitions): PartitionSpan {
  const ranges = set.slice(0, TOLD_RANGES).map(([first, last]) => ({
    from: partitions.keyAt(first),
    to: partitions.keyAt(last),
    count: last - first + 1,
    at: first,
  }));
  return { count, ranges };
}
