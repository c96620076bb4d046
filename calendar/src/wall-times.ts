// The local times a cron names, counted, as if no clock were ever changed. A wall time is what clocks show, in milliseconds as if it were UTC.
import { DAY, lowerBound, type DaySet } from './day-set.ts';

export interface WallTimes {
  /** How many come before `wall`, counted from 1970. */
  rank(wall: number): number;
  /** The one of that rank. */
  at(rank: number): number;
  /** It names each of the 24 hours: then it follows time itself, not the clock on the wall. */
  readonly everyHour: boolean;
}

/** `minutes` are those of the day, sorted: the same ones on each day of `days`. */
export function wallTimes(days: DaySet, minutes: readonly number[]): WallTimes {
  const perDay = minutes.length;
  return {
    everyHour: new Set(minutes.map((minute) => Math.floor(minute / 60))).size === 24,
    rank: (wall) => {
      const day = Math.floor(wall / DAY);
      const within = days.has(day) ? lowerBound(minutes, (wall - day * DAY) / 60_000) : 0;
      return days.rank(day) * perDay + within;
    },
    at: (rank) => {
      const dayRank = Math.floor(rank / perDay);
      return days.at(dayRank) * DAY + (minutes[rank - dayRank * perDay] ?? 0) * 60_000;
    },
  };
}
