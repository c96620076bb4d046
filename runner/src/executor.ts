// How steps are executed: a small interface, so that another engine (many machines) can stand behind it.
import type { Metadata } from '@headwater/graph';
import type { StepResult, StepTask } from './ipc.ts';
import type { LogLevel, StepError } from './run-event.ts';

export type StepOutcome =
  | { readonly type: 'done'; readonly result: StepResult }
  | { readonly type: 'failed'; readonly error: StepError }
  | { readonly type: 'cancelled'; readonly message: string };

export interface StepListener {
  /** A worker has the step now; before that it waited for one. */
  started(): void;
  log(level: LogLevel, message: string): void;
  metadata(metadata: Metadata): void;
}

export interface Executor {
  /** Never rejects: whatever ends the step is its outcome. Aborting `signal` ends it within about a second. */
  execute(
    task: StepTask,
    options: { readonly listener: StepListener; readonly signal: AbortSignal },
  ): Promise<StepOutcome>;
  /** Ends every process. */
  close(): Promise<void>;
}
