// What is said of an asset so that it runs by itself, as plain JSON: the same as the graph says of the source.

/** An automation condition as it was written. */
export type ConditionFacts =
  | { readonly is: PlainConditionFacts }
  | { readonly is: 'onCron' | 'cronTickPassed'; readonly cron: string; readonly timezone: string | null }
  | { readonly is: 'olderThan'; readonly ms: number }
  | { readonly is: 'and' | 'or'; readonly of: readonly ConditionFacts[] }
  | { readonly is: 'not' | 'newlyTrue'; readonly of: ConditionFacts }
  | { readonly is: 'since'; readonly of: ConditionFacts; readonly until: ConditionFacts }
  | { readonly is: 'anyDeps' | 'allDeps'; readonly of: ConditionFacts; readonly selection: string | null };

/** Those that take no argument, under the names of their functions. */
export type PlainConditionFacts =
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
export type FreshnessFacts =
  | { readonly is: 'maxLag'; readonly failMs: number; readonly warnMs: number | null }
  | { readonly is: 'timeWindow'; readonly failMs: number; readonly warnMs: number | null }
  | { readonly is: 'cron'; readonly cron: string; readonly timezone: string | null; readonly lowerBoundMs: number };
