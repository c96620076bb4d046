// The door of the runner host: one JSON message a line, over the child's stdin and stdout or the owner's private socket.
import type { AssetKey, GraphDocument, StatusDocument } from '@headwater/graph';
import type { RunEvent } from './run-event.ts';

export type { RunEvent, RunEventBody, RunCounts, RunOutcome, StepError, LogLevel } from './run-event.ts';

/** Raised when a message changes shape; both sides say it in the handshake and refuse another one in plain words. */
export const PROTOCOL_VERSION = 1;

/** What to run. Exactly one of `keys` and `select`; neither means every asset. */
export interface MaterializeRequest {
  readonly keys?: readonly AssetKey[];
  /** The selection grammar, for instance `+key:"gold/revenue"`. */
  readonly select?: string;
  /** Widen `keys` along the graph. */
  readonly widen?: 'upstream' | 'downstream';
  /** Run only what is not fresh. */
  readonly staleOnly?: boolean;
}

/** What a plan decided, without running it. */
export interface PlanDocument {
  readonly version: 1;
  readonly run: readonly { readonly asset: AssetKey; readonly why: string }[];
  readonly skip: readonly { readonly asset: AssetKey; readonly why: string }[];
  readonly load: readonly AssetKey[];
}

export interface ShowDocument {
  readonly version: 1;
  readonly key: AssetKey;
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
  readonly counts: { materialized: number; failed: number; skipped: number; cancelled: number };
}

export interface RunsDocument {
  readonly version: 1;
  readonly runs: readonly RunSummary[];
}

/** The answer to `materialize`: the run has begun or waits its turn; its events follow, also when the plan has nothing to run. */
export interface MaterializeReply {
  readonly run: string;
  readonly plan: PlanDocument;
}

/** Method name to what it takes and gives. */
export interface HostMethods {
  /** Both sides' versions; the first message of a connection. */
  hello: { params: { readonly protocol: number; readonly client: string }; result: HostHello };
  graph: { params: Record<string, never>; result: GraphDocument };
  status: { params: { readonly select?: string }; result: StatusDocument };
  plan: { params: MaterializeRequest; result: PlanDocument };
  materialize: { params: MaterializeRequest; result: MaterializeReply };
  cancel: { params: { readonly run: string }; result: { readonly cancelled: boolean } };
  show: { params: { readonly key: AssetKey; readonly limit?: number }; result: ShowDocument };
  runs: { params: { readonly limit?: number }; result: RunsDocument };
  /** Sent before the editor closes the host; it answers, finishes nothing, cancels running steps and ends. */
  shutdown: { params: Record<string, never>; result: Record<string, never> };
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
  'bad-request' | 'bad-selection' | 'not-found' | 'never-materialized' | 'problems' | 'protocol' | 'failed';

export interface HostError {
  readonly code: HostErrorCode;
  readonly message: string;
  /** Column from 1 in a selection, where it applies. */
  readonly column?: number;
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
  | { readonly type: 'notice'; readonly message: string };
