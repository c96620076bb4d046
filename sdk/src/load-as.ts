// `loadAs`: an input as another in-memory type than the one its asset returns.
import type { LoadableAsset, LOADS, MADE_IN, VALUE } from './asset-types.ts';
import { isDataType, type DataType, type ValueAs } from './data-type.ts';
import { DEFINITION, type Described, type LoadedAsDescription } from './definition.ts';
import { describeValue } from './describe-value.ts';
import type { InputValue } from './input-values.ts';
import { problem } from './option-problem.ts';
import { readNode } from './upstream-options.ts';

/** An asset among `inputs`, with the type its stored value is wanted as. */
export interface LoadedAs<Value, Slices = undefined> extends Described<LoadedAsDescription> {
  readonly [VALUE]: Value;
  readonly [LOADS]: true;
  readonly [MADE_IN]: Slices;
}

/**
 * Names an asset as input, to be loaded as another in-memory type: the same stored value, converted by its IO manager. A type
 * that the manager does not list in its `types` is an error before the run.
 *
 * @throws TypeError when the first is no asset, or the second no type.
 * @example
 * ```ts
 * import { asset, loadAs, types } from 'headwater';
 *
 * export const dailyHighs = asset(() => [{ day: '2026-03-01', high: 18.5 }]);
 * export const warmest = asset(
 *   { inputs: { highs: loadAs(dailyHighs, types.columns) } },
 *   ({ highs }) => Math.max(...highs.high),
 * );
 * ```
 */
export function loadAs<Upstream extends LoadableAsset, Type extends DataType>(
  asset: Upstream,
  type: Type,
): LoadedAs<ValueAs<InputValue<Upstream>, Type>, Upstream[typeof MADE_IN]>;
export function loadAs(asset: unknown, type: unknown): unknown {
  const node = readNode(asset, { of: 'loadAs', what: 'the first argument' });
  if (!isDataType(type))
    throw problem(
      'loadAs',
      `the second argument is a type, such as types.arrow or dataType('lines'); got ${describeValue(type)}.`,
    );
  const description: LoadedAsDescription = Object.freeze({ type: 'loaded-as', asset: node, dataType: type.name });
  return Object.freeze({ [DEFINITION]: description });
}
