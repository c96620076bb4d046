// What a body gave for each partition it was called for: the value of one, or with `backfill` a record of them by key.
import type { AssetKey } from '@headwater/graph';
import type { StepTask } from '../ipc.ts';

export interface PartitionValue {
  /** Absent for an asset that is made whole. */
  readonly partition?: string;
  readonly value: unknown;
}

/** @throws Error when values of several are no record, or not of these partitions. */
export function valuesOf(
  value: unknown,
  of: {
    readonly slice: StepTask['slice'];
    readonly asset: AssetKey;
    readonly hasValue: boolean;
    /** It has `backfill`: it returns a record, of one partition too. */
    readonly byKey: boolean;
  },
): PartitionValue[] {
  const { slice, asset, hasValue, byKey } = of;
  if (slice === null) return [{ value }];
  const { keys } = slice;
  if (!byKey && keys.length === 1) return [{ partition: keys[0], value }];
  if (!hasValue) return keys.map((partition) => ({ partition, value: undefined }));
  const [from, to] = [keys[0], keys.at(-1) ?? keys[0]];
  if (!isRecord(value))
    throw new Error(
      `\`${asset}\` was made for ${keys.length === 1 ? from : `${keys.length} partitions in one call (${from}..${to})`}, and returned no record of them: return an object with a value for each partition key, or store the data in the body and return nothing.`,
    );
  const missing = keys.filter((key) => !Object.hasOwn(value, key));
  if (missing[0] !== undefined)
    throw new Error(
      `\`${asset}\` was made for ${keys.length === 1 ? from : `${keys.length} partitions in one call`}, and returned no value for ${told(missing)}: return one for each key from ${from} to ${to}.`,
    );
  const more = Object.keys(value).filter((key) => !keys.includes(key));
  if (more[0] !== undefined)
    throw new Error(
      `\`${asset}\` returned values for ${told(more)}, which this call was not for: it makes ${from} to ${to}.`,
    );
  return keys.map((partition) => ({ partition, value: value[partition] }));
}

/** The first few. */
function told(keys: readonly string[]): string {
  const some = keys.slice(0, 3).join(', ');
  return keys.length > 3 ? `${some} and ${keys.length - 3} more` : some;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
