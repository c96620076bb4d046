// The door of calendar/: cron ticks and their words, time zones, partitions and their mappings as ranges. Pure: the clock is the caller's.
export { cronWords, nextTick, previousTick, readCron, ticksBetween, type Cron } from './cron.ts';
export { isTimezone } from './zone.ts';
export { openPartitions, partitionKeyProblem, type PartitionsNow } from './open-partitions.ts';
export type { Partitions } from './partitions.ts';
export type { TimeWindow } from './time-grid.ts';
export {
  all,
  has,
  intersect,
  keysIn,
  ofKeys,
  setOf,
  sizeOf,
  subtract,
  union,
  type PartitionSet,
} from './partition-set.ts';
export { rangeText, toRanges } from './ranges.ts';
export { readChoice } from './read-choice.ts';
export { defaultMapping } from './default-mapping.ts';
export { givesOne } from './gives-one.ts';
export { mappingProblem } from './mapping-problem.ts';
export { downstreamPartitions, upstreamPartitions } from './map-partitions.ts';
