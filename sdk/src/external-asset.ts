// Makes external assets: data that is produced elsewhere.
import type { ExternalAsset } from './asset-types.ts';
import type { CallContext } from './contexts.ts';
import { DEFINITION, type ExternalDescription } from './definition.ts';
import { isRun } from './define-asset.ts';
import { isRecord } from './described.ts';
import { NODE_OPTIONS, readNodeFacts, type NodeOptions } from './node-options.ts';
import { refuseUnknown, wrong } from './option-problem.ts';
import { readPartitions, type Partitions } from './partitions.ts';

/** What can be said of data that is produced elsewhere. */
export interface ExternalAssetOptions extends Omit<NodeOptions, 'checks'> {
  /** Gives the version of the data that is there now: a text that changes when the data does. May be async. */
  readonly observe?: (ctx: CallContext) => string | Promise<string>;
  /** The slices it is there in. */
  readonly partitions?: Partitions;
}

const OPTIONS = [...NODE_OPTIONS.filter((each) => each !== 'checks'), 'observe', 'partitions'];

/**
 * Declares data that is produced elsewhere: it is in the graph, is loaded by the IO manager that `io` names, and is never run
 * from here. The type argument says what assets that name it as input get.
 *
 * @throws TypeError when an option is unknown or wrong, naming it and what to write instead.
 * @example
 * ```ts
 * import { asset, externalAsset } from 'headwater';
 *
 * export const readings = externalAsset<{ station: string; celsius: number }[]>({
 *   io: 'warehouse',
 *   group: 'sources',
 *   observe: async ({ signal }) => (await fetch('https://weather.example/version', { signal })).text(),
 * });
 * export const warmest = asset({ inputs: { readings } }, ({ readings }) =>
 *   readings.reduce((most, { celsius }) => Math.max(most, celsius), -273.15),
 * );
 * ```
 */
export function externalAsset<Value>(
  options?: ExternalAssetOptions & { readonly partitions?: never },
): ExternalAsset<Value>;
/**
 * Declares data that is produced elsewhere in partitions. Which of them an input needs is said with `fromPartitions`.
 *
 * @throws TypeError when an option is unknown or wrong, naming it and what to write instead.
 * @example
 * ```ts
 * import { asset, externalAsset, fromPartitions, mapping, partitions } from 'headwater';
 *
 * const days = partitions.daily({ start: '2026-01-01' });
 * export const clicks = externalAsset<{ page: string }[]>({ io: 'warehouse', partitions: days });
 * export const pages = asset(
 *   { inputs: { clicks: fromPartitions(clicks, mapping.identity()) }, partitions: days },
 *   ({ clicks }) => clicks.map(({ page }) => page),
 * );
 * ```
 */
export function externalAsset<Value>(options: ExternalAssetOptions): ExternalAsset<Value, unknown>;
export function externalAsset<Value>(options: ExternalAssetOptions = {}): ExternalAsset<Value, unknown> {
  const of = 'externalAsset';
  if (!isRecord(options)) throw wrong(of, 'the argument', { is: 'an object of options', got: options });
  const given: Readonly<Record<string, unknown>> = options;
  refuseUnknown(given, { of, known: OPTIONS });
  const { observe = null } = given;
  if (observe !== null && !isRun(observe))
    throw wrong(of, 'observe', { is: 'a function that gives a data version', got: observe });
  const description: ExternalDescription = Object.freeze({
    type: 'external',
    ...readNodeFacts(given, of),
    observe,
    partitions:
      given['partitions'] === undefined ? null : readPartitions(given['partitions'], { of, what: 'partitions' }),
  });
  // VALUE and LOADS are there for the compiler alone.
  return Object.freeze({ [DEFINITION]: description }) as ExternalAsset<Value, unknown>;
}
