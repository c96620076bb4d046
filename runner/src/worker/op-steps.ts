// Runs the ops of a graph asset as steps of their own: logged, retried, their results kept, and given again where nothing changed.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { keySegments, type AssetKey } from '@headwater/graph';
import { encodeValue, NotStorable, type ValueStore } from '@headwater/stores';
import type { Described, OpDescription } from 'headwater/internal';
import { createOpContext, DEFINITION, isHandedOut } from 'headwater/internal';
import type { TaskListener } from '../executor.ts';
import type { OpName, StepTask } from '../ipc.ts';
import { retryDelay } from '../plan/retry-delay.ts';
import type { OpResult, StepError } from '../run-event.ts';

export interface OpScope {
  readonly asset: AssetKey;
  readonly task: Pick<StepTask, 'opVersions' | 'opResults' | 'scope'>;
  readonly listener: TaskListener;
  readonly signal: AbortSignal;
  readonly nameOf: (op: Described) => string | null;
  readonly store: ValueStore;
  readonly errorOf: (thrown: unknown) => StepError;
  /** How often each name was called. */
  readonly calls: Map<string, number>;
}

/** Of the body that is running: a graph asset's, another asset's, or an op's own. */
type Running =
  | { readonly in: 'graph'; readonly scope: OpScope }
  | { readonly in: 'asset'; readonly listener: TaskListener; readonly nameOf: OpScope['nameOf'] }
  | { readonly in: 'op'; readonly op: OpName };

const running = new AsyncLocalStorage<Running>();

export const withOps = <T>(scope: OpScope, body: () => T): T => running.run({ in: 'graph', scope }, body);
export const withoutOps = <T>(of: Pick<OpScope, 'listener' | 'nameOf'>, body: () => T): T =>
  running.run({ in: 'asset', ...of }, body);

/** The op whose body prints now. */
export function runningOp(): OpName | undefined {
  const now = running.getStore();
  return now?.in === 'op' ? now.op : undefined;
}

/** Null: this is a plain call. */
export function callOp(op: Described<OpDescription>, args: readonly unknown[]): Promise<unknown> | null {
  const now = running.getStore();
  if (now?.in === 'graph') return opStep(now.scope, op, args);
  if (now?.in === 'asset') {
    now.listener.log(
      'warn',
      `The op \`${nameOf(op, now)}\` was called outside a graph asset: it ran as a plain function, not as a step. Write the asset with graphAsset(…), or call a plain function.`,
    );
  }
  return null;
}

function nameOf(op: Described<OpDescription>, bound: Pick<OpScope, 'nameOf'>): string {
  const { name, run } = op[DEFINITION];
  return name ?? bound.nameOf(op) ?? (run.name || 'op');
}

async function opStep(scope: OpScope, op: Described<OpDescription>, args: readonly unknown[]): Promise<unknown> {
  const description = op[DEFINITION];
  const name = nameOf(op, scope);
  const count = (scope.calls.get(name) ?? 0) + 1;
  scope.calls.set(name, count);
  const step = `${scope.asset}.${name}${count > 1 ? `[${count}]` : ''}`;
  const codeVersion = scope.task.opVersions[name] ?? null;
  const argsVersion = versionOf(args);
  const kept = await reused(scope, { step, name, codeVersion, argsVersion });
  if (kept) return kept.value;
  for (let attempt = 1; ; attempt += 1) {
    const opName: OpName = { step, name, attempt };
    scope.listener.op(opName, { type: 'started' });
    const started = performance.now();
    try {
      const value = await attemptOp(scope, { description, opName, args });
      const durationMs = Math.round((performance.now() - started) * 1000) / 1000;
      const path = await keep(scope, { name, value });
      scope.listener.op(opName, {
        type: 'finished',
        op: name,
        reused: false,
        durationMs,
        codeVersion,
        argsVersion,
        ...(path !== undefined && { path }),
      });
      return value;
    } catch (error) {
      const { retry } = description;
      if (scope.signal.aborted || !retry || attempt > retry.maxRetries) {
        scope.listener.op(opName, { type: 'failed', error: scope.errorOf(error) });
        throw error;
      }
      const delayMs = retryDelay(retry, { attempt });
      scope.listener.op(opName, { type: 'attempt-failed', error: scope.errorOf(error), delayMs });
      await delay(delayMs, undefined, { signal: scope.signal });
    }
  }
}

/** A step whose code and arguments are the same as in the run this one goes on from has its result already. */
async function reused(
  scope: OpScope,
  { step, name, codeVersion, argsVersion }: Omit<OpResult, 'op' | 'path'> & { step: string; name: string },
): Promise<{ readonly value: unknown } | null> {
  const before = Object.hasOwn(scope.task.opResults, step) ? scope.task.opResults[step] : undefined;
  if (before?.path === undefined || codeVersion === null || argsVersion === null) return null;
  if (before.codeVersion !== codeVersion || before.argsVersion !== argsVersion) return null;
  try {
    const value = await scope.store.loadInput({ key: keySegments(step), path: before.path });
    const opName = { step, name, attempt: 1 };
    scope.listener.op(opName, { type: 'finished', reused: true, durationMs: 0, ...before });
    return { value };
  } catch (error) {
    scope.listener.log('warn', `The stored result of ${step} cannot be used, so it runs again: ${String(error)}`);
    return null;
  }
}

async function attemptOp(
  scope: OpScope,
  { description, opName, args }: { description: OpDescription; opName: OpName; args: readonly unknown[] },
): Promise<unknown> {
  const { timeoutMs } = description;
  const late = timeoutMs === null ? undefined : AbortSignal.timeout(timeoutMs);
  const signal = late ? AbortSignal.any([scope.signal, late]) : scope.signal;
  const ctx = createOpContext({
    runId: scope.task.scope.run,
    attempt: opName.attempt,
    signal,
    log: (level, message) => {
      scope.listener.log(level, message, opName);
    },
    metadata: (metadata) => {
      scope.listener.metadata(metadata);
    },
  });
  const body = running.run({ in: 'op', op: opName }, async () => description.run(ctx, ...args));
  if (!late) return body;
  const timedOut = new Promise<never>((_, fail) => {
    late.addEventListener('abort', () => {
      fail(new Error(`\`${opName.step}\` took longer than its timeout of ${timeoutMs ?? 0} ms.`));
    });
  });
  return Promise.race([body, timedOut]);
}

/** What cannot be kept is made again by a run that goes on from here. */
async function keep(scope: OpScope, { name, value }: { name: string; value: unknown }): Promise<string | undefined> {
  // Rows that are handed out are the next op's to take.
  if (value === undefined || isHandedOut(value)) return undefined;
  try {
    const key = [...keySegments(scope.asset), name];
    return (await scope.store.handleOutput({ key }, value)).path;
  } catch {
    return undefined;
  }
}

function versionOf(args: readonly unknown[]): string | null {
  try {
    return `a1:${createHash('sha256')
      .update(JSON.stringify(encodeValue(args)))
      .digest('hex')}`;
  } catch (error) {
    if (error instanceof NotStorable) return null;
    throw error;
  }
}
