// How far each running asset is, from the events of its body: fraction, attempt, and what it said last.
import type { AssetKey } from '@headwater/graph';
import type { RunEvent } from './run-event.ts';

export interface StepProgress {
  /** What it said last, or is about. */
  readonly message: string;
  /** From 0 to 1, where the body tells. */
  readonly fraction?: number;
  /** From the second on. */
  readonly attempt?: number;
}

const NOTHING: StepProgress = { message: '' };

export class StepProgressBook {
  readonly #progress = new Map<AssetKey, StepProgress>();
  /** The outputs each running body makes: what is told of it is told under the first. */
  readonly #together = new Map<AssetKey, readonly AssetKey[]>();

  of(key: AssetKey): StepProgress | null {
    return this.#progress.get(key) ?? null;
  }

  /** Gives the assets whose progress is another one now. */
  hear(event: RunEvent): readonly AssetKey[] {
    switch (event.type) {
      case 'step-started':
        if (event.op !== undefined) return this.#add(event.asset, { message: opWords(event.op, event.attempt) });
        this.#together.set(event.asset, event.assets ?? [event.asset]);
        return this.#replace(event.asset, { message: '', ...(event.attempt > 1 && { attempt: event.attempt }) });
      case 'attempt-failed': {
        const of = event.op === undefined ? '' : `${event.op}: `;
        const again = event.delayMs > 0 ? `again in ${delayWords(event.delayMs)}` : 'again';
        return this.#add(event.asset, { message: `${of}attempt ${event.attempt} failed, ${again}` });
      }
      case 'progress': {
        const { fraction, message } = event;
        return this.#add(event.asset, { fraction, ...(message !== undefined && { message }) });
      }
      case 'log':
        return this.#add(event.asset, { message: event.message });
      case 'materialized':
        this.#progress.delete(event.asset);
        return [];
      case 'step-failed':
      case 'step-cancelled':
        if (event.type === 'step-failed' && event.op !== undefined) return [];
        for (const key of this.#outputs(event.asset)) this.#progress.delete(key);
        this.#together.delete(event.asset);
        return [];
      case 'op-finished':
      case 'metadata':
      case 'check':
      case 'observed':
      case 'step-skipped':
      case 'run-started':
      case 'run-finished':
        return [];
    }
  }

  #outputs(asset: AssetKey): readonly AssetKey[] {
    return this.#together.get(asset) ?? [asset];
  }

  #add(asset: AssetKey, more: Partial<StepProgress>): readonly AssetKey[] {
    return this.#replace(asset, { ...(this.#progress.get(asset) ?? NOTHING), ...more });
  }

  #replace(asset: AssetKey, progress: StepProgress): readonly AssetKey[] {
    const keys = this.#outputs(asset);
    for (const key of keys) this.#progress.set(key, progress);
    return keys;
  }
}

function opWords(op: string, attempt: number): string {
  return attempt > 1 ? `step ${op}, attempt ${attempt}` : `step ${op}`;
}

/** `300 ms`, `5 s`, `2 min` */
export function delayWords(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${Number((milliseconds / 1_000).toFixed(1))} s`;
  return `${Math.round(milliseconds / 60_000)} min`;
}
