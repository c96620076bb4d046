// The door of the runner host: one JSON message a line, over the child's stdin and stdout or the owner's private socket.
import type { AssetKey, GraphDocument, PartitionRange, StatusDocument, StoredFacts } from '@headwater/graph';
import type { AutomationMethods, BackfillMethods, BackfillState, FreshnessAlert } from './automation-protocol.ts';
import type { DescribedModules } from './described-modules.ts';
import type { PartitionsDocument, PartitionsRequest } from './partition-documents.ts';
import type { LogsDocument, RunDocument, RunsDocument } from './run-documents.ts';
import type { RunEvent } from './run-event.ts';
import type { ForgetDocument, GcDocument, HistoryDocument, ShowDocument, StorageDocument } from './stored-documents.ts';

export type * from './automation-protocol.ts';
export type * from './described-modules.ts';
export type * from './partition-documents.ts';
export type * from './run-documents.ts';
export type * from './stored-documents.ts';
export type { RunEvent, RunEventBody, RunCounts, RunOutcome, StepError, LogLevel } from './run-event.ts';
export { RunTally, type FailedCheck, type RunFailure, type RunProgress } from './run-tally.ts';
export { delayWords, StepProgressBook, type StepProgress } from './step-progress.ts';

/** Raised when a message changes shape; both sides say it in the handshake and refuse another one in plain words. */
export const PROTOCOL_VERSION = 1;

/** What to run. Exactly one of `keys` and `select`; neither means every asset. */
export interface MaterializeRequest {
  readonly keys?: readonly AssetKey[];
  /** The selection grammar, for instance `+key:"gold/revenue"`. */
  readonly select?: string;
  /** Widen `keys` along the graph. */
  readonly widen?: 'upstream' | 'downstream';
  /** Of what is made in partitions, which: a key or a range `from..to` each. */
  readonly partitions?: readonly string[];
  /** Run only what is not fresh. */
  readonly staleOnly?: boolean;
  /** Go on from the failure of this run: what it made is loaded, what it did not make is made. Takes the place of `keys` and `select`. */
  readonly fromFailure?: string;
  readonly config?: RunConfig;
  /** Name of the environment; the host's HEADWATER_ENV unless given. */
  readonly env?: string;
  /** Steps at once, from 1; the host's own number unless given. */
  readonly concurrency?: number;
}

/** Configuration of a run: validated by the schemas of the assets and resources it is for, before anything runs. */
export interface RunConfig {
  readonly assets?: Readonly<Record<AssetKey, unknown>>;
  readonly resources?: Readonly<Record<string, unknown>>;
}

/** What a plan decided, without running it. */
export interface PlanDocument {
  readonly version: 1;
  readonly run: readonly {
    readonly asset: AssetKey;
    readonly why: string;
    /** Of an asset that is made in partitions, which. */
    readonly partitions?: readonly PartitionRange[];
  }[];
  readonly skip: readonly {
    readonly asset: AssetKey;
    readonly why: string;
    /** It has partitions to make, but none were named. */
    readonly unnamed?: true;
  }[];
  readonly load: readonly AssetKey[];
}

/** The answer to `materialize`: the run has begun or waits its turn; its events follow, also when the plan has nothing to run. */
export interface MaterializeReply {
  readonly run: string;
  readonly plan: PlanDocument;
}

/** Method name to what it takes and gives. */
export interface HostMethods extends AutomationMethods, BackfillMethods {
  /** Both sides' versions; the first message of a connection. */
  hello: { params: { readonly protocol: number; readonly client: string }; result: HostHello };
  graph: { params: Record<string, never>; result: GraphDocument };
  status: { params: { readonly select?: string }; result: StatusDocument };
  plan: { params: MaterializeRequest; result: PlanDocument };
  materialize: { params: MaterializeRequest; result: MaterializeReply };
  cancel: { params: { readonly run: string }; result: { readonly cancelled: boolean } };
  show: {
    params: { readonly key: AssetKey; readonly partition?: string; readonly limit?: number; readonly env?: string };
    result: ShowDocument;
  };
  /** Of the newest, or of those that started before the run `before`. */
  runs: { params: { readonly limit?: number; readonly before?: string }; result: RunsDocument };
  history: {
    params: { readonly key: AssetKey; readonly limit?: number; readonly before?: number; readonly partition?: string };
    result: HistoryDocument;
  };
  /** Which partitions of an asset are in which state, in ranges, and a page of single ones. */
  partitions: { params: PartitionsRequest; result: PartitionsDocument };
  /** Adds keys of dynamic partitions, or removes them. */
  changePartitions: {
    params: { readonly name: string; readonly add?: readonly string[]; readonly remove?: readonly string[] };
    result: { readonly version: 1; readonly name: string; readonly keys: readonly string[] };
  };
  /** With `dryRun`, says what would be deleted. */
  forget: { params: { readonly key: AssetKey; readonly dryRun?: boolean }; result: ForgetDocument };
  gc: { params: { readonly dryRun?: boolean }; result: GcDocument };
  storage: { params: Record<string, never>; result: StorageDocument };
  /** What is stored, for whoever computes statuses of source that is not on disk yet. */
  facts: { params: Record<string, never>; result: StoredFacts };
  run: { params: { readonly run: string }; result: RunDocument };
  /** Of one step, or of all steps of the run in the order of time. */
  logs: {
    params: { readonly run: string; readonly step?: string; readonly partition?: string };
    result: LogsDocument;
  };
  /** What the modules say once they are loaded, in the words of the analyzer; `problem` when they do not load. */
  describe: { params: { readonly env?: string }; result: DescribedModules };
  /**
   * Sent before the editor closes the host: it cancels the runs that were asked for at this door, answers, and ends when the
   * door is closed. `stays`: runs that others asked for are under way here, and it ends after them.
   */
  shutdown: { params: Record<string, never>; result: { readonly stays?: boolean } };
}

export type HostMethod = keyof HostMethods;

export interface HostHello {
  readonly protocol: number;
  /** Version of the `headwater` package the host belongs to. */
  readonly headwater: string;
  readonly node: string;
  readonly execPath: string;
  readonly pid: number;
  readonly project: string;
  /** False when this process forwards to another owner of the project. */
  readonly owner: boolean;
  /** Sentences about the store a person should see (a damaged file kept aside, read-only, …). */
  readonly notices: readonly string[];
}

export type HostErrorCode =
  | 'bad-request'
  /** Something of what is selected is made in partitions, and none is named. */
  | 'no-partition'
  | 'bad-selection'
  | 'not-found'
  | 'never-materialized'
  | 'problems'
  | 'protocol'
  /** The owner takes no new runs: ask the next one. */
  | 'leaving'
  | 'failed';

export interface HostError {
  readonly code: HostErrorCode;
  readonly message: string;
  /** Column from 1 in a selection, where it applies. */
  readonly column?: number;
  /** What has never been materialized, and who needs it. */
  readonly missing?: {
    readonly asset: AssetKey;
    readonly neededBy: AssetKey;
    /** Of an asset that is made in partitions, which. */
    readonly partitions?: readonly PartitionRange[];
  };
}

export type ClientMessage = {
  [M in HostMethod]: { readonly id: number; readonly method: M; readonly params: HostMethods[M]['params'] };
}[HostMethod];

export type HostMessage =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: HostError }
  /** A run's event, after it is durable. */
  | { readonly type: 'event'; readonly event: RunEvent }
  /** The statuses changed (a step ended, sources changed on disk); ask again. */
  | { readonly type: 'status-changed' }
  /** This owner takes no new runs and will end; a client may start the next host. */
  | { readonly type: 'owner-leaving' }
  /** What runs by itself came further, or was switched; ask again. */
  | { readonly type: 'automation-changed' }
  | { readonly type: 'alert'; readonly alert: FreshnessAlert }
  /** One came further, or was steered. */
  | { readonly type: 'backfill-changed'; readonly backfill: BackfillState }
  | { readonly type: 'notice'; readonly message: string };
