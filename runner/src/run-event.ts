// Everything that happens in a run, one union: what the journal keeps, listeners hear and `materialize --json` prints.
import type { AssetKey, CodeId, InputVersion, Metadata, StoredColumn } from '@headwater/graph';

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
  /** Of those materialized: nothing ran, what an earlier run made stands. Absent for none. */
  readonly reused?: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
}

export type RunOutcome = 'success' | 'failure' | 'cancelled' | 'interrupted';

interface OfStep {
  /** Equal for the outputs of one body; of an op `asset.op`, the second call `asset.op[2]`. */
  readonly step: string;
  readonly asset: AssetKey;
  /** From 1. */
  readonly attempt: number;
  /** Set when this is about one op of a graph asset. */
  readonly op?: string;
  /** Key of the partition this is about. A step that makes several has one event `materialized` for each. */
  readonly partition?: string;
}

/** What an op gave, so that a later run can go on from it. */
export interface OpResult {
  readonly op: string;
  readonly codeVersion: string | null;
  /** Hash of its arguments; null where they cannot be compared. */
  readonly argsVersion: string | null;
  /** Where its result is kept; absent where it cannot be. */
  readonly path?: string;
}

/** An event without what the store adds when it numbers it. */
export type RunEventBody =
  | {
      readonly type: 'run-started';
      readonly selection: string;
      readonly assets: readonly AssetKey[];
      /** Of those that are made in partitions, which: a key or a range `from..to` each. */
      readonly partitions?: Readonly<Record<AssetKey, readonly string[]>>;
      /** The run whose failure this one goes on from. */
      readonly parent?: string;
      readonly env?: string;
    }
  /** Of a multi-asset once, with all that it is to make. */
  | ({ readonly type: 'step-started'; readonly assets?: readonly AssetKey[] } & OfStep)
  /** Another attempt follows after the delay. */
  | ({ readonly type: 'attempt-failed'; readonly error: StepError; readonly delayMs: number } & OfStep)
  | ({ readonly type: 'progress'; readonly fraction: number; readonly message?: string } & OfStep)
  /** A step of a graph asset is done; with `reused`, the result of an earlier run stands. */
  | ({ readonly type: 'op-finished'; readonly reused: boolean; readonly durationMs: number } & OfStep & OpResult)
  | ({ readonly type: 'log'; readonly level: LogLevel; readonly message: string } & OfStep)
  | ({ readonly type: 'metadata'; readonly metadata: Metadata } & OfStep)
  | ({
      readonly type: 'materialized';
      readonly codeVersion: string | null;
      /** The pieces of code it was made by, each with its version. */
      readonly code?: Readonly<Record<CodeId, string>>;
      readonly dataVersion: string;
      readonly inputs: Readonly<Record<AssetKey, InputVersion>>;
      readonly rows?: number;
      readonly bytes?: number;
      readonly path?: string;
      /** Name of the IO manager that stored it, unless it is the default store. */
      readonly io?: string;
      /** Name of the environment it was made in. */
      readonly env?: string;
      /** Hash of the configuration its step and the run's resources were given; absent when they were given none. */
      readonly configVersion?: string;
      /** Of a stored table, in its order. */
      readonly columns?: readonly StoredColumn[];
      /** Nothing ran: what this run made of the same code and inputs stands again. */
      readonly reused?: { readonly run: string; readonly seq: number };
      /** Where it is declared, relative to the project. */
      readonly file?: string;
      readonly line?: number;
      readonly durationMs: number;
      readonly metadata: Metadata;
    } & OfStep)
  | ({
      readonly type: 'check';
      readonly check: string;
      readonly passed: boolean;
      readonly severity: 'warn' | 'error';
      readonly metadata: Metadata;
      /** Why it could not be carried out, when it threw. */
      readonly message?: string;
    } & OfStep)
  /** What an external asset holds now, by its own word. */
  | ({ readonly type: 'observed'; readonly dataVersion: string } & OfStep)
  | ({
      readonly type: 'step-failed';
      readonly error: StepError;
      /** Of the asset as it failed. */
      readonly codeVersion?: string;
    } & OfStep)
  | {
      readonly type: 'step-skipped';
      readonly step: string;
      readonly asset: AssetKey;
      readonly partition?: string;
      readonly message: string;
    }
  | ({ readonly type: 'step-cancelled'; readonly message: string } & OfStep)
  | {
      readonly type: 'run-finished';
      readonly status: RunOutcome;
      readonly counts: RunCounts;
      readonly message?: string;
    };

/** What happens to the store outside of runs. */
export type StoreChange =
  /** What is stored of `from` and its history are those of `asset` from here on. */
  | { readonly type: 'renamed'; readonly asset: AssetKey; readonly from: AssetKey }
  /** Its stored data is deleted and it has no status any more; its history stays. */
  | { readonly type: 'forgotten'; readonly asset: AssetKey }
  /** Keys of dynamic partitions, by the name of their definition. Those that are there already keep their place. */
  | { readonly type: 'partitions-added'; readonly name: string; readonly keys: readonly string[] }
  /** What was made of them stays stored and is told of when they are added again. */
  | { readonly type: 'partitions-removed'; readonly name: string; readonly keys: readonly string[] };

export type RunEvent = EventBase & RunEventBody;

/** What the journal keeps. The run of a change of the store is empty. */
export type StoredEvent = EventBase & (RunEventBody | StoreChange);

/** Events that must be on disk before anyone hears them; the others are progress, kept in the step's log file. */
export function isDurable(event: RunEventBody | StoreChange): boolean {
  return event.type !== 'log' && event.type !== 'metadata' && event.type !== 'progress';
}
