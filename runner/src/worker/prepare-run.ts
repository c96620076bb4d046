// Looks at the loaded definitions before anything runs: how each step wants to be run, and what forbids running it.
import { keySegments, nearestName } from '@headwater/graph';
import { createContext } from 'headwater/internal';
import type { TaskListener } from '../executor.ts';
import type { Prepared, PrepareTask, RunScope, StepPolicy } from '../ipc.ts';
import { messageOf } from '../message-of.ts';
import type { BodyDescription, LoadedRun } from './loaded-run.ts';
import type { RunResources } from './run-resources.ts';
import { validatedConfig } from './validated-config.ts';
import type { ValueKeeping } from './value-keeping.ts';

type Problem = Prepared['problems'][number];

export interface PrepareOptions {
  readonly loaded: LoadedRun;
  readonly resources: RunResources;
  readonly keeping: ValueKeeping;
  readonly listener: TaskListener;
  readonly signal: AbortSignal;
}

export async function prepareRun(
  task: PrepareTask,
  { loaded, resources, keeping, listener, signal }: PrepareOptions,
): Promise<Prepared> {
  const { definitions } = loaded;
  const policies: Record<string, StepPolicy> = {};
  const unknownEnv = unknownEnvironment(task.scope, loaded);
  const problems: Problem[] = unknownEnv === null ? [] : [{ step: null, message: unknownEnv }];
  const used = new Set(namesOf(loaded));
  for (const { step, asset, config } of task.steps) {
    try {
      const body = loaded.body(asset);
      if (!body) continue;
      const { retry, timeoutMs, memoryLimit, pool } = body;
      for (const name of Object.keys(body.resources)) used.add(name);
      policies[step] = { retry, timeoutMs, memoryLimit, pool };
      await validatedConfig(body.config, { given: config, of: `\`${asset}\`` });
      const own = await resources.problems({ resources: body.resources, io: managersOf(loaded, asset) });
      const unloadable = own.length > 0 ? [] : await unloadableInputs(body, { loaded, keeping });
      problems.push(...[...own, ...unloadable].map((message) => ({ step, message: `\`${asset}\`: ${message}` })));
    } catch (error) {
      problems.push({ step, message: messageOf(error) });
    }
  }
  for (const { asset, stored } of task.probe) {
    try {
      await keeping.load({ asset, stored, as: 'What the failed run had made' });
    } catch (error) {
      problems.push({ step: null, message: messageOf(error) });
    }
  }
  for (const name of Object.keys(task.scope.config.resources ?? {}))
    if (!used.has(name)) listener.log('warn', unusedConfig(name, [...used]));
  const observed = problems.length > 0 ? [] : await observe(task, { loaded, listener, signal });
  return { policies, pools: definitions?.pools ?? {}, onFailure: definitions?.onFailure != null, observed, problems };
}

/** Inputs that are wanted as a type which their manager does not give. */
async function unloadableInputs(
  { inputs, loadAs }: BodyDescription,
  { loaded, keeping }: Pick<PrepareOptions, 'loaded' | 'keeping'>,
): Promise<string[]> {
  const answers = Object.entries(loadAs).map(async ([name, type]) => {
    const upstream = inputs[name] && loaded.keyOf(inputs[name]);
    if (upstream === undefined) return [];
    const problem = await keeping.cannotLoadAs({ asset: upstream, stored: undefined, type, as: `input \`${name}\`` });
    return problem === null ? [] : [problem];
  });
  return (await Promise.all(answers)).flat();
}

/** One that cannot say what it holds is told of, and stops nothing: what was known of it stands. */
async function observe(
  { externals, scope }: PrepareTask,
  { loaded, listener, signal }: Pick<PrepareOptions, 'loaded' | 'listener' | 'signal'>,
): Promise<Prepared['observed']> {
  const answers = externals.map(async (asset) => {
    const node = loaded.node(asset);
    if (node.type !== 'external' || node.observe === null) return [];
    try {
      const version = await node.observe(observeContext({ asset, run: scope.run, listener, signal }));
      if (typeof version === 'string' && version !== '') return [{ asset, dataVersion: `u1:${version}` }];
      throw new Error(
        `it gave ${typeof version === 'string' ? 'an empty text' : typeof version}; return the data version as a string`,
      );
    } catch (error) {
      listener.log('warn', `\`${asset}\` could not be observed: ${messageOf(error)}`);
      return [];
    }
  });
  return (await Promise.all(answers)).flat();
}

function observeContext(of: { asset: string; run: string; listener: TaskListener; signal: AbortSignal }) {
  const { asset, run, listener, signal } = of;
  return createContext({
    key: keySegments(asset),
    runId: run,
    attempt: 1,
    signal,
    outputs: null,
    selected: [],
    resources: {},
    config: undefined,
    previous: null,
    log: (level, message) => {
      listener.log(level, message);
    },
    metadata: () => undefined,
    progress: () => undefined,
  });
}

/** A sentence when the definitions have no environment of that name. */
export function unknownEnvironment({ env }: Pick<RunScope, 'env'>, { definitions }: LoadedRun): string | null {
  const names = Object.keys(definitions?.env ?? {});
  if (env === null || names.length === 0 || names.includes(env)) return null;
  const near = nearestName(env, names);
  return `There is no environment \`${env}\`${near == null ? '' : `; did you mean \`${near}\``}: definitions(…) has ${names.join(', ')}.`;
}

/** Of the resources that the project's definitions name. */
function namesOf({ definitions }: LoadedRun): string[] {
  const { resources = {}, env = {} } = definitions ?? {};
  return [resources, ...Object.values(env).map((each) => each.resources)].flatMap((each) => Object.keys(each));
}

/** An asset that is not of this run may have one of its own. */
function unusedConfig(name: string, used: readonly string[]): string {
  const near = nearestName(name, used);
  return `The configuration names the resource \`${name}\`, which nothing in this run uses${near == null ? '' : `; did you mean \`${near}\``}.`;
}

/** Those the step's own nodes name; what it reads is said when it is loaded. */
function managersOf(loaded: LoadedRun, asset: string): string[] {
  const { io } = loaded.node(asset);
  return io === null ? [] : [io];
}
