// What one evaluation of all conditions is given, what it remembers for the next, and what comes out of it.
import type { Partitions } from '@headwater/calendar';
import type { AssetKey, ConditionEvaluation, FreshnessState, GraphDocument } from '@headwater/graph';

/** An asset without partitions is one slice: `[[0, 0]]`, or none of it: `[]`. */
export type Slices = readonly (readonly [first: number, last: number])[];

export interface AutomationQuestion {
  /** Give the same `assets` array again while the source stays as it is: what is prepared of it is kept by its identity. */
  readonly graph: Pick<GraphDocument, 'assets' | 'checks' | 'jobs'> &
    Partial<Pick<GraphDocument, 'schedules' | 'sensors'>>;
  /** Epoch milliseconds, as all times here. */
  readonly now: number;
  /** What the last evaluation remembered; null: there was none. */
  readonly previous: AutomationMemory | null;
  readonly facts: AutomationFacts;
  /** How long after this the next evaluation is expected: freshness acts before it is too late. */
  readonly interval: number;
  /** Requests nothing and takes all that happened until now as handled: for the first evaluation after a pause. */
  readonly skip?: boolean;
}

export interface AutomationEvaluation {
  /** To be kept before the runs are started. `assets` is the same object as before when nothing in it changed. */
  readonly memory: AutomationMemory;
  readonly runs: readonly RequestedRun[];
  /** Of the assets that were requested, came out otherwise than last time, or have a problem. Made each time it is read. */
  readonly evaluations: readonly ConditionEvaluation[];
  /** As of this evaluation, with its tree, for any asset that has a condition; null for others. */
  explain(key: AssetKey): ConditionEvaluation | null;
  /** As it was judged here; null: it has no policy. */
  freshness(key: AssetKey): Freshness | null;
}

export interface RequestedRun {
  /** In the order of the graph. */
  readonly assets: readonly AssetKey[];
  /** Keys and ranges `from..to`, the same for each of the assets; absent: they have no partitions. */
  readonly partitions?: readonly string[];
  /** A sentence: `orders was updated`, `the cron 0 8 * * * ticked`. */
  readonly because: string;
}

/** Plain JSON, durable. */
export interface AutomationMemory {
  readonly version: 1;
  /** When it was made; never goes back. */
  readonly time: number;
  readonly assets: Readonly<Record<AssetKey, AssetMemory>>;
}

/** Empty sets and what is not known are left out. */
export interface AssetMemory {
  /** Its newest update: another one next time is new. */
  readonly update?: string;
  /** Sequence number of its newest materialization. */
  readonly seq?: number;
  readonly dataVersion?: string;
  readonly codeVersion?: string;
  /** Says which condition the rest is of: a hash of it and of the partitions. */
  readonly condition?: string;
  /** Of partitions whose places can move: how many there were. */
  readonly shape?: string;
  /** Of `since`, `newlyTrue` and what waits for the end of a run, by place in the condition (and upstream asset). */
  readonly state?: Readonly<Record<string, Slices>>;
  readonly value?: Slices;
  /** At the last evaluation. */
  readonly requested?: Slices;
  /** Requested for a value that has been true ever since. */
  readonly answered?: Slices;
  /** When something was requested last. */
  readonly requestedAt?: number;
  /** Of its freshness: the one a run was requested for last. */
  readonly lapse?: string;
  readonly problem?: string;
}

/** What is stored and what is under way, as conditions ask for it. */
export interface AutomationFacts {
  of(key: AssetKey): AssetFacts;
  /** What a run set out to make; null where that is not known. */
  plannedBy(run: string): ReadonlySet<AssetKey> | null;
  /** The asset's materialization by an earlier run than its newest; null where nothing is kept of it. */
  madeBy(key: AssetKey, run: string): Update | null;
  /** As they are at this moment; null: it is made whole. Throws a sentence where they cannot be read. */
  partitionsOf(key: AssetKey): Partitions | null;
}

export interface AssetFacts {
  /** Its newest materialization, or what an external asset last said of itself; null: there is none. */
  readonly update: Update | null;
  /** Newer than the last materialization. */
  readonly failure: { readonly run: string; readonly time: number; readonly message: string } | null;
  /** What runs under way are going to make and have not made. */
  readonly inProgress: Slices;
  /** Check name to its last outcome. */
  readonly checks: Readonly<Record<string, { readonly passed: boolean; readonly time: number }>>;
  /** Of an asset with partitions. */
  readonly partitions?: PartitionFacts;
}

export interface Update {
  /** Equal only for the same update. */
  readonly id: string;
  /** Null: an external asset's word, or of another project. */
  readonly seq: number | null;
  readonly time: number;
  readonly run: string;
  readonly dataVersion: string;
  /** The run that had made each direct upstream, as recorded; null where that was not. */
  readonly inputs: Readonly<Record<AssetKey, string | null>>;
}

/** Sets of indices as `partitionsOf` has them. */
export interface PartitionFacts {
  readonly missing: Slices;
  /** Those whose last execution failed. */
  readonly failed: Slices;
  /** Whose newest materialization has a greater sequence number, by the run that made it. */
  updatedAfter(seq: number): readonly { readonly run: string; readonly set: Slices }[];
  /** Whose newest materialization is older than that. */
  olderThan(time: number): Slices;
}

/** The freshness of an asset as of one moment. */
export interface Freshness {
  readonly state: FreshnessState;
  /** A sentence without its end: `its data is 42 min old, 30 min are allowed (orders, materialized 09:12)`. */
  readonly message: string;
  /** Since when; null: nothing says so. */
  readonly since: number | null;
  /** When it turns into another state if nothing is materialized; null: never. */
  readonly until: number | null;
  /** Names what `onFreshness()` requests a run for now, once; null: nothing. */
  readonly lapse: string | null;
}
