// The types of `asset`: its options, what a body is given, and what an asset is to those who call it or name it as input.
import type { AssetContext, Described } from './definition.ts';

/**
 * An asset: a frozen description that can also be called like the function it was made from.
 *
 * A call runs the body alone, with the inputs it is handed: nothing is loaded, stored or recorded. It resolves to the value
 * an asset downstream would get. Without `ctx` the body gets one whose log is silent, whose `runId` is `'test'`, and whose
 * signal never aborts.
 *
 * @throws TypeError (as a rejection) when an input is left out; whatever the body throws.
 * @example
 * ```ts
 * import { asset } from 'headwater';
 *
 * export const orders = asset(() => [{ id: 1, quantity: 2, price: 10 }]);
 * export const revenue = asset({ inputs: { orders } }, ({ orders }) =>
 *   orders.reduce((sum, { quantity, price }) => sum + quantity * price, 0),
 * );
 *
 * // In a unit test:
 * const total: number = await revenue({ orders: [{ id: 7, quantity: 3, price: 20 }] });
 * ```
 */
export interface Asset<Value, Inputs = undefined> extends Described {
  (...args: CallArguments<Inputs>): Promise<Value>;
}

/** Any asset, whatever it needs and gives. */
export type AnyAsset = Described & ((...args: never[]) => Promise<unknown>);

/** What a call of an asset takes: the context alone, or the values of its inputs and the context. */
export type CallArguments<Inputs> = [Inputs] extends [undefined]
  ? [ctx?: AssetContext]
  : [inputs: Inputs, ctx?: AssetContext];

/** Input names to assets. */
export type InputAssets = Readonly<Record<string, AnyAsset>>;

/**
 * What an asset's stored value is to those who name it as input.
 *
 * @example
 * ```ts
 * import { asset, type InputValue } from 'headwater';
 *
 * export const customers = asset(async () => [{ customerId: 1, segment: 'Premium' }]);
 * type Customer = InputValue<typeof customers>[number];
 * const fake: Customer = { customerId: 2, segment: 'Standard' };
 * ```
 */
export type InputValue<Upstream> = Upstream extends (...args: never[]) => Promise<infer Value>
  ? Exclude<Value, undefined | void>
  : never;

/** The values a body is handed, by input name; undefined for an asset without `inputs`. */
export type InputValues<Inputs extends InputAssets | undefined> = Inputs extends InputAssets
  ? { [Name in keyof Inputs]: InputValue<Inputs[Name]> }
  : undefined;

/** Without `inputs` a body takes the context, with them their values first. */
export type Body<Inputs extends InputAssets | undefined, Returned> = [Inputs] extends [InputAssets]
  ? (inputs: InputValues<Inputs>, ctx: AssetContext) => Returned
  : (ctx: AssetContext) => Returned;

/** Lets an asset with a value pass, and answers one without with a sentence. */
export type LoadableInputs<Inputs> = {
  [Name in keyof Inputs]: Inputs[Name] extends (...args: never[]) => Promise<infer Value>
    ? IsVoid<Value> extends true
      ? 'This asset returns nothing, so there is no value to load: use deps instead of inputs'
      : Inputs[Name]
    : Inputs[Name];
};

type IsVoid<Value> = 0 extends 1 & Value ? false : [Value] extends [void] ? true : false;

/**
 * What can be said of an asset beside its body. All of it is optional, and all of it is read without running anything.
 *
 * @example
 * ```ts
 * import { asset, type AssetOptions } from 'headwater';
 *
 * export const orders = asset(() => [{ day: '2026-03-01', total: 99.9 }]);
 * export const cleanup = asset({ deps: [orders] }, () => {});
 * export const dailyRevenue = asset(
 *   {
 *     inputs: { orders },
 *     deps: [cleanup],
 *     key: ['finance', 'daily_revenue'],
 *     group: 'gold',
 *     kinds: ['typescript'],
 *     description: 'Revenue by day.',
 *   } satisfies AssetOptions<{ orders: typeof orders }>,
 *   ({ orders }) => orders,
 * );
 * ```
 */
export interface AssetOptions<Inputs extends InputAssets | undefined = undefined> {
  /** Assets whose values the body is handed, under the names given here. Each makes an edge of the lineage. */
  readonly inputs?: Inputs & LoadableInputs<Inputs>;
  /** Assets that must be made before this one and whose values are not loaded. */
  readonly deps?: readonly AnyAsset[];
  /** The group it is drawn in; `default` unless given. */
  readonly group?: string;
  /** Badges that tell what it is made with or of, for instance `['typescript', 'table']`. */
  readonly kinds?: readonly string[];
  /** What it is, in Markdown; wins over the comment above the asset. */
  readonly description?: string;
  /**
   * The name it is known and stored by, instead of the exported const's name. A string is one segment; an array is several,
   * printed with slashes: `['weather', 'highs']` is `weather/highs`.
   */
  readonly key?: string | readonly [string, ...string[]];
}
