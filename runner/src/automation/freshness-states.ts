// The freshness of all assets with a policy at one moment, each judged when it is first asked for.
import type { AssetKey } from '@headwater/graph';
import { readDataTimes } from './data-time.ts';
import type { AutomationFacts, Freshness } from './evaluation.ts';
import { freshnessState, type FreshnessQuestion } from './freshness-state.ts';
import type { PreparedGraph } from './prepare-graph.ts';

export interface FreshnessStates {
  /** Null: it has no policy. */
  of(key: AssetKey): Freshness | null;
  /** Upstream whose data has to be made again for that of this asset to be as young as its policy asks. */
  tooOld(key: AssetKey): readonly AssetKey[];
}

export function freshnessStates({
  graph,
  facts,
  now,
  interval,
}: {
  readonly graph: Pick<PreparedGraph, 'nodes' | 'upstream' | 'isExternal' | 'cron'>;
  readonly facts: AutomationFacts;
  readonly now: number;
  readonly interval: number;
}): FreshnessStates {
  const data = readDataTimes({ graph, facts });
  const known = new Map<AssetKey, Freshness>();
  return {
    of: (key) => {
      const policy = graph.nodes.get(key)?.freshness;
      if (policy === undefined) return null;
      const found = known.get(key);
      if (found !== undefined) return found;
      const made = facts.of(key).update?.time ?? null;
      const state = judged({ key, policy, now, made, data: data.of(key), interval, cron: graph.cron });
      known.set(key, state);
      return state;
    },
    tooOld: (key) => {
      const policy = graph.nodes.get(key)?.freshness;
      return policy?.is === 'maxLag' ? data.olderThan(key, now + interval - policy.failMs) : [];
    },
  };
}

/** A policy that cannot be read says so in the place of a state. */
function judged(question: FreshnessQuestion): Freshness {
  try {
    return freshnessState(question);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { state: 'unknown', message, since: null, until: null, lapse: null };
  }
}
