// Opens a definition of partitions: what exists of it now, or a sentence that says why it cannot be.
import type { OneDimension, PartitionsDefinition, TimePartitions, TwoDimensions } from '@headwater/graph';
import type { Dimension, Partitions } from './partitions.ts';
import { readGrid, type TimeGrid } from './time-grid.ts';

export interface PartitionsNow {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Keys added so far under the name of dynamic partitions; without it there are none. */
  readonly dynamicKeys?: (name: string) => readonly string[];
}

export type PartitionsReading =
  { readonly ok: true; readonly partitions: Partitions } | { readonly ok: false; readonly message: string };

export function openPartitions(definition: PartitionsDefinition, now: PartitionsNow): PartitionsReading {
  return definition.is === 'multi' ? openTwo(definition, now) : openOne(definition, now);
}

function openOne(definition: OneDimension, { now, dynamicKeys }: PartitionsNow): PartitionsReading {
  if (definition.is === 'time') return openTime(definition, now);
  const keys = definition.is === 'static' ? definition.keys : (dynamicKeys?.(definition.name) ?? []);
  const problem = definition.is === 'static' ? keysProblem(keys) : null;
  if (problem !== null) return { ok: false, message: problem };
  const places = new Map(keys.map((key, index) => [key, index]));
  return {
    ok: true,
    partitions: {
      definition,
      count: keys.length,
      keyAt: (index) => keys[index] ?? outside(index, keys.length),
      indexOf: (key) => places.get(key) ?? null,
      windowOf: () => null,
      time: null,
      dimensions: null,
    },
  };
}

function keysProblem(keys: readonly string[]): string | null {
  if (keys.length === 0) return 'There are no keys: name at least one.';
  const seen = new Set<string>();
  for (const key of keys) {
    const problem = partitionKeyProblem(key);
    if (problem !== null) return problem;
    if (seen.has(key)) return `Key "${key}" is there twice: each partition needs a key of its own.`;
    seen.add(key);
  }
  return null;
}

/** Why this cannot be the key of a partition; null for one that can. */
export function partitionKeyProblem(key: string): string | null {
  const said = `Partition key ${JSON.stringify(key)}`;
  if (key.trim() === '') return 'A partition key is empty: give it at least one character.';
  if (key !== key.trim()) return `${said} begins or ends with a space: leave it out.`;
  if (key === '*') return 'A partition key cannot be "*": that stands for all of them.';
  if (/[\p{Cc}\p{Cs}]/u.test(key)) return `${said} contains a control character: use printable ones.`;
  if (key.includes('|')) return `${said} contains "|", which joins two dimensions: leave it out.`;
  if (key.includes('..')) return `${said} contains "..", which makes ranges: leave it out.`;
  return null;
}

function openTime(definition: TimePartitions, now: number): PartitionsReading {
  const reading = readGrid(definition);
  if (!reading.ok) return reading;
  const { grid } = reading;
  const count = countOf(grid, { now, endOffset: definition.endOffset });
  const within = (index: number): number => (index >= 0 && index < count ? index : outside(index, count));
  return {
    ok: true,
    partitions: {
      definition,
      count,
      keyAt: (index) => grid.keyOf(within(index)),
      indexOf: (key) => {
        const index = grid.indexOfKey(key);
        return index !== null && index >= 0 && index < count ? index : null;
      },
      windowOf: (index) => grid.windowOf(within(index)),
      time: grid,
      dimensions: null,
    },
  };
}

/** A partition exists once its window has ended, and none goes beyond the end. What lies ahead is not counted: it may be far. */
function countOf(grid: TimeGrid, { now, endOffset }: { now: number; endOffset: number }): number {
  if (now < grid.startOf(-endOffset)) return 0;
  const ended = grid.indexAt(now) + endOffset;
  return grid.end !== null && grid.startOf(ended) > grid.end ? grid.indexAt(grid.end) : ended;
}

function openTwo(definition: TwoDimensions, now: PartitionsNow): PartitionsReading {
  const entries = Object.entries(definition.dimensions);
  const [one, other] = entries;
  if (one === undefined || other === undefined || entries.length > 2) {
    return {
      ok: false,
      message: `Partitions of several dimensions have two, and here ${entries.length === 1 ? 'is 1' : `are ${entries.length}`}.`,
    };
  }
  const first = openOne(one[1], now);
  if (!first.ok) return { ok: false, message: `Dimension "${one[0]}": ${first.message}` };
  const second = openOne(other[1], now);
  if (!second.ok) return { ok: false, message: `Dimension "${other[0]}": ${second.message}` };
  const dimensions = [
    { name: one[0], partitions: first.partitions },
    { name: other[0], partitions: second.partitions },
  ] as const;
  return { ok: true, partitions: joinDimensions(definition, dimensions) };
}

function joinDimensions(definition: TwoDimensions, dimensions: readonly [Dimension, Dimension]): Partitions {
  const rows = dimensions[0].partitions;
  const columns = dimensions[1].partitions;
  const count = rows.count * columns.count;
  const place = (index: number): readonly [number, number] => {
    if (index < 0 || index >= count) return outside(index, count);
    return [Math.floor(index / columns.count), index % columns.count];
  };
  return {
    definition,
    count,
    keyAt: (index) => {
      const [row, column] = place(index);
      return `${rows.keyAt(row)}|${columns.keyAt(column)}`;
    },
    indexOf: (key) => {
      const parts = key.split('|');
      if (parts.length !== 2) return null;
      const row = rows.indexOf(parts[0] ?? '');
      const column = columns.indexOf(parts[1] ?? '');
      return row === null || column === null ? null : row * columns.count + column;
    },
    windowOf: (index) => {
      const [row, column] = place(index);
      return rows.windowOf(row) ?? columns.windowOf(column);
    },
    time: null,
    dimensions,
  };
}

function outside(index: number, count: number): never {
  throw new RangeError(`There is no partition ${index}: there are ${count}.`);
}
