// Definitions of partitions for tests, and what exists of them at a moment.
import type { PartitionsDefinition, TimePartitions } from '@headwater/graph';
import { openPartitions } from './open-partitions.ts';
import type { Partitions } from './partitions.ts';

/** From 2026-01-01 in UTC, unless something else is said. */
export function timePartitions(every: TimePartitions['every'], options: Partial<TimePartitions> = {}): TimePartitions {
  return { is: 'time', every, cron: null, start: '2026-01-01', end: null, timezone: 'UTC', endOffset: 0, ...options };
}

export function opened(definition: PartitionsDefinition, now = '2027-01-01T12:00Z'): Partitions {
  const reading = openPartitions(definition, { now: Date.parse(now), dynamicKeys: () => ['ann', 'bob', 'eve'] });
  if (!reading.ok) throw new Error(reading.message);
  return reading.partitions;
}

export const COUNTRIES: PartitionsDefinition & { is: 'static' } = { is: 'static', keys: ['us', 'de', 'fr'] };

export function places(set: readonly (readonly [number, number])[]): number[] {
  return set.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
}
