// What is asked of the partitions of an asset, whatever they are made by: how many exist, which key has which place, which time is whose.
import type { PartitionsDefinition } from '@headwater/graph';
import type { TimeGrid, TimeWindow } from './time-grid.ts';

/**
 * Places are counted from 0, and mean something only together with these partitions: of two dimensions, and of keys added at run
 * time, the same key can have another place later. What is stored is stored by key.
 */
export interface Partitions {
  readonly definition: PartitionsDefinition;
  /** How many exist now. */
  readonly count: number;
  /** Of a partition that exists. */
  keyAt(index: number): string;
  /** Null for a key that does not exist (yet). */
  indexOf(key: string): number | null;
  /** Null for what has no time; of two dimensions that of the one that has. */
  windowOf(index: number): TimeWindow | null;
  /** Set where the partitions are windows of time. */
  readonly time: TimeGrid | null;
  /** The two of a two-dimensional one. Its places go row by row: that of `a|b` is that of `a`, times how many `b` there are, plus that of `b`. */
  readonly dimensions: readonly [Dimension, Dimension] | null;
}

export interface Dimension {
  readonly name: string;
  readonly partitions: Partitions;
}
