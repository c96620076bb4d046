// What the overlay of a diff says of the picture: how each asset and edge differs from the base, and what is drawn although it is gone.
import type { AssetDiff, AssetKey, AssetNode, GraphDiff } from '@headwater/graph';
import type { Observable } from './observable.ts';
import type { EdgeReason } from './edge-reason.ts';

/** As a node is drawn: what became of the asset itself, or that it becomes stale by others. */
export type ChangeLook = 'added' | 'changed' | 'renamed' | 'removed' | 'stale';

export const CHANGE_LOOKS: readonly ChangeLook[] = ['added', 'changed', 'renamed', 'removed', 'stale'];

export interface AssetChange {
  readonly look: ChangeLook;
  readonly diff: AssetDiff;
}

type Edge = Pick<EdgeReason, 'from' | 'to' | 'input'>;

export interface Changes {
  readonly base: GraphDiff['base'];
  /** What the picture is of: the assets of the graph, and those that were removed as they were in the base. */
  readonly assets: ReadonlyMap<AssetKey, AssetNode>;
  /** The same for walking: with the edges that were removed. */
  readonly walked: ReadonlyMap<AssetKey, AssetNode>;
  readonly of: ReadonlyMap<AssetKey, AssetChange>;
  /** Between assets that are drawn, each with the place of the asset that does not read it any more. */
  readonly removedEdges: readonly EdgeReason[];
  readonly isAdded: (edge: Edge) => boolean;
  readonly counts: Readonly<Record<ChangeLook, number>>;
  readonly plan: readonly AssetKey[];
}

/** The graph may be newer than the diff: what it contradicts is left out until the next one is here. */
export function changesOf(assets: ReadonlyMap<AssetKey, AssetNode>, diff: GraphDiff): Changes {
  const of = new Map<AssetKey, AssetChange>();
  const drawn = new Map(assets);
  const counts: Record<ChangeLook, number> = { added: 0, changed: 0, renamed: 0, removed: 0, stale: 0 };
  for (const each of diff.assets) {
    const look = each.change === 'downstream' ? 'stale' : each.change;
    if ((look === 'removed') === assets.has(each.key)) continue;
    if (look === 'removed') {
      if (!each.was) continue;
      drawn.set(each.key, each.was);
    }
    of.set(each.key, { look, diff: each });
    counts[look]++;
  }
  const removedEdges = diff.edges.flatMap(({ change, ...edge }): EdgeReason[] => {
    const reader = drawn.get(edge.to);
    if (change !== 'removed' || !drawn.has(edge.from) || !reader) return [];
    if (assets.has(edge.to) && reads(reader, edge)) return [];
    return [{ ...edge, file: reader.file, line: reader.line, change }];
  });
  const added = new Set(diff.edges.flatMap((edge) => (edge.change === 'added' ? [edgeName(edge)] : [])));
  const walked = new Map(drawn);
  for (const [key, { look }] of of) {
    const was = drawn.get(key);
    if (look === 'removed' && was) walked.set(key, { ...was, inputs: {}, deps: [] });
  }
  for (const { from, to } of removedEdges) {
    const reader = walked.get(to);
    if (reader) walked.set(to, { ...reader, deps: [...reader.deps, from] });
  }
  return {
    base: diff.base,
    assets: drawn,
    walked,
    of,
    removedEdges,
    isAdded: (edge) => added.has(edgeName(edge)),
    counts,
    plan: diff.plan.filter((key) => assets.has(key)),
  };
}

/** The changed assets and those that become stale, with what is next to them. */
export function onlyChanged({ assets, walked, of }: Changes): ReadonlyMap<AssetKey, AssetNode> {
  const kept = new Set(of.keys());
  for (const [key, { inputs, deps }] of walked)
    for (const from of [...Object.values(inputs), ...deps]) {
      if (of.has(key)) kept.add(from);
      if (of.has(from)) kept.add(key);
    }
  return new Map([...assets].filter(([key]) => kept.has(key)));
}

export type ChangeCount = readonly [look: ChangeLook, count: number];

/** What became of some of its assets; only what there is. */
export function changeCounts(keys: readonly AssetKey[], { of }: Pick<Changes, 'of'>): ChangeCount[] {
  const looks = keys.flatMap((key) => of.get(key)?.look ?? []);
  const counts = CHANGE_LOOKS.map((look): ChangeCount => [look, looks.filter((each) => each === look).length]);
  return counts.filter(([, count]) => count > 0);
}

export type EdgeChange = 'added' | 'removed' | 'changed';

/** Of an edge of the picture, which may stand for many. */
export function edgeChange(reasons: readonly EdgeReason[]): EdgeChange | undefined {
  const changes = new Set(reasons.map(({ change }) => change));
  const [only] = changes;
  return changes.size === 1 ? only : 'changed';
}

/** What the page knows of the comparison. */
interface Comparing {
  readonly diff: Observable<{ readonly opensBase: boolean } | null>;
  readonly changes: Observable<Changes | null>;
}

/** What only became stale is as it was. */
export function canOpenChanges({ diff, changes }: Comparing, key: AssetKey): boolean {
  const look = changes.get()?.of.get(key)?.look;
  return diff.get()?.opensBase === true && look !== undefined && look !== 'stale';
}

function reads(reader: AssetNode, { from, input }: Edge): boolean {
  return input === null ? reader.deps.includes(from) : reader.inputs[input] === from;
}

function edgeName({ from, to, input }: Edge): string {
  return JSON.stringify([from, to, input]);
}
