// What a time zone does to clocks: the stretches of time in which its offset from UTC stays the same.
import { nearestName } from '@headwater/graph';
import { DAY } from './day-set.ts';

/** From `start` until `end`, in epoch milliseconds, local time is UTC plus `offset`. */
export interface ZonePiece {
  readonly start: number;
  readonly end: number;
  readonly offset: number;
  /**
   * What clocks had shown, as local time, just before `start`: less than what they show there where they went forward, more where
   * they went back.
   */
  readonly shown: number;
}

/** Pieces come in blocks of a year, so that only the years that are asked about are ever looked at. */
export interface Zone {
  readonly name: string;
  /** One after the other, from `blockStart(block)` to that of the next. */
  pieces(block: number): readonly ZonePiece[];
  offsetAt(time: number): number;
}

/** The mean year of the calendar: blocks begin about New Year, when hardly any clock is changed. */
const BLOCK = 365.2425 * DAY;
/** So that two looks are less than seven days apart: the shortest summer there was is one of an hour less, in Recife in 2000. */
const LOOKS = 53;
const BETWEEN_LOOKS = BLOCK / LOOKS;

export function blockOf(time: number): number {
  return Math.floor(time / BLOCK);
}

export function blockStart(block: number): number {
  return block * BLOCK;
}

const zones = new Map<string, Zone>();

/** `name` is one that `isTimezone` accepts. */
export function openZone(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = createZone(name);
  zones.set(name, zone);
  return zone;
}

/** IANA names, as JavaScript itself knows them; offsets such as `+01:00` are no time zones here, for they know no summer. */
export function isTimezone(name: string): boolean {
  if (zones.has(name)) return true;
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with a name that is no time zone; null for one that is. */
export function timezoneProblem(name: string): string | null {
  if (isTimezone(name)) return null;
  const nearest = nearestName(name, ['UTC', ...Intl.supportedValuesOf('timeZone')]);
  const hint = nearest === null ? 'Use an IANA name such as "Europe/Berlin" or "UTC".' : `Did you mean "${nearest}"?`;
  return `Time zone "${name}" is not known. ${hint}`;
}

function createZone(name: string): Zone {
  const offsetOf = name === 'UTC' ? () => 0 : offsetReader(name);
  const blocks = new Map<number, readonly ZonePiece[]>();
  const pieces = (block: number): readonly ZonePiece[] => {
    const known = blocks.get(block);
    if (known !== undefined) return known;
    const found = findPieces(block, offsetOf);
    blocks.set(block, found);
    return found;
  };
  return {
    name,
    pieces,
    offsetAt: (time) => pieces(blockOf(time)).find((piece) => time < piece.end)?.offset ?? 0,
  };
}

/** Looks once in not quite seven days, and where two looks differ for the moment between them: no zone changed twice in such a time. */
function findPieces(block: number, offsetOf: (time: number) => number): readonly ZonePiece[] {
  const first = blockStart(block);
  const pieces: ZonePiece[] = [];
  let start = first;
  let offset = offsetOf(first);
  let shown = shownAt(first, offsetOf);
  for (let look = 0; look < LOOKS; look++) {
    const from = first + look * BETWEEN_LOOKS;
    // A change at the very end of the block begins the next one.
    const until = from + BETWEEN_LOOKS - 1;
    const next = offsetOf(until);
    if (next === offset) continue;
    const change = firstMomentOf(next, { from, until, offsetOf });
    pieces.push({ start, end: change, offset, shown });
    shown = change + offset;
    start = change;
    offset = next;
  }
  pieces.push({ start, end: blockStart(block + 1), offset, shown });
  return pieces;
}

/** What clocks had shown before a block begins, even where they went back some hours before it. */
function shownAt(time: number, offsetOf: (time: number) => number): number {
  const offset = offsetOf(time);
  const from = time - DAY + 1;
  const offsetBefore = offsetOf(time - DAY);
  if (offsetBefore === offset) return time + offset;
  const change = firstMomentOf(offset, { from, until: time, offsetOf });
  return change === time ? time + offsetBefore : Math.max(time + offset, change + offsetBefore);
}

interface Search {
  readonly from: number;
  readonly until: number;
  readonly offsetOf: (time: number) => number;
}

function firstMomentOf(offset: number, { from, until, offsetOf }: Search): number {
  let before = from - 1;
  let after = until;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetOf(middle) === offset) after = middle;
    else before = middle;
  }
  return after;
}

function offsetReader(name: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  return (time) => {
    const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(time));
    if (match?.[1] === undefined) return 0;
    const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
    return (match[1] === '-' ? -1000 : 1000) * seconds;
  };
}
