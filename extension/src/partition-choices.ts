// What a person can choose among an asset's partitions: the latest, all that are missing or stale, ranges, single ones, and what they type.
import { counted } from '@headwater/graph';
import type { PartitionEntry, PartitionsDocument, PartitionState } from '@headwater/runner/protocol';

export interface PartitionChoice {
  readonly label: string;
  readonly description: string;
  readonly detail?: string;
  /** A key or a range `from..to` each; null: all there are. */
  readonly partitions: readonly string[] | null;
  /** How many partitions it names, of whatever state; null: only the host can say. */
  readonly count: number | null;
  /** `stale`: all that are not fresh. */
  readonly only?: 'missing' | 'stale';
}

const ICONS: Readonly<Record<PartitionState, string>> = {
  fresh: '$(pass)',
  stale: '$(warning)',
  missing: '$(circle-outline)',
  failed: '$(error)',
};

/** More ranges than these are found by typing. */
const RANGES = 12;

/** `page` are the newest partitions. What was typed comes first, as it is the person's own word. */
export function partitionChoices({ counts, last, ranges, page }: PartitionsDocument, typed: string): PartitionChoice[] {
  const newest = page.at(-1);
  const own = typed.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
  return [
    ...(own.length === 0 || own.join() === newest?.key ? [] : [typedChoice(own)]),
    ...(last !== null && newest?.key === last
      ? [{ ...single(newest), label: `${ICONS[newest.state]} Latest: ${last}` }]
      : []),
    ...(counts.missing > 0
      ? [{ ...whole('missing', counts.missing), label: '$(circle-outline) All that are missing' }]
      : []),
    ...(counts.stale + counts.failed > 0
      ? [{ ...whole('stale', counts.total - counts.fresh), label: '$(warning) All that are missing, stale or failed' }]
      : []),
    ...(counts.total > 1
      ? [
          {
            label: '$(layers) All',
            description: counted(counts.total, 'partition'),
            partitions: null,
            count: counts.total,
          },
        ]
      : []),
    ...ranges
      .filter(({ state, count }) => state !== 'fresh' && count > 1)
      .slice(-RANGES)
      .reverse()
      .map(({ from, to, count, state }) => ({
        label: `${ICONS[state]} ${from} to ${to}`,
        description: `${count.toLocaleString('en-US')} ${state}`,
        partitions: [`${from}..${to}`],
        count,
      })),
    ...page
      .toReversed()
      .filter(({ key }) => key !== last)
      .map(single),
  ];
}

function single({ key, state, causes }: PartitionEntry): PartitionChoice {
  const [why] = causes;
  return {
    label: `${ICONS[state]} ${key}`,
    description: state,
    ...(why !== undefined && { detail: why }),
    partitions: [key],
    count: 1,
  };
}

const whole = (only: 'missing' | 'stale', count: number): Omit<PartitionChoice, 'label'> => ({
  description: counted(count, 'partition'),
  partitions: null,
  count,
  only,
});

/** `2026-01-01..2026-01-31, 2026-03-01`: the host says whether they are there. */
function typedChoice(partitions: readonly string[]): PartitionChoice {
  const [only] = partitions;
  const isOne = partitions.length === 1 && only !== undefined && !only.includes('..');
  return {
    label: `$(edit) ${partitions.join(', ')}`,
    description: isOne ? 'this partition' : 'what is typed: a key, or from..to, with commas between',
    partitions,
    count: isOne ? 1 : null,
  };
}
