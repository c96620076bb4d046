// Runs steps in warm child processes of this machine: fresh for every run, at most `concurrency` at once, one spare kept ready.
import type { Executor, StepOutcome } from '../executor.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';

export interface LocalExecutor extends Executor {
  /** Ends this run's workers: the next run's modules start fresh. */
  finishRun(): void;
  /** Starts the spare before it is needed. */
  warm(): void;
}

export function localExecutor({
  workerFile,
  project,
  concurrency,
}: {
  workerFile: string;
  project: string;
  concurrency: number;
}): LocalExecutor {
  let spare: WorkerProcess | null = null;
  let idle: WorkerProcess[] = [];
  const all = new Set<WorkerProcess>();
  const start = (): WorkerProcess => {
    const worker = startWorker({ file: workerFile, project });
    all.add(worker);
    return worker;
  };
  const take = (): WorkerProcess => {
    idle = idle.filter((worker) => worker.alive);
    const ready = idle.pop();
    if (ready) return ready;
    const warm = spare?.alive ? spare : null;
    spare = null;
    return warm ?? start();
  };
  const end = (worker: WorkerProcess): void => {
    all.delete(worker);
    worker.kill();
  };
  let active = 0;
  const waiting: (() => void)[] = [];
  return {
    warm() {
      if (!spare?.alive) spare = start();
    },
    async execute(task, { listener, signal }): Promise<StepOutcome> {
      if (active >= concurrency) await new Promise<void>((go) => waiting.push(go));
      active += 1;
      const worker = take();
      try {
        if (signal.aborted) return { type: 'cancelled', message: 'the run was cancelled before it began' };
        listener.started();
        return await worker.execute(task, { listener, signal });
      } finally {
        active -= 1;
        if (worker.alive) idle.push(worker);
        else all.delete(worker);
        waiting.shift()?.();
      }
    },
    finishRun() {
      for (const worker of idle) end(worker);
      idle = [];
    },
    close() {
      for (const worker of all) worker.kill();
      all.clear();
      return Promise.resolve();
    },
  };
}
