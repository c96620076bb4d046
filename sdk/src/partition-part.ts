// What a context says of the partition that is made, and what it throws where there is none.
import type { AssetContext, PartitionContext, PartitionKeyRange } from './contexts.ts';

/** The partitions that a step makes. */
export interface MadePartitions {
  /** Equal keys: one partition. */
  readonly range: PartitionKeyRange;
  /** Milliseconds since 1970; null: there is no time in them. */
  readonly window: { readonly start: number; readonly end: number } | null;
}

/** Under it a context keeps what its getters tell, for a context that is made from it. */
const MADE: unique symbol = Symbol.for('headwater.partitions') as never;

type Made = { readonly [MADE]?: MadePartitions | null };

/** The given context, frozen, with the partitions read through it. */
export function withPartitions<Context extends object>(
  context: Context,
  made: MadePartitions | null,
): Context & Pick<AssetContext, 'hasPartition'> {
  const there = (asked: string): MadePartitions => {
    if (made !== null) return made;
    throw new Error(
      `ctx.${asked}: no partition is made here. Give the asset partitions, such as partitions.daily({ start: '2026-01-01' }); in a unit test call it with testContext({ partitionKey: '2026-01-01' }).`,
    );
  };
  const partition: PartitionContext = {
    get partitionKey() {
      const { range } = there('partitionKey');
      if (range.from === range.to) return range.from;
      throw new Error(
        `ctx.partitionKey: several partitions are made, ${range.from} to ${range.to}. Read ctx.partitionKeyRange, or leave out the asset's backfill option.`,
      );
    },
    get partitionKeyRange() {
      return there('partitionKeyRange').range;
    },
    get partitionWindow() {
      const { range, window } = there('partitionWindow');
      if (window !== null) return { start: new Date(window.start), end: new Date(window.end) };
      throw new Error(`ctx.partitionWindow: ${range.from} is no time; read ctx.partitionKey.`);
    },
  };
  // Not enumerable, so that a context can be logged and spread where nothing is partitioned.
  const getters = Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(partition)).map(([name, each]) => [
      name,
      { ...each, enumerable: false },
    ]),
  );
  // Getters of the context itself stay what they are.
  const all = Object.create(Object.prototype, {
    ...Object.getOwnPropertyDescriptors(context),
    ...getters,
    ...Object.getOwnPropertyDescriptors({ hasPartition: () => made !== null, [MADE]: made }),
  }) as Context & Pick<AssetContext, 'hasPartition'>;
  return Object.freeze(all);
}

/** Those of a context that was made here. */
export function partitionsOf(context: object): MadePartitions | null {
  return (context as Made)[MADE] ?? null;
}
