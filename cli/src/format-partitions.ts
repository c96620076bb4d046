// Partitions as text for a terminal: the ranges of each state, worst first.
import { counted, oneLine } from '@headwater/graph';
import type { PartitionsDocument, PartitionState } from '@headwater/runner';

const STATES: readonly PartitionState[] = ['failed', 'stale', 'missing', 'fresh'];
/** Of one state, where nobody says how many. */
const TOLD = 10;

/** `orders: 30 partitions, 2026-01-01 to 2026-01-30`, then a line for each state. */
export function formatPartitionRanges(
  { key, counts, first, last, ranges }: PartitionsDocument,
  most: number = TOLD,
): string {
  const span = first === null || last === null ? '' : `, ${oneLine(first)} to ${oneLine(last)}`;
  const lines = STATES.filter((state) => counts[state] > 0).map((state) => {
    const of = ranges.filter((range) => range.state === state);
    const told = of.slice(0, most);
    const rest = counts[state] - told.reduce((sum, { count }) => sum + count, 0);
    const words = told.map(({ from, to }) => (from === to ? oneLine(from) : `${oneLine(from)}..${oneLine(to)}`));
    // Where the ranges that came are all of other states, the number stands alone.
    const more = rest === 0 || told.length === 0 ? [] : [`and ${rest.toLocaleString('en-US')} more`];
    return `  ${state.padEnd(7)} ${counts[state].toLocaleString('en-US').padStart(9)}  ${[...words, ...more].join(', ')}`.trimEnd();
  });
  return `${[`${oneLine(key)}: ${counted(counts.total, 'partition')}${span}`, ...lines].join('\n')}\n`;
}
