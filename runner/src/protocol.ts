// The door of the runner host: one JSON message a line, over the child's stdin and stdout or the owner's private socket.
import type {
  AssetKey,
  AssetNode,
  CheckResult,
  GraphDocument,
  Materialization,
  PartitionCounts,
  PartitionRange,
  PartitionsDefinition,
  ScheduleNode,
  SensorNode,
  StatusDocument,
  StoredFacts,
} from '@headwater/graph';
import type { AutomationMethods, BackfillMethods, BackfillState, FreshnessAlert } from './automation-protocol.ts';
import type { RunEvent } from './run-event.ts';

export type * from './automation-protocol.ts';
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
  readonly skip: readonly { readonly asset: AssetKey; readonly why: string }[];
  readonly load: readonly AssetKey[];
}

export interface ShowDocument {
  readonly version: 1;
  readonly key: AssetKey;
  readonly partition?: string;
  /** Of an external asset empty, with the time and version of its last observation. */
  readonly run: string;
  readonly time: string;
  readonly dataVersion: string;
  readonly type: 'table' | 'value' | 'binary';
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  readonly rowCount?: number;
  /** Cells are JSON; what JSON cannot say is `{ $type: 'Date' | 'bigint' | …, value }`. */
  readonly rows?: readonly (readonly unknown[])[];
  readonly value?: unknown;
}

export interface RunSummary {
  readonly run: string;
  readonly status: 'running' | 'success' | 'failure' | 'cancelled' | 'interrupted';
  readonly started: string;
  readonly finished?: string;
  readonly selection: string;
  readonly parent?: string;
  /** Name of the environment it ran in. */
  readonly env?: string;
  readonly counts: { materialized: number; failed: number; skipped: number; cancelled: number };
}

/** One run with its steps, newest attempt last. */
export interface RunDocument {
  readonly version: 1;
  readonly run: RunSummary;
  readonly steps: readonly RunStep[];
}

export interface RunStep {
  readonly step: string;
  readonly asset: AssetKey;
  readonly partition?: string;
  readonly op?: string;
  readonly attempt: number;
  readonly status: 'running' | 'materialized' | 'done' | 'reused' | 'failed' | 'skipped' | 'cancelled' | 'interrupted';
  readonly started?: string;
  readonly finished?: string;
  readonly message?: string;
}

/** The log of one step of a run. */
export interface LogsDocument {
  readonly version: 1;
  readonly lines: readonly LogLine[];
}

export interface LogLine {
  readonly time: string;
  readonly step: string;
  /** Of a step that makes one; of one that makes several their range. */
  readonly partition?: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
}

export interface RunsDocument {
  readonly version: 1;
  readonly runs: readonly RunSummary[];
}

/** What an asset's materializations were, newest first. */
export interface HistoryDocument {
  readonly version: 1;
  readonly key: AssetKey;
  readonly materializations: readonly HistoryEntry[];
  /** Ask for what is older with `before`; null at the beginning of what is known. */
  readonly next: number | null;
  /** Those that are older than what is kept one by one. */
  readonly folded: { readonly count: number; readonly first: string; readonly last: string } | null;
  /** When its stored data was deleted by `forget`, if nothing was made of it since. */
  readonly forgotten?: string;
}

export interface HistoryEntry extends Omit<Materialization, 'code'> {
  /** Outcomes of the checks that ran with it. */
  readonly checks: readonly CheckResult[];
  /** Whether its value is still stored, and not only told of. */
  readonly kept: boolean;
}

export type PartitionState = 'fresh' | 'stale' | 'missing' | 'failed';

export interface PartitionsRequest {
  readonly key: AssetKey;
  /** Only those in one of these states; all unless given. */
  readonly states?: readonly PartitionState[];
  /** Only these: a key or a range `from..to` each. */
  readonly choice?: readonly string[];
  /** The page of single partitions begins with this one, or what follows it. The first unless given; `last`: the page is the end of them. */
  readonly from?: string | 'last';
  /** Of single partitions 100 unless given, 1,000 at most. */
  readonly limit?: number;
  /** Of ranges 100 unless given, 10,000 at most. */
  readonly rangeLimit?: number;
}

/** Never one object a partition, except for the page that was asked for. */
export interface PartitionsDocument {
  readonly version: 1;
  readonly key: AssetKey;
  readonly partitions: PartitionsDefinition;
  readonly counts: PartitionCounts;
  /** First and last key there is now; null: there are none. */
  readonly first: string | null;
  readonly last: string | null;
  /** Of two dimensions: the keys of each where they are few (1,000 at most). */
  readonly dimensions?: readonly { readonly name: string; readonly count: number; readonly keys: readonly string[] }[];
  /** In order. Neighbours differ in state, or in what they are for. */
  readonly ranges: readonly PartitionStateRange[];
  /** There are more ranges than were asked for. */
  readonly moreRanges: boolean;
  readonly page: readonly PartitionEntry[];
  /** Ask for what follows with `from`; null at the end. */
  readonly next: string | null;
  /** Ask for what comes before with `from`; null at the beginning. */
  readonly previous: string | null;
}

export interface PartitionStateRange extends PartitionRange {
  readonly state: PartitionState;
}

export interface PartitionEntry {
  readonly key: string;
  readonly state: PartitionState;
  /** Why it is stale or failed, in sentences. */
  readonly causes: readonly string[];
  /** Of what was made last. */
  readonly run?: string;
  readonly time?: string;
  /** Of a time window, ISO 8601 in UTC. */
  readonly window?: { readonly start: string; readonly end: string };
}

/** What deleting the stored data of a key that is no asset any more does, or did. */
export interface ForgetDocument {
  readonly version: 1;
  readonly key: AssetKey;
  readonly values: number;
  readonly bytes: number;
  /** What was not deleted because another store has it: where it is, in a sentence. */
  readonly left: readonly string[];
}

/** What retention deletes, or did. */
export interface GcDocument {
  readonly version: 1;
  readonly values: { readonly count: number; readonly bytes: number };
  /** Logs and results of steps of runs that are told of no more. */
  readonly leftovers: { readonly count: number; readonly bytes: number };
  /** Materializations and runs folded into counts. */
  readonly folded: { readonly materializations: number; readonly runs: number };
}

/** What the store's folder holds, in bytes. */
export interface StorageDocument {
  readonly version: 1;
  readonly total: number;
  readonly values: number;
  readonly catalogue: number;
  readonly logs: number;
  readonly cache: number;
  /** By key, largest first; orphans too. */
  readonly assets: readonly { readonly key: AssetKey; readonly bytes: number; readonly values: number }[];
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

/** The graph of the loaded modules. */
export interface DescribedModules {
  readonly version: 1;
  readonly nodes: readonly DescribedNode[];
  /** Names of the jobs. */
  readonly jobs: readonly string[];
  readonly schedules: readonly DescribedSchedule[];
  readonly sensors: readonly DescribedSensor[];
  /** Why the modules could not be loaded. */
  readonly problem?: string;
}

export type DescribedSchedule = Pick<ScheduleNode, 'name' | 'selection' | 'cron' | 'timezone' | 'hasBody'>;

export type DescribedSensor = Pick<SensorNode, 'name' | 'selection' | 'minimumIntervalMs'>;

/** What is said of an asset about time; each is absent where nothing is said. */
export type TimedFacts = Pick<AssetNode, 'partitions' | 'mappings' | 'automation' | 'freshness' | 'backfill'>;

export interface DescribedNode extends TimedFacts {
  readonly key: AssetKey;
  readonly kind: 'asset' | 'external' | 'multi' | 'graph';
  readonly inputs: Readonly<Record<string, AssetKey>>;
  readonly deps: readonly AssetKey[];
  readonly group: string;
  readonly kinds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly owners: readonly string[];
  readonly io: string | null;
  /** The keys it had before. */
  readonly renamedFrom: readonly AssetKey[];
  /** Name to kind; absent where none are declared. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Those the body returns and those that stand apart. */
  readonly checks: readonly {
    readonly name: string;
    readonly blocking: boolean;
    readonly severity: 'warn' | 'error';
  }[];
}

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
