// The types of inputs: what can be named, and what a body is handed of it.
import type { LOADS, MADE_IN, VALUE } from './asset-types.ts';
import type { Described, FromPartitionsDescription, LoadedAsDescription, NodeDescription } from './definition.ts';
import type { GIVES } from './mapping.ts';
import type { Partitions } from './partitions.ts';

/** Input names to assets. */
export type InputAssets = Readonly<Record<string, Loadable>>;

/** One of them, maybe as another type or with the partitions that are needed. One form for all keeps the compiler's words short. */
interface Loadable extends Described<NodeDescription | LoadedAsDescription | FromPartitionsDescription> {
  readonly [VALUE]: unknown;
  readonly [LOADS]: true;
  readonly [MADE_IN]: unknown;
}

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
export type InputValue<Upstream extends { readonly [VALUE]: unknown }> = Exclude<
  Upstream[typeof VALUE],
  undefined | void
>;

/** The values a body is handed, by input name; undefined for an asset without `inputs`. */
export type InputValues<
  Inputs extends InputAssets | undefined,
  Slices = undefined,
  Ranged = undefined,
> = Inputs extends InputAssets ? { [Name in keyof Inputs]: Arriving<Inputs[Name], Slices, Ranged> } : undefined;

/**
 * Its value; of one made in partitions a record of them, unless exactly one is needed. `Slices`: the body's own; `Ranged`: its
 * `backfill` option, with which one call makes several.
 */
type Arriving<Upstream extends Loadable, Slices, Ranged> = [Upstream[typeof MADE_IN]] extends [undefined]
  ? InputValue<Upstream>
  : OneOrSeveral<
      [Ranged] extends [undefined]
        ? Upstream extends { readonly [GIVES]: infer Gives }
          ? GivenBy<Gives, Upstream[typeof MADE_IN], Slices>
          : Unmapped<Upstream[typeof MADE_IN], Slices>
        : false,
      InputValue<Upstream>
    >;

/** `boolean` where the compiler cannot know: then it is either. */
type OneOrSeveral<IsOne, Value> = IsOne extends true ? Value : Record<string, Value>;

/** Whether a mapping gives one partition. */
type GivenBy<Gives, Theirs, Slices> = unknown extends Gives
  ? boolean
  : Gives extends 'one'
    ? true
    : Gives extends 'identity'
      ? IsSameOfTwo<Theirs, Slices>
      : Gives extends readonly ['dimension', infer Name]
        ? IsOfDimension<Theirs, Slices, Name>
        : false;

/** Only of two dimensions can it be several: where one of them is other time. */
type IsSameOfTwo<Theirs, Slices> = [Theirs, Slices] extends [
  readonly ['multi', infer Dimensions],
  readonly ['multi', infer Own],
]
  ? [Dimensions, Own] extends [Own, Dimensions]
    ? true
    : false
  : true;

type IsOfDimension<Theirs, Slices, Name> = unknown extends Theirs
  ? boolean
  : Theirs extends readonly ['multi', unknown]
    ? false
    : Slices extends readonly ['multi', infer Dimensions]
      ? Name extends keyof Dimensions
        ? Dimensions[Name] extends Partitions<infer Own>
          ? unknown extends Own
            ? boolean
            : [Theirs, Own] extends [Own, Theirs]
              ? true
              : false
          : boolean
        : boolean
      : boolean;

/** Whether one partition is needed when no mapping says it: of the same partitions. */
type Unmapped<Theirs, Slices> = [Slices] extends [undefined]
  ? false
  : unknown extends Theirs
    ? boolean
    : unknown extends Slices
      ? boolean
      : [Theirs, Slices] extends [Slices, Theirs]
        ? true
        : Slices extends readonly ['multi', infer Dimensions]
          ? IsOneOf<Theirs, Dimensions>
          : false;

/** Whether one of two dimensions is the same. */
type IsOneOf<Theirs, Dimensions> = true extends {
  [Name in keyof Dimensions]: Dimensions[Name] extends Partitions<infer Slices>
    ? [Theirs, Slices] extends [Slices, Theirs]
      ? true
      : false
    : false;
}[keyof Dimensions]
  ? true
  : false;
