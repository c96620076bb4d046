// Walks lineage: what an asset reads directly, and everything above or below it.
import type { AssetKey, AssetNode } from './model.ts';

/** Inputs, then order-only deps, each key once. */
export function directUpstream(node: AssetNode): AssetKey[] {
  const inputs = Object.values(node.inputs);
  return inputs.length < 2 && node.deps.length === 0 ? inputs : [...new Set([...inputs, ...node.deps])];
}

/** Both directions of every edge between assets of the graph, made once for many questions. */
export interface Lineage {
  readonly nodes: ReadonlyMap<AssetKey, AssetNode>;
  readonly upstream: ReadonlyMap<AssetKey, readonly AssetKey[]>;
  readonly downstream: ReadonlyMap<AssetKey, readonly AssetKey[]>;
}

/** Edges to keys that are not in the graph are left out. */
export function lineageOf(nodes: Iterable<AssetNode>): Lineage {
  const byKey = new Map<AssetKey, AssetNode>();
  for (const node of nodes) byKey.set(node.key, node);
  const upstream = new Map<AssetKey, AssetKey[]>();
  const downstream = new Map<AssetKey, AssetKey[]>();
  for (const key of byKey.keys()) downstream.set(key, []);
  for (const [key, node] of byKey) {
    const known = directUpstream(node).filter((each) => byKey.has(each));
    upstream.set(key, known);
    for (const each of known) downstream.get(each)?.push(key);
  }
  return { nodes: byKey, upstream, downstream };
}

/** The given assets and all that feed them, up to `depth` steps away. Keys that are not in the graph are ignored. */
export function upstreamOf(nodes: Iterable<AssetNode>, keys: Iterable<AssetKey>, depth = Infinity): Set<AssetKey> {
  return reach(lineageOf(nodes).upstream, keys, depth);
}

/** The given assets and all they feed, up to `depth` steps away. Keys that are not in the graph are ignored. */
export function downstreamOf(nodes: Iterable<AssetNode>, keys: Iterable<AssetKey>, depth = Infinity): Set<AssetKey> {
  return reach(lineageOf(nodes).downstream, keys, depth);
}

/** Breadth first along one direction of a lineage, starting keys included. */
export function reach(
  edges: ReadonlyMap<AssetKey, readonly AssetKey[]>,
  keys: Iterable<AssetKey>,
  depth = Infinity,
): Set<AssetKey> {
  const seen = new Set<AssetKey>();
  for (const key of keys) if (edges.has(key)) seen.add(key);
  let frontier = [...seen];
  for (let step = 0; step < depth && frontier.length > 0; step++) {
    const next: AssetKey[] = [];
    for (const key of frontier)
      for (const neighbour of edges.get(key) ?? []) {
        if (seen.has(neighbour)) continue;
        seen.add(neighbour);
        next.push(neighbour);
      }
    frontier = next;
  }
  return seen;
}
