// What an evaluation leaves for the next: what did not change is the same object as before, so that it need not be written again.
import type { AssetKey } from '@headwater/graph';
import { shapeOf } from './carry-slices.ts';
import type { World } from './condition-scope.ts';
import type { AssetMemory, AutomationMemory, Slices } from './evaluation.ts';
import type { PreparedGraph } from './prepare-graph.ts';
import { isSameSet, NONE } from './slices.ts';

/** How one condition came out. */
export interface Outcome {
  readonly value: Slices;
  readonly requested: Slices;
  readonly answered: Slices;
  readonly state: Readonly<Record<string, Slices>>;
  readonly problem: string | null;
  /** The lapse of its freshness that the request is for. */
  readonly lapse: string | null;
  /** What has to be made with it. */
  readonly brings: readonly (readonly [AssetKey, Slices])[];
}

interface Remembering {
  readonly graph: PreparedGraph;
  readonly world: World;
  readonly outcomes: ReadonlyMap<AssetKey, Outcome>;
  readonly previous: AutomationMemory | null;
}

/** What did not change keeps its identity, up to the whole record. */
export function rememberEvaluation({ graph, world, outcomes, previous }: Remembering): AutomationMemory {
  const time = Math.max(world.now, previous?.time ?? -Infinity);
  const watched = new Set([...graph.watched, ...world.requested.keys()]);
  let isChanged = previous === null || Object.keys(previous.assets).length !== watched.size;
  const entries: (readonly [AssetKey, AssetMemory])[] = [];
  for (const key of watched) {
    const before = recordOf(previous, key);
    const after = memoryOf(key, { graph, world, outcome: outcomes.get(key), before });
    const isKept = before !== undefined && isSameMemory(before, after);
    isChanged ||= !isKept;
    entries.push([key, isKept ? before : after]);
  }
  return { version: 1, time, assets: isChanged || previous === null ? Object.fromEntries(entries) : previous.assets };
}

interface MemoryQuestion {
  readonly graph: PreparedGraph;
  readonly world: World;
  readonly outcome: Outcome | undefined;
  readonly before: AssetMemory | undefined;
}

/** An asset whose facts cannot be read, for its partitions, stays as it was remembered: that is told as the problem of what asks. */
function memoryOf(key: AssetKey, question: MemoryQuestion): AssetMemory {
  try {
    return assetMemory(key, question);
  } catch (thrown) {
    const { graph, outcome, before } = question;
    const condition = graph.conditions.get(key)?.identity;
    const said = outcome?.problem ?? (thrown instanceof Error ? thrown.message : String(thrown));
    const { requested: _, ...rest } = before ?? {};
    return { ...rest, ...(condition === undefined ? {} : { condition, problem: said }) };
  }
}

function assetMemory(key: AssetKey, { graph, world, outcome, before }: MemoryQuestion): AssetMemory {
  const { update } = world.facts.of(key);
  const requested = world.requested.get(key) ?? NONE;
  const codeVersion = graph.nodes.get(key)?.codeVersion ?? before?.codeVersion;
  const requestedAt = requested.length > 0 ? world.now : before?.requestedAt;
  const lapse = requested.length > 0 && outcome?.lapse != null ? outcome.lapse : before?.lapse;
  const condition = graph.conditions.get(key)?.identity;
  const shape =
    outcome === undefined || outcome.problem !== null ? undefined : shapeOf(world.spaces.of(key).partitions);
  return {
    ...(update === null ? {} : { update: update.id, dataVersion: update.dataVersion }),
    ...(update?.seq == null ? {} : { seq: update.seq }),
    ...(codeVersion === undefined ? {} : { codeVersion }),
    ...(condition === undefined ? {} : { condition }),
    ...(shape === undefined ? {} : { shape }),
    ...(outcome === undefined || Object.keys(outcome.state).length === 0 ? {} : { state: outcome.state }),
    ...(outcome === undefined || outcome.value.length === 0 ? {} : { value: outcome.value }),
    ...(requested.length === 0 ? {} : { requested }),
    ...(outcome === undefined || outcome.answered.length === 0 ? {} : { answered: outcome.answered }),
    ...(requestedAt === undefined ? {} : { requestedAt }),
    ...(lapse === undefined ? {} : { lapse }),
    ...(outcome?.problem == null ? {} : { problem: outcome.problem }),
  };
}

function isSameMemory(a: AssetMemory, b: AssetMemory): boolean {
  return (
    a.update === b.update &&
    a.codeVersion === b.codeVersion &&
    a.condition === b.condition &&
    a.shape === b.shape &&
    a.requestedAt === b.requestedAt &&
    a.lapse === b.lapse &&
    a.problem === b.problem &&
    isSameSet(a.value ?? NONE, b.value ?? NONE) &&
    isSameSet(a.requested ?? NONE, b.requested ?? NONE) &&
    isSameSet(a.answered ?? NONE, b.answered ?? NONE) &&
    isSameState(a.state ?? {}, b.state ?? {})
  );
}

function isSameState(a: Readonly<Record<string, Slices>>, b: Readonly<Record<string, Slices>>): boolean {
  const places = Object.keys(a);
  return places.length === Object.keys(b).length && places.every((at) => isSameSet(a[at] ?? NONE, b[at] ?? NONE));
}

/** A key can be any name, also one that every object has. */
export function recordOf(memory: AutomationMemory | null, key: AssetKey): AssetMemory | undefined {
  return memory !== null && Object.hasOwn(memory.assets, key) ? memory.assets[key] : undefined;
}
