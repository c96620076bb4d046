// The types of `asset` and its kin: options, what a body is given, and what an asset is to those who call it or name it as input.
import type { AutomationCondition } from './automation-condition.ts';
import type { Backfill } from './backfill-option.ts';
import type { AssetContext, CallContext, PartitionContext, Result } from './contexts.ts';
import type { AssetDescription, DEFINITION, Described, ExternalDescription, NodeDescription } from './definition.ts';
import type { FromPartitions } from './from-partitions.ts';
import type { InputAssets, InputValues } from './input-values.ts';
import type { RawMetadata } from './metadata.ts';
import type { CheckOption, NodeOptions } from './node-options.ts';
import type { Partitions } from './partitions.ts';
import type { Duration, Size } from './quantities.ts';
import type { Resource } from './resource.ts';
import type { SchemaOutput, StandardSchema } from './standard-schema.ts';

/** Carries the type of a value; nothing is there at run time. Read by index, which costs the compiler least. */
export declare const VALUE: unique symbol;

/** Carries whether there is a value to load; nothing is there at run time. */
export declare const LOADS: unique symbol;

/** Carries the slices an asset is made in, undefined for one that is made whole; nothing is there at run time. */
export declare const MADE_IN: unique symbol;

/** What can be named in `inputs` and `deps`: an asset, an external asset, an output of a multi-asset. */
export interface AnyAsset<Value = unknown> extends Described<NodeDescription> {
  readonly [VALUE]: Value;
  readonly [MADE_IN]: unknown;
}

/** What can be named in `inputs`: one of them that has a value. */
export interface LoadableAsset extends AnyAsset {
  readonly [LOADS]: true;
}

/** True, or a sentence in the place of true: the compiler prints it where such an asset is named as input. */
export type Loads<Value> =
  IsVoid<Value> extends true
    ? 'This asset returns nothing, so there is no value to load: use deps instead of inputs'
    : true;

type IsVoid<Value> = 0 extends 1 & Value ? false : [Value] extends [void] ? true : false;

/**
 * An asset: a frozen description that can also be called like the function it was made from.
 *
 * A call runs the body alone, with the inputs it is handed: nothing is loaded, stored or recorded. It resolves to the value
 * an asset downstream would get. Without `ctx` the body gets one whose log is silent, whose `runId` is `'test'`, and whose
 * signal never aborts; an asset with `resources` or `config` needs one, made by `testContext`.
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
export interface Asset<
  Value,
  Inputs = undefined,
  Needs = undefined,
  Slices = undefined,
  Returned = Value,
> extends AnyAsset<Value> {
  readonly [DEFINITION]: AssetDescription;
  readonly [LOADS]: Loads<Value>;
  readonly [MADE_IN]: Slices;
  (...args: CallArguments<Inputs, Needs>): Promise<Returned>;
}

/** Produced elsewhere: it can be loaded, and is never run. */
export interface ExternalAsset<Value, Slices = undefined> extends AnyAsset<Value> {
  readonly [DEFINITION]: ExternalDescription;
  readonly [LOADS]: Loads<Value>;
  readonly [MADE_IN]: Slices;
}

/** What a call takes: the values of the inputs if there are any, and a context, which is needed for resources and configuration. */
export type CallArguments<Inputs, Needs = undefined> = [Inputs] extends [undefined]
  ? ContextArgument<Needs>
  : [inputs: Inputs, ...context: ContextArgument<Needs>];

type ContextArgument<Needs> = [Needs] extends [undefined] ? [ctx?: CallContext] : [ctx: Needs];

/** The context a call needs; undefined when it can do without. */
export type Needs<Resources, Config> = [Resources, Config] extends [undefined, undefined]
  ? undefined
  : CallContext<ResourceValues<Resources>, ConfigValue<Config>>;

/** Names in `ctx.resources` to resources. */
export type ResourceRecord = Readonly<Record<string, Resource<unknown>>>;

/** What a body returns, to those downstream: a promise awaited, a `ctx.result(…)` unwrapped. */
export type ValueOf<Returned> = Unwrapped<Awaited<Returned>>;

type Unwrapped<Returned> = Stored<Returned extends Result<infer Value, string | null> ? Value : Returned>;

/** What is handed out one by one is stored in batches, and loaded as an array. */
type Stored<Value> = Value extends AsyncIterable<infer Row> | Iterator<infer Row, unknown, never> ? Row[] : Value;

/** What is in `ctx.resources`. */
export type ResourceValues<Resources> = Resources extends ResourceRecord
  ? { readonly [Name in keyof Resources]: Resources[Name][typeof VALUE] }
  : Readonly<Record<never, unknown>>;

/** What is in `ctx.config`: the schema's output. */
export type ConfigValue<Config> = Config extends StandardSchema ? SchemaOutput<Config> : undefined;

/** Names of declared checks. */
export type CheckNames<Checks extends readonly CheckOption[]> = Checks[number] extends infer Check
  ? Check extends { readonly name: infer Name extends string }
    ? Name
    : Extract<Check, string>
  : never;

/** The context of a body that declares these. */
export type BodyContext<
  Resources,
  Config,
  Checks extends readonly CheckOption[],
  Slices = undefined,
  Ranged = undefined,
> = WithPartition<
  AssetContext<ResourceValues<Resources>, ConfigValue<Config>, null, CheckNames<Checks>>,
  Slices,
  Ranged
>;

/** The partition that is made can be read where there are partitions; where several are made at once, their range. */
export type WithPartition<Context, Slices, Ranged = undefined> = [Slices] extends [undefined]
  ? Context
  : Context & ([Ranged] extends [undefined] ? PartitionContext<KeyOf<Slices>> : Omit<PartitionContext, 'partitionKey'>);

type KeyOf<Slices> = Slices extends readonly ['static', readonly (infer Key extends string)[]] ? Key : string;

/** Without `inputs` a body takes the context, with them their values first. */
export type Body<
  Inputs extends InputAssets | undefined,
  Returned,
  Context = BodyContext<undefined, undefined, []>,
  Slices = undefined,
  Ranged = undefined,
> = [Inputs] extends [InputAssets]
  ? (inputs: InputValues<Inputs, Slices, Ranged>, ctx: Context) => Returned
  : (ctx: Context) => Returned;

/** What an asset's value is by what its body returns: with `backfill` a record of it by partition key. */
export type MadeOf<Returned, Ranged> = [Ranged] extends [undefined]
  ? Returned
  : IsVoid<Returned> extends true
    ? Returned
    : Returned extends Readonly<Record<string, infer Value>>
      ? Value
      : 'An asset with backfill returns a record with a value for each partition key';

/** How a body that throws is run again; a number is `maxRetries`. */
export type Retry =
  | number
  | {
      /** How often at most, after the first attempt; 1 unless given. */
      readonly maxRetries?: number;
      /** Before the next attempt; none unless given. */
      readonly delay?: Duration;
      /** How the delay grows: `linear` n · delay, `exponential` (2ⁿ − 1) · delay, after the n-th failure. */
      readonly backoff?: 'linear' | 'exponential';
      /** Chance in the delay: `full` from 0 to the delay, `plus-minus` up to one base delay more or less. */
      readonly jitter?: 'full' | 'plus-minus';
    };

/** What can be said of a body and how it is run. */
export interface StepOptions<
  Inputs extends InputAssets | undefined = undefined,
  Resources extends ResourceRecord | undefined = undefined,
  Config extends StandardSchema | undefined = undefined,
  Slices = unknown,
  Ranged extends Backfill | undefined = Backfill | undefined,
> {
  /** Assets whose values the body is handed, under the names given here. Each makes an edge of the lineage. */
  readonly inputs?: Inputs;
  /** Assets that must be made before this one and whose values are not loaded. */
  readonly deps?: readonly (AnyAsset | FromPartitions)[];
  /** The slices it is made in, one at a time: `partitions.daily({ start: '2026-01-01' })`. The body gets `ctx.partitionKey`. */
  readonly partitions?: Partitions<Slices>;
  /** When it runs by itself: `automation.eager()`. Only where automation is on, as in `headwater dev`. */
  readonly automation?: AutomationCondition;
  /**
   * How many partitions one call of the body makes: all that are asked for (`'single-run'`), or so many; one unless given. With
   * it inputs made in partitions are always records by partition key, the body returns such a record (or nothing, when it
   * stores its data itself), and reads `ctx.partitionKeyRange` or `ctx.partitionWindow`.
   */
  readonly backfill?: Ranged;
  /** What the body works with: `resources: { db }` gives `ctx.resources.db`. */
  readonly resources?: Resources;
  /** Schema of the configuration a run is given; the body gets its output as `ctx.config`. */
  readonly config?: Config;
  /** Runs the body again when it throws. */
  readonly retry?: Retry;
  /** How long one attempt, and each check of what it made, may take: `'30m'`, or milliseconds. */
  readonly timeout?: Duration;
  /** How much memory its process may take: `'512MB'`, or bytes. */
  readonly memoryLimit?: Size;
  /** Steps of one pool run one at a time, or as many as `definitions({ pools })` says. */
  readonly pool?: string;
  /** Stands for the code in the place of what is read from the source: change it to make the asset stale. */
  readonly codeVersion?: string;
  /** The same code and inputs always give the same value: then it is known without hashing the value. */
  readonly deterministic?: boolean;
  /** Stands on every materialization, under what the body adds. */
  readonly metadata?: RawMetadata;
}

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
 *     owners: ['team:finance'],
 *     retry: { maxRetries: 3, delay: '5s', backoff: 'exponential' },
 *     timeout: '10m',
 *     description: 'Revenue by day.',
 *   } satisfies AssetOptions<{ orders: typeof orders }>,
 *   ({ orders }) => orders,
 * );
 * ```
 */
export interface AssetOptions<
  Inputs extends InputAssets | undefined = undefined,
  Resources extends ResourceRecord | undefined = undefined,
  Config extends StandardSchema | undefined = undefined,
  Checks extends readonly CheckOption[] = readonly CheckOption[],
  Slices = unknown,
  Ranged extends Backfill | undefined = Backfill | undefined,
>
  extends NodeOptions<Checks>, StepOptions<Inputs, Resources, Config, Slices, Ranged> {}
