// Carries out one body with its attempts: events in order, outputs recorded as they come, retries after their delay.
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { AssetKey, AssetNode, CodeParts, InputVersion } from '@headwater/graph';
import type { Executor, TaskListener, TaskOutcome } from '../executor.ts';
import type { MadeOutput, OpName, OpReport, StepPolicy, StepTask } from '../ipc.ts';
import { retryDelay } from '../plan/retry-delay.ts';
import type { PlanStep } from '../plan/plan.ts';
import type { RunEventBody, StepError } from '../run-event.ts';
import type { Pools } from './pools.ts';
import { inputVersions, versionsOf, type MadeWith } from './provenance.ts';
import type { SliceFacts } from './slice-facts.ts';
import { partitionOf, slotId, slotsOf, type Slot } from './slots.ts';
import type { StepLogs } from './step-log.ts';

export interface AttemptOptions {
  readonly run: string;
  readonly openLogs: () => StepLogs;
  readonly step: PlanStep;
  readonly policy: StepPolicy;
  readonly pools: Pools;
  readonly executor: Executor;
  readonly signal: AbortSignal;
  /** What is stored of what a partition reads; nothing of its own is looked up. */
  readonly inputs: (partition: string | undefined) => SliceFacts;
  /** What the nodes' `code` names. */
  readonly code: CodeParts;
  readonly with: MadeWith;
  readonly record: (body: RunEventBody) => Promise<void>;
  /** Null: it cannot run, and `failure` says why. */
  readonly task: ((of: { attempt: number; nodes: readonly AssetNode[] }) => StepTask) | null;
  readonly failure: StepError;
  /** After an output is recorded. */
  readonly onMade: (slot: Slot, made: MadeOutput) => void;
}

export type StepEnd =
  | { readonly type: 'done' }
  | {
      readonly type: 'failed';
      readonly error: StepError;
      readonly attempts: number;
      readonly unmade: readonly Slot[];
    }
  | {
      readonly type: 'cancelled';
      readonly message: string;
      readonly attempts: number;
      readonly unmade: readonly Slot[];
    };

export async function attemptStep(options: AttemptOptions): Promise<StepEnd> {
  const { step, policy, pools, executor, signal, record } = options;
  const made = new Set<string>();
  const slots = slotsOf(step);
  const unmade = (): readonly Slot[] => slots.filter(({ node, partition }) => !made.has(slotId(node.key, partition)));
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
    await record({
      type: 'attempt-failed',
      ...nameOf(step, attempt),
      asset: first.node.key,
      error: outcome.error,
      delayMs,
    });
    await delay(delayMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted)
      return { type: 'cancelled', message: 'the run was cancelled', attempts: attempt, unmade: unmade() };
  }

  async function attemptOnce(attempt: number, listener: TaskListener): Promise<TaskOutcome> {
    const { task, failure } = options;
    if (task) {
      const { timeoutMs, memoryLimit } = policy;
      const nodes = [...new Set(unmade().map(({ node }) => node))];
      return executor.execute(task({ attempt, nodes }), { listener, signal, timeoutMs, memoryLimit });
    }
    listener.started();
    return { type: 'failed', error: failure };
  }
}

/** Of several partitions none: what is told is of them all. */
export function nameOf(step: PlanStep, attempt: number) {
  return { step: step.step, asset: step.nodes[0].key, attempt, ...partitionOf(step) };
}

interface Attempt {
  readonly attempt: number;
  /** Ids of slots. */
  readonly made: Set<string>;
  /** What it is to make. */
  readonly wanted: readonly Slot[];
}

function listenTo(options: AttemptOptions, { attempt, made, wanted }: Attempt) {
  const { run, openLogs, step, record, onMade, inputs: inputsOf, code, with: madeWith } = options;
  const assets = [...new Set(wanted.map(({ node }) => node.key))];
  const name = { ...nameOf(step, attempt), asset: assets[0] ?? step.nodes[0].key };
  // What it reads now: others may make it anew while the body goes on.
  const inputs = new Map(keysOf(step).map((key) => [key, inputVersions(step.nodes[0], inputsOf(key))] as const));
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
      for (const partition of keysOf(step))
        tell({
          type: 'step-started',
          ...name,
          ...(partition !== undefined && { partition }),
          ...(assets.length > 1 && { assets }),
        });
    },
    log(level, message, op) {
      logs.write(
        { step: op?.step ?? step.step, keys: step.slice?.keys ?? [] },
        { time: new Date().toISOString(), level, message },
      );
      tell({ type: 'log', ...(op ? opName(name, op) : name), level, message });
    },
    metadata: (metadata) => {
      tell({ type: 'metadata', ...name, metadata });
    },
    progress: (fraction, message) => {
      tell({ type: 'progress', ...name, fraction, ...(message !== null && { message }) });
    },
    op: (op, report) => {
      tell(opEvent(name, op, report));
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
    const { partition } = output;
    const id = slotId(output.asset, partition);
    // Of several partitions an attempt before may have made some.
    if (!node || made.has(id)) return;
    const own = { ...name, asset: node.key, ...(partition !== undefined && { partition }) };
    await record(
      materialized({ node, output, inputs: inputs.get(partition) ?? {}, code, run, with: madeWith, name: own }),
    );
    made.add(id);
    for (const { name: check, ...outcome } of output.checks) await record({ type: 'check', ...own, check, ...outcome });
    onMade({ node, ...(partition !== undefined && { partition }) }, output);
  }
}

/** Of a step that makes assets whole one that is none. */
const keysOf = ({ slice }: PlanStep): readonly (string | undefined)[] => slice?.keys ?? [undefined];

function opName({ asset, partition }: Pick<Name, 'asset' | 'partition'>, { step, name, attempt }: OpName) {
  return { step, asset, attempt, op: name, ...(partition !== undefined && { partition }) };
}

type Name = ReturnType<typeof nameOf>;

function opEvent(of: Name, op: OpName, report: OpReport): RunEventBody {
  const name = opName(of, op);
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
  readonly name: Name;
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
