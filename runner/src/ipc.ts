// What host and worker say to each other: one task at a time, each over the bundle of one run.
import type { AssetKey, Metadata, StoredColumn } from '@headwater/graph';
import type { ShownValue } from '@headwater/stores';
import type { DescribedModules, RunConfig } from './protocol.ts';
import type { LogLevel, OpResult, StepError } from './run-event.ts';
import type { AskLimits, AskTick, TickEnd } from './tick-task.ts';

/** Where a key's definition stands in the bundle. */
export interface Binding {
  readonly asset: AssetKey;
  /** The bundle's export that holds the declaring module. */
  readonly module: string;
  readonly exportName: string;
  /** Of a multi-asset that is exported whole. */
  readonly output?: string;
  /** Another project declares it: it is loaded from that project's store. */
  readonly foreign?: { readonly project: string; readonly store: string };
}

/** Where something else than an asset stands in the bundle. */
export interface Place {
  readonly module: string;
  readonly exportName: string;
}

/** What every task of a run has in common. */
export interface RunScope {
  readonly run: string;
  readonly bundle: string;
  /** Absolute. */
  readonly project: string;
  readonly store: string;
  readonly env: string | null;
  readonly config: RunConfig;
  /** Of the project's `definitions(…)`. */
  readonly definitions: Place | null;
  /** Every asset in the bundle, so that whatever names one by reference finds its key. */
  readonly bindings: readonly Binding[];
}

/** What is stored under a key now. */
export interface StoredAt {
  readonly path?: string;
  readonly io?: string;
  /** The key it was stored under, when it had another name then. */
  readonly storedAs?: AssetKey;
  /** As recorded: a file of another size is damaged. */
  readonly bytes?: number;
  /** Key of the partition it is. */
  readonly partition?: string;
}

/** What is stored of the partitions that a step reads. */
export interface StoredPartitions {
  /** The body is handed one value, and not a record of them. */
  readonly asOne: boolean;
  /** In order, by key. */
  readonly stored: readonly (readonly [partition: string, stored: StoredAt])[];
}

/** The partitions that one call of a body makes. */
export interface TaskSlice {
  readonly keys: readonly [string, ...string[]];
  /** Milliseconds; null: they are no windows of time. */
  readonly window: { readonly start: number; readonly end: number } | null;
}

export interface PreviousFacts {
  readonly runId: string;
  readonly time: string;
  readonly dataVersion: string;
  readonly metadata: Metadata;
}

export interface StepOutput {
  readonly asset: AssetKey;
  /** Null for a body that makes one asset. */
  readonly output: string | null;
}

export interface StepTask {
  readonly type: 'step';
  readonly scope: RunScope;
  readonly step: string;
  /** From 1. */
  readonly attempt: number;
  /** What this run wants of the body. */
  readonly outputs: readonly StepOutput[];
  /** As read from source. */
  readonly inputs: Readonly<Record<string, AssetKey>>;
  readonly deps: readonly AssetKey[];
  /** Not validated yet. */
  readonly config: unknown;
  /** Of each input's key; an external asset has none. */
  readonly stored: Readonly<Record<AssetKey, StoredAt>>;
  /** Of each input's key that is made in partitions. */
  readonly storedPartitions: Readonly<Record<AssetKey, StoredPartitions>>;
  /** Null: it is made whole. */
  readonly slice: TaskSlice | null;
  readonly codeVersion: string | null;
  readonly previous: PreviousFacts | null;
  /** Of a graph asset's ops, by name. */
  readonly opVersions: Readonly<Record<string, string | null>>;
  /** What ops gave in the run this one goes on from, by step. */
  readonly opResults: Readonly<Record<string, OpResult>>;
}

/** Runs a check that stands apart, on the stored value. */
export interface CheckTask {
  readonly type: 'check';
  readonly scope: RunScope;
  readonly asset: AssetKey;
  readonly check: string;
  readonly partition?: string;
  readonly place: Place;
  readonly stored: StoredAt | null;
  readonly metadata: Metadata;
  readonly previous: PreviousFacts | null;
}

/** Loads the modules, validates what the run is configured with, and says how each step wants to be run. */
export interface PrepareTask {
  readonly type: 'prepare';
  readonly scope: RunScope;
  readonly steps: readonly { readonly step: string; readonly asset: AssetKey; readonly config: unknown }[];
  /** Values that are loaded and thrown away, to know that they can be. */
  readonly probe: readonly { readonly asset: AssetKey; readonly stored: StoredAt }[];
  /** External assets the run reads: those that can say what they hold now are asked. */
  readonly externals: readonly AssetKey[];
}

export interface FailureTask {
  readonly type: 'failure';
  readonly scope: RunScope;
  readonly asset: AssetKey;
  readonly attempts: number;
  readonly error: { readonly message: string; readonly stack?: string };
}

/** Says what the loaded modules describe. */
export interface DescribeTask {
  readonly type: 'describe';
  readonly scope: RunScope;
}

/** Loads a value and says what is in it. */
export interface ShowTask {
  readonly type: 'show';
  readonly scope: RunScope;
  readonly asset: AssetKey;
  readonly stored: StoredAt & { readonly rows?: number };
  /** Rows at most; 0 is all. */
  readonly limit: number;
}

export type TickLimitsTask = AskLimits & { readonly scope: RunScope };
export type TickTask = AskTick & { readonly scope: RunScope };

/** Has an IO manager delete what it keeps. */
export interface RemoveTask {
  readonly type: 'remove';
  readonly scope: RunScope;
  readonly io: string;
  readonly places: readonly { readonly key: AssetKey; readonly path?: string }[];
  /** Only see whether it can. */
  readonly dryRun: boolean;
}

export type WorkerTask =
  StepTask | CheckTask | PrepareTask | FailureTask | DescribeTask | ShowTask | RemoveTask | TickLimitsTask | TickTask;

/** A task as it is sent: its scope is said once for all tasks of a run. */
export type SentTask = WorkerTask extends infer Task ? (Task extends WorkerTask ? Omit<Task, 'scope'> : never) : never;

export type ToWorker =
  | SentTask
  | { readonly type: 'scope'; readonly scope: RunScope }
  | { readonly type: 'abort'; readonly reason: string }
  /** An output is recorded: the body may go on. */
  | { readonly type: 'recorded' }
  /** The run is over: dispose what was created, and end. */
  | { readonly type: 'finish' };

export interface CheckReport {
  readonly name: string;
  readonly passed: boolean;
  readonly severity: 'warn' | 'error';
  readonly metadata: Metadata;
  readonly message?: string;
}

/** One output of a body, stored. */
export interface MadeOutput {
  readonly asset: AssetKey;
  readonly partition?: string;
  /** Null: the body stored its data itself. */
  readonly stored: StoredOutput | null;
  /** The body's own word, in the place of the content's hash. */
  readonly dataVersion: string | null;
  readonly deterministic: boolean;
  readonly metadata: Metadata;
  readonly checks: readonly CheckReport[];
  readonly durationMs: number;
  /** `codeVersion:` of its options, as `u1:…`. */
  readonly codeVersion?: string;
}

export interface StoredOutput {
  readonly rows?: number;
  readonly bytes?: number;
  readonly path?: string;
  readonly dataVersion?: string;
  readonly io?: string;
  readonly columns?: readonly StoredColumn[];
}

/** How a step wants to be run. */
export interface StepPolicy {
  readonly retry: RetryPolicy | null;
  readonly timeoutMs: number | null;
  readonly memoryLimit: number | null;
  readonly pool: string | null;
}

export interface RetryPolicy {
  readonly maxRetries: number;
  readonly delayMs: number;
  readonly backoff: 'linear' | 'exponential' | null;
  readonly jitter: 'full' | 'plus-minus' | null;
}

export interface Prepared {
  readonly policies: Readonly<Record<string, StepPolicy>>;
  readonly pools: Readonly<Record<string, number>>;
  readonly onFailure: boolean;
  /** Data versions of external assets, as they say themselves. */
  readonly observed: readonly { readonly asset: AssetKey; readonly dataVersion: string }[];
  /** Step to what forbids running it; then nothing of the run may begin. */
  readonly problems: readonly { readonly step: string | null; readonly message: string }[];
}

export type OpReport =
  | { readonly type: 'started' }
  | { readonly type: 'attempt-failed'; readonly error: StepError; readonly delayMs: number }
  | { readonly type: 'failed'; readonly error: StepError }
  | ({ readonly type: 'finished'; readonly reused: boolean; readonly durationMs: number } & OpResult);

/** The end of a task. */
export type TaskEnd =
  | { readonly type: 'done' }
  | { readonly type: 'checked'; readonly report: CheckReport }
  | { readonly type: 'prepared'; readonly prepared: Prepared }
  | ({ readonly type: 'described' } & Omit<DescribedModules, 'version' | 'problem'>)
  | { readonly type: 'shown'; readonly value: ShownValue }
  /** `left`: why it is not; null when it is. */
  | { readonly type: 'removed'; readonly left: string | null }
  | TickEnd
  | { readonly type: 'failed'; readonly error: StepError };

export type FromWorker =
  | { readonly type: 'ready' }
  /** All that was created is disposed. */
  | { readonly type: 'finished' }
  /** The value of a secret variable, so that what its own children print is masked too. */
  | { readonly type: 'secret'; readonly value: string }
  /** Something was thrown outside every body: after the task it has, no other is given to it. */
  | { readonly type: 'worn'; readonly message?: string }
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string; readonly op?: OpName }
  | { readonly type: 'metadata'; readonly metadata: Metadata }
  | { readonly type: 'progress'; readonly fraction: number; readonly message: string | null }
  | { readonly type: 'output'; readonly made: MadeOutput }
  | { readonly type: 'op'; readonly op: OpName; readonly report: OpReport }
  | TaskEnd;

export interface OpName {
  readonly step: string;
  readonly name: string;
  readonly attempt: number;
}
