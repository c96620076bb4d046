// `freshness`: how old an asset's data may be.
import type { FreshnessFacts } from './automation-facts.ts';
import { readCron, readTimezone } from './cron-option.ts';
import { DEFINITION, type Described, type FreshnessDescription } from './definition.ts';
import { describeValue } from './describe-value.ts';
import { isKind, isRecord, nameOfKind } from './described.ts';
import { problem, refuseUnknown, wrong } from './option-problem.ts';
import { readDuration, type Duration } from './quantities.ts';

/** How old an asset's data may be; made by `freshness`. */
export interface FreshnessPolicy extends Described<FreshnessDescription> {
  readonly [DEFINITION]: FreshnessDescription;
}

/** When a policy warns. */
export interface FreshnessOptions {
  /** From this age on it warns; shorter than the age at which it fails. */
  readonly warn?: Duration;
}

/** What a policy with deadlines asks. */
export interface FreshnessCronOptions {
  /** How long before each deadline it must be made at the earliest: `'4h'`, or milliseconds. */
  readonly lowerBound: Duration;
  /** IANA name of the time zone of the deadlines; UTC unless given. */
  readonly timezone?: string;
}

/** Shorter windows would fail between two looks. */
const LEAST_WINDOW = 60_000;

/**
 * How old an asset's data may be. It is seen as passing, warned of or failing, with one alert for each change; together with
 * `automation.onFreshness()` the asset is made in time.
 *
 * @throws TypeError when an argument is wrong.
 * @example
 * ```ts
 * import { asset, automation, freshness } from 'headwater';
 *
 * export const comments = asset(async () => [{ id: 1, text: 'Nice' }]);
 * export const wordCloud = asset(
 *   { inputs: { comments }, freshness: freshness.maxLag('30m', { warn: '20m' }), automation: automation.onFreshness() },
 *   ({ comments }) => comments.flatMap(({ text }) => text.split(' ')),
 * );
 * export const report = asset(
 *   { freshness: freshness.cron('0 9 * * 1-5', { lowerBound: '4h', timezone: 'Europe/Berlin' }) },
 *   () => 'done',
 * );
 * ```
 */
export const freshness: {
  /** Its data, and all the data it is made of, is no older than this: `'30m'`, or milliseconds. */
  readonly maxLag: (lag: Duration, options?: FreshnessOptions) => FreshnessPolicy;
  /** It was materialized in the last so long, one minute at least: `'24h'`, or milliseconds. */
  readonly timeWindow: (window: Duration, options?: FreshnessOptions) => FreshnessPolicy;
  /**
   * Each tick of the cron is a deadline: it passes when it was materialized in the `lowerBound` before it, and until the next
   * one; else it fails until it is materialized.
   */
  readonly cron: (deadlines: string, options: FreshnessCronOptions) => FreshnessPolicy;
} = Object.freeze({
  maxLag: (lag: unknown, options?: unknown) => ageOf('maxLag', { age: lag, options, option: 'the lag' }),
  timeWindow: (window: unknown, options?: unknown) =>
    ageOf('timeWindow', { age: window, options, option: 'the window' }),
  cron(deadlines: unknown, options: unknown) {
    const of = 'freshness.cron';
    if (!isRecord(options))
      throw wrong(of, 'the second argument', { is: "an object, such as { lowerBound: '4h' }", got: options });
    refuseUnknown(options, { of, known: ['lowerBound', 'timezone'] });
    return makePolicy({
      is: 'cron',
      cron: readCron(deadlines, { of, option: 'the first argument' }),
      timezone: readTimezone(options['timezone'], { of, option: 'timezone' }),
      lowerBoundMs: neededDuration(options['lowerBound'], { of, option: 'lowerBound' }),
    });
  },
});

function ageOf(
  is: 'maxLag' | 'timeWindow',
  { age, options = {}, option }: { readonly age: unknown; readonly options: unknown; readonly option: string },
): FreshnessPolicy {
  const of = `freshness.${is}`;
  if (!isRecord(options)) throw wrong(of, 'the second argument', { is: 'an object { warn }', got: options });
  refuseUnknown(options, { of, known: ['warn'] });
  const failMs = neededDuration(age, { of, option });
  const warnMs = readDuration(options['warn'], { of, option: 'warn', least: 1 });
  if (is === 'timeWindow' && failMs < LEAST_WINDOW)
    throw problem(of, `${option} is one minute or more; got ${describeValue(age)}.`);
  if (warnMs !== null && warnMs >= failMs)
    throw wrong(of, 'warn', { is: 'shorter than the age at which it fails', got: options['warn'] });
  return makePolicy({ is, failMs, warnMs });
}

function neededDuration(given: unknown, { of, option }: { readonly of: string; readonly option: string }): number {
  // Nothing at all is as wrong as a text that is no duration.
  const ms = readDuration(given ?? null, { of, option, least: 1 });
  if (ms === null) throw wrong(of, option, { is: "a duration, such as '30m'", got: given });
  return ms;
}

function makePolicy(policy: FreshnessFacts): FreshnessPolicy {
  return Object.freeze({ [DEFINITION]: Object.freeze({ type: 'freshness', policy: Object.freeze(policy) } as const) });
}

/** The policy, or null when none was given. */
export function readFreshness(value: unknown, of: string): FreshnessFacts | null {
  if (value === undefined) return null;
  if (isKind(value, 'freshness')) return value[DEFINITION].policy;
  throw problem(
    of,
    `freshness is not a policy but ${nameOfKind(value) ?? describeValue(value)}. Write one, such as freshness.maxLag('30m').`,
  );
}
