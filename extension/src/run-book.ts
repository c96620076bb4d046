// What is known of a project's runs from their events: how far each is, what failed, how it ended.
import type { AssetKey } from '@headwater/graph';
import { RunTally, type RunEvent, type RunOutcome, type RunProgress } from '@headwater/runner/protocol';
import { Signal } from './signal.ts';

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
  readonly #running = new Map<string, RunTally>();
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

  /** Also one met in its middle: another window's, the terminal's. */
  #page(run: string): RunTally {
    const page = this.#running.get(run) ?? new RunTally(run);
    this.#running.set(run, page);
    return page;
  }

  #end(page: RunTally, outcome: RunOutcome, message: string | null): void {
    this.#running.delete(page.id);
    const ended: FinishedRun = { ...page.progress(), running: [], outcome, message };
    this.#ended.set(page.id, ended);
    for (const id of [...this.#ended.keys()].slice(0, -KEPT)) this.#ended.delete(id);
    this.finished.fire(ended);
  }
}
