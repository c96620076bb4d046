// The slices an asset is made in: time windows, names, two dimensions of them, and how slices of one asset depend on those of another.

/** As it was written: the same whether it was read from the source or told by the loaded modules. */
export type PartitionsDefinition = OneDimension | TwoDimensions;

export type OneDimension =
  | TimePartitions
  | { readonly is: 'static'; readonly keys: readonly string[] }
  /** Keys are added at run time, under this name. */
  | { readonly is: 'dynamic'; readonly name: string };

export interface TimePartitions {
  readonly is: 'time';
  readonly every: 'hour' | 'day' | 'week' | 'month' | 'cron';
  /** Of `every: 'cron'`: each tick begins a partition. */
  readonly cron: string | null;
  /** Local time of `timezone`, such as `2026-01-01` or `2026-01-01T06:00`. */
  readonly start: string;
  /** Exclusive; null: there is no last one. */
  readonly end: string | null;
  /** IANA name. */
  readonly timezone: string;
  /** How many partitions exist beyond the last that has ended; may be negative. */
  readonly endOffset: number;
}

/** Two dimensions, in the order they were written; the key of a partition is `2026-08-01|us`. */
export interface TwoDimensions {
  readonly is: 'multi';
  readonly dimensions: Readonly<Record<string, OneDimension>>;
}

/** Which partitions of an input one partition needs. */
export type PartitionMapping =
  | { readonly is: 'identity' | 'all' | 'last' }
  /** Those whose time window overlaps this one's, moved by so many of its own partitions at each end. */
  | { readonly is: 'window'; readonly startOffset: number; readonly endOffset: number }
  /** Key downstream to keys upstream. */
  | { readonly is: 'static'; readonly keys: Readonly<Record<string, readonly string[]>> }
  /** One dimension of a two-dimensional one, by name. */
  | { readonly is: 'dimension'; readonly name: string };

/** A run of partitions that follow each other, both ends included. */
export interface PartitionRange {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/** How many partitions of an asset are in which state. */
export interface PartitionCounts {
  readonly total: number;
  readonly fresh: number;
  readonly stale: number;
  readonly missing: number;
  readonly failed: number;
}
