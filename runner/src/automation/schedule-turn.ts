// Which tick of a schedule is due, and what becomes of those that passed: pure, the clock is the caller's.
import { nextTick, previousTick, ticksBetween, type Cron } from '@headwater/calendar';
import type { CatchUp } from '../automation-protocol.ts';
import type { NamedMemory } from './named-memory.ts';

/** Ticks that no run is for. */
export interface Missed {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

export interface ScheduleTurn {
  /** Null: nothing is due. */
  readonly due: number | null;
  readonly missed: Missed | null;
  /** What is to be remembered when the turn is taken. */
  readonly memory: NamedMemory;
}

/** Of all ticks that passed while it was off: more are left out, the oldest first. */
export const CATCH_UP_AT_MOST = 100;
/** A clock that was further ahead than this was wrong: what was decided for times that are to come is decided again. */
export const WRONG_BY = 24 * 3_600_000;

const nameOf = ({ text, timezone }: Cron): string => `${text}\n${timezone}`;

/**
 * The newest tick since the last that was decided: those between passed while nothing ran here, and the newest stands for them.
 * A schedule that is seen for the first time, or whose cron is another now, begins with its next tick.
 */
export function scheduleTurn(cron: Cron, memory: NamedMemory, now: number): ScheduleTurn {
  const { after, catchUpTo } = memory;
  if (after === null || memory.cron !== nameOf(cron) || after > now + WRONG_BY)
    return { due: null, missed: null, memory: { ...memory, cron: nameOf(cron), after: now, catchUpTo: null } };
  const first = nextTick(cron, after);
  if (first === null || first > now) return { due: null, missed: null, memory };
  if (catchUpTo !== null && first <= catchUpTo)
    return { due: first, missed: null, memory: { ...memory, after: first } };
  const newest = previousTick(cron, now) ?? first;
  return {
    due: newest,
    missed: missedBetween(cron, after, newest - 1),
    memory: { ...memory, after: newest, catchUpTo: null },
  };
}

/** What becomes of the ticks that passed while it was off, now that it is switched on. */
export function switchedOn(
  cron: Cron,
  memory: NamedMemory,
  { now, catchUp }: { readonly now: number; readonly catchUp: CatchUp },
): Pick<ScheduleTurn, 'missed' | 'memory'> {
  const { after } = memory;
  if (after === null || memory.cron !== nameOf(cron) || after > now)
    return { missed: null, memory: scheduleTurn(cron, memory, now).memory };
  switch (catchUp) {
    case 'skip':
      return {
        missed: missedBetween(cron, after, now),
        // Nor is what was decided before and had not begun.
        memory: { ...memory, after: now, catchUpTo: null, waiting: [] },
      };
    case 'latest':
      return { missed: null, memory };
    case 'all': {
      const oldest = newestOf(cron, { after, until: now, count: CATCH_UP_AT_MOST });
      return {
        missed: missedBetween(cron, after, oldest - 1),
        memory: { ...memory, after: oldest - 1, catchUpTo: now },
      };
    }
  }
}

function missedBetween(cron: Cron, after: number, until: number): Missed | null {
  const { ticks, more } = ticksBetween(cron, { after, until, limit: 1 });
  const [first] = ticks;
  const last = previousTick(cron, until);
  return first === undefined || last === null ? null : { first, last, count: 1 + more };
}

/** The first of the newest so many ticks; the time after `until` when there are none. */
function newestOf(cron: Cron, { after, until, count }: { after: number; until: number; count: number }): number {
  let oldest = until + 1;
  for (let left = count; left > 0; left -= 1) {
    const before = previousTick(cron, oldest - 1);
    if (before === null || before <= after) break;
    oldest = before;
  }
  return oldest;
}
