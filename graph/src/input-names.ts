// Which inputs of an asset an upstream is: two that change places give a body other data, though its code and they stay the same.
import type { AssetKey, AssetNode } from './model.ts';
import type { InputVersion } from './status-model.ts';

/** Sorted; none for an order-only dependency. */
export function inputNames({ inputs }: Pick<AssetNode, 'inputs'>, upstream: AssetKey): string[] {
  return Object.keys(inputs)
    .filter((name) => inputs[name] === upstream)
    .sort();
}

/** Whether a recorded upstream is the same inputs now; where that was not recorded, nothing speaks against it. */
export function isSameInput(
  node: Pick<AssetNode, 'inputs'>,
  { upstream, then }: { readonly upstream: AssetKey; readonly then: Pick<InputVersion, 'names'> },
): boolean {
  if (then.names === undefined) return true;
  const now = inputNames(node, upstream);
  return now.length === then.names.length && now.every((name, index) => name === then.names?.[index]);
}
