// Where values go that name no IO manager: in a project one SQLite file for each value, in `materialize()` the memory.
import type { AssetKey } from '@headwater/graph';
import type { StoredOutput } from './ipc.ts';

export interface DefaultStore {
  /** Stores durably before it resolves. A value it cannot keep exactly is an error naming type and asset. */
  handleOutput(
    of: { readonly asset: AssetKey; readonly key: readonly string[] },
    value: unknown,
  ): Promise<StoredOutput>;
  loadInput(of: {
    readonly asset: AssetKey;
    readonly key: readonly string[];
    /** As `handleOutput` gave it. */
    readonly path: string;
  }): Promise<unknown>;
}
