// In what order assets can be made, and the cycles that make it impossible.
import type { AssetKey, AssetNode } from './model.ts';
import { directUpstream } from './walk.ts';

/** Fixing these shows the next; a tangle of thousands would bury the reader. */
const MOST_CYCLES = 100;

/**
 * Every asset once, upstream first. Stable: the given order is changed only where an edge demands it, so an order that is
 * already right comes back as it is. Inside a cycle the edge that closes it is ignored.
 */
export function topologicalOrder(nodes: Iterable<AssetNode>): AssetKey[] {
  return upstreamFirst(new Map(Array.from(nodes, (node) => [node.key, directUpstream(node)])));
}

/** The same, for whoever has each key's upstream at hand already. Upstream that is no key of the map is ignored. */
export function upstreamFirst(upstream: ReadonlyMap<AssetKey, readonly AssetKey[]>): AssetKey[] {
  const order: AssetKey[] = [];
  visitUpstreamFirst(upstream, { leave: (key) => order.push(key) });
  return order;
}

/**
 * One cycle for each edge that closes a loop. Each key feeds the next and the last feeds the first; the smallest key stands
 * first, so a cycle reads the same wherever it was found. At most 100.
 */
export function findCycles(nodes: Iterable<AssetNode>): AssetKey[][] {
  const sorted = Array.from(nodes).sort((a, b) => compare(a.key, b.key));
  const upstream = new Map(sorted.map((node) => [node.key, directUpstream(node).sort()]));
  const cycles = new Map<string, AssetKey[]>();
  visitUpstreamFirst(upstream, {
    close: (path, upstreamKey) => {
      if (cycles.size >= MOST_CYCLES) return;
      // The path goes upstream; a reader follows the data, downstream.
      const cycle = canonical(path.slice(path.lastIndexOf(upstreamKey)).reverse());
      cycles.set(cycle.join('\n'), cycle);
    },
  });
  return [...cycles.values()].sort((a, b) => compare(a.join('\n'), b.join('\n')));
}

interface Visitor {
  /** All that is upstream of the key was left before. */
  readonly leave?: (key: AssetKey) => void;
  /** The end of the path has an edge to a key that is on the path. */
  readonly close?: (path: readonly AssetKey[], upstreamKey: AssetKey) => void;
}

/** Depth first with an own stack: a chain of ten thousand assets is no reason to overflow. */
function visitUpstreamFirst(upstream: ReadonlyMap<AssetKey, readonly AssetKey[]>, visitor: Visitor): void {
  const state = new Map<AssetKey, 'open' | 'done'>();
  const path: AssetKey[] = [];
  const next: number[] = [];
  const enter = (key: AssetKey): void => {
    state.set(key, 'open');
    path.push(key);
    next.push(0);
  };
  for (const start of upstream.keys()) {
    if (state.has(start)) continue;
    enter(start);
    for (let key = path.at(-1); key !== undefined; key = path.at(-1)) {
      const index = next.at(-1) ?? 0;
      const neighbour = upstream.get(key)?.[index];
      if (neighbour === undefined) {
        state.set(key, 'done');
        path.pop();
        next.pop();
        visitor.leave?.(key);
        continue;
      }
      next[next.length - 1] = index + 1;
      if (!upstream.has(neighbour)) continue;
      const known = state.get(neighbour);
      if (known === undefined) enter(neighbour);
      else if (known === 'open') visitor.close?.(path, neighbour);
    }
  }
}

function canonical(cycle: readonly AssetKey[]): AssetKey[] {
  const smallest = cycle.reduce((best, key, index) => (key < (cycle[best] ?? key) ? index : best), 0);
  return [...cycle.slice(smallest), ...cycle.slice(0, smallest)];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
