// Where the engine hooks into calls that user code makes while a body runs. Without an engine nothing is there.
import type { Described, OpDescription } from './definition.ts';

/** Registered by name: the SDK of the user's project and the engine may be two copies. */
const HOOKS = Symbol.for('headwater.hooks');

export interface EngineHooks {
  /** Runs an op as a step of the graph asset whose body is running; null when there is none, and it is a plain call. */
  readonly callOp?: (op: Described<OpDescription>, args: readonly unknown[]) => Promise<unknown> | null;
  /** From now on the value is masked in logs, metadata and errors. */
  readonly maskSecret?: (value: string) => void;
}

export function engineHooks(): EngineHooks {
  return (globalThis as { [HOOKS]?: EngineHooks })[HOOKS] ?? {};
}
