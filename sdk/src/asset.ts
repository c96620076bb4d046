// Makes assets: `asset(body)` and `asset(options, body)`.
import type {
  AnyAsset,
  Asset,
  AssetOptions,
  Body,
  BodyContext,
  MadeOf,
  Needs,
  ResourceRecord,
  ValueOf,
} from './asset-types.ts';
import type { Backfill } from './backfill-option.ts';
import { defineAsset } from './define-asset.ts';
import type { InputAssets, InputValues } from './input-values.ts';
import type { CheckOption } from './node-options.ts';
import type { StandardSchema } from './standard-schema.ts';

/**
 * Defines an asset: a piece of data, and the function that makes it. Its key is the name of the exported const.
 *
 * Defining one runs nothing. The body runs when the asset is materialized, or when the asset is called; what it returns is
 * stored, and handed to the assets that name it in `inputs`. A body that stores its data itself returns nothing.
 *
 * @throws TypeError when `body` is not a function.
 * @example
 * ```ts
 * import { asset } from 'headwater';
 *
 * export const customers = asset(async (ctx) => {
 *   ctx.log.info('Loading customers …');
 *   const response = await fetch('https://shop.example/customers', { signal: ctx.signal });
 *   return (await response.json()) as { customerId: number; segment: string }[];
 * });
 * ```
 */
export function asset<Returned>(
  body: (ctx: BodyContext<undefined, undefined, []>) => Returned,
): Asset<ValueOf<Returned>>;
/**
 * Defines an asset with options: what it reads (`inputs`, `deps`), what it works with (`resources`, `config`), how it is shown
 * (`group`, `kinds`, `description`) and run (`retry`, `timeout`, `pool`). With `inputs` the body takes their values first,
 * typed by the assets they come from.
 *
 * @throws TypeError when an option is unknown or wrong, naming it and what to write instead.
 * @example
 * ```ts
 * import { asset } from 'headwater';
 *
 * export const ordersRaw = asset({ retry: { maxRetries: 5, delay: '5s' } }, () => [
 *   { orderId: 1, customerId: 1, amount: 100 },
 * ]);
 * export const customers = asset(() => [{ customerId: 1, segment: 'Premium' }]);
 *
 * export const enrichedOrders = asset(
 *   { inputs: { ordersRaw, customers }, group: 'silver', kinds: ['typescript'], checks: ['notEmpty'] },
 *   ({ ordersRaw, customers }, ctx) => {
 *     const segments = new Map(customers.map(({ customerId, segment }) => [customerId, segment]));
 *     const orders = ordersRaw.map((order) => ({ ...order, segment: segments.get(order.customerId) ?? 'unknown' }));
 *     return ctx.result(orders, { metadata: { orders: orders.length }, checks: { notEmpty: orders.length > 0 } });
 *   },
 * );
 * ```
 */
export function asset<
  Inputs extends InputAssets | undefined = undefined,
  Returned = unknown,
  Resources extends ResourceRecord | undefined = undefined,
  Config extends StandardSchema | undefined = undefined,
  const Checks extends readonly CheckOption[] = readonly [],
  Slices = undefined,
  Ranged extends Backfill | undefined = undefined,
>(
  options: AssetOptions<Inputs, Resources, Config, Checks, Slices, Ranged>,
  body: Body<Inputs, Returned, BodyContext<Resources, Config, Checks, Slices, Ranged>, Slices, Ranged>,
): Asset<
  MadeOf<ValueOf<Returned>, Ranged>,
  InputValues<Inputs, Slices, Ranged>,
  Needs<Resources, Config>,
  Slices,
  ValueOf<Returned>
>;
export function asset(...args: readonly unknown[]): AnyAsset {
  return defineAsset(args, { type: 'asset', of: 'asset' });
}
