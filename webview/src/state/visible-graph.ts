// Which part of the graph the picture shows: the hops around an asset, groups as boxes or as one node, and why each edge exists.
import {
  directUpstream,
  downstreamOf,
  topologicalOrder,
  upstreamOf,
  type AssetKey,
  type AssetNode,
  type NamedSelections,
} from '@headwater/graph';
import { onlyChanged, type Changes } from './diff.ts';
import { inputsByUpstream, reasonsOf, type EdgeReason } from './edge-reason.ts';
import { narrowAssets, type Narrowed, type Passage, type StatusOf, NOTHING_NAMED } from './narrow-assets.ts';
import { assetId, groupId } from './node-id.ts';
import type { Hops, View } from './view.ts';

export type VisibleNode =
  | { readonly kind: 'asset'; readonly id: string; readonly asset: AssetNode; readonly boxed: boolean }
  | { readonly kind: 'group'; readonly id: string; readonly group: string; readonly keys: readonly AssetKey[] };

export interface Box {
  readonly id: string;
  readonly group: string;
  readonly count: number;
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
  /** What the filter and the hidden statuses left of the project. */
  readonly narrowed: Narrowed;
  /** How many assets the picture stands for. */
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

export type VisibleView = Pick<View, 'hops' | 'centre' | 'collapsed'> &
  Partial<Pick<View, 'onlyChanges' | 'filter' | 'hidden'>>;

export interface Beside {
  /** What changed since a commit, where that is drawn. */
  readonly changes?: Changes | null;
  readonly statusOf?: StatusOf;
  readonly named?: NamedSelections;
}

export function visibleGraph(
  current: ReadonlyMap<AssetKey, AssetNode>,
  view: VisibleView,
  { changes = null, statusOf = () => undefined, named = NOTHING_NAMED }: Beside = {},
): VisibleGraph {
  const every = changes === null ? current : view.onlyChanges ? onlyChanged(changes) : changes.assets;
  const { filter = '', hidden = [] } = view;
  const narrowed = narrowAssets(every, { filter, hidden, statusOf, named, ...(changes && { walked: changes.walked }) });
  const { assets, passages } = narrowed;
  const centre = view.centre !== null && assets.has(view.centre) ? view.centre : null;
  const hops = view.hops ?? (assets.size > WHOLE_UP_TO ? 1 : 'all');
  const shown = hops === 'all' || centre === null ? assets : around(assets, { centre, hops, changes, passages });
  const groups = Map.groupBy(inSourceOrder(shown.values()), ({ group }) => group);
  const whole = new Set(Array.from(every.values(), ({ group }) => group)).size === 1;
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
    edges: edgesBetween(shown.values(), { nodeOf, changes, passages }),
    hops: centre === null ? 'all' : hops,
    centre,
    narrowed,
    shown: nodeOf.size,
    cut: all.length - nodes.length,
  };
}

function around(
  assets: ReadonlyMap<AssetKey, AssetNode>,
  {
    centre,
    hops,
    changes,
    passages,
  }: {
    readonly centre: AssetKey;
    readonly hops: number;
    readonly changes: Changes | null;
    readonly passages: readonly Passage[];
  },
): ReadonlyMap<AssetKey, AssetNode> {
  const led = Map.groupBy(passages, ({ to }) => to);
  const walked = [...assets.values()].map((asset): AssetNode => {
    const node = changes?.walked.get(asset.key) ?? asset;
    const more = led.get(asset.key);
    return more ? { ...node, deps: [...node.deps, ...more.map(({ from }) => from)] } : node;
  });
  const keys = new Set([...upstreamOf(walked, [centre], hops), ...downstreamOf(walked, [centre], hops)]);
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

function edgesBetween(
  assets: Iterable<AssetNode>,
  {
    nodeOf,
    changes,
    passages,
  }: {
    readonly nodeOf: ReadonlyMap<AssetKey, string>;
    readonly changes: Changes | null;
    readonly passages: readonly Passage[];
  },
): VisibleEdge[] {
  const places = new Map<AssetKey, AssetNode>();
  const edges = new Map<string, { id: string; source: string; target: string; reasons: EdgeReason[] }>();
  const add = (from: AssetKey, to: AssetKey, reasons: () => readonly EdgeReason[]): void => {
    const [source, target] = [nodeOf.get(from), nodeOf.get(to)];
    if (source === undefined || target === undefined || source === target) return;
    const id = `${source} → ${target}`;
    const edge = edges.get(id) ?? { id, source, target, reasons: [] };
    edge.reasons.push(...reasons());
    edges.set(id, edge);
  };
  for (const asset of assets) {
    places.set(asset.key, asset);
    // How a removed asset was fed is among the removed edges, in the names of today.
    if (changes?.of.get(asset.key)?.look === 'removed') continue;
    const named = inputsByUpstream(asset);
    for (const from of directUpstream(asset))
      add(from, asset.key, () => {
        const reasons = reasonsOf(asset, from, named.get(from) ?? []);
        return changes === null
          ? reasons
          : reasons.map((reason) => (changes.isAdded(reason) ? { ...reason, change: 'added' } : reason));
      });
  }
  for (const removed of changes?.removedEdges ?? []) add(removed.from, removed.to, () => [removed]);
  for (const { from, to, hidden } of passages) {
    const reader = places.get(to);
    if (!reader) continue;
    const { file, line, column } = reader;
    add(from, to, () => [{ from, to, input: null, file, line, column, through: hidden }]);
  }
  return [...edges.values()];
}
