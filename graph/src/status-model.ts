// What is known about stored data: materializations, and the status of each asset with its causes.
import type { AssetKey, CodeId } from './model.ts';
import type { PartitionFacts, PartitionsRead } from './partition-facts.ts';
import type { PartitionCounts, PartitionRange } from './partition-model.ts';

/** A value shown with a materialization. Numbers, strings and booleans given raw are wrapped to the proper kind. */
export type MetadataValue =
  | { readonly kind: 'int' | 'float'; readonly value: number }
  /** `path` is a place on a disk or in a bucket, `md` Markdown, `timestamp` ISO 8601 in UTC. */
  | { readonly kind: 'text' | 'url' | 'path' | 'md' | 'timestamp'; readonly value: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'table'; readonly value: TableValue }
  | { readonly kind: 'tableSchema'; readonly value: readonly ColumnSchema[] }
  /** Column to the columns it was made of. */
  | { readonly kind: 'columnLineage'; readonly value: Readonly<Record<string, readonly ColumnOrigin[]>> }
  /** A `data:` or `https:` address. */
  | { readonly kind: 'image'; readonly value: { readonly src: string; readonly alt: string } }
  | { readonly kind: 'chart'; readonly value: ChartValue };

export type MetadataKind = MetadataValue['kind'];

export interface TableValue {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

export interface ColumnSchema {
  readonly name: string;
  readonly type: string;
  readonly description?: string;
}

export interface ColumnOrigin {
  readonly asset: AssetKey;
  readonly column: string;
}

export interface ChartValue {
  readonly type: 'bar' | 'line';
  readonly x: readonly (string | number)[];
  /** One number for each `x`. */
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
}

export type Metadata = Readonly<Record<string, MetadataValue>>;

/** What an input was when a materialization read it: its provenance. */
export interface InputVersion {
  /** The upstream's data version, or null when none was recorded. Of one partition its own; of several a digest of theirs. */
  readonly dataVersion: string | null;
  /** The run that had materialized it. */
  readonly run: string | null;
  /** The inputs it was, sorted; none for an order-only dependency. Absent where that was not recorded. */
  readonly names?: readonly string[];
  /** Of a partitioned upstream: the first and the last partition that were read, and how many were. */
  readonly partitions?: PartitionRange;
}

/** One recorded materialization of an asset. */
export interface Materialization {
  readonly asset: AssetKey;
  /** Key of the partition it is one of; absent where the asset had none. */
  readonly partition?: string;
  readonly run: string;
  /** Sequence number of the event that recorded it; grows with time within one store. */
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly codeVersion: string | null;
  /** The pieces its code was made of, each with its version then. */
  readonly code?: Readonly<Record<CodeId, string>>;
  readonly dataVersion: string;
  /** Every direct upstream (inputs and deps) by key. */
  readonly inputs: Readonly<Record<AssetKey, InputVersion>>;
  readonly rows?: number;
  readonly bytes?: number;
  /** The stored value's file, relative to the store's folder; absent for an asset that stored its data itself. */
  readonly path?: string;
  /** Name of the IO manager that keeps it, unless it is the default store. */
  readonly io?: string;
  /** Name of the environment it was made in. */
  readonly env?: string;
  /** Hash of the configuration its step and the run's resources were given; absent when they were given none. */
  readonly configVersion?: string;
  /** Of a stored table, in its order. */
  readonly columns?: readonly StoredColumn[];
  /** Nothing ran: what this run made of the same code and inputs stands again. */
  readonly reused?: { readonly run: string; readonly seq: number };
  /** Where it was declared, relative to the project. */
  readonly file?: string;
  readonly line?: number;
  /** The key it was stored under, when it had another name then. */
  readonly storedAs?: AssetKey;
  readonly durationMs: number;
  readonly metadata: Metadata;
}

/** A column of a stored table; `type` is the word of whoever stored it, such as `integer`. */
export interface StoredColumn {
  readonly name: string;
  readonly type: string;
}

/** The last failed step of an asset, when it is newer than its last materialization. */
export interface Failure {
  readonly asset: AssetKey;
  readonly partition?: string;
  readonly run: string;
  readonly seq: number;
  readonly time: string;
  /** Of the asset when it failed. */
  readonly codeVersion?: string;
  readonly message: string;
  readonly stack?: string;
  /** The throwing place in the user's source, when the stack names one. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** How a check came out the last time it ran. */
export interface CheckResult {
  readonly name: string;
  /** Of which partition it is told. */
  readonly partition?: string;
  readonly passed: boolean;
  readonly severity: 'warn' | 'error';
  readonly run: string;
  readonly seq: number;
  readonly time: string;
  readonly metadata: Metadata;
  /** Why it could not be carried out, when it threw. */
  readonly message?: string;
}

/** What is stored of `from` up to here, and its history, are those of `asset`. */
export interface Rename {
  readonly asset: AssetKey;
  readonly from: AssetKey;
  /** Sequence number of the event that recorded it. */
  readonly seq: number;
}

/** What an external asset holds, by its own word. */
export interface Observation {
  readonly dataVersion: string;
  readonly run: string;
  readonly time: string;
}

/** A stored value of the default store that is not what was recorded of it. */
export interface LostValue {
  /** What its file has now; null: there is none. */
  readonly bytes: number | null;
}

/** Everything the store knows that bears on status, by key. */
export interface StoredFacts {
  /** Of a partitioned asset the newest of any partition. */
  readonly materializations: Readonly<Record<AssetKey, Materialization>>;
  /** Of assets without partitions. */
  readonly failures: Readonly<Record<AssetKey, Failure>>;
  /** The latest outcome of each check that has run, by asset, then by name. */
  readonly checks: Readonly<Record<AssetKey, Readonly<Record<string, CheckResult>>>>;
  /** What each external asset last said it holds. */
  readonly observations: Readonly<Record<AssetKey, Observation>>;
  /** Those that were recorded. */
  readonly renames?: readonly Rename[];
  /** What other projects have stored of the assets of theirs that this one reads. */
  readonly foreign?: Readonly<Record<AssetKey, Materialization>>;
  /** Values that are gone or damaged, by `seq` of their materialization. */
  readonly lost?: Readonly<Record<number, LostValue>>;
  /** Of the partitioned assets of the source on disk: what status is computed from. Absent where only the store itself was asked. */
  readonly partitions?: Readonly<Record<AssetKey, PartitionFacts>>;
  /** What each asset without partitions reads of the partitioned ones above it, by the key of the reader, then of the upstream. */
  readonly partitionsRead?: Readonly<Record<AssetKey, Readonly<Record<AssetKey, PartitionsRead>>>>;
  /** Keys of the dynamic partitions, by the name of their definition, in the order they were added. */
  readonly dynamicPartitions?: Readonly<Record<string, readonly string[]>>;
  /** Keys whose step is running now. */
  readonly running: readonly AssetKey[];
}

export const STATUS_NAMES = [
  'fresh',
  'stale',
  'upstream-stale',
  'never',
  'failed',
  'running',
  'drift',
  'orphan',
  'external',
  'unknown',
] as const;

export type StatusName = (typeof STATUS_NAMES)[number];

export interface Cause {
  readonly kind: 'code' | 'data' | 'deps' | 'upstream' | 'drift' | 'failed' | 'missing' | 'unknown';
  /** The upstream asset the cause lies in, when it is another one. */
  readonly asset?: AssetKey;
  /** A sentence for people, for instance `customers has new data (run 4f2a9c)`. */
  readonly message: string;
  /** Of a partitioned asset: the first few ranges it is a cause of. */
  readonly partitions?: readonly PartitionRange[];
  /** Of a `failed` cause the run that failed (the next one can go on from there). */
  readonly run?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

export interface LastMaterialization {
  readonly run: string;
  /** Of a partitioned asset: the one that was made last. */
  readonly partition?: string;
  readonly time: string;
  readonly codeVersion: string | null;
  readonly dataVersion: string;
  readonly rows?: number;
  readonly bytes?: number;
  readonly durationMs: number;
  readonly metadata: Metadata;
  /** Of the checks that are defined now; those that never ran are not here. */
  readonly checks: readonly CheckResult[];
}

export interface AssetStatus {
  readonly key: AssetKey;
  readonly status: StatusName;
  readonly causes: readonly Cause[];
  /** Of a partitioned asset always. */
  readonly partitions?: PartitionCounts;
  readonly lastMaterialization?: LastMaterialization;
  /** Where it was declared when it was last made, of what nothing defines now. */
  readonly declared?: { readonly file: string; readonly line?: number };
}

/** The answer of `headwater status --json`. Sorted by key. */
export interface StatusDocument {
  readonly version: 1;
  readonly assets: readonly AssetStatus[];
}
