// `fromPartitions`: an input or dep with the partitions of it that are needed.
import type { AnyAsset, LOADS, MADE_IN, VALUE } from './asset-types.ts';
import { DEFINITION, type Described, type FromPartitionsDescription } from './definition.ts';
import { describeValue } from './describe-value.ts';
import { isKind, nameOfKind } from './described.ts';
import type { LoadedAs } from './load-as.ts';
import type { GIVES, PartitionMapping } from './mapping.ts';
import { problem } from './option-problem.ts';
import { readNode } from './upstream-options.ts';

/** An asset among `inputs` or `deps`, with the mapping that says which of its partitions are needed. */
export interface FromPartitions<
  Value = unknown,
  Slices = unknown,
  Gives = unknown,
  Loads = unknown,
> extends Described<FromPartitionsDescription> {
  readonly [VALUE]: Value;
  readonly [MADE_IN]: Slices;
  readonly [GIVES]: Gives;
  readonly [LOADS]: Loads;
}

/**
 * Names an asset as input or dep, and says which of its partitions are needed. Where the mapping gives one, the input is its
 * value; else a record of partition key to value. An input of `loadAs` can be named too.
 *
 * @throws TypeError when the first is no asset, or the second no mapping.
 * @example
 * ```ts
 * import { asset, fromPartitions, mapping, partitions } from 'headwater';
 *
 * const days = partitions.daily({ start: '2026-01-01' });
 * export const sales = asset({ partitions: days }, (ctx) => ({ day: ctx.partitionKey, total: 10 }));
 * export const newest = asset({ inputs: { sales: fromPartitions(sales, mapping.last()) } }, ({ sales }) => sales.total);
 * export const total = asset({ inputs: { sales } }, ({ sales }) =>
 *   Object.values(sales).reduce((sum, { total }) => sum + total, 0),
 * );
 * ```
 */
export function fromPartitions<Upstream extends AnyAsset | LoadedAs<unknown, unknown>, Gives>(
  asset: Upstream,
  mapping: PartitionMapping<Gives>,
): FromPartitions<
  Upstream[typeof VALUE],
  Upstream[typeof MADE_IN],
  Gives,
  Upstream extends { readonly [LOADS]: infer Loads } ? Loads : never
>;
export function fromPartitions(asset: unknown, mapping: unknown): unknown {
  const of = 'fromPartitions';
  const named = isKind(asset, 'loaded-as')
    ? { asset: asset[DEFINITION].asset, dataType: asset[DEFINITION].dataType }
    : { asset: readNode(asset, { of, what: 'the first argument' }), dataType: null };
  if (!isKind(mapping, 'mapping'))
    throw problem(
      of,
      `the second argument is not a mapping but ${nameOfKind(mapping) ?? describeValue(mapping)}. Write, for instance, mapping.last().`,
    );
  const description: FromPartitionsDescription = Object.freeze({
    type: 'from-partitions',
    ...named,
    mapping: mapping[DEFINITION].mapping,
  });
  return Object.freeze({ [DEFINITION]: description });
}
