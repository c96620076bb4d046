// An asset's status in the few words of a lens or a line of the terminal.
import type { AssetStatus } from './status-model.ts';

const number = new Intl.NumberFormat('en-US');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** More failed checks than these are a number. */
const NAMED = 3;

/** `fresh, 2 min ago, 1,204 rows`, `stale: customers has new data`, `failed: …`, `never`. */
export function statusSummary(status: AssetStatus, now: Date): string {
  switch (status.status) {
    case 'failed':
      return withCause('failed', status);
    case 'stale':
    case 'drift':
      return [withCause(status.status, status), ...failedChecks(status)].join(', ');
    case 'upstream-stale':
      return [withCause('upstream stale', status), ...failedChecks(status)].join(', ');
    case 'unknown':
      return [withCause('unknown', status), ...stored(status, now)].join(', ');
    case 'orphan':
      return ['orphan', ...stored(status, now)].join(', ');
    case 'fresh':
    case 'external':
      return [status.status, ...stored(status, now), ...failedChecks(status)].join(', ');
    case 'never':
    case 'running':
      return status.status;
  }
}

/** `just now`, `12 s ago`, `2 min ago`, `3 h ago`, `1 day ago`, and the date where counting days says nothing; null when it is no time. */
export function formatAge(time: string, now: Date): string | null {
  const then = new Date(time);
  const age = now.getTime() - then.getTime();
  if (Number.isNaN(age)) return null;
  // A clock that was set back is no reason to speak of the future.
  if (age > -MINUTE && age < 5_000) return 'just now';
  if (age < 0 || age >= 30 * DAY) return then.toISOString().slice(0, 10);
  if (age < MINUTE) return `${Math.floor(age / 1_000)} s ago`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  return counted(Math.floor(age / DAY), 'day') + ' ago';
}

/** `1 row`, `1,204 rows`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${number.format(count)} ${count === 1 ? noun : plural}`;
}

/** One line, no control characters: what user code says must not move a terminal's cursor. */
export function oneLine(text: string, longest = 120): string {
  const line = (text.split(/\r?\n/).find((each) => each.trim() !== '') ?? '').replace(/[\p{Cc}\p{Cf}]/gu, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

function withCause(word: string, { causes }: AssetStatus): string {
  const [first, ...others] = causes;
  if (first === undefined) return word;
  return `${word}: ${oneLine(first.message)}${others.length === 0 ? '' : `, and ${others.length} more`}`;
}

/** `1 check failed: notEmpty`: what a person must not miss though the data is there. */
function failedChecks({ lastMaterialization }: AssetStatus): string[] {
  const failed = (lastMaterialization?.checks ?? []).filter(({ passed }) => !passed);
  if (failed.length === 0) return [];
  const names = failed.slice(0, NAMED).map(({ name }) => oneLine(name));
  const more = failed.length > NAMED ? ` and ${failed.length - NAMED} more` : '';
  return [`${counted(failed.length, 'check')} failed: ${names.join(', ')}${more}`];
}

function stored({ lastMaterialization: last }: AssetStatus, now: Date): string[] {
  if (last === undefined) return [];
  const age = formatAge(last.time, now);
  return [...(age === null ? [] : [age]), ...(last.rows === undefined ? [] : [counted(last.rows, 'row')])];
}
