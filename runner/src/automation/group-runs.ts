// Puts what is requested together into runs: what lies on one lineage and has the same partitions is made in one.
import type { AssetKey } from '@headwater/graph';
import type { RequestedRun, Slices } from './evaluation.ts';
import type { PreparedGraph } from './prepare-graph.ts';
import type { Spaces } from './spaces.ts';

export interface GroupingQuestion {
  readonly graph: PreparedGraph;
  readonly spaces: Spaces;
  readonly requested: ReadonlyMap<AssetKey, Slices>;
  /** Why an asset is requested, in a sentence. */
  readonly reason: (key: AssetKey) => string | null;
}

export function groupRuns({ graph, spaces, requested, reason }: GroupingQuestion): RequestedRun[] {
  const groups = new Map<string, { assets: AssetKey[]; partitions: readonly string[] | null }>();
  for (const key of graph.nodes.keys()) {
    const set = requested.get(key);
    if (set === undefined || set.length === 0) continue;
    const partitions = spaces.texts(key, set);
    const kind = partitions === null ? '' : JSON.stringify([graph.nodes.get(key)?.partitions, set]);
    const name = `${graph.islands.get(key)} ${kind}`;
    const group = groups.get(name) ?? { assets: [], partitions };
    group.assets.push(key);
    groups.set(name, group);
  }
  return [...groups.values()].map(({ assets, partitions }) => ({
    assets,
    ...(partitions === null ? {} : { partitions }),
    because: firstReason(assets, { graph, reason }) ?? 'its condition is true',
  }));
}

/** Of the first that is requested for something that happened upstream of the others. */
function firstReason(
  assets: readonly AssetKey[],
  { graph, reason }: Pick<GroupingQuestion, 'graph' | 'reason'>,
): string | null {
  const inRun = new Set(assets);
  const first = assets.find(
    (key) => graph.conditions.has(key) && !(graph.upstream.get(key) ?? []).some((each) => inRun.has(each)),
  );
  const asked = first ?? assets.find((key) => graph.conditions.has(key));
  return asked === undefined ? null : reason(asked);
}
