// When a cron ticks next: of one condition, or of everything that runs by itself.
import { nextTick, readCron } from '@headwater/calendar';
import type { AssetNode, Condition, GraphDocument } from '@headwater/graph';
import type { Tick } from './compile-condition.ts';

/** The next tick of any cron in a condition; null: there is none. Many conditions of a project have the same cron. */
export function nextTicks(now: number): (condition: Condition) => number | null {
  const ticks = new Map<string, number | null>();
  const next = (tick: Tick): number | null => {
    const name = nameOf(tick);
    const known = ticks.get(name);
    if (known !== undefined) return known;
    const found = tickAfter(tick, now);
    ticks.set(name, found);
    return found;
  };
  return (condition) => earliest(cronsIn(condition).map(next));
}

/** The next tick of any schedule, and of any condition of the project. */
export function nextCron({ assets }: Pick<GraphDocument, 'assets'>, schedules: readonly Tick[], now: number) {
  return earliest([...cronsOf(assets), ...schedules].map((tick) => tickAfter(tick, now)));
}

const known = new WeakMap<readonly AssetNode[], readonly Tick[]>();

/** Of a state of the source they are looked for once, each of them once. */
function cronsOf(assets: readonly AssetNode[]): readonly Tick[] {
  const found = known.get(assets);
  if (found) return found;
  const all = assets.flatMap(({ automation }) => (automation === undefined ? [] : cronsIn(automation)));
  const distinct = new Map(all.map(({ cron, timezone }) => [nameOf({ cron, timezone }), { cron, timezone }]));
  const crons = [...distinct.values()];
  known.set(assets, crons);
  return crons;
}

const nameOf = ({ cron, timezone }: Tick): string => JSON.stringify([cron, timezone]);

function cronsIn(condition: Condition): readonly Tick[] {
  if ('cron' in condition) return [condition];
  const parts = [
    ...('of' in condition ? [condition.of].flat() : []),
    ...('until' in condition ? [condition.until] : []),
  ];
  return parts.flatMap(cronsIn);
}

/** One that cannot be read never ticks. */
function tickAfter({ cron, timezone }: Tick, now: number): number | null {
  const read = readCron(cron, timezone);
  return read.ok ? nextTick(read.cron, now) : null;
}

function earliest(times: readonly (number | null)[]): number | null {
  const ticks = times.filter((time) => time !== null);
  return ticks.length === 0 ? null : Math.min(...ticks);
}
