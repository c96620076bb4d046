// The numbers that an asset's materializations left, each over time: rows, size, and every number of their metadata.
import type { ChartValue } from '@headwater/graph';
import { formatBytes } from '@headwater/graph';
import type { HistoryEntry } from '../protocol.ts';
import { formatNumber } from './format.ts';

export interface NumberHistory {
  readonly name: string;
  /** The newest that is known, in words. */
  readonly latest: string;
  /** A point for each materialization, the oldest first; a gap where one has no such number. */
  readonly chart: ChartValue;
}

/** `entries` are newest first. None of what was told only once: a point is no course. */
export function numbersOver(entries: readonly HistoryEntry[]): NumberHistory[] {
  const course = [...entries].reverse();
  const times = timeWords(course.map(({ time }) => time));
  const names = new Set(entries.flatMap(({ numbers }) => Object.keys(numbers)));
  const over = (name: string, words: (value: number) => string, read: (entry: HistoryEntry) => number | undefined) => {
    const values = course.map((entry) => read(entry) ?? NaN);
    const known = values.filter(Number.isFinite);
    const last = known.at(-1);
    if (last === undefined || known.length < 2) return [];
    return [{ name, latest: words(last), chart: { type: 'line', x: times, series: [{ name, values }] } } as const];
  };
  return [
    ...over('Rows', formatNumber, ({ rows }) => rows),
    ...over('Size', formatBytes, ({ bytes }) => bytes),
    ...[...names]
      .sort()
      .flatMap((name) =>
        over(name, formatNumber, ({ numbers }) => (Object.hasOwn(numbers, name) ? numbers[name] : undefined)),
      ),
  ];
}

/** Short enough for an axis, in the reader's own time zone: the day, or within one day the time. */
export function timeWords(times: readonly string[]): string[] {
  const dates = times.map((time) => new Date(time));
  const days = new Set(dates.map((date) => date.toDateString()));
  const format = new Intl.DateTimeFormat(
    undefined,
    days.size > 1 ? { month: 'short', day: 'numeric' } : { hour: '2-digit', minute: '2-digit', hour12: false },
  );
  return dates.map((date, index) => (Number.isNaN(date.getTime()) ? (times[index] ?? '') : format.format(date)));
}
