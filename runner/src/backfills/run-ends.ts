// How runs ended, for whoever waits for one: what each asset of it came to, in each partition.
import { slotId } from '../host/slots.ts';
import type { RecordedRun } from '../catalogue.ts';
import type { RunEvent, RunOutcome } from '../run-event.ts';

export interface RunEnd {
  readonly status: RunOutcome;
  /** Ids of slots that were materialized. */
  readonly made: ReadonlySet<string>;
  /** Why the first of the others was not. */
  readonly message: string | null;
}

export interface RunEnds {
  hear(event: RunEvent): void;
  /** Before the run is asked for. */
  wait(run: string): Promise<RunEnd>;
  forget(run: string): void;
}

interface Waiting {
  readonly made: Set<string>;
  message: string | null;
  readonly end: PromiseWithResolvers<RunEnd>;
}

export function createRunEnds(): RunEnds {
  const waiting = new Map<string, Waiting>();
  return {
    hear(event) {
      const run = waiting.get(event.run);
      if (!run) return;
      if (event.type === 'materialized') run.made.add(slotId(event.asset, event.partition));
      else if (event.type === 'step-failed' && event.op === undefined) run.message ??= event.error.message;
      else if (event.type === 'run-finished') {
        waiting.delete(event.run);
        run.end.resolve({ status: event.status, made: run.made, message: run.message ?? event.message ?? null });
      }
    },
    wait(run) {
      const end = Promise.withResolvers<RunEnd>();
      waiting.set(run, { made: new Set(), message: null, end });
      return end.promise;
    },
    forget: (run) => void waiting.delete(run),
  };
}

/** Of a run whose end nobody heard. */
export function recordedEnd({ summary, steps }: RecordedRun): RunEnd {
  const made = steps.flatMap(({ asset, partition, op, status }) =>
    op === undefined && status === 'materialized' ? [slotId(asset, partition)] : [],
  );
  const status = summary.status === 'running' ? 'interrupted' : summary.status;
  return { status, made: new Set(made), message: null };
}
