// Windows of time that follow each other without end: each begins at a tick of a cron and has a key made of its beginning.
import type { TimePartitions } from '@headwater/graph';
import { readCron } from './cron.ts';
import { DAY } from './day-set.ts';
import type { Ticks } from './ticks.ts';
import { isSecondTime, momentOf, offsetText, readWall, wallAt, wallDate, wallTime } from './wall-clock.ts';
import { openZone, timezoneProblem, type Zone } from './zone.ts';

/** In epoch milliseconds, `end` exclusive. */
export interface TimeWindow {
  readonly start: number;
  readonly end: number;
}

/** Places are counted from its start and go on in both directions: whether a partition exists is not asked here. */
export interface TimeGrid {
  readonly zone: Zone;
  startOf(index: number): number;
  windowOf(index: number): TimeWindow;
  /** That whose window this moment is in. */
  indexAt(time: number): number;
  keyOf(index: number): string;
  /** Null for what is no key of these windows. */
  indexOfKey(key: string): number | null;
  /** Exclusive; null: there is none. */
  readonly end: number | null;
}

export type GridReading =
  { readonly ok: true; readonly grid: TimeGrid } | { readonly ok: false; readonly message: string };

export function readGrid(definition: TimePartitions): GridReading {
  const bad = (message: string): GridReading => ({ ok: false, message });
  const unknownZone = timezoneProblem(definition.timezone);
  if (unknownZone !== null) return bad(unknownZone);
  const start = readWall(definition.start);
  if (start === null) return bad(badTime('start', definition.start));
  const end = definition.end === null ? null : readWall(definition.end);
  if (definition.end !== null && end === null) return bad(badTime('end', definition.end));
  if (!Number.isInteger(definition.endOffset)) return bad(`endOffset is ${definition.endOffset}: use a whole number.`);
  if (definition.every === 'month' && new Date(start).getUTCDate() > 28) {
    return bad(
      `start is "${definition.start}", and not every month has such a day: begin months on one of the days 1 to 28.`,
    );
  }
  if (definition.every === 'cron' && definition.cron === null) return bad('Partitions by cron need a cron.');
  const reading = readCron(cronOf(definition, start), definition.timezone);
  if (!reading.ok) return reading;
  const zone = openZone(definition.timezone);
  const grid = createGrid(definition, {
    ticks: reading.cron.ticks,
    start,
    end: end === null ? null : momentOf(zone, end),
  });
  if (grid.end !== null && grid.startOf(1) > grid.end) {
    return bad(
      `There is no partition between start "${definition.start}" and end "${definition.end ?? ''}": the first one would end after that.`,
    );
  }
  return { ok: true, grid };
}

function badTime(name: string, text: string): string {
  return `${name} "${text}" is no time that can be read. Write a local date such as "2026-01-01", or with a time "2026-01-01T06:00"; the time zone is an option of its own.`;
}

/** Hours, days, weeks and months begin as `start` does: the minute, the time of day, the day of the week, the day of the month. */
function cronOf({ every, cron }: TimePartitions, start: number): string {
  const date = new Date(start);
  const minute = date.getUTCMinutes();
  const time = `${minute} ${date.getUTCHours()}`;
  if (every === 'hour') return `${minute} * * * *`;
  if (every === 'day') return `${time} * * *`;
  if (every === 'week') return `${time} * * ${date.getUTCDay()}`;
  if (every === 'month') return `${time} ${date.getUTCDate()} * *`;
  return cron ?? '';
}

interface GridParts {
  readonly ticks: Ticks;
  readonly start: number;
  readonly end: number | null;
}

function createGrid({ every }: TimePartitions, { ticks, start, end }: GridParts): TimeGrid {
  const { zone } = ticks;
  const first = ticks.rank(momentOf(zone, start));
  const byDate = every === 'day' || every === 'week' || every === 'month';
  // Days that begin at 06:00 are called by the date of that 06:00, even where clocks go over it.
  const timeOfDay = byDate ? start - Math.floor(start / DAY) * DAY : 0;
  const startOf = (index: number): number => ticks.at(first + index);
  const indexAt = (time: number): number => ticks.rank(time + 1) - 1 - first;
  const keyOf = (index: number): string => {
    const time = startOf(index);
    const wall = wallAt(zone, time);
    if (byDate) return wallDate(wall - timeOfDay);
    const key = `${wallDate(wall)}-${wallTime(wall)}`;
    return isSecondTime(zone, time) ? key + offsetText(zone.offsetAt(time)) : key;
  };
  const indexOfKey = (key: string): number | null => {
    const match = /^(\d{4}-\d\d-\d\d)(?:-(\d\d:\d\d)(?:[+-]\d\d:\d\d)?)?$/.exec(key);
    const wall =
      match === null ? null : readWall(match[2] === undefined ? (match[1] ?? '') : `${match[1]}T${match[2]}`);
    if (wall === null) return null;
    // A key names one of the few windows around each moment at which clocks show its time.
    const moment = momentOf(zone, wall + timeOfDay);
    const later = wall + timeOfDay - zone.offsetAt(moment + DAY);
    for (const time of [moment, later]) {
      const near = indexAt(time);
      for (const index of [near, near - 1, near + 1]) if (keyOf(index) === key) return index;
    }
    return null;
  };
  return {
    zone,
    end,
    startOf,
    windowOf: (index) => ({ start: startOf(index), end: startOf(index + 1) }),
    indexAt,
    keyOf,
    indexOfKey,
  };
}
