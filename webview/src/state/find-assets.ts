// Finds assets by a few letters of their key: from its start first, then from a word's start, then anywhere, then in order with gaps.
import type { AssetNode } from '@headwater/graph';

const MOST = 8;

export function findAssets(assets: readonly AssetNode[], query: string): AssetNode[] {
  const wanted = query.toLowerCase();
  return assets
    .map((asset) => ({ asset, rank: rankOf(asset.key, wanted) }))
    .filter(({ rank }) => rank < NOT_FOUND)
    .sort((a, b) => a.rank - b.rank || a.asset.key.length - b.asset.key.length || (a.asset.key < b.asset.key ? -1 : 1))
    .slice(0, MOST)
    .map(({ asset }) => asset);
}

const NOT_FOUND = 4;

function rankOf(key: string, wanted: string): number {
  const lower = key.toLowerCase();
  const at = lower.indexOf(wanted);
  if (at === 0) return 0;
  if (at > 0) return startsWord(key, at) ? 1 : 2;
  return inOrder(lower, wanted) ? 3 : NOT_FOUND;
}

function startsWord(key: string, at: number): boolean {
  return /[^\p{L}\p{N}]/u.test(key[at - 1] ?? '') || /\p{Lu}/u.test(key[at] ?? '');
}

function inOrder(text: string, wanted: string): boolean {
  let from = 0;
  for (const character of wanted) {
    const at = text.indexOf(character, from);
    if (at < 0) return false;
    from = at + character.length;
  }
  return true;
}
