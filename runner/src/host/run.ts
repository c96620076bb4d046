// Carries out one planned run: ready steps in parallel, every event recorded before it is told, failures block only what depends on them.
import { computeStatus, directUpstream, type AssetKey, type AssetNode, type StoredFacts } from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import type { Executor, StepOutcome } from '../executor.ts';
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
    await record({ type: 'step-started', ...step });
    const log = openStepLog({ store: options.store, run, step: node.step });
    const outcome =
      options.built.type === 'failed'
        ? notBuilt(options.built.problems)
        : await options.executor.execute(task(node, facts, options, options.built), {
            signal,
            listener: {
              log(level, message) {
                log.write({ time: new Date().toISOString(), level, message });
                void record({ type: 'log', ...step, level, message });
              },
              metadata: (metadata) => void record({ type: 'metadata', ...step, metadata }),
            },
          });
    await log.close();
    return conclude(node, step, facts, outcome);
  }

  async function conclude(
    node: AssetNode,
    step: { step: string; asset: AssetKey; attempt: number },
    facts: StoredFacts,
    outcome: StepOutcome,
  ): Promise<Ended> {
    switch (outcome.type) {
      case 'failed':
        await record({ type: 'step-failed', ...step, error: outcome.error });
        return 'failed';
      case 'cancelled':
        await record({ type: 'step-cancelled', ...step, message: outcome.message });
        return 'cancelled';
      case 'done': {
        const { stored, metadata, durationMs } = outcome.result;
        const inputs = Object.fromEntries(
          directUpstream(node).map((key) => [
            key,
            {
              dataVersion: facts.materializations[key]?.dataVersion ?? null,
              run: facts.materializations[key]?.run ?? null,
            },
          ]),
        );
        // What stored its data itself has no content to hash: each materialization counts as new data.
        const dataVersion = stored?.dataVersion ?? `m1:${run}`;
        const { rows, bytes, path } = stored ?? {};
        await record({
          type: 'materialized',
          ...step,
          codeVersion: node.codeVersion,
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
