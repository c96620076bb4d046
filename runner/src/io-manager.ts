// How values are kept: an IO manager stores what a body returns and loads it for those that name it as input.
import type { AssetKey } from '@headwater/graph';

export interface StoredInfo {
  readonly rows?: number;
  readonly bytes?: number;
  /** Relative to the store's folder, with `/`. */
  readonly path?: string;
  /** Hash of the content, when the manager can compute one: it becomes the data version. */
  readonly dataVersion?: string;
}

export interface OutputContext {
  readonly asset: AssetKey;
  /** The key's segments. */
  readonly key: readonly string[];
}

export interface InputContext {
  readonly asset: AssetKey;
  readonly key: readonly string[];
  /** As `handleOutput` gave it at the materialization to load. */
  readonly path: string;
}

export interface IoManager {
  /** Stores durably before it resolves. A value it cannot keep exactly is an error naming type, asset and manager. */
  handleOutput(ctx: OutputContext, value: unknown): Promise<StoredInfo>;
  loadInput(ctx: InputContext): Promise<unknown>;
}
