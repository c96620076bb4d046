// Makes assets: `asset(body)` and `asset(options, body)`.
import { readOptions } from './asset-options.ts';
import type { AnyAsset, Asset, AssetOptions, Body, InputAssets, InputValues } from './asset-types.ts';
import { DEFINITION, type AssetContext, type AssetDescription } from './definition.ts';
import { describeValue } from './describe-value.ts';
import { inertContext } from './inert-context.ts';

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
export function asset<Returned>(body: (ctx: AssetContext) => Returned): Asset<Awaited<Returned>>;
/**
 * Defines an asset with options: what it reads (`inputs`, `deps`), how it is shown (`group`, `kinds`, `description`), and its
 * `key`. With `inputs` the body takes their values first, typed by the assets they come from.
 *
 * @throws TypeError when an option is unknown or wrong, naming it and what to write instead.
 * @example
 * ```ts
 * import { asset } from 'headwater';
 *
 * export const ordersRaw = asset(() => [{ orderId: 1, customerId: 1, amount: 100 }]);
 * export const customers = asset(() => [{ customerId: 1, segment: 'Premium' }]);
 *
 * export const enrichedOrders = asset(
 *   { inputs: { ordersRaw, customers }, group: 'silver', kinds: ['typescript'] },
 *   ({ ordersRaw, customers }, ctx) => {
 *     const segments = new Map(customers.map(({ customerId, segment }) => [customerId, segment]));
 *     ctx.addOutputMetadata({ orders: ordersRaw.length });
 *     return ordersRaw.map((order) => ({ ...order, segment: segments.get(order.customerId) ?? 'unknown' }));
 *   },
 * );
 * ```
 */
export function asset<Inputs extends InputAssets | undefined = undefined, Returned = unknown>(
  options: AssetOptions<Inputs>,
  body: Body<Inputs, Returned>,
): Asset<Awaited<Returned>, InputValues<Inputs>>;
export function asset(...args: readonly unknown[]): AnyAsset {
  const [options, body] = args.length === 1 ? [{}, args[0]] : args;
  const facts = readOptions(options);
  if (!isFunction(body))
    throw new TypeError(`asset: the body is a function, and comes last; got ${describeValue(body)}.`);
  const takesInputs = (options as AssetOptions).inputs !== undefined;
  const run: AssetDescription['run'] = takesInputs ? (inputs, ctx) => body(inputs, ctx) : (_inputs, ctx) => body(ctx);
  const description: AssetDescription = Object.freeze({ type: 'asset', ...facts, run });
  const call = takesInputs
    ? async (inputs?: unknown, ctx?: AssetContext) =>
        run(present(inputs, Object.keys(facts.inputs)), ctx ?? inertContext())
    : async (ctx?: AssetContext) => run({}, ctx ?? inertContext());
  return Object.freeze(Object.assign(call, { [DEFINITION]: description }));
}

/** A call without the compiler's help may leave an input out; the body would fail later and less clearly. */
function present(inputs: unknown, names: readonly string[]): Readonly<Record<string, unknown>> {
  const given = typeof inputs === 'object' && inputs !== null ? (inputs as Readonly<Record<string, unknown>>) : {};
  const missing = names.filter((name) => given[name] === undefined);
  if (missing.length > 0)
    throw new TypeError(
      `This asset needs its inputs: call it with { ${names.join(', ')} }. Missing: ${missing.join(', ')}.`,
    );
  return given;
}

function isFunction(value: unknown): value is (...args: readonly unknown[]) => unknown {
  return typeof value === 'function';
}
