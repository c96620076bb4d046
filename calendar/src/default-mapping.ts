// Which partitions of an input one partition needs where nothing says so.
import type { OneDimension, PartitionMapping, PartitionsDefinition } from '@headwater/graph';

/**
 * The same definition on both sides, two dimensions in either order: the same partition. Time on both: the windows that overlap. Two dimensions against one of them:
 * that dimension. Otherwise all; undefined is an asset that is made whole.
 */
export function defaultMapping(
  downstream: PartitionsDefinition | undefined,
  upstream: PartitionsDefinition | undefined,
): PartitionMapping {
  if (downstream === undefined || upstream === undefined) return { is: 'all' };
  if (isSameInAnyOrder(downstream, upstream)) return { is: 'identity' };
  if (downstream.is === 'time' && upstream.is === 'time') return { is: 'window', startOffset: 0, endOffset: 0 };
  if (downstream.is === 'multi' && upstream.is !== 'multi') return sharedDimension(downstream.dimensions, upstream);
  if (upstream.is === 'multi' && downstream.is !== 'multi') return sharedDimension(upstream.dimensions, downstream);
  return { is: 'all' };
}

function sharedDimension(dimensions: Readonly<Record<string, OneDimension>>, other: OneDimension): PartitionMapping {
  const same = Object.keys(dimensions).filter((name) => isSameDefinition(dimensions[name], other));
  const [name] = same;
  return name !== undefined && same.length === 1 ? { is: 'dimension', name } : { is: 'all' };
}

/** Two dimensions also where the other order makes other keys of them: the compiler knows no order. */
export function isSameInAnyOrder(
  one: PartitionsDefinition | undefined,
  other: PartitionsDefinition | undefined,
): boolean {
  if (one?.is !== 'multi' || other?.is !== 'multi') return isSameDefinition(one, other);
  const names = Object.keys(one.dimensions);
  return (
    names.length === Object.keys(other.dimensions).length &&
    names.every((name) => isSameDefinition(one.dimensions[name], other.dimensions[name]))
  );
}

/** Two dimensions are the same in one order only: their keys are. */
export function isSameDefinition(
  one: PartitionsDefinition | undefined,
  other: PartitionsDefinition | undefined,
): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined) return false;
  if (one.is === 'static') {
    return (
      other.is === 'static' &&
      one.keys.length === other.keys.length &&
      one.keys.every((key, index) => key === other.keys[index])
    );
  }
  if (one.is === 'dynamic') return other.is === 'dynamic' && one.name === other.name;
  if (one.is === 'time') {
    return (
      other.is === 'time' &&
      one.every === other.every &&
      one.cron === other.cron &&
      one.start === other.start &&
      one.end === other.end &&
      one.timezone === other.timezone &&
      one.endOffset === other.endOffset
    );
  }
  if (other.is !== 'multi') return false;
  const names = Object.keys(one.dimensions);
  const others = Object.keys(other.dimensions);
  return (
    names.length === others.length &&
    names.every(
      (name, index) => name === others[index] && isSameDefinition(one.dimensions[name], other.dimensions[name]),
    )
  );
}
