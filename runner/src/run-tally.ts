// Counts one run from its events: how far it is, what runs now, what failed.
import type { AssetKey } from '@headwater/graph';
import type { RunEvent, StepError } from './run-event.ts';

export interface RunFailure {
  readonly asset: AssetKey;
  readonly error: StepError;
}

export interface FailedCheck {
  readonly asset: AssetKey;
  readonly check: string;
  readonly severity: 'warn' | 'error';
}

export interface RunProgress {
  readonly id: string;
  readonly total: number;
  /** Assets that need no more work: materialized, failed, skipped or cancelled. */
  readonly done: number;
  readonly materialized: number;
  /** In the order they were started. */
  readonly running: readonly AssetKey[];
  readonly failures: readonly RunFailure[];
  readonly failedChecks: readonly FailedCheck[];
}

/** One run that goes on; one met in its middle is counted from what is seen of it. */
export class RunTally {
  readonly id: string;
  readonly #assets = new Set<AssetKey>();
  readonly #done = new Set<AssetKey>();
  readonly #running = new Set<AssetKey>();
  readonly #failures: RunFailure[] = [];
  readonly #failedChecks: FailedCheck[] = [];
  #materialized = 0;

  constructor(id: string) {
    this.id = id;
  }

  progress(): RunProgress {
    return {
      id: this.id,
      total: this.#assets.size,
      done: this.#done.size,
      materialized: this.#materialized,
      running: [...this.#running],
      failures: [...this.#failures],
      failedChecks: [...this.#failedChecks],
    };
  }

  hear(event: Exclude<RunEvent, { type: 'run-finished' | 'log' | 'metadata' | 'progress' }>): void {
    switch (event.type) {
      case 'run-started':
        for (const asset of event.assets) this.#assets.add(asset);
        return;
      case 'step-started':
        for (const asset of event.assets ?? [event.asset]) {
          this.#assets.add(asset);
          // What is made already stays made while its body is tried again for the rest.
          if (!this.#done.has(asset)) this.#running.add(asset);
        }
        return;
      case 'materialized':
        this.#materialized += 1;
        return this.#settle(event.asset);
      case 'check': {
        const { asset, check, severity } = event;
        if (!event.passed) this.#failedChecks.push({ asset, check, severity });
        return;
      }
      case 'step-failed':
        // Of one step of a graph asset: the asset's own end follows, and has the same reason.
        if (event.op !== undefined) return;
        this.#failures.push({ asset: event.asset, error: event.error });
        return this.#settle(event.asset);
      case 'step-skipped':
      case 'step-cancelled':
        return this.#settle(event.asset);
      case 'attempt-failed': // another one follows
      case 'op-finished':
      case 'observed':
        return;
    }
  }

  #settle(asset: AssetKey): void {
    this.#assets.add(asset);
    this.#running.delete(asset);
    this.#done.add(asset);
  }
}
