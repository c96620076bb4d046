// Asks an IO manager of the project to delete what it keeps, in a worker of its own.
import type { Describe } from '../describe.ts';
import type { RemoveTask } from '../ipc.ts';
import { quietListener } from '../quiet-listener.ts';
import { buildPlan } from './built-plan.ts';
import { localExecutor } from './local-executor.ts';

export interface RemoveKeptOptions extends Pick<RemoveTask, 'io' | 'places' | 'dryRun'> {
  readonly describe: Describe;
  readonly project: string;
  readonly store: string;
  readonly workerFile: string;
  readonly env: string | null;
}

const TIMEOUT_MS = 60_000;

/** Why it is left where it is; null when it is gone, or would be. */
export async function removeKept({
  describe,
  project,
  store,
  workerFile,
  env,
  io,
  places,
  dryRun,
}: RemoveKeptOptions): Promise<string | null> {
  const description = await describe();
  const { definitions: declared } = description.document;
  if (declared === null) return 'the project has no definitions that name it any more';
  const built = await buildPlan({ needed: [], checks: [], alsoFiles: [declared.file], description, project, store });
  if (built.type !== 'built')
    return built.type === 'failed'
      ? (built.problems[0]?.message ?? 'the project does not build')
      : 'a file changed while it was read';
  const { bundle, definitions, bindings } = built;
  const scope = { run: 'forget', bundle, project, store, env, config: {}, definitions, bindings };
  const executor = localExecutor({ workerFile, project, concurrency: 1, onStrayLog: () => undefined });
  try {
    const outcome = await executor.execute(
      { type: 'remove', scope, io, places, dryRun },
      { listener: quietListener(), signal: new AbortController().signal, timeoutMs: TIMEOUT_MS },
    );
    if (outcome.type === 'removed') return outcome.left;
    return outcome.type === 'failed' ? outcome.error.message : 'it could not be asked';
  } finally {
    await executor.finishRun();
    await executor.close();
  }
}
