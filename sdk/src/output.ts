// Declares one output of a multi-asset.
import type { VALUE } from './asset-types.ts';
import type { NodeFacts } from './definition.ts';
import { isRecord } from './described.ts';
import { NODE_OPTIONS, readNodeFacts, type NodeOptions } from './node-options.ts';
import { refuseUnknown, wrong } from './option-problem.ts';

/** What `output` declares; `multiAsset` makes the asset of it. */
export interface OutputSpec<Value> {
  readonly [OUTPUT]: NodeFacts;
  readonly [VALUE]: Value;
}

export const OUTPUT: unique symbol = Symbol.for('headwater.output') as never;

/**
 * Declares an output of a multi-asset. The type argument is what assets that name it as input get; the options are those that
 * say what a node is.
 *
 * @throws TypeError when an option is unknown or wrong, naming it and what to write instead.
 * @example
 * ```ts
 * import { multiAsset, output } from 'headwater';
 *
 * export const { users, posts } = multiAsset(
 *   { outputs: { users: output<{ id: number }[]>({ group: 'raw' }), posts: output<string[]>() } },
 *   async function* (ctx) {
 *     yield ctx.result('users', [{ id: 1 }]);
 *     yield ctx.result('posts', ['Hello']);
 *   },
 * );
 * ```
 */
export function output<Value>(options: NodeOptions = {}): OutputSpec<Value> {
  if (!isRecord(options)) throw wrong('output', 'the argument', { is: 'an object of options', got: options });
  const given: Readonly<Record<string, unknown>> = options;
  refuseUnknown(given, { of: 'output', known: NODE_OPTIONS });
  // VALUE is there for the compiler alone.
  return Object.freeze({ [OUTPUT]: Object.freeze(readNodeFacts(given, 'output')) }) as OutputSpec<Value>;
}

export function isOutputSpec(value: unknown): value is OutputSpec<unknown> {
  return typeof value === 'object' && value !== null && OUTPUT in value;
}
