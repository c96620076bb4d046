// Ticks of schedules: once each, once after downtime, and what each way of catching up does.
import { readCron, ticksBetween, type Cron } from '@headwater/calendar';
import { expect, test } from 'vitest';
import { emptyMemory, type NamedMemory } from './named-memory.ts';
import { CATCH_UP_AT_MOST, scheduleTurn, switchedOn, type Missed } from './schedule-turn.ts';

const at = (text: string): number => Date.parse(text);
function cronOf(text: string, timezone: string | null = null): Cron {
  const read = readCron(text, timezone);
  if (!read.ok) throw new Error(read.message);
  return read.cron;
}
const first = (cron: Cron, time: string): NamedMemory =>
  scheduleTurn(cron, emptyMemory('schedule', 's'), at(time)).memory;

/** Looks every `step`, and takes what is due. */
function live(cron: Cron, memory: NamedMemory, { from, to, step }: { from: number; to: number; step: number }) {
  const fired: number[] = [];
  const missed: Missed[] = [];
  for (let now = from; now <= to; now += step) {
    const turn = scheduleTurn(cron, memory, now);
    memory = turn.memory;
    if (turn.due !== null) fired.push(turn.due);
    if (turn.missed) missed.push(turn.missed);
  }
  return { fired, missed, memory };
}

test('a tick is due once, however often it is looked', () => {
  const cron = cronOf('*/10 * * * *');
  const from = at('2026-03-01T00:03:00Z');
  const to = from + 6 * 3_600_000;
  const { fired, missed } = live(cron, first(cron, '2026-03-01T00:03:00Z'), { from, to, step: 7000 });
  expect(fired).toEqual(ticksBetween(cron, { after: from, until: to, limit: 100 }).ticks);
  expect(missed).toEqual([]);
});

test('F08 eight in the morning in Berlin over both changes of the clock: one run a day', () => {
  const cron = cronOf('0 8 * * *', 'Europe/Berlin');
  const days = (from: string, to: string): string[] =>
    live(cron, first(cron, from), { from: at(from), to: at(to), step: 30_000 }).fired.map((tick) =>
      new Date(tick).toISOString(),
    );
  expect(days('2026-03-27T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
    '2026-03-28T07:00:00.000Z',
    '2026-03-29T06:00:00.000Z',
    '2026-03-30T06:00:00.000Z',
  ]);
  expect(days('2026-10-23T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual([
    '2026-10-24T06:00:00.000Z',
    '2026-10-25T07:00:00.000Z',
    '2026-10-26T07:00:00.000Z',
  ]);
});

test('after a sleep over ten ticks the newest is due, and one line stands for the nine', () => {
  const cron = cronOf('0 * * * *');
  const turn = scheduleTurn(cron, first(cron, '2026-03-01T00:30:00Z'), at('2026-03-01T10:15:00Z'));
  expect(turn).toMatchObject({
    due: at('2026-03-01T10:00:00Z'),
    missed: { first: at('2026-03-01T01:00:00Z'), last: at('2026-03-01T09:00:00Z'), count: 9 },
  });
  expect(scheduleTurn(cron, turn.memory, at('2026-03-01T10:15:30Z')).due).toBeNull();
});

test('a clock that is set back repeats no tick; one that was days ahead is no reason to stand still for days', () => {
  const cron = cronOf('0 * * * *');
  const { memory } = scheduleTurn(cron, first(cron, '2026-03-01T08:30:00Z'), at('2026-03-01T10:05:00Z'));
  for (const now of ['2026-03-01T09:00:00Z', '2026-03-01T09:59:00Z', '2026-03-01T10:06:00Z'])
    expect(scheduleTurn(cron, memory, at(now)).due).toBeNull();
  expect(scheduleTurn(cron, memory, at('2026-03-01T11:00:00Z')).due).toBe(at('2026-03-01T11:00:00Z'));
  const wrong = scheduleTurn(cron, memory, at('2026-02-01T10:30:00Z'));
  expect(scheduleTurn(cron, wrong.memory, at('2026-02-01T11:00:00Z')).due).toBe(at('2026-02-01T11:00:00Z'));
});

test('another cron begins with its own next tick', () => {
  const memory = first(cronOf('0 * * * *'), '2026-03-01T08:30:00Z');
  const other = cronOf('*/5 * * * *');
  const turn = scheduleTurn(other, memory, at('2026-03-01T12:02:00Z'));
  expect(turn.due).toBeNull();
  expect(scheduleTurn(other, turn.memory, at('2026-03-01T12:05:00Z')).due).toBe(at('2026-03-01T12:05:00Z'));
});

test('B15 switched on again: skip runs none of what passed, latest the newest, all each in order and no more than there is a bound', () => {
  const cron = cronOf('0 * * * *');
  const memory = first(cron, '2026-03-01T00:30:00Z');
  const now = at('2026-03-01T03:15:00Z');
  const to = now + 5 * 60_000;
  const fired = (catchUp: 'skip' | 'latest' | 'all', before = memory, time = now) => {
    const on = switchedOn(cron, before, { now: time, catchUp });
    const after = live(cron, on.memory, { from: time, to: Math.max(to, time + 3_000_000), step: 10_000 });
    return {
      ticks: after.fired,
      missed: [...(on.missed ? [on.missed] : []), ...after.missed].map(({ count }) => count),
    };
  };
  const hours = (...of: number[]): number[] => of.map((hour) => at(`2026-03-01T0${String(hour)}:00:00Z`));
  expect(fired('skip')).toEqual({ ticks: hours(4), missed: [3] });
  expect(fired('latest')).toEqual({ ticks: hours(3, 4), missed: [2] });
  expect(fired('all')).toEqual({ ticks: hours(1, 2, 3, 4), missed: [] });
  const long = fired('all', memory, memory.after! + 1000 * 3_600_000);
  expect(long.ticks.length).toBe(CATCH_UP_AT_MOST + 1);
  expect(long.missed).toEqual([900]);
});
