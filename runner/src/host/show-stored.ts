// Shows what an IO manager of the project keeps: loads it in a worker of its own, so that a run under way is not waited for.
import type { ShownValue } from '@headwater/stores';
import type { AssetNode } from '@headwater/graph';
import type { Describe } from '../describe.ts';
import type { StoredAt } from '../ipc.ts';
import { quietListener } from '../quiet-listener.ts';
import { buildPlan } from './built-plan.ts';
import { HostRefusal } from './host-refusal.ts';
import { localExecutor } from './local-executor.ts';

export interface ShowStoredOptions {
  readonly describe: Describe;
  readonly project: string;
  readonly store: string;
  readonly workerFile: string;
  readonly env: string | null;
  readonly node: AssetNode;
  readonly stored: StoredAt & { readonly rows?: number };
  readonly limit: number;
}

const TIMEOUT_MS = 60_000;

/** @throws HostRefusal when there is nothing to look at, or it cannot be loaded. */
export async function showStored(options: ShowStoredOptions): Promise<ShownValue> {
  const { describe, project, store, workerFile, env, node, stored, limit } = options;
  const { key } = node;
  const built = await buildPlan({ needed: [node], checks: [], description: await describe(), project, store });
  if (built.type !== 'built')
    throw refused(key, built.type === 'failed' ? built.problems[0]?.message : 'a file changed while it was read');
  const { bundle, definitions, bindings } = built;
  const scope = { run: 'show', bundle, project, store, env, config: {}, definitions, bindings };
  const executor = localExecutor({ workerFile, project, concurrency: 1, onStrayLog: () => undefined });
  try {
    const outcome = await executor.execute(
      { type: 'show', scope, asset: key, stored, limit },
      { listener: quietListener(), signal: new AbortController().signal, timeoutMs: TIMEOUT_MS },
    );
    if (outcome.type === 'shown') return outcome.value;
    throw refused(key, outcome.type === 'failed' ? outcome.error.message : undefined);
  } finally {
    await executor.finishRun();
    await executor.close();
  }
}

const refused = (key: string, why = 'it could not be loaded'): HostRefusal =>
  new HostRefusal({ code: 'failed', message: `\`${key}\` cannot be shown: ${why}` });
