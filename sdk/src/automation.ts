// `automation`: the conditions under which assets run by themselves.
import type { PlainConditionFacts } from './automation-facts.ts';
import { makeCondition, readCondition, type AutomationCondition } from './automation-condition.ts';
import { readCron, readTimezone } from './cron-option.ts';
import { isRecord } from './described.ts';
import { readName } from './node-options.ts';
import { refuseUnknown, wrong } from './option-problem.ts';
import { readDuration, type Duration } from './quantities.ts';

/** Which of the direct upstream `anyDeps` and `allDeps` ask. */
export interface DepsOptions {
  /** The selection grammar: upstream that it does not select is left out. */
  readonly selection?: string;
}

const plain = (is: PlainConditionFacts) => (): AutomationCondition => makeCondition({ is });

/**
 * When an asset runs by itself. Conditions are evaluated at each tick by `headwater dev`, and by the editor when its automation
 * is switched on; they can be combined with `.and .or .not .since .newlyTrue`. A run that they ask for takes in every asset of
 * the chain that becomes due with it.
 *
 * "Handled" below means: since it was last asked for, made, or first evaluated. What is missing when a condition is first
 * written is therefore not made by it.
 *
 * @throws TypeError when an argument is wrong, or something is combined that is no condition.
 * @example
 * ```ts
 * import { asset, automation } from 'headwater';
 *
 * export const orders = asset({ automation: automation.onCron('0 6 * * *', 'Europe/Berlin') }, () => [{ amount: 10 }]);
 * export const revenue = asset(
 *   { inputs: { orders }, automation: automation.eager().or(automation.olderThan('12h')) },
 *   ({ orders }) => orders.reduce((sum, { amount }) => sum + amount, 0),
 * );
 * ```
 */
export const automation: {
  /** Something upstream was updated, or it came to be missing, and that was not handled; nothing upstream is missing or in progress. */
  readonly eager: () => AutomationCondition;
  /**
   * A tick of the cron passed and was not handled, and everything upstream was updated since that tick. The time zone is an IANA
   * name; UTC unless given.
   */
  readonly onCron: (cron: string, timezone?: string) => AutomationCondition;
  /** It came to be missing, that was not handled, and nothing upstream is missing. */
  readonly onMissing: () => AutomationCondition;
  /** Its data is about to be older than its freshness policy allows; once each time it gets there. */
  readonly onFreshness: () => AutomationCondition;
  /** Its last materialization is older than this: `'1h'`, or milliseconds. */
  readonly olderThan: (age: Duration) => AutomationCondition;
  /** It was never materialized, or what was is gone. */
  readonly missing: () => AutomationCondition;
  /** It is missing and was not at the evaluation before. */
  readonly newlyMissing: () => AutomationCondition;
  /** It was materialized since the evaluation before. */
  readonly newlyUpdated: () => AutomationCondition;
  /** The evaluation before asked for it. */
  readonly newlyRequested: () => AutomationCondition;
  /** This evaluation asks for it. */
  readonly willBeRequested: () => AutomationCondition;
  /** A run or a backfill that makes it is under way. */
  readonly inProgress: () => AutomationCondition;
  /** Its last step failed. */
  readonly executionFailed: () => AutomationCondition;
  /** Its code has changed since the evaluation before. */
  readonly codeChanged: () => AutomationCondition;
  /** Its data version has changed since the evaluation before. */
  readonly dataChanged: () => AutomationCondition;
  /** All of its checks passed. */
  readonly checksPassed: () => AutomationCondition;
  /** One of its checks failed. */
  readonly checksFailed: () => AutomationCondition;
  /** Something upstream was updated, by a run that did not make this one too, or is asked for now. */
  readonly anyDepsUpdated: () => AutomationCondition;
  /** Everything upstream was updated, or is asked for now. */
  readonly allDepsUpdated: () => AutomationCondition;
  /** Something upstream is missing and not asked for now. */
  readonly anyDepsMissing: () => AutomationCondition;
  /** Something upstream is in progress. */
  readonly anyDepsInProgress: () => AutomationCondition;
  /** This condition is evaluated for the first time, or was changed. */
  readonly initialEvaluation: () => AutomationCondition;
  /** Of time partitions only the latest; always true of others. */
  readonly inLatestTimeWindow: () => AutomationCondition;
  /** A tick of the cron passed since the evaluation before. */
  readonly cronTickPassed: (cron: string, timezone?: string) => AutomationCondition;
  /** The condition is true of one of the direct upstream. */
  readonly anyDeps: (condition: AutomationCondition, options?: DepsOptions) => AutomationCondition;
  /** The condition is true of each of the direct upstream. */
  readonly allDeps: (condition: AutomationCondition, options?: DepsOptions) => AutomationCondition;
} = Object.freeze({
  eager: plain('eager'),
  onCron: onTick('onCron'),
  onMissing: plain('onMissing'),
  onFreshness: plain('onFreshness'),
  olderThan(age: unknown) {
    const ms = readDuration(age, { of: 'automation.olderThan', option: 'the age', least: 1 });
    if (ms === null) throw wrong('automation.olderThan', 'the age', { is: "a duration, such as '1h'", got: age });
    return makeCondition({ is: 'olderThan', ms });
  },
  missing: plain('missing'),
  newlyMissing: plain('newlyMissing'),
  newlyUpdated: plain('newlyUpdated'),
  newlyRequested: plain('newlyRequested'),
  willBeRequested: plain('willBeRequested'),
  inProgress: plain('inProgress'),
  executionFailed: plain('executionFailed'),
  codeChanged: plain('codeChanged'),
  dataChanged: plain('dataChanged'),
  checksPassed: plain('checksPassed'),
  checksFailed: plain('checksFailed'),
  anyDepsUpdated: plain('anyDepsUpdated'),
  allDepsUpdated: plain('allDepsUpdated'),
  anyDepsMissing: plain('anyDepsMissing'),
  anyDepsInProgress: plain('anyDepsInProgress'),
  initialEvaluation: plain('initialEvaluation'),
  inLatestTimeWindow: plain('inLatestTimeWindow'),
  cronTickPassed: onTick('cronTickPassed'),
  anyDeps: ofDeps('anyDeps'),
  allDeps: ofDeps('allDeps'),
});

function onTick(is: 'onCron' | 'cronTickPassed') {
  const of = `automation.${is}`;
  return (cron: unknown, timezone?: unknown) =>
    makeCondition({
      is,
      cron: readCron(cron, { of, option: 'the first argument' }),
      timezone: readTimezone(timezone, { of, option: 'the second argument' }),
    });
}

function ofDeps(is: 'anyDeps' | 'allDeps') {
  const of = `automation.${is}`;
  return (condition: unknown, options: unknown = {}) => {
    const asked = readCondition(condition, { of, what: 'the first argument' });
    if (!isRecord(options)) throw wrong(of, 'the second argument', { is: 'an object { selection }', got: options });
    refuseUnknown(options, { of, known: ['selection'] });
    return makeCondition({ is, of: asked, selection: readName(options['selection'], { of, option: 'selection' }) });
  };
}
