// Reads durations, cron expressions and time zones that words are given, and says what is wrong with them where they stand.
import { isTimezone, readCron } from '@headwater/calendar';
import type { SourceRange } from '@headwater/graph';
import { isText } from './folded-option.ts';
import { refuse } from './fold-words.ts';
import type { WordReading } from './fold-words.ts';
import { DURATION, quantityProblem, readQuantity } from './quantity.ts';
import type { QuantityKind } from './quantity.ts';
import type { Report } from './upstream.ts';

interface Given {
  readonly value: unknown;
  readonly place: SourceRange;
  /** `automation.onCron`, `` `timezone` of `nightly` ``. */
  readonly of: string;
}

export function durationOf(reading: WordReading, { value, place, of }: Given, kind: QuantityKind = DURATION): number {
  const ms = readQuantity(value, kind);
  return ms ?? refuse(reading, place, ['bad-duration', `${of} ${quantityProblem(value, kind)}`]);
}

export function cronOf(reading: WordReading, { value, place, of }: Given): string {
  if (isText(value) && value.trim() !== '') {
    reportCron(reading.report, { value, place, of });
    return value;
  }
  const given = JSON.stringify(value) ?? 'nothing';
  const message = `${of} takes a cron expression, such as '0 8 * * *' or '@daily', and is given ${given}, so the module cannot load.`;
  return refuse(reading, place, ['bad-cron', message]);
}

/** Null: it is not given. */
export function timezoneOf(reading: WordReading, { value, place, of }: Given): string | null {
  if (value === undefined) return null;
  if (isText(value) && value.trim() !== '') {
    reportTimezone(reading.report, { value, place, of });
    return value;
  }
  const given = JSON.stringify(value);
  const message = `${of} takes the name of a time zone, such as 'Europe/Berlin', and is given ${given}, so the module cannot load.`;
  return refuse(reading, place, ['bad-cron', message]);
}

type GivenText = Given & { readonly value: string };

function reportCron(report: Report | null, { value, place, of }: GivenText): void {
  const read = report === null ? null : readCron(value, null);
  if (report !== null && read?.ok === false) report('bad-cron', place, `${of}: ${read.message}`);
}

function reportTimezone(report: Report | null, { value, place, of }: GivenText): void {
  const read = report === null || isTimezone(value) ? null : readCron('@daily', value);
  if (read?.ok === false) report?.('bad-cron', place, `${of}: ${read.message}`);
}
