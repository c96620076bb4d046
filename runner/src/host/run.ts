// Carries out one planned run: ready steps in parallel, every event recorded before it is told, failures block only what depends on them.
import { directUpstream, type AssetKey, type AssetNode, type CheckNode, type CodeParts } from '@headwater/graph';
import type { BuildProblem } from '../build/user-bundle.ts';
import type { Executor } from '../executor.ts';
import type { CheckReport, Prepared, StepPolicy } from '../ipc.ts';
import type { Plan, PlanStep } from '../plan/plan.ts';
import { quietListener } from '../quiet-listener.ts';
import type { LogLevel, RunCounts, RunEvent, RunEventBody, RunOutcome, StepError } from '../run-event.ts';
import type { BuiltPlan } from './built-plan.ts';
import { isFresh } from './is-fresh.ts';
import { createPools } from './pools.ts';
import type { RunCatalogue } from './record-renames.ts';
import { createGates, type CheckEnd } from './run-gates.ts';
import { standing, type Reuse, type Reused } from './reuse.ts';
import type { RunTasks } from './run-tasks.ts';
import type { StepConfigs } from './step-configs.ts';
import { attemptStep, nameOf, type StepEnd } from './step-attempts.ts';
import type { StepLogs } from './step-log.ts';

export interface RunOptions {
  readonly run: string;
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
  const assets = plan.steps.flatMap(({ nodes }) => nodes.map(({ key }) => key));
  const inRun = new Set(assets);
  const gates = createGates(assets);
  let reused = 0;
  await record({
    type: 'run-started',
    selection: plan.selection,
    assets,
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
      return conclude(step, { type: 'failed', error: { message: own.message }, attempts: 1, unmade: step.nodes });
    // Said once in full, where it belongs.
    const message =
      general?.step == null ? `nothing ran: ${general?.message ?? ''}` : `nothing ran, because of \`${general.step}\``;
    for (const { key } of step.nodes) {
      await record({ type: 'step-skipped', step: step.step, asset: key, message });
      gates.end(key, 'skipped');
    }
  }

  async function whenReady(step: PlanStep): Promise<void> {
    const own = step.nodes.map(({ key }) => key);
    const upstream = directUpstream(step.nodes[0]).filter((key) => inRun.has(key));
    const reasons = await Promise.all(upstream.map((key) => gates.blocked(key, own)));
    if (signal.aborted)
      return conclude(step, {
        type: 'cancelled',
        message: 'the run was cancelled before it began',
        attempts: 1,
        unmade: step.nodes,
      });
    const reason = reasons.find((each) => each !== null);
    if (reason != null) return skip(step, { reason, how: 'skipped' });
    const facts = catalogue.facts();
    if (options.staleOnly && step.nodes.every((node) => isFresh(node, facts)))
      return skip(step, { reason: 'its inputs came out the same: it is still fresh', how: 'kept' });
    const kept = await options.reuse?.find(step, facts);
    if (kept) return standAgain(kept);
    return conclude(step, await attempt(step));
  }

  /** Nothing runs. For whoever waits or listens it is a materialization like any other. */
  async function standAgain(kept: readonly Reused[]): Promise<void> {
    for (const each of kept) {
      const { step, key } = each.node;
      const returned = each.checks.filter(({ name }) => isReturned(key, name));
      await record(standing(each, { code: options.code ?? {}, facts: catalogue.facts() }));
      for (const { name, passed, severity, metadata, message } of returned) {
        const outcome = { passed, severity, metadata, ...(message !== undefined && { message }) };
        await record({ type: 'check', step, asset: key, attempt: 1, check: name, ...outcome });
      }
      reused += 1;
      startChecks(each.node, returned);
      gates.end(key, 'materialized');
    }
  }

  /** Those that stand apart look at the value again. */
  function isReturned(asset: AssetKey, name: string): boolean {
    return options.checks.some((check) => check.asset === asset && check.name === name && check.exportName === null);
  }

  async function skip(step: PlanStep, { reason, how }: { reason: string; how: 'skipped' | 'kept' }): Promise<void> {
    for (const { key } of step.nodes) {
      await record({ type: 'step-skipped', step: step.step, asset: key, message: reason });
      gates.end(key, how);
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
      facts: () => catalogue.facts(),
      code,
      with: {
        ...(env !== null && { env }),
        ...(configVersion !== undefined && { configVersion }),
      },
      record,
      task: tasks && ((of) => tasks.step(step, { ...of, facts: catalogue.facts() })),
      failure: notBuilt(built.type === 'failed' ? built.problems : []),
      onMade: (node, made) => {
        startChecks(node, made.checks);
        gates.end(node.key, 'materialized');
      },
    });
  }

  async function conclude(step: PlanStep, end: StepEnd): Promise<void> {
    if (end.type === 'done') return;
    for (const { key, codeVersion } of end.unmade) {
      const name = { step: step.step, asset: key, attempt: end.attempts };
      if (end.type === 'failed')
        await record({ type: 'step-failed', ...name, error: end.error, ...(codeVersion !== null && { codeVersion }) });
      else await record({ type: 'step-cancelled', ...name, message: end.message });
      gates.end(key, end.type);
    }
    if (end.type === 'failed') await tellOfFailure(step, end);
  }

  /** Once for a step, after its last attempt. What the hook throws is told, and changes nothing. */
  async function tellOfFailure(step: PlanStep, { attempts, error, unmade }: Extract<StepEnd, { type: 'failed' }>) {
    const asset = unmade[0]?.key;
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

  function startChecks(node: AssetNode, outcomes: readonly (CheckEnd & { readonly name: string })[]): void {
    for (const check of options.checks) {
      if (check.asset !== node.key) continue;
      const returned = outcomes.find(({ name }) => name === check.name);
      if (returned) gates.check(check, Promise.resolve(returned));
      else if (check.exportName !== null) gates.check(check, runCheck(check, node));
    }
  }

  async function runCheck(check: CheckNode, node: AssetNode): Promise<CheckEnd> {
    const task = tasks?.check(check, catalogue.facts());
    if (!task) return { passed: true, severity: check.severity };
    const name = { step: node.step, asset: node.key, attempt: 1 };
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

/** What does not build cannot run: each step fails with the place. */
function notBuilt(problems: readonly BuildProblem[]): StepError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const { file, line, column } = first ?? {};
  return {
    message: `does not build: ${first?.message ?? 'esbuild gave no reason'}${more}`,
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  };
}
