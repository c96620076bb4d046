// Puts the engine behind the calls that user code makes while a body runs: ops become steps, secrets are masked.
import type { EngineHooks } from 'headwater/internal';
import { callOp } from './op-steps.ts';
import { secretsOf, type Secrets } from './secrets.ts';

/** Registered by name: the SDK of the user's project and the engine may be two copies. */
const HOOKS = Symbol.for('headwater.hooks');

let installed: Secrets | null = null;

/** Once in a process; gives what masks its secrets. */
export function installHooks(onSecret?: (value: string) => void): Secrets {
  if (installed) return installed;
  installed = secretsOf(onSecret);
  const hooks: EngineHooks = { callOp, maskSecret: installed.add };
  Object.assign(globalThis, { [HOOKS]: hooks });
  return installed;
}
