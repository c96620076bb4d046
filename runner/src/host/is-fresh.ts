// Whether one asset is fresh by its direct causes alone: what a wave of changes is stopped by.
import { computeStatus, directUpstream, type AssetKey, type AssetNode, type StoredFacts } from '@headwater/graph';

/** Of a partition with the facts that it sees. */
export function isFresh(node: AssetNode, facts: StoredFacts): boolean {
  const keys = [node.key, ...directUpstream(node)];
  // Without a prototype: an asset may be named `constructor`.
  const only = <T>(record: Readonly<Record<AssetKey, T>>): Record<AssetKey, T> => {
    const own = Object.create(null) as Record<AssetKey, T>;
    for (const key of keys) {
      const value = Object.hasOwn(record, key) ? record[key] : undefined;
      if (value !== undefined) own[key] = value;
    }
    return own;
  };
  const { materializations, failures, observations, lost = {} } = facts;
  const own = {
    materializations: only(materializations),
    failures: only(failures),
    checks: {},
    observations,
    lost,
    running: [],
  };
  // Without facts of partitions: those given are of one, as if it were made whole.
  return computeStatus([node], own).find(({ key }) => key === node.key)?.status === 'fresh';
}
