// Scenes of the shapes that break pictures: a long chain, a wide fan, thousands of assets.
import type { AssetNode, AssetStatus, StatusName } from '@headwater/graph';
import { asset, inputs, sceneOf, status, type GalleryScene } from './scene-parts.ts';

const STATUSES: readonly StatusName[] = [
  'fresh',
  'fresh',
  'fresh',
  'stale',
  'upstream-stale',
  'never',
  'failed',
  'external',
];
const someOfEach = (assets: readonly AssetNode[]): AssetStatus[] =>
  assets.map(({ key }, index) => status(key, STATUSES[index % STATUSES.length] ?? 'fresh'));
const scene = (assets: readonly AssetNode[]): GalleryScene => sceneOf({ assets, statuses: someOfEach(assets) });
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

export const largeScenes: Readonly<Record<string, () => GalleryScene>> = {
  chain: () =>
    scene(
      numbers(2000).map((n) => asset(`link_${n}`, { line: n + 3, ...(n > 0 && { inputs: inputs(`link_${n - 1}`) }) })),
    ),
  fan: () =>
    scene([
      asset('source', { line: 3 }),
      ...numbers(1000).map((n) => asset(`leaf_${n}`, { line: n + 4, inputs: inputs('source') })),
    ]),
  hundreds: () => scene(largeAssets({ count: 12, each: 25 })),
  thousand: () => scene(largeAssets({ count: 20, each: 50 })),
  thousands: () => scene(largeAssets({ count: 40, each: 250 })),
};

/** In each domain five stages, fed by the stage before and sometimes by that of the next domain. */
export function largeAssets({ count, each }: { readonly count: number; readonly each: number }): AssetNode[] {
  const stage = each / 5;
  return numbers(count).flatMap((domain) =>
    numbers(each).map((n) => {
      const beside = n % 17 === 0 && domain + 1 < count ? [`domain_${domain + 1}/table_${n - stage}`] : [];
      return asset(`domain_${domain}/table_${n}`, {
        group: `domain ${domain}`,
        file: `src/domain-${domain}.ts`,
        line: n * 4 + 3,
        inputs: n < stage ? {} : inputs(`domain_${domain}/table_${n - stage}`, ...beside),
      });
    }),
  );
}
