// Names the nodes of the picture: assets and collapsed groups never share a name.
import type { AssetKey } from '@headwater/graph';

export const assetId = (key: AssetKey): string => `asset:${key}`;
export const groupId = (group: string): string => `group:${group}`;

/** The asset a node stands for; null for a group. */
export function assetOf(id: string | null): AssetKey | null {
  return id?.startsWith('asset:') ? id.slice('asset:'.length) : null;
}

export function groupOf(id: string | null): string | null {
  return id?.startsWith('group:') ? id.slice('group:'.length) : null;
}
