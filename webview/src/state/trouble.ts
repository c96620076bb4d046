// What is wrong with the wiring of an asset, in words: it waits for itself, or for what nothing declares.
import { directUpstream, findCycles, type AssetKey, type AssetNode } from '@headwater/graph';

/** Each key feeds the next, and the last feeds the first. */
type Cycle = readonly AssetKey[];

export interface Cycles {
  /** The first cycle an asset is part of. */
  readonly of: ReadonlyMap<AssetKey, Cycle>;
  /** By `from` and `to` of the edge that closes it: the one the problem in the code stands at. */
  readonly closedBy: ReadonlyMap<string, Cycle>;
}

type Assets = ReadonlyMap<AssetKey, AssetNode>;

/** Always the same, so that a graph without cycles is no news to those who watch. */
export const NO_CYCLES: Cycles = { of: new Map(), closedBy: new Map() };

/** Of a longer way round only the ends are told. */
const TOLD = 8;

export function cyclesOf(assets: Assets): Cycles {
  const found = findCycles(assets.values());
  if (found.length === 0) return NO_CYCLES;
  const of = new Map<AssetKey, Cycle>();
  for (const cycle of found) for (const key of cycle) if (!of.has(key)) of.set(key, cycle);
  return { of, closedBy: new Map(found.map((cycle) => [edgeName(cycle.at(-1) ?? '', cycle[0] ?? ''), cycle])) };
}

/** `a → b → c → a` */
function cycleWords(cycle: Cycle): string {
  const [first = ''] = cycle;
  const left = cycle.length - TOLD;
  const way = left <= 0 ? cycle : [...cycle.slice(0, TOLD / 2), `${left} more`, ...cycle.slice(-TOLD / 2)];
  return [...way, first].join(' → ');
}

/** What a line says that closes a cycle; null for all others. `edges`: the edges of the graph that it stands for. */
export function closingWords(edges: readonly { readonly from: AssetKey; readonly to: AssetKey }[], cycles: Cycles) {
  if (cycles.closedBy.size === 0) return null;
  for (const { from, to } of edges) {
    const cycle = cycles.closedBy.get(edgeName(from, to));
    if (cycle) return `Closes a cycle, so none of it can run: ${cycleWords(cycle)}`;
  }
  return null;
}

/** One clause for the node; null when nothing is wrong. */
export function troubleWords(
  asset: AssetNode,
  of: { readonly assets: Assets; readonly cycles: Cycles },
): string | null {
  const cycle = of.cycles.of.get(asset.key);
  if (cycle) return cycle.length === 1 ? 'its own input' : `in a cycle: ${cycleWords(cycle)}`;
  const missing = directUpstream(asset).filter((key) => !of.assets.has(key));
  return missing.length === 0 ? null : `reads what nothing declares: ${missing.join(', ')}`;
}

/** The same for the details, with what to do. */
export function troubleSentence(
  asset: AssetNode,
  of: { readonly assets: Assets; readonly cycles: Cycles },
): string | null {
  const words = troubleWords(asset, of);
  if (words === null) return null;
  const cycle = of.cycles.of.get(asset.key);
  if (!cycle) return `It ${words}. Correct the name, or declare it.`;
  return cycle.length === 1
    ? 'It is its own input, so it can never run. Take it out of its inputs.'
    : `These assets wait for each other, so none can run: ${cycleWords(cycle)}. Take one of these inputs out.`;
}

function edgeName(from: AssetKey, to: AssetKey): string {
  return `${from}\n${to}`;
}
