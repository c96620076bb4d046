// Carries out tasks in warm child processes of this machine: fresh for every run, at most `concurrency` at once, one spare kept ready.
import type { Executor, TaskOutcome } from '../executor.ts';
import type { LogLevel } from '../run-event.ts';
import { secretsOf } from '../worker/secrets.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';

export interface LocalExecutor extends Executor {
  /** Starts the spare before it is needed. */
  warm(): void;
}

const MAX_STARTS = 3;

export function localExecutor({
  workerFile,
  project,
  concurrency,
  onStrayLog,
}: {
  workerFile: string;
  project: string;
  concurrency: number;
  onStrayLog: (level: LogLevel, message: string) => void;
}): LocalExecutor {
  let spare: WorkerProcess | null = null;
  let idle: WorkerProcess[] = [];
  let limit = concurrency;
  let active = 0;
  const waiting: (() => void)[] = [];
  const all = new Set<WorkerProcess>();
  const retiring = new Set<Promise<void>>();
  const secrets = secretsOf();
  const start = (memoryLimit = 0): WorkerProcess => {
    const worker = startWorker({ file: workerFile, project, memoryLimit, onStrayLog, secrets });
    all.add(worker);
    return worker;
  };
  const take = (): WorkerProcess => {
    for (const worker of idle) if (worker.worn) retire(worker);
    idle = idle.filter((worker) => worker.alive && !worker.worn);
    const ready = idle.pop();
    if (ready) return ready;
    const warm = spare?.alive ? spare : null;
    spare = null;
    return warm ?? start();
  };
  const retire = (worker: WorkerProcess): void => {
    const retired = worker.finish().finally(() => {
      all.delete(worker);
      retiring.delete(retired);
    });
    retiring.add(retired);
  };
  return {
    warm() {
      if (!spare?.alive) spare = start();
    },
    setConcurrency(next) {
      limit = next;
    },
    async execute(task, options): Promise<TaskOutcome> {
      const { listener, signal, memoryLimit } = options;
      while (active >= limit) await new Promise<void>((go) => waiting.push(go));
      active += 1;
      const bounded = memoryLimit != null && memoryLimit > 0;
      try {
        if (signal.aborted) return { type: 'cancelled', message: 'the run was cancelled before it began' };
        listener.started();
        for (let starts = 1; ; starts += 1) {
          // The limit is of this step alone: a process of its own, that nothing runs in after it.
          const worker = bounded ? start(memoryLimit) : take();
          const outcome = await worker.execute(task, options);
          if (!worker.alive) all.delete(worker);
          else if (bounded || worker.worn) retire(worker);
          else idle.push(worker);
          if (outcome.type !== 'unsent') return outcome;
          // What ran in it before may have ended it: that is no fault of this task.
          if (starts === MAX_STARTS) return { type: 'failed', error: { message: outcome.message } };
        }
      } finally {
        active -= 1;
        waiting.shift()?.();
      }
    },
    async finishRun() {
      for (const worker of idle) retire(worker);
      idle = [];
      await Promise.all(retiring);
    },
    close() {
      for (const worker of all) worker.kill();
      all.clear();
      return Promise.resolve();
    },
  };
}
