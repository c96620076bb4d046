// What changed between two graphs of one project, and how a reader follows.
import type { AssetKey, AssetNode, GraphDelta, GraphDocument } from './model.ts';

/** Revisions count by one: a delta from a previous document has `revision - 1` as its base. */
export function diffGraph(previous: GraphDocument | null, next: GraphDocument, revision: number): GraphDelta {
  if (previous === null) return { revision, base: null, upserted: next.assets, removed: [] };
  if (sameKeys(previous.assets, next.assets)) {
    const upserted = next.assets.filter((node, index) => !sameJson(previous.assets[index], node));
    return { revision, base: revision - 1, upserted, removed: [] };
  }
  const before = new Map(previous.assets.map((node) => [node.key, node]));
  const upserted = next.assets.filter((node) => !sameJson(before.get(node.key), node));
  const after = new Set(next.assets.map((node) => node.key));
  const removed = [...before.keys()].filter((key) => !after.has(key));
  return { revision, base: revision - 1, upserted, removed };
}

/** So it is after most edits, and those are answered while a person types. */
function sameKeys(a: readonly AssetNode[], b: readonly AssetNode[]): boolean {
  return a.length === b.length && a.every((node, index) => node === b[index] || node.key === b[index]?.key);
}

/** The assets after a delta. Those it does not name keep their identity, so a page redraws only what changed. */
export function applyDelta(assets: ReadonlyMap<AssetKey, AssetNode>, delta: GraphDelta): Map<AssetKey, AssetNode> {
  const next = new Map(delta.base === null ? [] : assets);
  for (const key of delta.removed) next.delete(key);
  for (const node of delta.upserted) next.set(node.key, node);
  return next;
}

/** Equality of plain JSON. The order of properties counts: inputs stand in source order. */
function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  const right = Object.entries(b);
  return (
    left.length === right.length &&
    left.every(([name, value], index) => name === right[index]?.[0] && sameJson(value, right[index][1]))
  );
}
