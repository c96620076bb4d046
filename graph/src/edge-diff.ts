// Which edges one graph has and another has not.
import type { AssetKey, AssetNode } from './model.ts';

export interface EdgeDiff {
  readonly from: AssetKey;
  readonly to: AssetKey;
  /** Null: an order-only dependency. */
  readonly input: string | null;
  readonly change: 'added' | 'removed';
}

interface Edge {
  readonly from: AssetKey;
  readonly input: string | null;
}

/** Sorted by asset, then upstream, then input. `renamed`: by the key an asset had, the one it has. */
export function compareEdges(of: {
  readonly before: readonly AssetNode[];
  readonly after: readonly AssetNode[];
  readonly renamed: ReadonlyMap<AssetKey, AssetKey>;
}): EdgeDiff[] {
  const nameNow = (key: AssetKey): AssetKey => of.renamed.get(key) ?? key;
  const before = new Map(of.before.map((node) => [nameNow(node.key), edgesInto(node, nameNow)]));
  const after = new Map(of.after.map((node) => [node.key, edgesInto(node)]));
  const differing: EdgeDiff[] = [];
  for (const to of new Set([...before.keys(), ...after.keys()])) {
    const [then, now] = [before.get(to) ?? [], after.get(to) ?? []];
    for (const edge of now) if (!holds(then, edge)) differing.push({ ...edge, to, change: 'added' });
    for (const edge of then) if (!holds(now, edge)) differing.push({ ...edge, to, change: 'removed' });
  }
  return differing.sort(
    (a, b) => compare(a.to, b.to) || compare(a.from, b.from) || compare(a.input ?? '', b.input ?? ''),
  );
}

function edgesInto({ inputs, deps }: AssetNode, nameOf: (key: AssetKey) => AssetKey = (key) => key): Edge[] {
  return [
    ...Object.entries(inputs).map(([input, from]) => ({ from: nameOf(from), input })),
    ...deps.map((from) => ({ from: nameOf(from), input: null })),
  ];
}

function holds(edges: readonly Edge[], { from, input }: Edge): boolean {
  return edges.some((each) => each.from === from && each.input === input);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
