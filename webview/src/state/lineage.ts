// The lineage of what is chosen, as nodes of the picture: which edges stand out.
import { downstreamOf, upstreamOf, type AssetKey, type AssetNode } from '@headwater/graph';
import { chosenKeys, keysOf, type Choice } from './choice.ts';
import type { VisibleGraph } from './visible-graph.ts';

export interface SelectedLineage {
  /** The nodes it is the lineage of. */
  readonly ids: ReadonlySet<string>;
  readonly upstream: ReadonlySet<string>;
  readonly downstream: ReadonlySet<string>;
}

export type Emphasis = 'plain' | 'direct' | 'related' | 'faint';

export function lineageOfChoice(
  choice: Choice,
  { assets, visible }: { readonly assets: ReadonlyMap<AssetKey, AssetNode>; readonly visible: VisibleGraph },
): SelectedLineage | null {
  const keys = chosenKeys(choice, visible);
  const nodeOf = new Map<AssetKey, string>();
  for (const each of visible.nodes) for (const key of keysOf(each)) nodeOf.set(key, each.id);
  const shown = (found: Iterable<AssetKey>): Set<string> => new Set([...found].flatMap((key) => nodeOf.get(key) ?? []));
  const ids = shown(keys);
  if (ids.size === 0) return null;
  // All that several hang on is most of a picture: what joins them, and what leads to and from them, is enough.
  if (ids.size > 1) return { ids, upstream: ids, downstream: ids };
  return {
    ids,
    upstream: shown(upstreamOf(assets.values(), keys)),
    downstream: shown(downstreamOf(assets.values(), keys)),
  };
}

export function emphasisOf(
  { source, target }: { readonly source: string; readonly target: string },
  lineage: SelectedLineage | null,
): Emphasis {
  if (lineage === null) return 'plain';
  const { ids, upstream, downstream } = lineage;
  const [from, to] = [ids.has(source), ids.has(target)];
  if (from || to) return ids.size === 1 || (from && to) ? 'direct' : 'related';
  if (upstream.has(source) && upstream.has(target)) return 'related';
  if (downstream.has(source) && downstream.has(target)) return 'related';
  return 'faint';
}
