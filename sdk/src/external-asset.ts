// Makes external assets: data that is produced elsewhere.
import type { ExternalAsset } from './asset-types.ts';
import type { CallContext } from './contexts.ts';
import { DEFINITION, type ExternalDescription } from './definition.ts';
import { isRun } from './define-asset.ts';
import { isRecord } from './described.ts';
import { NODE_OPTIONS, readNodeFacts, type NodeOptions } from './node-options.ts';
import { refuseUnknown, wrong } from './option-problem.ts';

/** What can be said of data that is produced elsewhere. */
export interface ExternalAssetOptions extends Omit<NodeOptions, 'checks'> {
  /** Gives the version of the data that is there now: a text that changes when the data does. May be async. */
  readonly observe?: (ctx: CallContext) => string | Promise<string>;
}

const OPTIONS = [...NODE_OPTIONS.filter((each) => each !== 'checks'), 'observe'];

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
export function externalAsset<Value>(options: ExternalAssetOptions = {}): ExternalAsset<Value> {
  const of = 'externalAsset';
  if (!isRecord(options)) throw wrong(of, 'the argument', { is: 'an object of options', got: options });
  const given: Readonly<Record<string, unknown>> = options;
  refuseUnknown(given, { of, known: OPTIONS });
  const { observe = null } = given;
  if (observe !== null && !isRun(observe))
    throw wrong(of, 'observe', { is: 'a function that gives a data version', got: observe });
  const description: ExternalDescription = Object.freeze({ type: 'external', ...readNodeFacts(given, of), observe });
  // VALUE and LOADS are there for the compiler alone.
  return Object.freeze({ [DEFINITION]: description }) as ExternalAsset<Value>;
}
