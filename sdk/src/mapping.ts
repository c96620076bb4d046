// `mapping`: which partitions of an input one partition needs.
import { DEFINITION, type Described, type MappingDescription } from './definition.ts';
import { describeValue } from './describe-value.ts';
import { isRecord } from './described.ts';
import { problem, refuseUnknown, wrong } from './option-problem.ts';
import type { MappingFacts } from './partition-facts.ts';
import { keyProblem, readOffset } from './partitions.ts';

/** Carries whether it gives one partition or several; nothing is there at run time. */
export declare const GIVES: unique symbol;

/** Which partitions of an input one partition needs; made by `mapping`. */
export interface PartitionMapping<Gives = unknown> extends Described<MappingDescription> {
  readonly [DEFINITION]: MappingDescription;
  readonly [GIVES]: Gives;
}

/** How far a window of time reaches beyond the partition's own. */
export interface WindowOptions {
  /** By so many of this asset's partitions the window begins later; -6 begins six earlier. 0 unless given. */
  readonly startOffset?: number;
  /** By so many of this asset's partitions the window ends later; 0 unless given. */
  readonly endOffset?: number;
}

/**
 * Which partitions of an input one partition needs: `fromPartitions(visits, mapping.last())`. Without one: of the same
 * partitions the one of the same key, of others in time those that overlap, of two dimensions beside one of them that one, else all.
 *
 * @throws TypeError when an argument is wrong.
 * @example
 * ```ts
 * import { asset, fromPartitions, mapping, partitions } from 'headwater';
 *
 * const days = partitions.daily({ start: '2026-01-01' });
 * export const visits = asset({ partitions: days }, (ctx) => [{ day: ctx.partitionKey, page: '/' }]);
 * export const week = asset(
 *   { inputs: { visits: fromPartitions(visits, mapping.window({ startOffset: -6 })) }, partitions: days },
 *   ({ visits }) => Object.values(visits).flat().length,
 * );
 * ```
 */
export const mapping: {
  /** The one of the same key; where a dimension of two is other time than the same one here, those that overlap. */
  readonly identity: () => PartitionMapping<'identity'>;
  /** All of them. */
  readonly all: () => PartitionMapping<'several'>;
  /** The last of them. */
  readonly last: () => PartitionMapping<'one'>;
  /** Those whose time overlaps the partition's own, moved at each end. */
  readonly window: (options?: WindowOptions) => PartitionMapping<'several'>;
  /** By key: `{ us: ['usa'] }` needs `usa` for `us`. */
  readonly static: (keys: Readonly<Record<string, readonly string[]>>) => PartitionMapping<'several'>;
  /** Between partitions of one dimension and that dimension, by name, of two; of other time those that overlap. */
  readonly dimension: <const Name extends string>(name: Name) => PartitionMapping<readonly ['dimension', Name]>;
} = Object.freeze({
  identity: () => makeMapping<'identity'>({ is: 'identity' }),
  all: () => makeMapping<'several'>({ is: 'all' }),
  last: () => makeMapping<'one'>({ is: 'last' }),
  window(options: unknown = {}) {
    const of = 'mapping.window';
    if (!isRecord(options))
      throw wrong(of, 'the argument', { is: 'an object, such as { startOffset: -6 }', got: options });
    refuseUnknown(options, { of, known: ['startOffset', 'endOffset'] });
    return makeMapping<'several'>({
      is: 'window',
      startOffset: readOffset(options['startOffset'], { of, option: 'startOffset' }),
      endOffset: readOffset(options['endOffset'], { of, option: 'endOffset' }),
    });
  },
  static(keys: unknown) {
    return makeMapping<'several'>({ is: 'static', keys: readKeys(keys) });
  },
  dimension(name: unknown) {
    if (typeof name !== 'string' || name.trim() === '')
      throw wrong('mapping.dimension', 'the argument', { is: "the name of a dimension, such as 'day'", got: name });
    return makeMapping<readonly ['dimension', never]>({ is: 'dimension', name });
  },
});

function makeMapping<Gives>(facts: MappingFacts): PartitionMapping<Gives> {
  const description: MappingDescription = Object.freeze({ type: 'mapping', mapping: Object.freeze(facts) });
  // GIVES is there for the compiler alone.
  return Object.freeze({ [DEFINITION]: description }) as PartitionMapping<Gives>;
}

function readKeys(keys: unknown): Readonly<Record<string, readonly string[]>> {
  const of = 'mapping.static';
  if (!isRecord(keys) || Object.keys(keys).length === 0)
    throw wrong(of, 'the argument', { is: "an object of keys, such as { us: ['usa'] }", got: keys });
  const read = Object.entries(keys).map(([key, upstream]) => {
    if (!Array.isArray(upstream))
      throw problem(
        of,
        `${JSON.stringify(key)} is ${describeValue(upstream)}; write the keys it needs as an array, such as ['usa'].`,
      );
    const told = [key, ...(upstream as readonly unknown[])].map(keyProblem).find((each) => each !== null);
    if (told !== undefined) throw problem(of, told);
    return [key, Object.freeze([...new Set(upstream as readonly string[])])] as const;
  });
  return Object.freeze(Object.fromEntries(read));
}
