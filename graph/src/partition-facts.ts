// What is known of an asset's partitions, in groups: a million partitions that stand alike are one group of a few ranges.
import type { AssetKey, CodeId } from './model.ts';
import type { PartitionRange } from './partition-model.ts';
import type { Failure } from './status-model.ts';

/** A range with the index of its first partition, so that ranges can be ordered and joined without knowing what keys mean. */
export interface PlacedRange extends PartitionRange {
  readonly at: number;
}

/** Some partitions of an asset. */
export interface PartitionSpan {
  readonly count: number;
  /** In order; where there are many, only the first of them. */
  readonly ranges: readonly PlacedRange[];
}

/** Of one partitioned asset, as its definition on disk counts partitions now. */
export interface PartitionFacts {
  readonly total: number;
  /** Those that were made or have failed. A partition is in one group. */
  readonly groups: readonly PartitionGroup[];
  /** Never made, and never failed. */
  readonly missing: PartitionSpan;
}

/** Partitions made by the same code of inputs that compare alike to what these are now. */
export interface PartitionGroup extends PartitionSpan {
  /** False: they have only failed. */
  readonly made: boolean;
  readonly codeVersion: string | null;
  /** The pieces of that code, each with its version then. */
  readonly code?: Readonly<Record<CodeId, string>>;
  /** Every direct upstream they were made of, by key. */
  readonly inputs: Readonly<Record<AssetKey, GroupInput>>;
  /** The newest of those that are newer than what was made. */
  readonly failure?: Failure;
}

export interface GroupInput {
  /** The inputs it was, sorted; absent where that was not recorded. */
  readonly names?: readonly string[];
  /** The run that made its data other than what was read; null: it is what was read, or nothing is stored of it now. */
  readonly changedBy: string | null;
  /** Of a partitioned upstream: which of its groups are read, by their place in its `groups`. */
  readonly from?: readonly number[];
}

/** What an asset without partitions reads of one that has them, now. */
export interface PartitionsRead {
  /** Of one partition its own, of several a digest; null: none of them was made. */
  readonly dataVersion: string | null;
  /** The run that made the newest of them. */
  readonly run: string | null;
  /** Which groups of the upstream they are in, by their place in its `groups`. */
  readonly from: readonly number[];
}
