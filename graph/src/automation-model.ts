// What is said of an asset so that it runs by itself: conditions, freshness policies, schedules and sensors, as plain JSON.
import type { AssetKey } from './model.ts';

/**
 * An automation condition as it was written: the same whether it was read from the source or told by the loaded modules. What a
 * named one stands for (`eager` …) is spelled out where it is evaluated.
 */
export type Condition =
  | { readonly is: PlainCondition }
  | { readonly is: 'onCron' | 'cronTickPassed'; readonly cron: string; readonly timezone: string | null }
  /** True when its last materialization is older than this. */
  | { readonly is: 'olderThan'; readonly ms: number }
  | { readonly is: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly is: 'not' | 'newlyTrue'; readonly of: Condition }
  /** True from the evaluation at which `of` was true until the one at which `until` is. */
  | { readonly is: 'since'; readonly of: Condition; readonly until: Condition }
  /** Of the direct upstream; `selection` leaves those out that it does not select. */
  | { readonly is: 'anyDeps' | 'allDeps'; readonly of: Condition; readonly selection: string | null };

/** Names are those of the functions of `automation` in the SDK. */
export type PlainCondition =
  | 'eager'
  | 'onMissing'
  | 'onFreshness'
  | 'missing'
  | 'newlyMissing'
  | 'newlyUpdated'
  | 'newlyRequested'
  | 'willBeRequested'
  | 'inProgress'
  | 'executionFailed'
  | 'codeChanged'
  | 'dataChanged'
  | 'checksPassed'
  | 'checksFailed'
  | 'anyDepsUpdated'
  | 'allDepsUpdated'
  | 'anyDepsMissing'
  | 'anyDepsInProgress'
  | 'initialEvaluation'
  | 'inLatestTimeWindow';

/** Durations in milliseconds. */
export type FreshnessPolicy =
  /** Its data, and that of all it is made of, is no older than this. */
  | { readonly is: 'maxLag'; readonly failMs: number; readonly warnMs: number | null }
  /** It was materialized in the last so many milliseconds. */
  | { readonly is: 'timeWindow'; readonly failMs: number; readonly warnMs: number | null }
  /** At each deadline it was materialized in the `lowerBoundMs` before it, and stays fresh until the next. */
  | { readonly is: 'cron'; readonly cron: string; readonly timezone: string | null; readonly lowerBoundMs: number };

export type FreshnessState = 'unknown' | 'pass' | 'warn' | 'fail';

/** A schedule as it stands in the source. */
export interface ScheduleNode {
  readonly name: string;
  /** The selection grammar; of a job `job:"name"`; of a list of assets their keys joined with `or`. */
  readonly selection: string;
  readonly cron: string;
  readonly timezone: string | null;
  /** Each tick asks its function what to run. */
  readonly hasBody: boolean;
  readonly file: string;
  /** Of its name in the source. */
  readonly line: number;
  readonly column: number;
  readonly exportName: string | null;
}

/** A sensor as it stands in the source. */
export interface SensorNode {
  readonly name: string;
  readonly selection: string;
  readonly minimumIntervalMs: number;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly exportName: string | null;
}

/** One condition as it came out at one evaluation, with what it is made of: the answer to "why?" and "why not?". */
export interface EvaluatedCondition {
  /** As it is written: `eager()`, `anyDepsUpdated()`, `not in progress`. */
  readonly label: string;
  readonly value: boolean;
  /** A sentence where there is more to say: `orders was updated 2 min ago`, `next tick Mon 2026-03-30 08:00`. */
  readonly detail?: string;
  /** The upstream it was asked of, under `anyDeps` and `allDeps`. */
  readonly asset?: AssetKey;
  readonly of: readonly EvaluatedCondition[];
}

/** One evaluation of an asset's condition. */
export interface ConditionEvaluation {
  readonly asset: AssetKey;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly requested: boolean;
  /** The run it asked for. */
  readonly run?: string;
  readonly tree: EvaluatedCondition;
  /** What it threw or could not read; then nothing was requested. */
  readonly problem?: string;
}
