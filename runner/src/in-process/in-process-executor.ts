// Carries out tasks in this process: for scripts and tests. No process of its own means no limit of memory and no protection from process.exit.
import { createFailureContext, type DefinitionsDescription } from 'headwater/internal';
import type { ValueStore } from '@headwater/stores';
import type { Executor, TaskListener, TaskOptions, TaskOutcome } from '../executor.ts';
import type { TaskEnd, WorkerTask } from '../ipc.ts';
import { runCheckBody } from '../worker/check-body.ts';
import type { LoadedRun } from '../worker/loaded-run.ts';
import { prepareRun } from '../worker/prepare-run.ts';
import type { RunResources } from '../worker/run-resources.ts';
import { logTo, runStepBody } from '../worker/step-body.ts';
import { stepError } from '../worker/step-error.ts';
import { valueKeeping } from '../worker/value-keeping.ts';

export interface InProcessOptions {
  readonly loaded: LoadedRun;
  readonly resources: RunResources;
  readonly definitions: DefinitionsDescription | null;
  readonly store: ValueStore;
  readonly concurrency: number;
}

export function inProcessExecutor(options: InProcessOptions): Executor {
  const { resources } = options;
  let limit = options.concurrency;
  let active = 0;
  const waiting: (() => void)[] = [];
  return {
    setConcurrency(concurrency) {
      limit = concurrency;
    },
    async execute(task, taskOptions) {
      while (active >= limit) await new Promise<void>((go) => waiting.push(go));
      active += 1;
      try {
        if (taskOptions.signal.aborted) return { type: 'cancelled', message: 'the run was cancelled before it began' };
        taskOptions.listener.started();
        return await withinTime(task, taskOptions, options);
      } finally {
        active -= 1;
        waiting.shift()?.();
      }
    },
    finishRun: () => resources.dispose(),
    close: () => resources.dispose(),
  };
}

/** A body that does not heed its signal goes on in the background: only a process of its own could be ended. */
async function withinTime(
  task: WorkerTask,
  { listener, signal, timeoutMs = null }: TaskOptions,
  options: InProcessOptions,
): Promise<TaskOutcome> {
  const late = timeoutMs === null ? null : AbortSignal.timeout(timeoutMs);
  const ends = late ? AbortSignal.any([signal, late]) : signal;
  const stopped = new Promise<TaskOutcome>((resolve) => {
    ends.addEventListener('abort', () => {
      resolve(
        signal.aborted
          ? { type: 'cancelled', message: 'the run was cancelled' }
          : { type: 'failed', error: { message: `took longer than its timeout of ${timeoutMs ?? 0} ms` } },
      );
    });
  });
  return Promise.race([perform(task, { listener, signal: ends, options }), stopped]);
}

async function perform(
  task: WorkerTask,
  { listener, signal, options }: { listener: TaskListener; signal: AbortSignal; options: InProcessOptions },
): Promise<TaskEnd> {
  const { loaded, resources, store } = options;
  const errorOf = (thrown: unknown) => stepError(thrown, { project: process.cwd() });
  const body = { loaded, resources, store, opStore: store, listener, signal, errorOf };
  try {
    switch (task.type) {
      case 'step':
        await runStepBody(task, body);
        return { type: 'done' };
      case 'check':
        return { type: 'checked', report: await runCheckBody(task, body) };
      case 'prepare': {
        const keeping = valueKeeping({ loaded, resources, fallback: store, log: logTo(listener) });
        return { type: 'prepared', prepared: await prepareRun(task, { loaded, resources, keeping, listener, signal }) };
      }
      case 'failure': {
        const { asset, attempts, error, scope } = task;
        const log = listener.log.bind(listener);
        await options.definitions?.onFailure?.(createFailureContext({ runId: scope.run, asset, attempts, error, log }));
        return { type: 'done' };
      }
      case 'show':
      case 'remove':
      case 'describe':
      case 'tick-limits':
      case 'tick':
        throw new Error(
          'In this process the definitions are at hand: there is nothing to describe, to show or to delete.',
        );
    }
  } catch (error) {
    return { type: 'failed', error: errorOf(error) };
  }
}
