// The moments at which the local times of a cron come, with clocks going forward and back: next, previous, counted, the n-th; never one by one.
import { blockOfRank } from './block-of-rank.ts';
import type { WallTimes } from './wall-times.ts';
import { blockOf, type Zone, type ZonePiece } from './zone.ts';

export interface Ticks {
  readonly zone: Zone;
  /** The first at or after `time`. */
  from(time: number): number;
  /** The last at or before `time`. */
  until(time: number): number;
  /** How many come before `time`; only differences mean something. */
  rank(time: number): number;
  /** The one of that rank. */
  at(rank: number): number;
}

/**
 * A cron that names each hour of the day ticks whenever clocks show one of its times: every real hour. Any other ticks once for each
 * time it names: where clocks go forward over it, at the first moment after; where it comes twice, at the first.
 */
export function createTicks(walls: WallTimes, zone: Zone): Ticks {
  const blocks = new Map<number, Block>();
  const blockAt = (index: number): Block => {
    const known = blocks.get(index);
    if (known !== undefined) return known;
    const found = countBlock(walls, zone.pieces(index));
    blocks.set(index, found);
    return found;
  };
  // Counted from the beginning of the first block that was asked about, in both directions, as far as was ever asked.
  let origin: number | null = null;
  const after = [0];
  const before = [0];
  const countBefore = (block: number): number => {
    origin ??= block;
    const distance = block - origin;
    while (after.length <= distance) after.push((after.at(-1) ?? 0) + blockAt(origin + after.length - 1).count);
    while (before.length <= -distance) before.push((before.at(-1) ?? 0) + blockAt(origin - before.length).count);
    return distance >= 0 ? (after[distance] ?? 0) : -(before[-distance] ?? 0);
  };

  const rank = (time: number): number => {
    const block = blockOf(time);
    const earlier = countBefore(block);
    const stretch = blockAt(block).stretches.findLast(({ start }) => start < time);
    if (stretch === undefined) return earlier;
    const { end, offset, isLate, earlierWalls, earlierTicks } = stretch;
    return (
      earlier + earlierTicks + (isLate ? 1 : 0) + Math.max(0, walls.rank(Math.min(time, end) + offset) - earlierWalls)
    );
  };

  const at = (wanted: number): number => {
    const block = blockOfRank(wanted, { near: origin ?? 0, countBefore });
    const left = wanted - countBefore(block);
    const stretch = blockAt(block).stretches.findLast(({ earlierTicks }) => earlierTicks <= left);
    if (stretch === undefined) throw new Error(`Block ${block} has no tick ${left}.`);
    const { start, offset, isLate, earlierWalls, earlierTicks } = stretch;
    const index = left - earlierTicks - (isLate ? 1 : 0);
    return index < 0 ? start : walls.at(earlierWalls + index) - offset;
  };

  return {
    zone,
    rank,
    at,
    from: (time) => at(rank(time)),
    until: (time) => at(rank(time + 1) - 1),
  };
}

/** A stretch of time with one offset, and what was counted before it. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly offset: number;
  /** Its first tick is at its start, for times that clocks went over. */
  readonly isLate: boolean;
  /** Rank of the first wall time that comes in it. */
  readonly earlierWalls: number;
  /** Ticks of the block before it. */
  readonly earlierTicks: number;
}

interface Block {
  /** Only such as have ticks. */
  readonly stretches: readonly Stretch[];
  readonly count: number;
}

function countBlock(walls: WallTimes, pieces: readonly ZonePiece[]): Block {
  const stretches: Stretch[] = [];
  let count = 0;
  for (const piece of pieces) {
    const { start, end, offset } = piece;
    const isLate = isLateAt(walls, piece);
    const earlierWalls = walls.rank(firstWall(walls, piece));
    const ticks = (isLate ? 1 : 0) + Math.max(0, walls.rank(end + offset) - earlierWalls);
    if (ticks > 0) stretches.push({ start, end, offset, isLate, earlierWalls, earlierTicks: count });
    count += ticks;
  }
  return { stretches, count };
}

/** Where clocks went back, times that have been already do not come again. */
function firstWall(walls: WallTimes, { start, offset, shown }: ZonePiece): number {
  return walls.everyHour ? start + offset : Math.max(start + offset, shown);
}

/** Times that clocks went over come at the first moment after, together, and with the one that is named for that moment. */
function isLateAt(walls: WallTimes, { start, offset, shown }: ZonePiece): boolean {
  if (walls.everyHour || start + offset <= shown) return false;
  const after = walls.rank(start + offset);
  return after > walls.rank(shown) && walls.rank(start + offset + 1) === after;
}
