// Whether one asset is fresh by its direct causes alone: what a wave of changes is stopped by.
import { computeStatus, directUpstream, type AssetKey, type AssetNode, type StoredFacts } from '@headwater/graph';

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
  return computeStatus([node], own).find(({ key }) => key === node.key)?.status === 'fresh';
}
