// The contexts that user code is handed: what a body, an op, a check, a resource and the failure hook can say and ask.
import type { ResultDescription } from './definition.ts';
import type { MetadataValue, RawMetadata } from './metadata.ts';

/** A log with four levels. Its lines are kept with the run; in a plain call they go nowhere. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The last materialization before this one. */
export interface Previous {
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly dataVersion: string;
  readonly metadata: Readonly<Record<string, MetadataValue>>;
}

/** What a check's outcome may be given as: passed or not, or with more to say. */
export type CheckResultInput =
  boolean | { readonly passed: boolean; readonly severity?: 'warn' | 'error'; readonly metadata?: RawMetadata };

/** What can be said with a result. `Checks`: names declared on the asset; `string` when they are not known to the compiler. */
export interface ResultOptions<Checks extends string = string> {
  /** What is said of this materialization; of what was added under one name, this stands. */
  readonly metadata?: RawMetadata;
  /** Outcomes of the checks declared by name on the asset. */
  readonly checks?: CheckResults<Checks>;
  /** In the place of the content's hash: equal versions mean equal data. */
  readonly dataVersion?: string;
}

/** Names of declared checks to outcomes. */
export type CheckResults<Checks extends string> = [Checks] extends [never]
  ? // A field that nobody writes: any other is refused, and the compiler's words name the repair.
    { readonly 'declare the check in the options first, checks: [name]'?: never }
  : { readonly [Name in Checks]?: CheckResultInput };

/** A value with what is said of it; `Value` is what downstream gets. */
export interface Result<Value, Output extends string | null = null> {
  readonly [RESULT]: ResultDescription;
  readonly value?: Value;
  readonly output?: Output;
}

export const RESULT: unique symbol = Symbol.for('headwater.result') as never;

/** What every context has. */
export interface BaseContext {
  readonly log: Log;
  /** Aborted when the run is cancelled or the step takes too long; hand it to `fetch` and friends. */
  readonly signal: AbortSignal;
  /** The run this step belongs to; `'test'` in a plain call. */
  readonly runId: string;
  /** From 1. */
  readonly attempt: number;
}

/** The first and the last of the partitions that a step makes; both are among them, and they are equal when it makes one. */
export interface PartitionKeyRange {
  readonly from: string;
  readonly to: string;
}

/** From the beginning of the first to the end of the last of the partitions that a step makes. */
export interface PartitionWindow {
  readonly start: Date;
  /** Exclusive. */
  readonly end: Date;
}

/** What the body of a partitioned asset can ask. `Key`: the keys there are, where they are known to the compiler. */
export interface PartitionContext<Key extends string = string> {
  /**
   * Key of the partition that is made: `2026-01-01`, of two dimensions `2026-01-01|us`.
   *
   * @throws Error when the step makes several, as a backfill in one run does: read `partitionKeyRange` then.
   */
  readonly partitionKey: Key;
  readonly partitionKeyRange: PartitionKeyRange;
  /**
   * The time the partitions span; of two dimensions that of the one of time.
   *
   * @throws Error when there is no time in the partitions.
   */
  readonly partitionWindow: PartitionWindow;
}

/** What a call of an asset can be handed: every context of a body is one, and what `testContext` makes. */
export interface CallContext<Resources = Readonly<Record<never, unknown>>, Config = unknown> extends BaseContext {
  /** The asset's key by segments; of a multi-asset the first output's. Empty in a plain call of an asset without `key`. */
  readonly key: readonly string[];
  addOutputMetadata(metadata: RawMetadata): void;
  readonly resources: Resources;
  readonly config: Config;
  /** Output names this run asks for: all of them unless the multi-asset says `canSubset`. Empty for other assets. */
  readonly selected: readonly string[];
  /** How far the body is, from 0 to 1. */
  progress(fraction: number, message?: string): void;
  /** Null when it was never materialized, and in a plain call. */
  readonly previous: Previous | null;
  /** Whether a partition is made, and can be read: for what serves assets with and without partitions. */
  hasPartition(): this is PartitionContext;
}

/**
 * What a body is handed. `Resources` and `Config` come from the asset's options, `Outputs` from a multi-asset's, `Checks` are
 * the names of the declared checks.
 */
export interface AssetContext<
  Resources = Readonly<Record<string, unknown>>,
  Config = unknown,
  Outputs extends Readonly<Record<string, unknown>> | null = null,
  Checks extends string = string,
> extends CallContext<Resources, Config> {
  readonly result: ResultMaker<Outputs, Checks>;
  readonly materialized: MaterializedMaker<Outputs, Checks>;
}

/** `ctx.result(value, options)`, in a multi-asset `ctx.result(output, value, options)`. */
export type ResultMaker<Outputs, Checks extends string = string> = [Outputs] extends [null]
  ? <Value>(value: Value, options?: ResultOptions<Checks>) => Result<Value>
  : <Name extends keyof Outputs & string>(
      output: Name,
      value: Outputs[Name],
      options?: ResultOptions,
    ) => Result<Outputs[Name], Name>;

/** `ctx.materialized(options)`, in a multi-asset `ctx.materialized(output, options)`: the body stored the data itself. */
export type MaterializedMaker<Outputs, Checks extends string = string> = [Outputs] extends [null]
  ? (options?: ResultOptions<Checks>) => Result<undefined>
  : <Name extends keyof Outputs & string>(output: Name, options?: ResultOptions) => Result<undefined, Name>;

/** An op's context. */
export interface OpContext extends BaseContext {
  addOutputMetadata(metadata: RawMetadata): void;
}

/** A check's context. */
export interface CheckContext extends BaseContext {
  /** Of the materialization that is checked. */
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  /** The materialization before the one that is checked. */
  readonly previous: Previous | null;
}

/** What a resource is created with. */
export interface ResourceContext<Config = unknown> {
  readonly config: Config;
  readonly log: Log;
  readonly runId: string;
  /** Name of the environment, or null. */
  readonly env: string | null;
}

/** What a schedule's and a sensor's function ask for: a run. */
export interface RunRequest {
  /** A run of one key is asked for once, ever. */
  readonly runKey?: string;
  /** Of partitioned assets: the partition, or a range of them `from..to`. */
  readonly partitionKey?: string;
  /** Configuration of assets by key and of resources by name. */
  readonly config?: {
    readonly assets?: Readonly<Record<string, unknown>>;
    readonly resources?: Readonly<Record<string, unknown>>;
  };
  /** In the place of the target: the selection grammar. */
  readonly selection?: string;
}

/** What a schedule's and a sensor's function have in common. */
export interface TickContext {
  readonly log: Log;
  /** Aborted when it takes too long, and when automation is switched off; hand it to `fetch` and friends. */
  readonly signal: AbortSignal;
  /** Asks for a run; may be called several times. Without an argument it is one of the target. */
  request(run?: RunRequest): void;
  /** Says why nothing is asked for; kept with the tick. */
  skip(reason: string): void;
}

/** What a schedule's function is handed. */
export interface ScheduleContext extends TickContext {
  /** The time of the tick in the cron, however late it is. */
  readonly scheduledTime: Date;
}

/** What a sensor's function is handed. */
export interface SensorContext<Resources = Readonly<Record<string, unknown>>> extends TickContext {
  /** What was set last; null at first. */
  readonly cursor: string | null;
  /** Kept for the next tick when the function returns; not when it throws. */
  setCursor(cursor: string): void;
  /** When it was last called; null at first. */
  readonly lastTick: Date | null;
  readonly resources: Resources;
}

/** What the failure hook is told, once for each failed step, after its last attempt. */
export interface FailureContext {
  readonly runId: string;
  readonly asset: string;
  readonly attempts: number;
  readonly error: { readonly message: string; readonly stack?: string };
  readonly log: Log;
}
