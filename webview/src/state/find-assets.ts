// Finds assets by a few letters of their key, the best first, each with the letters that were meant.
import type { AssetNode } from '@headwater/graph';
import { bestOf } from './best-of.ts';
import { GOOD_MATCH, nameMatcher } from './match-name.ts';

export interface FoundAsset {
  readonly asset: AssetNode;
  /** Offsets in the key. */
  readonly at: readonly number[];
}

export function findAssets(assets: Iterable<AssetNode>, query: string, most = 8): FoundAsset[] {
  const { score, letters } = nameMatcher(query);
  const best = bestOf(assets, { points: ({ key }) => score(key), isBefore: (a, b) => a.key < b.key, most });
  // Letters that happen to follow each other are a help only where nothing else is.
  const isGood = (best[0]?.points ?? 0) >= GOOD_MATCH;
  return best
    .filter(({ points }) => !isGood || points >= GOOD_MATCH)
    .map(({ item }) => ({ asset: item, at: letters(item.key) }));
}
