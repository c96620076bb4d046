// Says partitions in words: how many are how, and in what an asset is sliced.
import type { PartitionCounts, PartitionsDefinition } from '@headwater/graph';
import { formatNumber } from './format.ts';

export const PARTITION_STATES = ['fresh', 'stale', 'failed', 'missing'] as const;

export type PartitionPart = (typeof PARTITION_STATES)[number];

/** `12 of 30 partitions fresh, 2 stale, 16 missing`. */
export function partitionWords(counts: PartitionCounts): string {
  const { total } = counts;
  if (total === 0) return 'no partition yet';
  if (counts.fresh === total) return `all ${formatNumber(total)} partitions fresh`;
  const others = PARTITION_STATES.filter((state) => state !== 'fresh' && counts[state] > 0);
  return [
    `${formatNumber(counts.fresh)} of ${formatNumber(total)} partitions fresh`,
    ...others.map((state) => `${formatNumber(counts[state])} ${state}`),
  ].join(', ');
}

/** What part of the bar a state takes, in percent. */
interface PartitionShare {
  readonly state: PartitionPart;
  readonly from: number;
  readonly share: number;
}

/** None is so small that it cannot be seen. */
export function partitionShares(counts: PartitionCounts): readonly PartitionShare[] {
  const present = PARTITION_STATES.filter((state) => counts[state] > 0);
  const seen = present.map((state) => Math.max(3, (counts[state] / Math.max(1, counts.total)) * 100));
  const sum = seen.reduce((all, each) => all + each, 0);
  let from = 0;
  return present.map((state, index) => {
    const share = ((seen[index] ?? 0) / sum) * 100;
    from += share;
    return { state, from: from - share, share };
  });
}

const EVERY = { hour: 'hourly', day: 'daily', week: 'weekly', month: 'monthly' } as const;

/** `daily from 2026-01-01, Europe/Berlin`, `us, de, fr`, `day × country`. */
export function definitionWords(of: PartitionsDefinition): string {
  switch (of.is) {
    case 'time': {
      const every = of.every === 'cron' ? `at ${of.cron ?? 'a cron'}` : EVERY[of.every];
      return `${every} from ${of.start}${of.end === null ? '' : ` to ${of.end}`}, ${of.timezone}`;
    }
    case 'static':
      return of.keys.length > 6 ? `${formatNumber(of.keys.length)} names` : of.keys.join(', ');
    case 'dynamic':
      return `names added to ${of.name}`;
    case 'multi':
      return Object.entries(of.dimensions)
        .map(([name, dimension]) => `${name} (${definitionWords(dimension)})`)
        .join(' × ');
  }
}
