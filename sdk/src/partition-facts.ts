// The slices an asset is made in, as plain JSON: the same as the graph says of the source.

/** As it was written. */
export type PartitionsFacts = DimensionFacts | TwoDimensionsFacts;

/** One dimension: the whole of most definitions, or one of two. */
export type DimensionFacts =
  | TimePartitionsFacts
  | { readonly is: 'static'; readonly keys: readonly string[] }
  | { readonly is: 'dynamic'; readonly name: string };

export interface TimePartitionsFacts {
  readonly is: 'time';
  readonly every: 'hour' | 'day' | 'week' | 'month' | 'cron';
  /** Of `every: 'cron'`: each tick begins a partition. */
  readonly cron: string | null;
  /** Local time of `timezone`. */
  readonly start: string;
  /** Exclusive; null: there is no last one. */
  readonly end: string | null;
  readonly timezone: string;
  /** How many partitions exist beyond the last that has ended. */
  readonly endOffset: number;
}

export interface TwoDimensionsFacts {
  readonly is: 'multi';
  /** In the order they were written. */
  readonly dimensions: Readonly<Record<string, DimensionFacts>>;
}

/** Which partitions of an input one partition needs. */
export type MappingFacts =
  | { readonly is: 'identity' | 'all' | 'last' }
  | { readonly is: 'window'; readonly startOffset: number; readonly endOffset: number }
  | { readonly is: 'static'; readonly keys: Readonly<Record<string, readonly string[]>> }
  | { readonly is: 'dimension'; readonly name: string };

/** How many partitions a backfill makes in one run; null: all of them in a single one. */
export interface BackfillFacts {
  readonly maxPartitionsPerRun: number | null;
}
