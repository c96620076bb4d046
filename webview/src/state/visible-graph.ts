// Which part of the graph the picture shows: the hops around an asset, groups as boxes or as one node, and why each edge exists.
import {
  directUpstream,
  downstreamOf,
  topologicalOrder,
  upstreamOf,
  type AssetKey,
  type AssetNode,
} from '@headwater/graph';
import { assetId, groupId } from './node-id.ts';
import type { Hops, View } from './page-state.ts';

export type VisibleNode =
  | { readonly kind: 'asset'; readonly id: string; readonly asset: AssetNode; readonly boxed: boolean }
  | { readonly kind: 'group'; readonly id: string; readonly group: string; readonly keys: readonly AssetKey[] };

export interface Box {
  readonly id: string;
  readonly group: string;
  readonly count: number;
}

/** Why an edge exists: an input by its name, or order only. */
export interface EdgeReason {
  readonly from: AssetKey;
  readonly to: AssetKey;
  readonly input: string | null;
  readonly file: string;
  readonly line: number;
}

export interface VisibleEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly reasons: readonly EdgeReason[];
}

export interface VisibleGraph {
  readonly nodes: readonly VisibleNode[];
  readonly boxes: readonly Box[];
  readonly edges: readonly VisibleEdge[];
  readonly hops: Hops;
  readonly centre: AssetKey | null;
  /** Assets of the project, and how many of them the picture stands for. */
  readonly total: number;
  readonly shown: number;
  /** Nodes left out because no picture could hold them. */
  readonly cut: number;
}

/** Larger projects start with the neighbours of the asset at hand. */
export const WHOLE_UP_TO = 30;
/** More visible nodes than these, and groups are drawn as one node each. */
export const COLLAPSE_ABOVE = 300;
/** Beyond these even the quick layout and the painted picture are no help to anyone. */
export const MOST_VISIBLE = 20_000;

export type VisibleView = Pick<View, 'hops' | 'centre' | 'collapsed'>;

export function visibleGraph(assets: ReadonlyMap<AssetKey, AssetNode>, view: VisibleView): VisibleGraph {
  const centre = view.centre !== null && assets.has(view.centre) ? view.centre : null;
  const hops = view.hops ?? (assets.size > WHOLE_UP_TO ? 1 : 'all');
  const shown = hops === 'all' || centre === null ? assets : around(assets, { centre, hops });
  const groups = Map.groupBy(inSourceOrder(shown.values()), ({ group }) => group);
  const whole = new Set(Array.from(assets.values(), ({ group }) => group)).size === 1;
  // One node for all there is says nothing.
  const large = shown.size > COLLAPSE_ABOVE && groups.size > 1;
  const isCollapsed = (group: string): boolean =>
    Object.hasOwn(view.collapsed, group) ? (view.collapsed[group] ?? false) : large;

  const all: VisibleNode[] = ranked(groups).flatMap(([group, members]): VisibleNode[] =>
    isCollapsed(group)
      ? [{ kind: 'group', id: groupId(group), group, keys: members.map(({ key }) => key) }]
      : members.map((asset) => ({ kind: 'asset', id: assetId(asset.key), asset, boxed: !whole })),
  );
  const nodes = all.slice(0, MOST_VISIBLE);
  const present = new Set(nodes.map(({ id }) => id));
  const boxes = whole
    ? []
    : [...groups].flatMap(([group, members]) =>
        !isCollapsed(group) && members.some(({ key }) => present.has(assetId(key)))
          ? [{ id: groupId(group), group, count: members.length }]
          : [],
      );
  const nodeOf = new Map<AssetKey, string>();
  for (const node of nodes)
    if (node.kind === 'asset') nodeOf.set(node.asset.key, node.id);
    else for (const key of node.keys) nodeOf.set(key, node.id);
  return {
    nodes,
    boxes,
    edges: edgesBetween(shown.values(), nodeOf),
    hops: centre === null ? 'all' : hops,
    centre,
    total: assets.size,
    shown: nodeOf.size,
    cut: all.length - nodes.length,
  };
}

function around(
  assets: ReadonlyMap<AssetKey, AssetNode>,
  { centre, hops }: { readonly centre: AssetKey; readonly hops: number },
): ReadonlyMap<AssetKey, AssetNode> {
  const keys = new Set([
    ...upstreamOf(assets.values(), [centre], hops),
    ...downstreamOf(assets.values(), [centre], hops),
  ]);
  return new Map([...assets].filter(([key]) => keys.has(key)));
}

/** Upstream first, and where that leaves a choice, as they stand in the files. */
function inSourceOrder(assets: Iterable<AssetNode>): AssetNode[] {
  const sorted = [...assets].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  const byKey = new Map(sorted.map((asset) => [asset.key, asset]));
  return topologicalOrder(sorted).flatMap((key) => byKey.get(key) ?? []);
}

/** Groups in the order of the middle of their members, so that what feeds others comes before them. */
function ranked(groups: ReadonlyMap<string, readonly AssetNode[]>): [string, readonly AssetNode[]][] {
  const rank = new Map(topologicalOrder([...groups.values()].flat()).map((key, index) => [key, index]));
  const middle = (members: readonly AssetNode[]): number =>
    members.reduce((sum, { key }) => sum + (rank.get(key) ?? 0), 0) / members.length;
  return [...groups].sort(([, a], [, b]) => middle(a) - middle(b));
}

function edgesBetween(assets: Iterable<AssetNode>, nodeOf: ReadonlyMap<AssetKey, string>): VisibleEdge[] {
  const edges = new Map<string, { id: string; source: string; target: string; reasons: EdgeReason[] }>();
  for (const asset of assets) {
    const target = nodeOf.get(asset.key);
    if (target === undefined) continue;
    for (const from of directUpstream(asset)) {
      const source = nodeOf.get(from);
      if (source === undefined || source === target) continue;
      const id = `${source} → ${target}`;
      const edge = edges.get(id) ?? { id, source, target, reasons: [] };
      edge.reasons.push(...reasonsOf(asset, from));
      edges.set(id, edge);
    }
  }
  return [...edges.values()];
}

/** Every way in which an asset names one upstream. */
export function reasonsOf(asset: AssetNode, from: AssetKey): EdgeReason[] {
  const { key: to, inputs, deps, file, line } = asset;
  const names: (string | null)[] = Object.keys(inputs).filter((name) => inputs[name] === from);
  if (deps.includes(from)) names.push(null);
  return names.map((input) => ({ from, to, input, file, line }));
}

/** `silver reads orders as input "raw" (src/silver.ts:12)`, for hovering over an edge. */
export function describeReason({ from, to, input, file, line }: EdgeReason): string {
  const why = input === null ? `${to} comes after ${from} (deps)` : `${to} reads ${from} as input “${input}”`;
  return `${why}, ${file}:${line}`;
}
