// What is known about stored data: materializations, and the status of each asset with its causes.
import type { AssetKey } from './model.ts';

/** A value shown with a materialization. Numbers, strings and booleans given raw are wrapped to the proper kind. */
export type MetadataValue =
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'bool'; readonly value: boolean };

export type Metadata = Readonly<Record<string, MetadataValue>>;

/** What an input was when a materialization read it: its provenance. */
export interface InputVersion {
  /** The upstream's data version, or null when none was recorded. */
  readonly dataVersion: string | null;
  /** The run that had materialized it. */
  readonly run: string | null;
}

/** One recorded materialization of an asset. */
export interface Materialization {
  readonly asset: AssetKey;
  readonly run: string;
  /** Sequence number of the event that recorded it; grows with time within one store. */
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly codeVersion: string | null;
  readonly dataVersion: string;
  /** Every direct upstream (inputs and deps) by key. */
  readonly inputs: Readonly<Record<AssetKey, InputVersion>>;
  readonly rows?: number;
  readonly bytes?: number;
  /** The stored value's file, relative to the store's folder; absent for an asset that stored its data itself. */
  readonly path?: string;
  readonly durationMs: number;
  readonly metadata: Metadata;
}

/** The last failed step of an asset, when it is newer than its last materialization. */
export interface Failure {
  readonly asset: AssetKey;
  readonly run: string;
  readonly seq: number;
  readonly time: string;
  readonly message: string;
  readonly stack?: string;
  /** The throwing place in the user's source, when the stack names one. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Everything the store knows that bears on status, by key. */
export interface StoredFacts {
  readonly materializations: Readonly<Record<AssetKey, Materialization>>;
  readonly failures: Readonly<Record<AssetKey, Failure>>;
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
  readonly kind: 'code' | 'data' | 'deps' | 'upstream' | 'drift' | 'failed' | 'unknown';
  /** The upstream asset the cause lies in, when it is another one. */
  readonly asset?: AssetKey;
  /** A sentence for people, for instance `customers has new data`. */
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

export interface LastMaterialization {
  readonly run: string;
  readonly time: string;
  readonly codeVersion: string | null;
  readonly dataVersion: string;
  readonly rows?: number;
  readonly bytes?: number;
  readonly durationMs: number;
  readonly metadata: Metadata;
  readonly checks: readonly never[];
}

export interface AssetStatus {
  readonly key: AssetKey;
  readonly status: StatusName;
  readonly causes: readonly Cause[];
  readonly lastMaterialization?: LastMaterialization;
}

/** The answer of `headwater status --json`. Sorted by key. */
export interface StatusDocument {
  readonly version: 1;
  readonly assets: readonly AssetStatus[];
}
