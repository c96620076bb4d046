// The symbol under which definitions describe themselves, without loading the package that makes them.
import type { AssetDescription } from 'headwater';

export type { AssetDescription };

/** The same one in every copy of `headwater`: it is registered by name. */
export const DEFINITION = Symbol.for('headwater.definition');

export interface Described {
  readonly [DEFINITION]: AssetDescription;
}
