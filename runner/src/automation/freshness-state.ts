// Judges an asset's data by its freshness policy: how old it is, since when that is too old, and when it will be.
import { nextTick, previousTick, type Cron } from '@headwater/calendar';
import type { AssetKey, FreshnessPolicy } from '@headwater/graph';
import type { Tick } from './compile-condition.ts';
import type { DataTime } from './data-time.ts';
import type { Freshness } from './evaluation.ts';
import { durationWords, momentWords } from './moment-words.ts';

export interface FreshnessQuestion {
  readonly key: AssetKey;
  readonly policy: FreshnessPolicy;
  readonly now: number;
  /** When it was materialized last; null: never. */
  readonly made: number | null;
  readonly data: DataTime | null;
  /** What fails before the next evaluation is due now. */
  readonly interval: number;
  /** Throws a sentence where it cannot be read. */
  readonly cron: (tick: Tick) => Cron;
}

export function freshnessState(question: FreshnessQuestion): Freshness {
  const { key, policy, made, data } = question;
  if (made === null || data === null) {
    return { state: 'unknown', message: `${key} was never materialized`, since: null, until: null, lapse: 'never' };
  }
  switch (policy.is) {
    case 'maxLag': {
      const whose = data.asset === key ? 'materialized' : `${data.asset}, materialized`;
      return lagState(question, {
        from: data.time,
        policy,
        name: 'data',
        made,
        told: `${whose} ${momentWords(data.time)}`,
      });
    }
    case 'timeWindow':
      return lagState(question, { from: made, policy, name: 'made', made, told: `materialized ${momentWords(made)}` });
    case 'cron':
      return deadlineState(question, { policy, made });
  }
}

interface Lag {
  /** What is measured from. */
  readonly from: number;
  readonly made: number;
  readonly policy: { readonly failMs: number; readonly warnMs: number | null };
  readonly name: 'data' | 'made';
  readonly told: string;
}

/** Exactly as old as is allowed is fresh still. */
function lagState({ now, interval }: FreshnessQuestion, { from, made, policy, name, told }: Lag): Freshness {
  const { failMs, warnMs } = policy;
  const age = now - from;
  const warnsAt = warnMs === null ? null : from + warnMs + 1;
  const failsAt = from + failMs + 1;
  const subject = name === 'data' ? 'its data is' : 'it is';
  const message = `${subject} ${durationWords(age)} old, ${durationWords(failMs)} are allowed (${told})`;
  const lapse = now + interval >= failsAt ? `${name} ${from}` : null;
  if (now >= failsAt) return { state: 'fail', message, since: Math.max(failsAt, made), until: null, lapse };
  if (warnsAt !== null && now >= warnsAt) {
    return { state: 'warn', message, since: Math.max(warnsAt, made), until: failsAt, lapse };
  }
  return { state: 'pass', message, since: made, until: warnsAt ?? failsAt, lapse };
}

interface Deadlines {
  readonly policy: FreshnessPolicy & { is: 'cron' };
  readonly made: number;
}

/** Made in the time before a deadline or after it, it is fresh until the next; else it fails from the deadline on. */
function deadlineState({ now, cron }: FreshnessQuestion, { policy, made }: Deadlines): Freshness {
  const { timezone, lowerBoundMs } = policy;
  const deadlines = cron(policy);
  const last = previousTick(deadlines, now);
  const told = `materialized ${momentWords(made, timezone)}`;
  const isFailing = last !== null && made < last - lowerBoundMs;
  // The first deadline to come that what is there does not meet.
  const next = nextTick(deadlines, Math.max(now, made + lowerBoundMs));
  const isOpen = next !== null && now >= next - lowerBoundMs;
  const opened = isOpen ? `deadline ${next}` : null;
  if (isFailing) {
    const message = `it was due ${momentWords(last, timezone)}, no more than ${durationWords(lowerBoundMs)} old (${told})`;
    return { state: 'fail', message, since: last, until: null, lapse: opened ?? `deadline ${last}` };
  }
  const message =
    next === null ? `no deadline is left (${told})` : `it is due again by ${momentWords(next, timezone)} (${told})`;
  const since = last === null ? made : Math.max(made, last);
  return { state: 'pass', message, since, until: next, lapse: opened };
}
