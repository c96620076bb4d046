// A cron in its time zone: read, asked for its ticks, and put into words.
import { toString as words } from 'cronstrue';
import { readFields, spelledOut } from './read-fields.ts';
import { createTicks, type Ticks } from './ticks.ts';
import { wallTimes } from './wall-times.ts';
import { openZone, timezoneProblem } from './zone.ts';

export interface Cron {
  /** As it was written. */
  readonly text: string;
  readonly timezone: string;
  readonly ticks: Ticks;
}

export type CronReading = { readonly ok: true; readonly cron: Cron } | { readonly ok: false; readonly message: string };

/** Five fields, or one of `@hourly @daily @weekly @monthly @yearly`; a time zone of null is UTC. */
export function readCron(cron: string, timezone: string | null): CronReading {
  const fields = readFields(cron);
  if (!fields.ok) return fields;
  const name = timezone ?? 'UTC';
  const problem = timezoneProblem(name);
  if (problem !== null) return { ok: false, message: problem };
  const ticks = createTicks(wallTimes(fields.days, fields.minutes), openZone(name));
  return { ok: true, cron: { text: cron, timezone: name, ticks } };
}

/** After the last moment a date can hold there are none. */
const LAST = 8_640_000_000_000_000;

/** The first tick after this moment. */
export function nextTick(cron: Cron, after: number): number | null {
  const tick = cron.ticks.from(after + 1);
  return tick <= LAST ? tick : null;
}

/** The last tick at or before this moment. */
export function previousTick(cron: Cron, atOrBefore: number): number | null {
  const tick = cron.ticks.until(atOrBefore);
  return tick >= -LAST ? tick : null;
}

export interface TickQuestion {
  /** Exclusive. */
  readonly after: number;
  /** Inclusive. */
  readonly until: number;
  readonly limit: number;
}

/** The first ticks of a time, oldest first, and how many more it has: ten years asleep are counted, not walked through. */
export function ticksBetween(cron: Cron, { after, until, limit }: TickQuestion): { ticks: number[]; more: number } {
  const first = cron.ticks.rank(after + 1);
  const count = Math.max(0, cron.ticks.rank(until + 1) - first);
  const shown = Math.min(count, limit);
  return { ticks: Array.from({ length: shown }, (_, index) => cron.ticks.at(first + index)), more: count - shown };
}

/** `At 08:00 AM, Monday through Friday, Europe/Berlin`. */
export function cronWords(cron: Cron): string {
  return `${words(spelledOut(cron.text))}, ${cron.timezone}`;
}
