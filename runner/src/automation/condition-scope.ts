// What a condition is evaluated in: the world of one evaluation, the asset whose condition it is, and whom a part of it is asked of.
import type { AssetKey, EvaluatedCondition } from '@headwater/graph';
import type { Tick } from './compile-condition.ts';
import type { AssetMemory, AutomationFacts, Freshness, Slices } from './evaluation.ts';
import type { PreparedGraph } from './prepare-graph.ts';
import type { Spaces } from './spaces.ts';

/** What all conditions of one evaluation share. */
export interface World {
  readonly graph: PreparedGraph;
  readonly facts: AutomationFacts;
  readonly spaces: Spaces;
  readonly now: number;
  /** When the last evaluation was; null: there was none. */
  readonly lastTime: number | null;
  readonly before: (key: AssetKey) => AssetMemory | undefined;
  /** What this evaluation has requested so far; upstream first, so all there is of what is upstream. */
  readonly requested: ReadonlyMap<AssetKey, Slices>;
  /** The last tick at or before now. */
  readonly lastTick: (tick: Tick) => number | null;
  readonly nextTick: (tick: Tick) => number | null;
  readonly freshness: (key: AssetKey) => Freshness | null;
  /** Upstream that would have to be made again for its data to be fresh. */
  readonly tooOld: (key: AssetKey) => readonly AssetKey[];
}

/** The evaluation of one asset's condition. */
export interface Scope {
  readonly world: World;
  readonly root: AssetKey;
  /** Nothing is known of before: what happened until now counts as handled. */
  readonly initial: boolean;
  readonly before: Readonly<Record<string, Slices>>;
  /** What the next evaluation is told; only what is not empty. */
  readonly after: Record<string, Slices>;
  /** Something happened since the last evaluation that made a part of it true. */
  eventful: boolean;
  /** `onFreshness()` was true of the asset itself. */
  freshening: boolean;
  /** Collects the tree where that is wanted. */
  trace: EvaluatedCondition[] | null;
}

/** Whom a node is asked of. */
export interface Place {
  readonly asset: AssetKey;
  /** The upstream that `eachDep` is at. */
  readonly dep: AssetKey | null;
  /** Where `eachDep` was asked, within which this is. */
  readonly outer: Place | null;
}
