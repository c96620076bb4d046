// How some assets are, the most frequent status first.
import type { AssetKey, StatusName } from '@headwater/graph';
import type { ShownStatus } from '../protocol.ts';
import { countStatuses } from './count-statuses.ts';
import type { Keyed } from './observable.ts';

export function frequentStatuses(
  statuses: Pick<Keyed<ShownStatus>, 'get'>,
  keys: readonly AssetKey[],
): [StatusName, number][] {
  const counts = countStatuses(
    keys.map((key) => ({ key })),
    (key) => statuses.get(key)?.status,
  );
  return [...counts].sort(([, a], [, b]) => b - a);
}
