// What an asset reads and what it feeds, as rows below its own: lineage for who walks a tree.
import type { AssetKey, AssetNode } from '@headwater/graph';

export type LinkDirection = 'up' | 'down';

export interface Link {
  readonly key: AssetKey;
  /** Stands before the key: `reads orders`. */
  readonly word: 'reads' | 'runs after' | 'feeds' | 'runs before';
}

type Assets = ReadonlyMap<AssetKey, AssetNode>;

/** Straight from an asset, in source order; of what feeds it also what is missing. */
export function linksOf(assets: Assets, key: AssetKey, direction: LinkDirection): readonly Link[] {
  if (direction === 'down') return feedsOf(assets).get(key) ?? [];
  const node = assets.get(key);
  if (!node) return [];
  return [...upstreamOf(node)].map(([from, isInput]) => ({ key: from, word: isInput ? 'reads' : 'runs after' }));
}

/** Every row asks for it, and a graph is never changed in place. */
const known = new WeakMap<Assets, ReadonlyMap<AssetKey, readonly Link[]>>();

function feedsOf(assets: Assets): ReadonlyMap<AssetKey, readonly Link[]> {
  const before = known.get(assets);
  if (before) return before;
  const feeds = new Map<AssetKey, Link[]>();
  for (const node of assets.values())
    for (const [from, isInput] of upstreamOf(node)) {
      const links = feeds.get(from) ?? [];
      feeds.set(from, links);
      links.push({ key: node.key, word: isInput ? 'feeds' : 'runs before' });
    }
  known.set(assets, feeds);
  return feeds;
}

/** With whether it is an input; one that is both is an input. */
function upstreamOf({ inputs, deps }: AssetNode): ReadonlyMap<AssetKey, boolean> {
  const inputKeys = new Set(Object.values(inputs));
  return new Map([
    ...[...inputKeys].map((key) => [key, true] as const),
    ...deps.filter((key) => !inputKeys.has(key)).map((key) => [key, false] as const),
  ]);
}
