// Carries out one body with its attempts: events in order, outputs recorded as they come, retries after their delay.
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type AssetKey, type AssetNode, type CodeParts, type InputVersion, type StoredFacts } from '@headwater/graph';
import type { Executor, TaskListener, TaskOutcome } from '../executor.ts';
import type { MadeOutput, OpName, OpReport, StepPolicy, StepTask } from '../ipc.ts';
import { retryDelay } from '../plan/retry-delay.ts';
import type { PlanStep } from '../plan/plan.ts';
import type { RunEventBody, StepError } from '../run-event.ts';
import type { Pools } from './pools.ts';
import { inputVersions, versionsOf, type MadeWith } from './provenance.ts';
import type { StepLogs } from './step-log.ts';

export interface AttemptOptions {
  readonly run: string;
  readonly openLogs: () => StepLogs;
  readonly step: PlanStep;
  readonly policy: StepPolicy;
  readonly pools: Pools;
  readonly executor: Executor;
  readonly signal: AbortSignal;
  readonly facts: () => StoredFacts;
  /** What the nodes' `code` names. */
  readonly code: CodeParts;
  readonly with: MadeWith;
  readonly record: (body: RunEventBody) => Promise<void>;
  /** Null: it cannot run, and `failure` says why. */
  readonly task: ((of: { attempt: number; nodes: readonly AssetNode[] }) => StepTask) | null;
  readonly failure: StepError;
  /** After an output is recorded. */
  readonly onMade: (node: AssetNode, made: MadeOutput) => void;
}

export type StepEnd =
  | { readonly type: 'done' }
  | {
      readonly type: 'failed';
      readonly error: StepError;
      readonly attempts: number;
      readonly unmade: readonly AssetNode[];
    }
  | {
      readonly type: 'cancelled';
      readonly message: string;
      readonly attempts: number;
      readonly unmade: readonly AssetNode[];
    };

export async function attemptStep(options: AttemptOptions): Promise<StepEnd> {
  const { step, policy, pools, executor, signal, record } = options;
  const made = new Set<AssetKey>();
  const unmade = (): readonly AssetNode[] => step.nodes.filter(({ key }) => !made.has(key));
  for (let attempt = 1; ; attempt += 1) {
    const { listener, settled } = listenTo(options, { attempt, made, wanted: unmade() });
    const leave = await pools.enter(policy.pool);
    const outcome = await attemptOnce(attempt, listener).finally(leave);
    await settled();
    if (outcome.type === 'cancelled') return { ...outcome, attempts: attempt, unmade: unmade() };
    if (outcome.type !== 'failed') return { type: 'done' };
    const [first] = unmade();
    if (!first) {
      // What it handed over is stored, and others may read it already.
      const message = `failed after it had made all it was to make: ${outcome.error.message}`;
      await record({ type: 'log', ...nameOf(step, attempt), level: 'error', message });
      return { type: 'done' };
    }
    const { retry } = policy;
    const final = !options.task || signal.aborted || !retry || attempt > retry.maxRetries;
    if (final) return { type: 'failed', error: outcome.error, attempts: attempt, unmade: unmade() };
    const delayMs = Math.round(retryDelay(retry, { attempt }));
    await record({ type: 'attempt-failed', ...nameOf(step, attempt), asset: first.key, error: outcome.error, delayMs });
    await delay(delayMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted)
      return { type: 'cancelled', message: 'the run was cancelled', attempts: attempt, unmade: unmade() };
  }

  async function attemptOnce(attempt: number, listener: TaskListener): Promise<TaskOutcome> {
    const { task, failure } = options;
    if (task) {
      const { timeoutMs, memoryLimit } = policy;
      return executor.execute(task({ attempt, nodes: unmade() }), { listener, signal, timeoutMs, memoryLimit });
    }
    listener.started();
    return { type: 'failed', error: failure };
  }
}

export function nameOf({ step, nodes: [first] }: PlanStep, attempt: number) {
  return { step, asset: first.key, attempt };
}

interface Attempt {
  readonly attempt: number;
  readonly made: Set<AssetKey>;
  /** What it is to make. */
  readonly wanted: readonly AssetNode[];
}

function listenTo(options: AttemptOptions, { attempt, made, wanted }: Attempt) {
  const { run, openLogs, step, record, onMade, facts, code, with: madeWith } = options;
  const assets = wanted.map(({ key }) => key);
  const name = { ...nameOf(step, attempt), asset: assets[0] ?? step.nodes[0].key };
  const inputs = inputVersions(step.nodes[0], facts());
  const logs = openLogs();
  // The body need not wait for the disk: what is told of it comes after this event, in order.
  let told: Promise<unknown> = Promise.resolve();
  const making: Promise<void>[] = [];
  const tell = (body: RunEventBody): void => {
    // When it could not be recorded, the step's own end says so.
    told = Promise.all([told, record(body)]).catch(() => undefined);
  };
  const listener: TaskListener = {
    started: () => {
      tell({ type: 'step-started', ...name, ...(assets.length > 1 && { assets }) });
    },
    log(level, message, op) {
      logs.write(op?.step ?? step.step, { time: new Date().toISOString(), level, message });
      tell({ type: 'log', ...(op ? opName(name.asset, op) : name), level, message });
    },
    metadata: (metadata) => {
      tell({ type: 'metadata', ...name, metadata });
    },
    progress: (fraction, message) => {
      tell({ type: 'progress', ...name, fraction, ...(message !== null && { message }) });
    },
    op: (op, report) => {
      tell(opEvent(name.asset, op, report));
    },
    made(output) {
      const recorded = keep(output);
      making.push(recorded);
      return recorded;
    },
  };
  return { listener, settled: () => Promise.all([...making, told, logs.close()]) };

  async function keep(output: MadeOutput): Promise<void> {
    const node = step.nodes.find(({ key }) => key === output.asset);
    if (!node) return;
    await record(materialized({ node, output, inputs, code, run, with: madeWith, name: { ...name, asset: node.key } }));
    made.add(node.key);
    for (const { name: check, ...outcome } of output.checks)
      await record({ type: 'check', step: step.step, asset: node.key, attempt, check, ...outcome });
    onMade(node, output);
  }
}

function opName(asset: AssetKey, { step, name, attempt }: OpName) {
  return { step, asset, attempt, op: name };
}

function opEvent(asset: AssetKey, op: OpName, report: OpReport): RunEventBody {
  const name = opName(asset, op);
  switch (report.type) {
    case 'started':
      return { type: 'step-started', ...name };
    case 'attempt-failed':
      return { type: 'attempt-failed', ...name, error: report.error, delayMs: Math.round(report.delayMs) };
    case 'failed':
      return { type: 'step-failed', ...name, error: report.error };
    case 'finished':
      return { ...report, type: 'op-finished', ...name };
  }
}

interface Made {
  readonly node: AssetNode;
  readonly output: MadeOutput;
  readonly inputs: Readonly<Record<AssetKey, InputVersion>>;
  readonly code: CodeParts;
  readonly run: string;
  readonly with: MadeWith;
  readonly name: ReturnType<typeof nameOf>;
}

function materialized({ node, output, inputs, code, run, with: madeWith, name }: Made): RunEventBody {
  const { dataVersion: content, ...stored } = output.stored ?? {};
  const codeVersion = output.codeVersion ?? node.codeVersion;
  const { durationMs, metadata } = output;
  return {
    type: 'materialized',
    ...name,
    codeVersion,
    // A version that only the run could tell is of no pieces.
    ...(output.codeVersion === undefined && node.code !== undefined && { code: versionsOf(node.code, code) }),
    dataVersion: dataVersion({ output, content, codeVersion, inputs, run }),
    inputs,
    durationMs,
    metadata,
    ...stored,
    ...madeWith,
    file: node.file,
    line: node.line,
  };
}

/** The first that applies: the body's own word; the content's hash; a hash of code and inputs where it says they decide; this materialization. */
function dataVersion(of: {
  readonly output: MadeOutput;
  readonly content: string | undefined;
  readonly codeVersion: string | null;
  readonly inputs: Readonly<Record<AssetKey, InputVersion>>;
  readonly run: string;
}): string {
  const { output, content, codeVersion, inputs, run } = of;
  if (output.dataVersion !== null) return `u1:${output.dataVersion}`;
  if (content !== undefined) return content;
  const versions = Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1));
  if (!output.deterministic || codeVersion === null || versions.some(([, { dataVersion: read }]) => read === null))
    return `m1:${run}`;
  const hash = createHash('sha256');
  // Each part with its length: no two lists of parts read the same.
  for (const part of [codeVersion, ...versions.flatMap(([key, { dataVersion: read }]) => [key, read ?? ''])])
    hash.update(`${Buffer.byteLength(part)}:${part}`);
  return `d1:${hash.digest('hex')}`;
}
