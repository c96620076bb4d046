// Runs one body: loads what it reads, hands it its context, and stores each output as it comes.
import { keySegments, type AssetKey, type Metadata } from '@headwater/graph';
import type { ValueStore } from '@headwater/stores';
import type { AssetDescription, MultiDescription, NodeFacts } from 'headwater/internal';
import { createContext, DEFINITION, readResult } from 'headwater/internal';
import type { TaskListener } from '../executor.ts';
import type { StepOutput, StepTask, StoredOutput } from '../ipc.ts';
import type { StepError } from '../run-event.ts';
import { agreeWithSource } from './agree-with-source.ts';
import { bodyResult } from './body-results.ts';
import { loadInputs } from './load-inputs.ts';
import type { LoadedRun } from './loaded-run.ts';
import { withOps, withoutOps } from './op-steps.ts';
import type { RunResources } from './run-resources.ts';
import { validatedConfig } from './validated-config.ts';
import { valuesOf } from './values-of-partitions.ts';
import { valueKeeping, type ValueKeeping } from './value-keeping.ts';

export interface StepBodyOptions {
  readonly loaded: LoadedRun;
  readonly resources: RunResources;
  /** Of values that name no IO manager. */
  readonly store: ValueStore;
  /** Of the results of ops. */
  readonly opStore: ValueStore;
  readonly listener: TaskListener;
  readonly signal: AbortSignal;
  readonly errorOf: (thrown: unknown) => StepError;
  /** Called when a body has given something, before it is stored. */
  readonly onReturned?: () => void;
}

/** @throws what the body throws, or an Error that says why it could not begin or its result not be kept. */
export async function runStepBody(task: StepTask, options: StepBodyOptions): Promise<void> {
  const { loaded, resources, listener, signal } = options;
  const [first] = task.outputs;
  const body = first && loaded.body(first.asset);
  if (!first || !body) throw new Error(`\`${task.step}\` is produced elsewhere: there is no body to run.`);
  agreeWithSource({ loaded, task, body });
  const log = logTo(listener);
  const keeping = valueKeeping({ loaded, resources, fallback: options.store, log });
  const [config, values, inputs] = await Promise.all([
    validatedConfig(body.config, { given: task.config, of: `\`${first.asset}\`` }),
    resources.valuesOf(body.resources),
    loadInputs(task, { keeping, downstream: first.asset, loadAs: body.loadAs }),
  ]);
  let added: Metadata = {};
  const ctx = createContext({
    key: keySegments(first.asset),
    runId: task.scope.run,
    attempt: task.attempt,
    signal,
    outputs: body.type === 'multi' ? Object.keys(body.outputs) : null,
    selected: selectedOutputs(body, task),
    resources: values,
    config,
    previous: task.previous,
    partitions: madePartitions(task.slice),
    log: (level, message) => {
      listener.log(level, message);
    },
    metadata: (more) => {
      added = { ...added, ...more };
      listener.metadata(added);
    },
    progress: (fraction, message) => {
      listener.progress(fraction, message);
    },
  });
  const outputs = outputKeeper({
    slice: task.slice,
    listener,
    keeping,
    body,
    onReturned: options.onReturned,
    added: () => {
      const now = added;
      added = {};
      return now;
    },
  });
  if (body.type === 'multi')
    await withoutOps({ listener, nameOf: loaded.nameOf }, () => runMulti(body, { task, inputs, ctx, outputs }));
  else await runSingle(body, { first, task, inputs, ctx, outputs, options });
}

function madePartitions(slice: StepTask['slice']) {
  if (slice === null) return null;
  const { keys, window } = slice;
  return { range: { from: keys[0], to: keys.at(-1) ?? keys[0] }, window };
}

/** Without `canSubset` a body makes everything, whatever is asked for. */
function selectedOutputs(body: AssetDescription | MultiDescription, task: StepTask): readonly string[] {
  if (body.type !== 'multi') return [];
  return body.canSubset ? task.outputs.flatMap(({ output }) => output ?? []) : Object.keys(body.outputs);
}

type Context = ReturnType<typeof createContext>;

interface Running {
  readonly task: StepTask;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly ctx: Context;
  readonly outputs: OutputKeeper;
}

async function runSingle(
  body: AssetDescription,
  { first, task, inputs, ctx, outputs, options }: Running & { first: StepOutput; options: StepBodyOptions },
): Promise<void> {
  const { listener, signal, loaded, opStore, errorOf } = options;
  const run = async (): Promise<unknown> => body.run(inputs, ctx);
  const scope = {
    asset: first.asset,
    task,
    listener,
    signal,
    nameOf: loaded.nameOf,
    store: opStore,
    errorOf,
    calls: new Map<string, number>(),
  };
  const returned = await (body.type === 'graph' ? withOps(scope, run) : withoutOps(scope, run));
  await outputs.keep(first.asset, returned, body);
}

async function runMulti(body: MultiDescription, { task, inputs, ctx, outputs }: Running): Promise<void> {
  const waiting = new Map(task.outputs.map(({ asset, output }) => [output, asset]));
  const names = Object.keys(body.outputs).join(', ');
  for await (const yielded of body.run(inputs, ctx)) {
    const result = readResult(yielded);
    if (result?.output == null)
      throw new Error(
        `The body of ${names} yielded something that is no output: yield ctx.result(name, value) or ctx.materialized(name), with one of these names.`,
      );
    const facts = body.outputs[result.output];
    if (!facts)
      throw new Error(
        `The body of ${names} yielded \`${result.output}\`, which it does not declare: add it to its outputs.`,
      );
    const asset = waiting.get(result.output);
    if (asset === undefined) {
      // Made by an attempt before this one, or not asked for.
      if (task.outputs.some(({ output }) => output === result.output))
        throw new Error(`The body of ${names} yielded \`${result.output}\` twice: each output is made once in a run.`);
      continue;
    }
    await outputs.keep(asset, yielded, loadedOutput(facts));
    waiting.delete(result.output);
  }
  if (waiting.size > 0)
    throw new Error(
      `The body of ${names} ended without yielding ${[...waiting.keys()].map((name) => `\`${name ?? ''}\``).join(', ')}: yield each output it is asked for.`,
    );
}

interface OutputKeeper {
  /** Resolves when the output is recorded. */
  keep(asset: AssetKey, returned: unknown, facts: Pick<NodeFacts, 'checks'>): Promise<void>;
}

function outputKeeper({
  slice,
  listener,
  keeping,
  body,
  onReturned,
  added,
}: {
  slice: StepTask['slice'];
  listener: TaskListener;
  keeping: ValueKeeping;
  body: AssetDescription | MultiDescription;
  onReturned: (() => void) | undefined;
  /** What the context was given since the last output. */
  added: () => Metadata;
}): OutputKeeper {
  let since = performance.now();
  return {
    async keep(asset, returned, facts) {
      onReturned?.();
      const result = bodyResult(returned, { asset, facts, always: body.metadata, added: added() });
      for (const name of result.overridden)
        listener.log('warn', `Metadata \`${name}\` of \`${asset}\` was given twice: the returned one stands.`);
      const of = { asset, metadata: result.metadata };
      // Each value is stored before the first is told of: a failure then leaves none of them half recorded.
      const kept: { readonly partition?: string; readonly stored: StoredOutput | null }[] = [];
      for (const { partition, value } of valuesOf(result.value, {
        slice,
        asset,
        hasValue: result.hasValue,
        byKey: body.backfill !== null,
      })) {
        const stored = value === undefined ? null : await keeping.store({ ...of, partition }, value);
        kept.push({ ...(partition !== undefined && { partition }), stored });
      }
      const now = performance.now();
      const durationMs = Math.round((now - since) * 1000) / 1000;
      since = now;
      for (const each of kept)
        await listener.made({
          asset,
          ...each,
          dataVersion: result.dataVersion,
          deterministic: body.deterministic,
          metadata: result.metadata,
          checks: result.checks,
          durationMs,
          ...(body.codeVersion !== null && { codeVersion: `u1:${body.codeVersion}` }),
        });
    },
  };
}

const loadedOutput = (output: MultiDescription['outputs'][string]): Pick<NodeFacts, 'checks'> => output[DEFINITION];

export function logTo(listener: TaskListener) {
  const at = (level: 'debug' | 'info' | 'warn' | 'error') => (message: string) => {
    listener.log(level, message);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
