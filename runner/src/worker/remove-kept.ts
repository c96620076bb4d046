// Has an IO manager of the project delete what it keeps of an asset that is none any more.
import { keySegments } from '@headwater/graph';
import type { RemoveTask } from '../ipc.ts';
import { messageOf } from '../message-of.ts';
import type { LoadedRun } from './loaded-run.ts';
import { unknownEnvironment } from './prepare-run.ts';
import type { RunResources } from './run-resources.ts';

/** Why it is left where it is; null when it is gone, or would be. */
export async function removeKept(
  { io, places, dryRun, scope }: RemoveTask,
  { loaded, resources }: { readonly loaded: LoadedRun; readonly resources: RunResources },
): Promise<string | null> {
  try {
    const unknownEnv = unknownEnvironment(scope, loaded);
    if (unknownEnv !== null) return unknownEnv;
    const manager = await resources.ioManager(io);
    if (typeof manager.remove !== 'function') return 'it has no `remove`';
    if (dryRun) return null;
    for (const { key, path } of places)
      await manager.remove({ key: keySegments(key), ...(path !== undefined && { path }) });
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
