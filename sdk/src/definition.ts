// What every definition carries for the engine: a frozen description under one well-known symbol.

/** `Symbol.for`, so that two copies of the package still understand each other. */
export const DEFINITION: unique symbol = Symbol.for('headwater.definition') as never;

/**
 * What a body is given beside its inputs. In a run it is the engine's; a plain call gets one that records nothing.
 *
 * @example
 * ```ts
 * import { asset } from 'headwater';
 *
 * export const episodes = asset(async (ctx) => {
 *   const response = await fetch('https://shows.example/episodes', { signal: ctx.signal });
 *   const rows = (await response.json()) as { title: string }[];
 *   ctx.log.info(`Loaded ${rows.length} episodes`);
 *   ctx.addOutputMetadata({ episodes: rows.length, source: response.url });
 *   return rows;
 * });
 * ```
 */
export interface AssetContext {
  /** Messages of this step, kept with the run. */
  readonly log: Log;
  /**
   * Adds to this materialization's metadata; later names win. Numbers become int or float, strings text, booleans bool.
   *
   * @throws TypeError when a value is something else, or a number that is not finite.
   */
  addOutputMetadata(metadata: Readonly<Record<string, string | number | boolean>>): void;
  /** Aborted when the run is cancelled; hand it to `fetch` and friends. */
  readonly signal: AbortSignal;
  /** The run this step belongs to; `'test'` in a plain call. */
  readonly runId: string;
}

/** A log with four levels. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The engine's view of an asset. */
export interface AssetDescription {
  readonly type: 'asset';
  readonly key: readonly string[] | null;
  readonly description: string | null;
  readonly group: string | null;
  readonly kinds: readonly string[];
  /** Input name to definition. */
  readonly inputs: Readonly<Record<string, Described>>;
  readonly deps: readonly Described[];
  /** Always called as `(inputs, ctx)`; assets without inputs get `{}`. */
  readonly run: (inputs: Readonly<Record<string, unknown>>, ctx: AssetContext) => unknown;
}

/** Anything made by a factory of this package. */
export interface Described {
  readonly [DEFINITION]: AssetDescription;
}
