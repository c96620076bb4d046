// What is told of the partitions of an asset: in ranges, and single ones a page at a time.
import type { AssetKey, PartitionCounts, PartitionRange, PartitionsDefinition } from '@headwater/graph';

export type PartitionState = 'fresh' | 'stale' | 'missing' | 'failed';

export interface PartitionsRequest {
  readonly key: AssetKey;
  /** Only those in one of these states; all unless given. */
  readonly states?: readonly PartitionState[];
  /** Only these: a key or a range `from..to` each. */
  readonly choice?: readonly string[];
  /** The page of single partitions begins with this one, or what follows it. The first unless given; `last`: the page is the end of them. */
  readonly from?: string | 'last';
  /** Of single partitions 100 unless given, 1,000 at most. */
  readonly limit?: number;
  /** Of ranges 100 unless given, 10,000 at most. */
  readonly rangeLimit?: number;
}

/** Never one object a partition, except for the page that was asked for. */
export interface PartitionsDocument {
  readonly version: 1;
  readonly key: AssetKey;
  readonly partitions: PartitionsDefinition;
  readonly counts: PartitionCounts;
  /** First and last key there is now; null: there are none. */
  readonly first: string | null;
  readonly last: string | null;
  /** Of two dimensions: the keys of each where they are few (1,000 at most). */
  readonly dimensions?: readonly { readonly name: string; readonly count: number; readonly keys: readonly string[] }[];
  /** In order. Neighbours differ in state, or in what they are for. */
  readonly ranges: readonly PartitionStateRange[];
  /** There are more ranges than were asked for. */
  readonly moreRanges: boolean;
  readonly page: readonly PartitionEntry[];
  /** Ask for what follows with `from`; null at the end. */
  readonly next: string | null;
  /** Ask for what comes before with `from`; null at the beginning. */
  readonly previous: string | null;
}

export interface PartitionStateRange extends PartitionRange {
  readonly state: PartitionState;
}

export interface PartitionEntry {
  readonly key: string;
  readonly state: PartitionState;
  /** Why it is stale or failed, in sentences. */
  readonly causes: readonly string[];
  /** Of what was made last. */
  readonly run?: string;
  readonly time?: string;
  /** Of a time window, ISO 8601 in UTC. */
  readonly window?: { readonly start: string; readonly end: string };
}
