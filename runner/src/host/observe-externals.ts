// Asks external assets what they hold now, before it is planned what is stale: nothing else would tell that they changed.
import type { AssetKey } from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import type { Describe } from '../describe.ts';
import { quietListener } from '../quiet-listener.ts';
import { buildPlan } from './built-plan.ts';
import { localExecutor } from './local-executor.ts';

export interface ObserveOptions {
  readonly describe: Describe;
  readonly catalogue: Catalogue;
  readonly project: string;
  readonly store: string;
  readonly workerFile: string;
  readonly env: string | null;
}

const TIMEOUT_MS = 60_000;

/**
 * Versions that are not those last seen. One that cannot say what it holds is left out: the run that reads it says why, and what
 * was known of it stands.
 */
export async function observeExternals(
  options: ObserveOptions,
): Promise<readonly { readonly asset: AssetKey; readonly dataVersion: string }[]> {
  const { describe, catalogue, project, store, workerFile, env } = options;
  const description = await describe();
  const needed = description.document.assets.filter(
    ({ kind, foreign }) => kind === 'external' && foreign === undefined,
  );
  if (needed.length === 0) return [];
  const built = await buildPlan({ needed, checks: [], description, project, store });
  if (built.type !== 'built') return [];
  const { bundle, definitions, bindings } = built;
  const scope = { run: 'observe', bundle, project, store, env, config: {}, definitions, bindings };
  const externals = needed.map(({ key }) => key);
  // A worker of its own: a run may be under way.
  const executor = localExecutor({ workerFile, project, concurrency: 1, onStrayLog: () => undefined });
  try {
    const outcome = await executor.execute(
      { type: 'prepare', scope, steps: [], probe: [], externals },
      { listener: quietListener(), signal: new AbortController().signal, timeoutMs: TIMEOUT_MS },
    );
    if (outcome.type !== 'prepared') return [];
    const { observations } = catalogue.facts();
    return outcome.prepared.observed.filter(
      ({ asset, dataVersion }) => observations[asset]?.dataVersion !== dataVersion,
    );
  } finally {
    await executor.finishRun();
    await executor.close();
  }
}
