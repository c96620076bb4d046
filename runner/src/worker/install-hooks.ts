// Puts the engine behind the calls that user code makes while a body runs: ops become steps, secrets are masked.
import type { EngineHooks } from 'headwater/internal';
import { callOp } from './op-steps.ts';
import { secretsOf, type Secrets } from './secrets.ts';

/** Registered by name: the SDK of the user's project and the engine may be two copies. */
const HOOKS = Symbol.for('headwater.hooks');

let installed: Secrets | null = null;

/**
 * Once in a process; gives what masks its secrets. Another copy of the engine may be there already, with a run of its own under
 * way: what is not of this one's runs is asked of that one.
 */
export function installHooks(onSecret?: (value: string) => void): Secrets {
  if (installed) return installed;
  const secrets = secretsOf(onSecret);
  const holder = globalThis as { [HOOKS]?: EngineHooks };
  const { [HOOKS]: other } = holder;
  holder[HOOKS] = {
    callOp: (op, args) => callOp(op, args) ?? other?.callOp?.(op, args) ?? null,
    maskSecret(value) {
      secrets.add(value);
      other?.maskSecret?.(value);
    },
  };
  installed = secrets;
  return secrets;
}
