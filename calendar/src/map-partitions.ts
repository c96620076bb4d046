// Which partitions of an input some partitions need, and which partitions need some of the input: the same relation from both ends.
import type { PartitionMapping } from '@headwater/graph';
import { defaultMapping } from './default-mapping.ts';
import { shapeProblem, type MappingSides } from './mapping-problem.ts';
import { all, has, intersect, keysIn, ofKeys, setOf, type PartitionSet } from './partition-set.ts';
import type { Dimension, Partitions } from './partitions.ts';
import { rectanglesOf, setOfRectangles } from './rectangles.ts';
import type { TimeGrid } from './time-grid.ts';

/** An asset that is made whole is null: one partition, at place 0. */
export interface MappedSides {
  readonly mapping: PartitionMapping;
  readonly downstream: Partitions | null;
  readonly upstream: Partitions | null;
}

/** Those of `upstream` that these partitions of `downstream` need; only such as exist. */
export function upstreamPartitions(set: PartitionSet, sides: MappedSides): PartitionSet {
  const both = readSides(sides);
  return mapUp(intersect(set, all(both.downstream)), both);
}

/** Those of `downstream` that need any of these partitions of `upstream`; only such as exist. */
export function downstreamPartitions(set: PartitionSet, sides: MappedSides): PartitionSet {
  const both = readSides(sides);
  return mapDown(intersect(set, all(both.upstream)), both);
}

interface Sides {
  readonly mapping: PartitionMapping;
  readonly downstream: Partitions;
  readonly upstream: Partitions;
}

const WHOLE: Partitions = {
  definition: { is: 'static', keys: [''] },
  count: 1,
  keyAt: () => '',
  indexOf: (key) => (key === '' ? 0 : null),
  windowOf: () => null,
  time: null,
  dimensions: null,
};

/** The sides that each mapping was last found to fit: it is asked about one partition after the other. */
const fitting = new WeakMap<PartitionMapping, MappingSides>();

/** Whoever maps has asked `mappingProblem` before: here it would be a bug. */
function readSides({ mapping, downstream, upstream }: MappedSides): Sides {
  const sides = { downstream: downstream?.definition, upstream: upstream?.definition };
  const before = fitting.get(mapping);
  if (before === undefined || before.downstream !== sides.downstream || before.upstream !== sides.upstream) {
    const problem = shapeProblem(mapping, sides);
    if (problem !== null) throw new Error(problem);
    fitting.set(mapping, sides);
  }
  return { mapping, downstream: downstream ?? WHOLE, upstream: upstream ?? WHOLE };
}

function mapUp(set: PartitionSet, sides: Sides): PartitionSet {
  const { mapping, downstream, upstream } = sides;
  if (set.length === 0 || upstream.count === 0) return [];
  switch (mapping.is) {
    case 'all':
      return all(upstream);
    case 'last':
      return [[upstream.count - 1, upstream.count - 1]];
    case 'identity': {
      const pairing = pairDimensions(downstream, upstream);
      return pairing === null
        ? intersect(set, all(upstream))
        : mapTwo(set, { pairing, step: mapUp, from: downstream, to: upstream });
    }
    case 'window': {
      const [down, up] = grids(sides);
      const ranges = set.map(([first, last]): [number, number] => [
        up.indexAt(down.startOf(first + mapping.startOffset)),
        up.indexAt(down.startOf(last + mapping.endOffset + 1) - 1),
      ]);
      return intersect(setOf(ranges), all(upstream));
    }
    case 'static': {
      const wanted = keysIn(set, downstream).flatMap(
        (key) => (Object.hasOwn(mapping.keys, key) ? mapping.keys[key] : []) ?? [],
      );
      return ofKeys(wanted, upstream);
    }
    case 'dimension':
      return mapDimension(set, { name: mapping.name, from: downstream, to: upstream, step: mapUp });
  }
}

function mapDown(set: PartitionSet, sides: Sides): PartitionSet {
  const { mapping, downstream, upstream } = sides;
  if (set.length === 0 || downstream.count === 0) return [];
  switch (mapping.is) {
    case 'all':
      return all(downstream);
    case 'last':
      return has(set, upstream.count - 1) ? all(downstream) : [];
    case 'identity': {
      const pairing = pairDimensions(upstream, downstream);
      return pairing === null
        ? intersect(set, all(downstream))
        : mapTwo(set, { pairing, step: stepDown, from: upstream, to: downstream });
    }
    case 'window': {
      const [down, up] = grids(sides);
      const ranges = set.map(([first, last]): [number, number] => [
        down.indexAt(up.startOf(first)) - mapping.endOffset,
        down.indexAt(up.startOf(last + 1) - 1) - mapping.startOffset,
      ]);
      return intersect(setOf(ranges), all(downstream));
    }
    case 'static': {
      const needs = Object.entries(mapping.keys).filter(([, keys]) =>
        keys.some((key) => holds(set, upstream.indexOf(key))),
      );
      return ofKeys(
        needs.map(([key]) => key),
        downstream,
      );
    }
    case 'dimension':
      return mapDimension(set, { name: mapping.name, from: upstream, to: downstream, step: stepDown });
  }
}

/** One step from where the set is to where it is wanted: so that both directions share what goes by dimensions. */
type Step = (set: PartitionSet, sides: Sides) => PartitionSet;

const stepDown: Step = (set, { mapping, downstream, upstream }) =>
  mapDown(set, { mapping, downstream: upstream, upstream: downstream });

interface Crossing {
  readonly from: Partitions;
  readonly to: Partitions;
  /** From `from`, told as `downstream`, to `to`, told as `upstream`. */
  readonly step: Step;
}

function crossOne(set: PartitionSet, { from, to, step }: Crossing): PartitionSet {
  const mapping = defaultMapping(from.definition, to.definition);
  return step(set, { mapping, downstream: from, upstream: to });
}

/** From one dimension of two to a single one, or from a single one to all that have it as that dimension. */
function mapDimension(set: PartitionSet, { name, from, to, step }: Crossing & { readonly name: string }): PartitionSet {
  if (from.dimensions !== null) {
    const [rows, columns] = from.dimensions;
    const rectangles = rectanglesOf(set, columns.partitions.count);
    const isRow = rows.name === name;
    const projected = setOf(rectangles.flatMap((one): PartitionSet => (isRow ? [one.rows] : one.columns)));
    return crossOne(projected, { from: (isRow ? rows : columns).partitions, to, step });
  }
  if (to.dimensions === null) throw new Error(`Neither side has a dimension "${name}".`);
  const [rows, columns] = to.dimensions;
  const isRow = rows.name === name;
  const mapped = crossOne(set, { from, to: (isRow ? rows : columns).partitions, step });
  const width = columns.partitions.count;
  const whole = isRow ? all(columns.partitions) : all(rows.partitions);
  return fill(isRow ? mapped : whole, { columns: isRow ? whole : mapped, width });
}

function fill(rows: PartitionSet, { columns, width }: { columns: PartitionSet; width: number }): PartitionSet {
  if (columns.length === 0) return [];
  return setOfRectangles(
    rows.map((range) => ({ rows: range, columns })),
    width,
  );
}

interface Pair {
  readonly from: Dimension;
  readonly to: Dimension;
}

/** For each dimension of `from` that of the same name; null where they are one-dimensional. */
function pairDimensions(from: Partitions, to: Partitions): readonly [Pair, Pair] | null {
  if (from.dimensions === null || to.dimensions === null) return null;
  const [rows, columns] = from.dimensions;
  const isTurned = to.dimensions[0].name !== rows.name;
  const [first, second] = to.dimensions;
  return [
    { from: rows, to: isTurned ? second : first },
    { from: columns, to: isTurned ? first : second },
  ];
}

/** Each dimension by itself, rectangle by rectangle. */
function mapTwo(
  set: PartitionSet,
  { pairing, step, from, to }: Crossing & { readonly pairing: readonly [Pair, Pair] },
): PartitionSet {
  const [one, other] = pairing;
  const width = to.dimensions?.[1].partitions.count ?? 1;
  const isTurned = to.dimensions?.[0] !== one.to;
  const mapped = rectanglesOf(set, from.dimensions?.[1].partitions.count ?? 1).map(({ rows, columns }) => {
    const first = crossOne([rows], { from: one.from.partitions, to: one.to.partitions, step });
    const second = crossOne(columns, { from: other.from.partitions, to: other.to.partitions, step });
    return isTurned ? fill(second, { columns: first, width }) : fill(first, { columns: second, width });
  });
  return setOf(mapped.flat());
}

function grids({ downstream, upstream }: Sides): readonly [TimeGrid, TimeGrid] {
  if (downstream.time === null || upstream.time === null) throw new Error('Windows of time need time on both sides.');
  return [downstream.time, upstream.time];
}

function holds(set: PartitionSet, index: number | null): boolean {
  return index !== null && has(set, index);
}
