// What the host says of what runs by itself and of backfills, and what it can be told about them.
import type { AssetKey, ConditionEvaluation, FreshnessState, PartitionRange } from '@headwater/graph';

/** What automation does with the ticks that passed while it was off or the machine slept. */
export type CatchUp = 'skip' | 'latest' | 'all';

/** The state of everything that runs by itself. Times are ISO 8601 in UTC. */
export interface AutomationDocument {
  readonly version: 1;
  readonly on: boolean;
  /** When it was switched on or off; null: never. */
  readonly since: string | null;
  /** The host's clock when it answered. */
  readonly now: string;
  readonly lastTick: string | null;
  readonly assets: readonly AutomatedAsset[];
  readonly schedules: readonly ScheduleState[];
  readonly sensors: readonly SensorState[];
  /** Sentences a person should see: a clock that jumped back, ticks that were left out. */
  readonly notices: readonly string[];
}

/** An asset with a condition, a freshness policy, or both. */
export interface AutomatedAsset {
  readonly key: AssetKey;
  /** The condition as it is written; null: it has a freshness policy only. */
  readonly condition: string | null;
  /** When a cron in it ticks next. */
  readonly next: string | null;
  readonly last: Decision | null;
  readonly freshness: FreshnessStanding | null;
}

/** How an evaluation came out, in one sentence; the whole tree is asked for with `why`. */
export interface Decision {
  readonly time: string;
  readonly requested: boolean;
  readonly run?: string;
  readonly message: string;
  readonly problem?: string;
}

export interface FreshnessStanding {
  readonly state: FreshnessState;
  /** Since when. */
  readonly since: string;
  /** `its data is 42 min old, 30 min are allowed (orders, materialized 09:12)`. */
  readonly message: string;
  /** When it changes if nothing is materialized; null: never. */
  readonly until: string | null;
}

export interface ScheduleState {
  readonly name: string;
  readonly selection: string;
  readonly on: boolean;
  /** `At 08:00 AM, only on Monday (Europe/Berlin)`. */
  readonly words: string;
  /** The next ticks, five at most. */
  readonly next: readonly string[];
  readonly last: Tick | null;
}

export interface SensorState {
  readonly name: string;
  readonly selection: string;
  readonly on: boolean;
  readonly minimumIntervalMs: number;
  readonly cursor: string | null;
  readonly next: string | null;
  readonly last: Tick | null;
}

/** One tick of a schedule or a sensor, or an evaluation of the conditions that led to runs. */
export interface Tick {
  readonly kind: 'schedule' | 'sensor' | 'conditions';
  /** Of the schedule or sensor; empty for conditions. */
  readonly name: string;
  /** Of a schedule the time of its cron, not that of its evaluation. */
  readonly time: string;
  readonly evaluated: string;
  readonly outcome: 'requested' | 'skipped' | 'failed' | 'missed';
  readonly runs: readonly string[];
  readonly assets: readonly AssetKey[];
  /** Why it was skipped, how it failed, how many ticks it stands for. */
  readonly message: string | null;
}

export interface TicksDocument {
  readonly version: 1;
  /** Newest first. */
  readonly ticks: readonly Tick[];
  /** Ask for what is older with `before`; null at the end. */
  readonly next: string | null;
}

/** Why an asset was requested or not, as of its last evaluation or, with `dryRun`, of one now that changes nothing. */
export interface WhyDocument {
  readonly version: 1;
  readonly evaluation: ConditionEvaluation | null;
  /** Why there is none. */
  readonly message: string | null;
}

/** What a tick now would do, without doing it. */
export interface AutomationDryRun {
  readonly version: 1;
  readonly now: string;
  /** Runs it would ask for, each with its assets. */
  readonly runs: readonly { readonly assets: readonly AssetKey[]; readonly because: string }[];
  readonly evaluations: readonly ConditionEvaluation[];
}

/** An alert: told once for each change of a freshness state to `warn`, `fail` and back to `pass`. */
export interface FreshnessAlert {
  readonly asset: AssetKey;
  readonly from: FreshnessState;
  readonly to: FreshnessState;
  readonly time: string;
  readonly message: string;
}

export interface AutomationMethods {
  automation: { params: Record<string, never>; result: AutomationDocument };
  /** Of the whole project, or with `name` of one schedule or sensor. `catchUp` is `skip` unless given. */
  setAutomation: {
    params: { readonly on: boolean; readonly name?: string; readonly catchUp?: CatchUp };
    result: AutomationDocument;
  };
  why: { params: { readonly key: AssetKey; readonly dryRun?: boolean }; result: WhyDocument };
  automationDryRun: { params: Record<string, never>; result: AutomationDryRun };
  ticks: {
    params: { readonly name?: string; readonly limit?: number; readonly before?: string };
    result: TicksDocument;
  };
}

/** Which partitions: keys, ranges `2026-01-01..2026-01-31`, or all of them. */
export interface BackfillRequest {
  readonly select?: string;
  readonly keys?: readonly AssetKey[];
  /** A key or a range `from..to` each; absent: all partitions that exist now. */
  readonly partitions?: readonly string[];
  /** Leave out those that are fresh. */
  readonly staleOnly?: boolean;
  readonly missingOnly?: boolean;
  /** Go on from the failure of this backfill: only what it did not make. */
  readonly fromFailure?: string;
  /** In the place of what the assets say: partitions of one run at most; null: one run for all. */
  readonly maxPartitionsPerRun?: number | null;
  readonly env?: string;
}

export interface BackfillState {
  readonly backfill: string;
  readonly status: 'running' | 'paused' | 'success' | 'failure' | 'cancelled';
  readonly selection: string;
  readonly started: string;
  readonly finished?: string;
  /** All it makes, upstream first. */
  readonly assets: readonly AssetKey[];
  /** Of partitions; what is made whole counts as one. */
  readonly counts: {
    readonly total: number;
    readonly made: number;
    readonly failed: number;
    readonly waiting: number;
  };
  readonly ranges: { readonly failed: readonly PartitionRange[] };
  /** The newest of them. */
  readonly runs: readonly string[];
  /** The one that is under way or waits for its turn; of a paused one it goes on to its end. */
  readonly run?: string;
  readonly message?: string;
}

export interface BackfillMethods {
  /** With `dryRun` says what it would do, in its message, and has no id. */
  backfill: { params: BackfillRequest & { readonly dryRun?: boolean }; result: BackfillState };
  backfills: {
    params: { readonly limit?: number };
    result: { readonly version: 1; readonly backfills: readonly BackfillState[] };
  };
  steerBackfill: {
    params: { readonly backfill: string; readonly to: 'pause' | 'resume' | 'cancel' };
    result: BackfillState;
  };
}
