// Local times as text and as moments: `2026-03-29T06:00` in a time zone is which moment, and which date and time a moment has there.
import { DAY } from './day-set.ts';
import { blockOf, type Zone } from './zone.ts';

/** What clocks show at a moment, in milliseconds as if it were UTC. */
export function wallAt(zone: Zone, time: number): number {
  return time + zone.offsetAt(time);
}

/** The first moment at which clocks show this time; where they go forward over it, the first moment after. */
export function momentOf(zone: Zone, wall: number): number {
  const first = blockOf(wall - DAY);
  for (let block = first; ; block++) {
    const piece = zone.pieces(block).find(({ end, offset }) => wall < end + offset);
    if (piece !== undefined) return Math.max(piece.start, wall - piece.offset);
  }
}

/** True for a moment whose local time was already shown once, before clocks went back. */
export function isSecondTime(zone: Zone, time: number): boolean {
  return momentOf(zone, wallAt(zone, time)) < time;
}

/** `2026-01-01` or `2026-01-01T06:00`, in milliseconds as if it were UTC; null for what is no such time. */
export function readWall(text: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::00)?)?$/.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const date = new Date(wall);
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60;
  return isReal && year >= 1900 ? wall : null;
}

/** `2026-03-29`. */
export function wallDate(wall: number): string {
  const date = new Date(wall);
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

/** `02:00`. */
export function wallTime(wall: number): string {
  const minute = Math.floor(wall / 60_000) - Math.floor(wall / DAY) * 1440;
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** `+01:00`. */
export function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** `2026-03-29 02:00 (Europe/Berlin)`. */
export function momentText(zone: Zone, time: number): string {
  const wall = wallAt(zone, time);
  return `${wallDate(wall)} ${wallTime(wall)} (${zone.name})`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
