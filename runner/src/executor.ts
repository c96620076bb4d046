// How tasks are executed: a small interface, so that another engine (many machines) can stand behind it.
import type { Metadata } from '@headwater/graph';
import type { MadeOutput, OpName, OpReport, TaskEnd, WorkerTask } from './ipc.ts';
import type { LogLevel } from './run-event.ts';

export type TaskOutcome = TaskEnd | { readonly type: 'cancelled'; readonly message: string };

export interface TaskListener {
  /** A worker has the task now; before that it waited for one. */
  started(): void;
  log(level: LogLevel, message: string, op?: OpName): void;
  metadata(metadata: Metadata): void;
  progress(fraction: number, message: string | null): void;
  /** An output is stored; the body goes on when this resolves. */
  made(output: MadeOutput): Promise<void>;
  op(op: OpName, report: OpReport): void;
}

export interface TaskOptions {
  readonly listener: TaskListener;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number | null;
  /** Bytes; beyond it the process is ended. */
  readonly memoryLimit?: number | null;
}

export interface Executor {
  /** Never rejects: whatever ends the task is its outcome. Aborting `signal` ends it within about a second. */
  execute(task: WorkerTask, options: TaskOptions): Promise<TaskOutcome>;
  /** How many tasks at once from now on. */
  setConcurrency(concurrency: number): void;
  /** Ends what the run used: resources are disposed, the next run's modules start fresh. Resolves when they are gone. */
  finishRun(): Promise<void>;
  /** Ends every process. */
  close(): Promise<void>;
}
