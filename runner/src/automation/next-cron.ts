// When a cron ticks next: of one condition, or of everything that runs by itself.
import { nextTick, readCron } from '@headwater/calendar';
import type { AssetNode, Condition, GraphDocument } from '@headwater/graph';

interface Tick {
  readonly cron: string;
  readonly timezone: string | null;
}

/** The next tick of any cron in it; null: there is none. */
export const nextOf = (condition: Condition, now: number): number | null => soonest(cronsIn(condition), now);

/** The next tick of any schedule, and of any condition of the project. */
export function nextCron({ assets }: Pick<GraphDocument, 'assets'>, schedules: readonly Tick[], now: number) {
  return soonest([...cronsOf(assets), ...schedules], now);
}

const known = new WeakMap<readonly AssetNode[], readonly Tick[]>();

/** Of a state of the source they are looked for once, each of them once. */
function cronsOf(assets: readonly AssetNode[]): readonly Tick[] {
  const found = known.get(assets);
  if (found) return found;
  const all = assets.flatMap(({ automation }) => (automation === undefined ? [] : cronsIn(automation)));
  const distinct = new Map(all.map(({ cron, timezone }) => [JSON.stringify([cron, timezone]), { cron, timezone }]));
  const crons = [...distinct.values()];
  known.set(assets, crons);
  return crons;
}

function cronsIn(condition: Condition): readonly Tick[] {
  if ('cron' in condition) return [condition];
  const parts = [
    ...('of' in condition ? [condition.of].flat() : []),
    ...('until' in condition ? [condition.until] : []),
  ];
  return parts.flatMap(cronsIn);
}

/** One that cannot be read never ticks. */
function soonest(crons: readonly Tick[], now: number): number | null {
  const ticks = crons.flatMap(({ cron, timezone }) => {
    const read = readCron(cron, timezone);
    return read.ok ? (nextTick(read.cron, now) ?? []) : [];
  });
  return ticks.length === 0 ? null : Math.min(...ticks);
}
