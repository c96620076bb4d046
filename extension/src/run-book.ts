// What is known of a project's runs from their events: how far each is, what failed, how it ended.
import type { AssetKey } from '@headwater/graph';
import type { RunEvent, RunOutcome, StepError } from '@headwater/runner/protocol';
import { Signal } from './signal.ts';

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

export interface FinishedRun extends RunProgress {
  readonly outcome: RunOutcome;
  readonly message: string | null;
}

/** Outcomes kept for those who ask after the end. */
const KEPT = 50;

export class RunBook {
  /** Fired after each event that moves a run. */
  readonly moved = new Signal<RunProgress>();
  readonly finished = new Signal<FinishedRun>();
  readonly #running = new Map<string, Page>();
  readonly #ended = new Map<string, FinishedRun>();

  /** The newest run that has not ended. */
  get current(): RunProgress | null {
    const newest = [...this.#running.values()].at(-1);
    return newest ? newest.progress() : null;
  }

  /** What runs now, in all runs. */
  get runningAssets(): ReadonlySet<AssetKey> {
    return new Set([...this.#running.values()].flatMap((page) => page.progress().running));
  }

  hear(event: RunEvent): void {
    if (event.type === 'run-finished') return this.#end(this.#page(event.run), event.status, event.message ?? null);
    if (event.type === 'log' || event.type === 'metadata' || event.type === 'progress') return;
    const page = this.#page(event.run);
    page.hear(event);
    this.moved.fire(page.progress());
  }

  /** Resolves when the run has ended, also when that is past. */
  whenFinished(run: string): Promise<FinishedRun> {
    const ended = this.#ended.get(run);
    return ended ? Promise.resolve(ended) : this.finished.next(({ id }) => id === run);
  }

  progressOf(run: string): RunProgress | null {
    return this.#running.get(run)?.progress() ?? this.#ended.get(run) ?? null;
  }

  /** The host is gone: no run of it goes on. */
  interruptAll(message: string): void {
    for (const page of [...this.#running.values()]) this.#end(page, 'interrupted', message);
  }

  /** The store says that a run has ended whose last events were not heard. */
  settle(run: string, outcome: RunOutcome): void {
    const page = this.#running.get(run);
    if (page) this.#end(page, outcome, null);
  }

  /** A run met in its middle (another window's, the terminal's) is counted from what is seen of it. */
  #page(run: string): Page {
    const page = this.#running.get(run) ?? new Page(run);
    this.#running.set(run, page);
    return page;
  }

  #end(page: Page, outcome: RunOutcome, message: string | null): void {
    this.#running.delete(page.id);
    const ended: FinishedRun = { ...page.progress(), running: [], outcome, message };
    this.#ended.set(page.id, ended);
    for (const id of [...this.#ended.keys()].slice(0, -KEPT)) this.#ended.delete(id);
    this.finished.fire(ended);
  }
}

/** One run that goes on. */
class Page {
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
