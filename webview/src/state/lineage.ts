// The lineage of what is selected, as nodes of the picture: which edges stand out.
import { downstreamOf, upstreamOf, type AssetKey, type AssetNode } from '@headwater/graph';
import type { VisibleGraph } from './visible-graph.ts';

export interface SelectedLineage {
  readonly id: string;
  readonly upstream: ReadonlySet<string>;
  readonly downstream: ReadonlySet<string>;
}

export type Emphasis = 'plain' | 'direct' | 'related' | 'faint';

export function lineageOfNode(
  id: string | null,
  { assets, visible }: { readonly assets: ReadonlyMap<AssetKey, AssetNode>; readonly visible: VisibleGraph },
): SelectedLineage | null {
  const node = visible.nodes.find((each) => each.id === id);
  if (!node) return null;
  const keys = node.kind === 'asset' ? [node.asset.key] : node.keys;
  const nodeOf = new Map<AssetKey, string>();
  for (const each of visible.nodes)
    for (const key of each.kind === 'asset' ? [each.asset.key] : each.keys) nodeOf.set(key, each.id);
  const shown = (found: Iterable<AssetKey>): Set<string> => new Set([...found].flatMap((key) => nodeOf.get(key) ?? []));
  return {
    id: node.id,
    upstream: shown(upstreamOf(assets.values(), keys)),
    downstream: shown(downstreamOf(assets.values(), keys)),
  };
}

export function emphasisOf(
  { source, target }: { readonly source: string; readonly target: string },
  lineage: SelectedLineage | null,
): Emphasis {
  if (lineage === null) return 'plain';
  if (source === lineage.id || target === lineage.id) return 'direct';
  const { upstream, downstream } = lineage;
  if (upstream.has(source) && upstream.has(target)) return 'related';
  if (downstream.has(source) && downstream.has(target)) return 'related';
  return 'faint';
}
