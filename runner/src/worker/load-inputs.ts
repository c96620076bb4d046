// Loads what a body reads: each input's value, or a record of the partitions of it that are needed.
import type { AssetKey } from '@headwater/graph';
import type { StepTask } from '../ipc.ts';
import type { ValueKeeping, WantedValue } from './value-keeping.ts';

export interface InputsOf {
  readonly keeping: ValueKeeping;
  readonly downstream: AssetKey;
  /** Names of the in-memory types that inputs are wanted as. */
  readonly loadAs: Readonly<Record<string, string>>;
}

/** Partitions at once: what they take together is the body's own to hold. */
const AT_ONCE = 16;

/** @throws Error naming the input that cannot be loaded. */
export async function loadInputs(
  task: StepTask,
  { keeping, downstream, loadAs }: InputsOf,
): Promise<Readonly<Record<string, unknown>>> {
  const loads = Object.entries(task.inputs).map(async ([name, asset]) => {
    const type = Object.hasOwn(loadAs, name) ? loadAs[name] : undefined;
    const wanted = { asset, downstream, as: `Input \`${name}\``, ...(type !== undefined && { type }) };
    return [name, await load(wanted)] as const;
  });
  return Object.fromEntries(await Promise.all(loads));

  async function load(wanted: Omit<WantedValue, 'stored'>): Promise<unknown> {
    const { asset, as } = wanted;
    const partitions = Object.hasOwn(task.storedPartitions, asset) ? task.storedPartitions[asset] : undefined;
    if (!partitions)
      return keeping.load({ ...wanted, stored: Object.hasOwn(task.stored, asset) ? task.stored[asset] : undefined });
    const { asOne, stored } = partitions;
    if (!asOne)
      return Object.fromEntries(
        await all(stored, async ([key, at]) => [key, await keeping.load({ ...wanted, stored: at })]),
      );
    const [only] = stored;
    if (only) return keeping.load({ ...wanted, stored: only[1] });
    throw new Error(`${as}: there is no partition of \`${asset}\` for ${task.slice?.keys[0] ?? 'it'}.`);
  }
}

/** In order. */
async function all<T, U>(items: readonly T[], work: (item: T) => Promise<U>): Promise<U[]> {
  const done: U[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE)
    done.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(work))));
  return done;
}
