// The days a cron names, counted: which is the n-th, and how many come before a day. Days are numbered from 1970-01-01.
import { blockOfRank } from './block-of-rank.ts';

export const DAY = 86_400_000;

export interface DaySet {
  has(day: number): boolean;
  /** How many of its days come before `day`, counted from 1970: negative before that. */
  rank(day: number): number;
  /** The day of that rank. */
  at(rank: number): number;
}

export interface DayFields {
  /** 1 to 31; null: every one. */
  readonly daysOfMonth: ReadonlySet<number> | null;
  /** 1 to 12. */
  readonly months: ReadonlySet<number>;
  /** 0 (Sunday) to 6; null: every one. */
  readonly daysOfWeek: ReadonlySet<number> | null;
}

const EVERY_DAY: DaySet = { has: () => true, rank: (day) => day, at: (rank) => rank };

/** As cron has it, where both a day of the month and one of the week are named, either will do. */
export function daySet(fields: DayFields): DaySet {
  if (fields.daysOfMonth === null && fields.daysOfWeek === null && fields.months.size === 12) return EVERY_DAY;
  const years = new Map<number, readonly number[]>();
  const daysOf = (year: number): readonly number[] => {
    const known = years.get(year);
    if (known !== undefined) return known;
    const found = findDays(year, fields);
    years.set(year, found);
    return found;
  };
  // before[n] is how many days there are from 1970 to the beginning of 1970 + n; since[n] from the beginning of 1970 - n.
  const before = [0];
  const since = [0];
  const countBefore = (year: number): number => {
    while (before.length <= year - 1970) before.push((before.at(-1) ?? 0) + daysOf(1970 + before.length - 1).length);
    while (since.length <= 1970 - year) since.push((since.at(-1) ?? 0) + daysOf(1970 - since.length).length);
    return year >= 1970 ? (before[year - 1970] ?? 0) : -(since[1970 - year] ?? 0);
  };
  const rank = (day: number): number => {
    const year = yearOf(day);
    return countBefore(year) + lowerBound(daysOf(year), day);
  };
  return {
    rank,
    has: (day) => rank(day + 1) > rank(day),
    at: (wanted) => {
      const year = blockOfRank(wanted, { near: 1970, countBefore });
      return daysOf(year)[wanted - countBefore(year)] ?? 0;
    },
  };
}

/** The place of the first number that is not less than `value`. */
export function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function dayOf(year: number, month: number, dayOfMonth: number): number {
  return Date.UTC(year, month - 1, dayOfMonth) / DAY;
}

function yearOf(day: number): number {
  return new Date(day * DAY).getUTCFullYear();
}

function findDays(year: number, { daysOfMonth, months, daysOfWeek }: DayFields): readonly number[] {
  const days: number[] = [];
  for (const month of [...months].sort((a, b) => a - b)) {
    const first = dayOf(year, month, 1);
    const length = dayOf(year, month + 1, 1) - first;
    for (let index = 0; index < length; index++) {
      // 1970-01-01 was a Thursday.
      const weekday = (((first + index + 4) % 7) + 7) % 7;
      const byMonth = daysOfMonth?.has(index + 1);
      const byWeek = daysOfWeek?.has(weekday);
      if (byMonth === undefined ? byWeek !== false : byMonth || byWeek === true) days.push(first + index);
    }
  }
  return days;
}
