// What the engine needs of a catalogue of runs: a small interface, so that another store (Postgres) can stand behind it.
import type { AssetKey, CheckResult, Failure, Materialization, Naming, StoredFacts } from '@headwater/graph';
import type { OpResult, RunEvent, RunEventBody, StoreChange } from './run-event.ts';
import type { RunStep, RunSummary } from './protocol.ts';

export interface Catalogue {
  /** Sentences about the store a person should see: a damaged file kept aside, a newer store opened read-only. */
  readonly notices: readonly string[];
  /** Set when nothing can be recorded; the sentence says why. */
  readonly readOnly: string | null;
  /** Numbers the event and keeps it. Resolves when it is durable (types of `isDurable`); progress events wait for those before them only. */
  record(run: string, body: RunEventBody): Promise<RunEvent>;
  /** Resolves when it is durable. */
  change(change: StoreChange): Promise<void>;
  /** Latest materialization and failure of each key; `running` is of the runs this process has under way. */
  facts(): StoredFacts;
  /** Newest first; with `before`, those that started before that run. */
  runs(limit: number, before?: string): readonly RunSummary[];
  /** The newest materialization of one partition, whole (path, inputs, metadata); undefined: it was never made. */
  partition(asset: AssetKey, partition: string): Materialization | undefined;
  /**
   * What is newest of every partition of an asset that was ever made or has failed, in columns; it changes as events are recorded.
   * What a body reads of several partitions is recorded as `versionOfPartitions` of partitions/partition-version.ts says it.
   */
  partitionsOf(asset: AssetKey): PartitionColumns;
  /** Keys of the dynamic partitions, by the name of their definition, in the order they were added. */
  dynamicPartitions(): Readonly<Record<string, readonly string[]>>;
  /** Newest first; with `before`, what is older than that event. */
  history(page: {
    /** What the asset was called, newest first. */
    readonly names: readonly Naming[];
    readonly limit: number;
    readonly before?: number;
    /** Of this partition only. */
    readonly partition?: string;
  }): AssetHistory;
  run(id: string): RecordedRun | null;
  /** What is kept of an asset and would be made again by this: newest first, a few at most. Whether its file is still there is not asked. */
  reusable(asset: AssetKey, by: MadeBy): readonly KeptValue[];
  /** Paths of an asset's values in the default store that are not to be deleted; with `partition` those of that one. */
  wantedValues(asset: AssetKey, partition?: string): ReadonlySet<string>;
  /** Folds the journal into the snapshot when that is worth its while. Called after each run and when idle. */
  checkpoint(): Promise<void>;
  /** Folds the history that is older than is kept into counts, and says what is kept; `dryRun` changes nothing. */
  retain(options: { readonly dryRun: boolean }): Promise<Retained>;
  /** So much of the history was folded that what is left of it elsewhere is worth deleting. */
  hasLeftovers(): boolean;
  close(): Promise<void>;
}

/** All that decides what a body makes, as far as it is known. */
export interface MadeBy {
  readonly codeVersion: string;
  readonly configVersion: string | undefined;
  readonly env: string | undefined;
  /** Data versions of all direct upstream, no more and no less. */
  readonly inputs: Readonly<Record<AssetKey, string>>;
  /** Key of the partition; absent: an asset without. */
  readonly partition?: string;
}

/** A materialization in the default store. */
export interface KeptValue {
  readonly materialization: Materialization;
  /** Outcomes that were recorded with it, those its body returned and others. */
  readonly checks: readonly CheckResult[];
}

/** Rows of what is newest of each partition, by column. Rows are never removed, except that `forgotten` and `renamed` make new columns. */
export interface PartitionColumns {
  readonly asset: AssetKey;
  /** Grows with each change. */
  readonly changes: number;
  readonly keys: readonly string[];
  rowOf(partition: string): number | undefined;
  /** Sequence number of the newest materialization, by row; 0: there is none. */
  readonly seqs: readonly number[];
  readonly codeVersions: readonly (string | null)[];
  readonly dataVersions: readonly (string | null)[];
  readonly runs: readonly string[];
  /** What each was made of: by upstream key, then by row. Absent rows did not read that upstream. */
  readonly inputs: ReadonlyMap<AssetKey, InputColumn>;
  /** Failures newer than what was made, by row. */
  readonly failures: ReadonlyMap<number, Failure>;
}

export interface InputColumn {
  /** Undefined: that row did not read this upstream. */
  readonly dataVersions: readonly (string | null | undefined)[];
  /** The inputs it was, one text for equal ones: JSON of the sorted names; null: not recorded. */
  readonly names: readonly (string | null | undefined)[];
}

export interface AssetHistory {
  readonly entries: readonly { readonly materialization: Materialization; readonly checks: readonly CheckResult[] }[];
  /** What to ask for next; null at the end. */
  readonly next: number | null;
  /** Those that are counted only. */
  readonly folded: { readonly count: number; readonly first: string; readonly last: string } | null;
  /** When its data was deleted, if nothing was made of it since. */
  readonly forgotten: string | null;
}

export interface Retained {
  readonly folded: { readonly materializations: number; readonly runs: number };
  /** Paths in the default store. */
  readonly values: ReadonlySet<string>;
  /** Paths of what the steps of graph assets gave, of runs that can be gone on from. */
  readonly results: ReadonlySet<string>;
  readonly runs: ReadonlySet<string>;
}

/** One run, with all that a later run needs to go on from it. */
export interface RecordedRun {
  readonly summary: RunSummary;
  /** What it set out to make. */
  readonly assets: readonly AssetKey[];
  /** Of those that are made in partitions, which: a key or a range `from..to` each. */
  readonly partitions: Readonly<Record<AssetKey, readonly string[]>>;
  readonly steps: readonly RunStep[];
  /** Of severity `error`. */
  readonly failedChecks: readonly { readonly asset: AssetKey; readonly partition?: string; readonly name: string }[];
  /** What its ops gave, by step. */
  readonly opResults: Readonly<Record<string, OpResult>>;
}
