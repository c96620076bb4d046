// Carries out one planned run: ready steps in parallel, every event recorded before it is told, failures block only what depends on them.
import { directUpstream, type AssetKey, type AssetNode, type CheckNode, type CodeParts } from '@headwater/graph';
import type { Executor } from '../executor.ts';
import type { CheckReport, Prepared, StepPolicy } from '../ipc.ts';
import type { Plan, PlanStep } from '../plan/plan.ts';
import { quietListener } from '../quiet-listener.ts';
import type { LogLevel, RunCounts, RunEvent, RunEventBody, RunOutcome } from '../run-event.ts';
import type { BuiltPlan } from './built-plan.ts';
import { isFresh } from './is-fresh.ts';
import { notBuilt } from './not-built.ts';
import { createPools } from './pools.ts';
import type { RunCatalogue } from './record-renames.ts';
import { createGates, type CheckEnd, type Place } from './run-gates.ts';
import { readsOf, sliceFacts, type SliceFacts } from './slice-facts.ts';
import { slotsOf, type Slot } from './slots.ts';
import { standing, type Reuse, type Reused } from './reuse.ts';
import type { RunTasks } from './run-tasks.ts';
import type { StepConfigs } from './step-configs.ts';
import { attemptStep, nameOf, type StepEnd } from './step-attempts.ts';
import type { StepLogs } from './step-log.ts';

export interface RunOptions {
  readonly run: string;
  /** Who asked for it, where nobody did by hand: `schedule nightly`. */
  readonly by?: string | null;
  readonly plan: Plan;
  readonly staleOnly: boolean;
  /** Where what is kept is looked for before a body runs; null: each one runs. */
  readonly reuse: Reuse | null;
  readonly configs: StepConfigs;
  readonly built: Exclude<BuiltPlan, { type: 'changed' }>;
  /** Checks that stand apart, of the assets of the plan, and those their bodies return. */
  readonly checks: readonly CheckNode[];
  /** What the nodes' `code` names; absent where no source was read. */
  readonly code?: CodeParts;
  readonly tasks: RunTasks | null;
  /** Where the lines of a step's log are kept. */
  readonly openLogs: () => StepLogs;
  readonly env: string | null;
  readonly catalogue: RunCatalogue;
  readonly executor: Executor;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}

const NO_POLICY: StepPolicy = { retry: null, timeoutMs: null, memoryLimit: null, pool: null };
const UNPREPARED: Prepared = { policies: {}, pools: {}, onFailure: false, observed: [], problems: [] };

/** Resolves when `run-finished` is durable. Rejects only when the catalogue cannot record. */
export async function carryOut(options: RunOptions): Promise<RunOutcome> {
  const { run, plan, tasks, catalogue, executor, signal, emit, env } = options;
  const record = async (body: RunEventBody): Promise<void> => {
    emit(await catalogue.record(run, body));
  };
  const assets = [...new Set(plan.steps.flatMap(({ nodes }) => nodes.map(({ key }) => key)))];
  const inRun = new Set(assets);
  const gates = createGates(plan.steps.flatMap(slotsOf).map(({ node, partition }) => ({ asset: node.key, partition })));
  let reused = 0;
  await record({
    type: 'run-started',
    selection: options.by ? `${plan.selection} (${options.by})` : plan.selection,
    assets,
    ...partitionsOf(plan),
    ...(plan.parent !== null && { parent: plan.parent }),
    ...(env !== null && { env }),
  });
  for (const warning of plan.warnings) emitLog('warn', warning);
  const prepared = await prepare();
  for (const { asset, dataVersion } of prepared.observed)
    await record({ type: 'observed', step: asset, asset, attempt: 1, dataVersion });
  const forbidden = prepared.problems.length > 0;
  const pools = createPools(prepared.pools);
  await Promise.all(plan.steps.map(forbidden ? forbid : whenReady));
  const checks = await gates.checks();
  await executor.finishRun();
  const { materialized, failed, skipped, kept, cancelled } = gates.counts();
  const counts: RunCounts = { materialized, ...(reused > 0 && { reused }), failed, skipped: skipped + kept, cancelled };
  const stopped = checks.some(({ node, passed, severity }) => node.blocking && !passed && severity === 'error');
  const status: RunOutcome = signal.aborted ? 'cancelled' : failed > 0 || stopped || forbidden ? 'failure' : 'success';
  const message = prepared.problems.find(({ step }) => step === null)?.message;
  await record({ type: 'run-finished', status, counts, ...(message !== undefined && { message }) });
  return status;

  /** What does not load says so in each of its steps. */
  async function prepare(): Promise<Prepared> {
    if (!tasks || plan.steps.length === 0 || signal.aborted) return UNPREPARED;
    const listener = quietListener((level, text) => {
      if (level !== 'debug') emitLog(level, text);
    });
    const outcome = await executor.execute(tasks.prepare(plan), { listener, signal });
    return outcome.type === 'prepared' ? outcome.prepared : UNPREPARED;
  }

  function emitLog(level: LogLevel, text: string): void {
    const [first] = plan.steps;
    if (first) record({ type: 'log', ...nameOf(first, 1), level, message: text }).catch(() => undefined);
  }

  /** Something about the run forbids it: what is at fault fails, and nothing begins. */
  async function forbid(step: PlanStep): Promise<void> {
    const [general] = prepared.problems;
    const own =
      prepared.problems.find((problem) => problem.step === step.step) ??
      (general?.step === null && step === plan.steps[0] ? general : undefined);
    if (own)
      return conclude(step, { type: 'failed', error: { message: own.message }, attempts: 1, unmade: slotsOf(step) });
    // Said once in full, where it belongs.
    const message =
      general?.step == null ? `nothing ran: ${general?.message ?? ''}` : `nothing ran, because of \`${general.step}\``;
    return skip(step, { reason: message, how: 'skipped' });
  }

  async function whenReady(step: PlanStep): Promise<void> {
    const own = step.nodes.map(({ key }) => key);
    const reasons = await Promise.all(upstreamOf(step).map((place) => gates.blocked(place, own)));
    if (signal.aborted)
      return conclude(step, {
        type: 'cancelled',
        message: 'the run was cancelled before it began',
        attempts: 1,
        unmade: slotsOf(step),
      });
    const reason = reasons.find((each) => each !== null);
    if (reason != null) return skip(step, { reason, how: 'skipped' });
    const partitions = step.slice?.keys ?? [undefined];
    if (options.staleOnly && partitions.every((key) => step.nodes.every((node) => isFresh(node, factsOf(step, key)))))
      return skip(step, { reason: 'its inputs came out the same: it is still fresh', how: 'kept' });
    const kept = await foundAgain(step);
    if (kept) return standAgain(step, kept);
    return conclude(step, await attempt(step));
  }

  /** Of several partitions that one call makes, all or none. */
  async function foundAgain(step: PlanStep): Promise<readonly Reused[] | null> {
    if (!options.reuse) return null;
    const found: Reused[] = [];
    for (const partition of step.slice?.keys ?? [undefined]) {
      const kept = await options.reuse.find(step, { facts: factsOf(step, partition), partition });
      if (!kept) return null;
      found.push(...kept);
    }
    return found;
  }

  /** In the run, what a step waits for: of an upstream that is made in partitions, those that it reads. */
  function upstreamOf({ nodes: [first], reads }: PlanStep): Place[] {
    return directUpstream(first).flatMap((asset): Place[] => {
      if (!inRun.has(asset)) return [];
      const read = Object.hasOwn(reads, asset) ? reads[asset] : undefined;
      return read?.keys.map((partition) => ({ asset, partition })) ?? [{ asset }];
    });
  }

  function factsOf(step: PlanStep, partition: string | undefined): SliceFacts {
    const reads = readsOf(step, { partition, slicing: plan.slicing });
    return sliceFacts({ nodes: step.nodes, partition, reads }, { facts: catalogue.facts(), catalogue });
  }

  /** Nothing runs. For whoever waits or listens it is a materialization like any other. */
  async function standAgain(of: PlanStep, kept: readonly Reused[]): Promise<void> {
    for (const each of kept) {
      const { step, key } = each.node;
      const { partition } = each.materialization;
      const returned = each.checks.filter(({ name }) => isReturned(key, name));
      await record(standing(each, { code: options.code ?? {}, facts: factsOf(of, partition) }));
      for (const { name, passed, severity, metadata, message } of returned) {
        const outcome = { passed, severity, metadata, ...(message !== undefined && { message }) };
        const place = { asset: key, ...(partition !== undefined && { partition }) };
        await record({ type: 'check', step, ...place, attempt: 1, check: name, ...outcome });
      }
      reused += 1;
      startChecks(of, { node: each.node, ...(partition !== undefined && { partition }) }, returned);
      gates.end({ asset: key, partition }, 'materialized');
    }
  }

  /** Those that stand apart look at the value again. */
  function isReturned(asset: AssetKey, name: string): boolean {
    return options.checks.some((check) => check.asset === asset && check.name === name && check.exportName === null);
  }

  async function skip(step: PlanStep, { reason, how }: { reason: string; how: 'skipped' | 'kept' }): Promise<void> {
    for (const { node, partition } of slotsOf(step)) {
      const place = { asset: node.key, ...(partition !== undefined && { partition }) };
      await record({ type: 'step-skipped', step: step.step, ...place, message: reason });
      gates.end(place, how);
    }
  }

  function attempt(step: PlanStep): Promise<StepEnd> {
    const { built, openLogs, code = {}, configs } = options;
    const configVersion = configs.version(step.step);
    return attemptStep({
      run,
      openLogs,
      step,
      policy: prepared.policies[step.step] ?? NO_POLICY,
      pools,
      executor,
      signal,
      inputs(partition) {
        const reads = readsOf(step, { partition, slicing: plan.slicing });
        return sliceFacts({ nodes: step.nodes, reads }, { facts: catalogue.facts(), catalogue });
      },
      code,
      with: {
        ...(env !== null && { env }),
        ...(configVersion !== undefined && { configVersion }),
      },
      record,
      task: tasks && ((of) => tasks.step(step, { ...of, facts: catalogue.facts() })),
      failure: notBuilt(built.type === 'failed' ? built.problems : []),
      onMade: (slot, made) => {
        startChecks(step, slot, made.checks);
        gates.end({ asset: slot.node.key, partition: slot.partition }, 'materialized');
      },
    });
  }

  async function conclude(step: PlanStep, end: StepEnd): Promise<void> {
    if (end.type === 'done') return;
    for (const { node, partition } of end.unmade) {
      const { key, codeVersion } = node;
      const place = { asset: key, ...(partition !== undefined && { partition }) };
      const name = { step: step.step, ...place, attempt: end.attempts };
      if (end.type === 'failed')
        await record({ type: 'step-failed', ...name, error: end.error, ...(codeVersion !== null && { codeVersion }) });
      else await record({ type: 'step-cancelled', ...name, message: end.message });
      gates.end(place, end.type);
    }
    if (end.type === 'failed') await tellOfFailure(step, end);
  }

  /** Once for a step, after its last attempt. What the hook throws is told, and changes nothing. */
  async function tellOfFailure(step: PlanStep, { attempts, error, unmade }: Extract<StepEnd, { type: 'failed' }>) {
    const asset = unmade[0]?.node.key;
    if (!tasks || !prepared.onFailure || asset === undefined) return;
    const log = (level: LogLevel, message: string): void => {
      record({ type: 'log', ...nameOf(step, attempts), level, message }).catch(() => undefined);
    };
    const outcome = await executor.execute(tasks.failure({ asset, attempts, error }), {
      listener: quietListener(log),
      signal: new AbortController().signal,
      timeoutMs: 60_000,
    });
    if (outcome.type === 'failed') log('error', `The onFailure hook failed: ${outcome.error.message}`);
  }

  function startChecks(
    step: PlanStep,
    { node, partition }: Slot,
    outcomes: readonly (CheckEnd & { readonly name: string })[],
  ): void {
    for (const check of options.checks) {
      if (check.asset !== node.key) continue;
      const returned = outcomes.find(({ name }) => name === check.name);
      if (returned) gates.check(check, { partition, outcome: Promise.resolve(returned) });
      else if (check.exportName !== null)
        gates.check(check, { partition, outcome: runCheck(check, { step, node, partition }) });
    }
  }

  async function runCheck(
    check: CheckNode,
    { step, node, partition }: { step: PlanStep; node: AssetNode; partition: string | undefined },
  ): Promise<CheckEnd> {
    const place = { asset: node.key, ...(partition !== undefined && { partition }) };
    const task = tasks?.check(check, { facts: factsOf(step, partition), ...place });
    if (!task) return { passed: true, severity: check.severity };
    const name = { step: node.step, ...place, attempt: 1 };
    const log = (level: LogLevel, message: string): void => {
      record({ type: 'log', ...name, level, message }).catch(() => undefined);
    };
    // A check is part of its asset's step: what bounds the body bounds it too.
    const { timeoutMs } = prepared.policies[node.step] ?? NO_POLICY;
    const outcome = await executor.execute(task, { listener: quietListener(log), signal, timeoutMs });
    if (outcome.type === 'cancelled') return { passed: true, severity: check.severity };
    const report: CheckReport =
      outcome.type === 'checked'
        ? outcome.report
        : {
            name: check.name,
            passed: false,
            severity: check.severity,
            metadata: {},
            message: outcome.type === 'failed' ? outcome.error.message : 'it gave no outcome',
          };
    const { name: checkName, ...result } = report;
    await record({ type: 'check', ...name, check: checkName, ...result });
    return report;
  }
}

/** What the run sets out to make of those that are made in partitions, by asset: keys and ranges. */
function partitionsOf({ document }: Plan): { readonly partitions?: Readonly<Record<AssetKey, readonly string[]>> } {
  const sliced = document.run.flatMap(({ asset, partitions }) =>
    partitions ? [[asset, partitions.map(({ from, to }) => (from === to ? from : `${from}..${to}`))] as const] : [],
  );
  return sliced.length === 0 ? {} : { partitions: Object.fromEntries(sliced) };
}
