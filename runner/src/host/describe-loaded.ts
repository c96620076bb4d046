// Loads every module of a project that declares something, in a worker, and says what they describe; runs nothing of it.
import type { GraphDocument } from '@headwater/graph';
import type { Describe } from '../describe.ts';
import type { Executor } from '../executor.ts';
import type { DescribedModules } from '../protocol.ts';
import { quietListener } from '../quiet-listener.ts';
import { buildPlan } from './built-plan.ts';

export interface DescribeLoadedOptions {
  readonly describe: Describe;
  readonly project: string;
  readonly store: string;
  readonly executor: Executor;
  readonly env: string | null;
}

const TIMEOUT_MS = 60_000;

const NOTHING: Omit<DescribedModules, 'version'> = { nodes: [], jobs: [], schedules: [], sensors: [] };

export async function describeLoaded(options: DescribeLoadedOptions): Promise<DescribedModules> {
  const { describe, project, store, executor, env } = options;
  const description = await describe();
  const { assets: needed, checks } = description.document;
  const alsoFiles = declaringFiles(description.document);
  if (alsoFiles.length === 0) return { version: 1, ...NOTHING };
  const built = await buildPlan({ needed, checks, alsoFiles, description, project, store });
  if (built.type !== 'built')
    return notLoaded(built.type === 'failed' ? built.problems[0]?.message : 'a file changed while it was read');
  const { bundle, definitions, bindings } = built;
  const scope = { run: 'describe', bundle, project, store, env, config: {}, definitions, bindings };
  const { signal } = new AbortController();
  const outcome = await executor.execute(
    { type: 'describe', scope },
    { listener: quietListener(), signal, timeoutMs: TIMEOUT_MS },
  );
  // What user modules keep open must not keep the worker for the next run.
  await executor.finishRun();
  if (outcome.type === 'described') {
    const { nodes, jobs, schedules, sensors } = outcome;
    return { version: 1, nodes, jobs, schedules, sensors };
  }
  return notLoaded(outcome.type === 'failed' ? outcome.error.message : undefined);
}

/** Those whose definitions could not all be read belong to it too: what they make is known when they are loaded. */
function declaringFiles(document: GraphDocument): string[] {
  const { assets, checks, jobs, definitions, problems, schedules, sensors } = document;
  const dynamic = problems.filter(({ code }) => code === 'dynamic');
  const own = assets.filter(({ foreign }) => foreign === undefined);
  const all = [...own, ...checks, ...jobs, ...schedules, ...sensors, ...(definitions ? [definitions] : []), ...dynamic];
  return [...new Set(all.map(({ file }) => file))];
}

function notLoaded(problem = 'the modules could not be loaded'): DescribedModules {
  return { version: 1, ...NOTHING, problem };
}
