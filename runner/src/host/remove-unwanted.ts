// Deletes values that are not wanted any more, of the assets that a run has made.
import { keySegments, type AssetKey } from '@headwater/graph';
import { createValueStore } from '@headwater/stores';
import type { Catalogue } from '../catalogue.ts';

/** What cannot be deleted stays, and is tried again after the next run. */
export async function removeUnwanted({
  assets,
  store: dir,
  catalogue,
}: {
  readonly assets: Iterable<AssetKey>;
  readonly store: string;
  readonly catalogue: Catalogue;
}): Promise<void> {
  const values = createValueStore({ dir });
  for (const asset of assets) {
    const kept = await values.keptOf({ key: keySegments(asset) });
    if (kept.length < 2) continue;
    const wanted = catalogue.wantedValues(asset);
    for (const path of kept)
      if (!wanted.has(path)) await values.remove({ key: keySegments(asset), path }).catch(() => undefined);
  }
}
