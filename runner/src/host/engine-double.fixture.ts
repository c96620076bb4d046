// An executor whose bodies are those of a small world: they read and write real files, and behave as the world says.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AssetKey } from '@headwater/graph';
import type { Executor, TaskOptions, TaskOutcome } from '../executor.ts';
import type { CheckReport, MadeOutput, PrepareTask, StepTask } from '../ipc.ts';
import { contentOf, type Body, type World } from './engine-world.fixture.ts';

export interface DoubleOptions {
  readonly world: World;
  /** The store's folder. */
  readonly store: string;
  readonly onBody: (task: StepTask) => void;
}

/** Characters of a content. */
const WHOLE = 12;

const CANCELLED: TaskOutcome = { type: 'cancelled', message: 'the run was cancelled' };

export function engineDouble({ world, store, onBody }: DoubleOptions): Executor {
  const place = (path: string): string => join(store, path);

  function write(path: string, content: string): void {
    mkdirSync(dirname(place(path)), { recursive: true });
    writeFileSync(place(path), content);
  }

  /** @throws Error when its file is gone. */
  function load(asset: AssetKey, { stored }: StepTask): string {
    const external = world.externals.find(({ key }) => key === asset);
    if (external) return `${asset}=${external.holds}`;
    const path = stored[asset]?.path;
    if (path === undefined) throw new Error(`\`${asset}\` stored no value`);
    const content = readFileSync(place(path), 'utf8');
    if (content.length !== WHOLE) throw new Error(`the value of \`${asset}\` is cut`);
    return content;
  }

  function output(body: Body, task: StepTask, asset: AssetKey): MadeOutput {
    const { inputs, config, scope } = task;
    const contents = Object.values(inputs).map((each) => load(each, task));
    const content = contentOf(body, { key: asset, inputs: contents, config, env: scope.env });
    const path = body.makes === 'managed' ? `mine/${asset}` : `values/${asset}/_/${content}.sqlite`;
    const bytes = content.length;
    if (body.makes !== 'void') write(path, content);
    const stored = {
      void: null,
      managed: { path, io: 'mine', dataVersion: `u1:${content}` },
      word: { path, bytes, dataVersion: `v1:${content}` },
      all: { path, bytes, dataVersion: `v1:${content}` },
      inputs: { path, bytes, dataVersion: `v1:${content}` },
      constant: { path, bytes, dataVersion: `v1:${content}` },
    }[body.makes];
    return {
      asset,
      stored,
      dataVersion: body.makes === 'word' ? asset : null,
      deterministic: false,
      metadata: {},
      checks: world.checks.filter((check) => check.asset === asset && !check.apart).map(reportOf),
      durationMs: 1,
    };
  }

  async function runBody(task: StepTask, { listener, signal }: TaskOptions): Promise<TaskOutcome> {
    const body = world.bodies.find(({ step }) => step === task.step);
    if (!body) throw new Error(`There is no body \`${task.step}\`.`);
    onBody(task);
    if (signal.aborted) return CANCELLED;
    listener.started();
    const wanted = task.outputs.map(({ asset }) => asset).sort();
    const fails = body.fails === 'always' || (body.fails === 'once' && task.attempt === 1);
    const makes = fails ? body.failsAfter : wanted.length;
    try {
      // As a real one it reads before it makes anything.
      for (const each of Object.values(task.inputs)) load(each, task);
      for (const asset of wanted.slice(0, makes)) {
        await listener.made(output(body, task, asset));
        if (signal.aborted) return CANCELLED;
      }
    } catch (error) {
      return { type: 'failed', error: { message: String(error) } };
    }
    return fails ? { type: 'failed', error: { message: 'it fails' } } : { type: 'done' };
  }

  function prepare({ steps, externals }: PrepareTask): TaskOutcome {
    const policies = steps.map(({ step }) => {
      const maxRetries = world.bodies.find((body) => body.step === step)?.retries ?? 0;
      const retry = maxRetries === 0 ? null : { maxRetries, delayMs: 0, backoff: null, jitter: null };
      return [step, { retry, timeoutMs: null, memoryLimit: null, pool: null }] as const;
    });
    const observed = observedOf(world).filter(({ asset }) => externals.includes(asset));
    const prepared = { policies: Object.fromEntries(policies), pools: {}, onFailure: false, observed, problems: [] };
    return { type: 'prepared', prepared };
  }

  return {
    async execute(task, options): Promise<TaskOutcome> {
      // Others have their turn.
      for (let turns = task.type === 'step' ? task.step.length % 3 : 1; turns > 0; turns -= 1) await Promise.resolve();
      if (options.signal.aborted) return CANCELLED;
      if (task.type === 'prepare') return prepare(task);
      if (task.type === 'step') return runBody(task, options);
      if (task.type !== 'check') throw new Error(`The model knows no task \`${task.type}\`.`);
      const check = world.checks.find(({ asset, name }) => asset === task.asset && name === task.check);
      if (!check) throw new Error(`There is no check \`${task.check}\`.`);
      const gone = task.stored?.path !== undefined && !existsSync(place(task.stored.path));
      if (gone) return { type: 'failed', error: { message: 'the value to be checked is gone' } };
      return { type: 'checked', report: reportOf(check) };
    },
    setConcurrency: () => undefined,
    finishRun: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** What external assets say of themselves. */
export const observedOf = ({ externals }: World): { readonly asset: AssetKey; readonly dataVersion: string }[] =>
  externals.flatMap(({ key, observes, holds }) => (observes ? [{ asset: key, dataVersion: `held ${holds}` }] : []));

const reportOf = ({ name, passes, severity }: World['checks'][number]): CheckReport => ({
  name,
  passed: passes,
  severity,
  metadata: {},
});
