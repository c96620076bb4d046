// Carries out one planned run: ready steps in parallel, every event recorded before it is told, failures block only what depends on them.
import {
  computeStatus,
  directUpstream,
  type AssetKey,
  type AssetNode,
  type InputVersion,
  type StoredFacts,
} from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import type { Executor, StepListener, StepOutcome } from '../executor.ts';
import type { StepTask } from '../ipc.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunCounts, RunEvent, RunEventBody, RunOutcome } from '../run-event.ts';
import type { BuildProblem } from '../build/user-bundle.ts';
import type { BuiltPlan } from './built-plan.ts';
import { openStepLog } from './step-log.ts';

export interface RunOptions {
  readonly run: string;
  readonly plan: Plan;
  readonly staleOnly: boolean;
  readonly built: Exclude<BuiltPlan, { type: 'changed' }>;
  readonly project: string;
  readonly store: string;
  readonly catalogue: Catalogue;
  readonly executor: Executor;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}

type Ended = 'materialized' | 'failed' | 'skipped' | 'cancelled' | 'kept';

/** Resolves when `run-finished` is durable. Rejects only when the catalogue cannot record. */
export async function carryOut(options: RunOptions): Promise<RunOutcome> {
  const { run, plan, catalogue, signal, emit } = options;
  const record = async (body: RunEventBody): Promise<void> => {
    emit(await catalogue.record(run, body));
  };
  const steps = new Map(plan.steps.map((node) => [node.key, node]));
  await record({ type: 'run-started', selection: plan.selection, assets: [...steps.keys()] });
  const ended = new Map<AssetKey, Promise<Ended>>();
  // Plan order is topological: every upstream's promise is there when its dependants look for it.
  for (const node of plan.steps) {
    const upstream = directUpstream(node).filter((key) => steps.has(key));
    ended.set(node.key, afterUpstream(node, upstream));
  }
  const results = await Promise.all(ended.values());
  const count = (kind: Ended): number => results.filter((each) => each === kind).length;
  const counts: RunCounts = {
    materialized: count('materialized'),
    failed: count('failed'),
    skipped: count('skipped') + count('kept'),
    cancelled: count('cancelled'),
  };
  const status: RunOutcome = signal.aborted ? 'cancelled' : counts.failed > 0 ? 'failure' : 'success';
  await record({ type: 'run-finished', status, counts });
  return status;

  async function afterUpstream(node: AssetNode, upstream: readonly AssetKey[]): Promise<Ended> {
    const before = await Promise.all(upstream.map(async (key) => ({ key, how: await ended.get(key) })));
    const step = { step: node.step, asset: node.key };
    if (signal.aborted) {
      await record({ type: 'step-cancelled', ...step, attempt: 1, message: 'the run was cancelled before it began' });
      return 'cancelled';
    }
    const blocked = before.find(({ how }) => how !== 'materialized' && how !== 'kept');
    if (blocked) {
      await record({
        type: 'step-skipped',
        ...step,
        message: `${blocked.key} ${blocked.how === 'failed' ? 'failed' : `was ${blocked.how ?? 'not made'}`}`,
      });
      return 'skipped';
    }
    if (options.staleOnly && isFresh(node, catalogue.facts())) {
      await record({ type: 'step-skipped', ...step, message: 'its inputs came out the same: it is still fresh' });
      return 'kept';
    }
    return execute(node);
  }

  async function execute(node: AssetNode): Promise<Ended> {
    const step = { step: node.step, asset: node.key, attempt: 1 };
    const facts = catalogue.facts();
    const inputs = inputVersions(node, facts);
    const log = openStepLog({ store: options.store, run, step: node.step });
    // The body need not wait for the disk: what is told of it comes after this event, in order.
    let started: Promise<void> = Promise.resolve();
    const listener: StepListener = {
      started: () => {
        started = record({ type: 'step-started', ...step });
      },
      log(level, message) {
        log.write({ time: new Date().toISOString(), level, message });
        tellAfter(started, { type: 'log', ...step, level, message });
      },
      metadata: (metadata) => {
        tellAfter(started, { type: 'metadata', ...step, metadata });
      },
    };
    const outcome = await outcomeOf(node, facts, listener);
    await Promise.all([started, log.close()]);
    return conclude(step, { outcome, inputs, codeVersion: node.codeVersion });
  }

  function tellAfter(started: Promise<void>, body: RunEventBody): void {
    // When the start could not be recorded, the step's own end says so.
    started.then(() => record(body)).catch(() => undefined);
  }

  function outcomeOf(node: AssetNode, facts: StoredFacts, listener: StepListener): Promise<StepOutcome> {
    if (options.built.type === 'built')
      return options.executor.execute(task(node, facts, options, options.built), { signal, listener });
    listener.started();
    return Promise.resolve(notBuilt(options.built.problems));
  }

  async function conclude(step: StepName, { outcome, inputs, codeVersion }: Conclusion): Promise<Ended> {
    switch (outcome.type) {
      case 'failed':
        await record({ type: 'step-failed', ...step, error: outcome.error });
        return 'failed';
      case 'cancelled':
        await record({ type: 'step-cancelled', ...step, message: outcome.message });
        return 'cancelled';
      case 'done': {
        const { stored, metadata, durationMs } = outcome.result;
        // What stored its data itself has no content to hash: each materialization counts as new data.
        const { dataVersion = `m1:${run}`, rows, bytes, path } = stored ?? {};
        await record({
          type: 'materialized',
          ...step,
          codeVersion,
          dataVersion,
          inputs,
          durationMs,
          metadata,
          ...(rows !== undefined && { rows }),
          ...(bytes !== undefined && { bytes }),
          ...(path !== undefined && { path }),
        });
        return 'materialized';
      }
    }
  }
}

interface StepName {
  readonly step: string;
  readonly asset: AssetKey;
  readonly attempt: number;
}

interface Conclusion {
  readonly outcome: StepOutcome;
  readonly inputs: Readonly<Record<AssetKey, InputVersion>>;
  readonly codeVersion: string | null;
}

/** What each upstream is when the step begins: its provenance. */
function inputVersions(node: AssetNode, { materializations }: StoredFacts): Record<AssetKey, InputVersion> {
  const versionOf = (key: AssetKey): InputVersion => {
    const { dataVersion = null, run = null } = materializations[key] ?? {};
    return { dataVersion, run };
  };
  return Object.fromEntries(directUpstream(node).map((key) => [key, versionOf(key)]));
}

function task(
  node: AssetNode,
  facts: StoredFacts,
  { run, project, store }: RunOptions,
  { bundle, bindings }: Extract<BuiltPlan, { type: 'built' }>,
): StepTask {
  const named = [node.key, ...directUpstream(node)];
  const paths = Object.values(node.inputs).flatMap((key) => {
    const path = facts.materializations[key]?.path;
    return path === undefined ? [] : [[key, path] as const];
  });
  return {
    run,
    asset: node.key,
    bundle,
    project,
    store,
    inputs: node.inputs,
    deps: node.deps,
    bindings: named.flatMap((key) => bindings.get(key) ?? []),
    paths: Object.fromEntries(paths),
  };
}

/** Alone, a node has only its direct causes. */
function isFresh(node: AssetNode, facts: StoredFacts): boolean {
  const keys = [node.key, ...directUpstream(node)];
  const only = <T>(record: Readonly<Record<AssetKey, T>>): Record<AssetKey, T> =>
    Object.fromEntries(keys.flatMap((key) => (record[key] === undefined ? [] : [[key, record[key]]])));
  const own = { materializations: only(facts.materializations), failures: only(facts.failures), running: [] };
  return computeStatus([node], own).find(({ key }) => key === node.key)?.status === 'fresh';
}

/** What does not build cannot run: each step fails with the place. */
function notBuilt(problems: readonly BuildProblem[]): StepOutcome {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const { file, line, column } = first ?? {};
  return {
    type: 'failed',
    error: {
      message: `does not build: ${first?.message ?? 'esbuild gave no reason'}${more}`,
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    },
  };
}
