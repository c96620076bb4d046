// Which assets one body makes: the other outputs of a multi-asset.
import type { AssetKey, AssetNode } from '@headwater/graph';

type Assets = ReadonlyMap<AssetKey, AssetNode>;

/** Of each graph, made once for all its nodes. */
const bodies = new WeakMap<Assets, ReadonlyMap<string, readonly AssetKey[]>>();

export function madeTogether(assets: Assets, { key, kind, step }: AssetNode): AssetKey[] {
  if (kind !== 'multi') return [];
  return (bodiesOf(assets).get(step) ?? []).filter((each) => each !== key);
}

function bodiesOf(assets: Assets): ReadonlyMap<string, readonly AssetKey[]> {
  const known = bodies.get(assets);
  if (known) return known;
  const multi = [...assets.values()].filter(({ kind }) => kind === 'multi');
  const made = new Map(
    [...Map.groupBy(multi, ({ step }) => step)].map(([step, nodes]) => [step, nodes.map(({ key }) => key)]),
  );
  bodies.set(assets, made);
  return made;
}
