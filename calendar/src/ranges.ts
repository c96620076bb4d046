// Sets of partitions as keys: ranges from one key to another, and their text.
import type { PartitionRange } from '@headwater/graph';
import type { PartitionSet } from './partition-set.ts';
import type { Partitions } from './partitions.ts';
import { rectanglesOf } from './rectangles.ts';

/** Of two dimensions each range is a rectangle, from the key of one corner to that of the other. */
export function toRanges(set: PartitionSet, partitions: Partitions): PartitionRange[] {
  const { keyAt, dimensions } = partitions;
  if (dimensions === null) {
    return set.map(([first, last]) => ({ from: keyAt(first), to: keyAt(last), count: last - first + 1 }));
  }
  const width = dimensions[1].partitions.count;
  return rectanglesOf(set, width).flatMap(({ rows: [top, bottom], columns }) =>
    columns.map(([first, last]) => ({
      from: keyAt(top * width + first),
      to: keyAt(bottom * width + last),
      count: (bottom - top + 1) * (last - first + 1),
    })),
  );
}

/** `2026-01-01`, `2026-01-01..2026-01-31`, `2026-01-01..2026-01-31|us`: what `readChoice` reads back. */
export function rangeText({ from, to }: PartitionRange): string {
  const ends = to.split('|');
  return from
    .split('|')
    .map((key, index) => (key === ends[index] ? key : `${key}..${ends[index] ?? ''}`))
    .join('|');
}
