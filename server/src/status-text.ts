// What is said of an asset's status: what the client sent, or what holds without it.
import type { AssetNode } from '@headwater/graph';

/** By key; null until the client has sent any. */
export type Statuses = ReadonlyMap<string, string> | null;

/** Null: not known yet. What is made elsewhere has no status of its own. */
export function statusText({ key, kind }: AssetNode, statuses: Statuses): string | null {
  const known = statuses?.get(key);
  if (kind === 'external') return known ?? 'external';
  return statuses === null ? null : (known ?? 'never');
}
