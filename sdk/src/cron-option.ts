// Checks what can be seen of a cron expression and of a time zone at the call: texts that say something.
import { describeValue } from './describe-value.ts';
import { problem } from './option-problem.ts';

interface Where {
  readonly of: string;
  readonly option: string;
}

/** Whether it is a good one is said while typing, and before it is used: reading it takes a library that this package does without. */
export function readCron(cron: unknown, { of, option }: Where): string {
  if (typeof cron === 'string' && cron.trim() !== '') return cron;
  throw problem(of, `${option} is a cron expression, such as '0 8 * * *' or '@daily'; got ${describeValue(cron)}.`);
}

/** An IANA name; null when none was given. */
export function readTimezone(timezone: unknown, { of, option }: Where): string | null {
  if (timezone === undefined) return null;
  if (typeof timezone === 'string' && timezone.trim() !== '') return timezone;
  throw problem(of, `${option} is the name of a time zone, such as 'Europe/Berlin'; got ${describeValue(timezone)}.`);
}
