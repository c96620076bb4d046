// Everything that happens in a run, one union: what the journal keeps, listeners hear and `materialize --json` prints.
import type { AssetKey, InputVersion, Metadata } from '@headwater/graph';

export interface EventBase {
  readonly version: 1;
  /** Grows by one with each event of a store, across runs. */
  readonly seq: number;
  /** ISO 8601, UTC, with milliseconds. */
  readonly time: string;
  readonly run: string;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface StepError {
  readonly message: string;
  /** With source maps applied: the user's own `.ts` lines. */
  readonly stack?: string;
  /** The first frame in the project's own source, relative to the project. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

export interface RunCounts {
  readonly materialized: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
}

export type RunOutcome = 'success' | 'failure' | 'cancelled' | 'interrupted';

interface OfStep {
  readonly step: string;
  readonly asset: AssetKey;
  /** From 1. */
  readonly attempt: number;
}

/** An event without what the store adds when it numbers it. */
export type RunEventBody =
  | { readonly type: 'run-started'; readonly selection: string; readonly assets: readonly AssetKey[] }
  | ({ readonly type: 'step-started' } & OfStep)
  | ({ readonly type: 'log'; readonly level: LogLevel; readonly message: string } & OfStep)
  | ({ readonly type: 'metadata'; readonly metadata: Metadata } & OfStep)
  | ({
      readonly type: 'materialized';
      readonly codeVersion: string | null;
      readonly dataVersion: string;
      readonly inputs: Readonly<Record<AssetKey, InputVersion>>;
      readonly rows?: number;
      readonly bytes?: number;
      readonly path?: string;
      readonly durationMs: number;
      readonly metadata: Metadata;
    } & OfStep)
  | ({ readonly type: 'step-failed'; readonly error: StepError } & OfStep)
  | { readonly type: 'step-skipped'; readonly step: string; readonly asset: AssetKey; readonly message: string }
  | ({ readonly type: 'step-cancelled'; readonly message: string } & OfStep)
  | {
      readonly type: 'run-finished';
      readonly status: RunOutcome;
      readonly counts: RunCounts;
      readonly message?: string;
    };

export type RunEvent = EventBase & RunEventBody;

/** Events that must be on disk before anyone hears them; the others are progress, kept in the step's log file. */
export function isDurable(event: RunEventBody): boolean {
  return event.type !== 'log' && event.type !== 'metadata';
}
