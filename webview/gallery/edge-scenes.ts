// Scenes of edges that have more than one reason: several inputs, order only, and many between two closed groups.
import type { AssetNode } from '@headwater/graph';
import { asset, inputs, sceneOf, status, type GalleryScene } from './scene-parts.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const at = (line: number, column = 7) => ({ line, column });
const scene = (assets: readonly AssetNode[]): GalleryScene =>
  sceneOf({ assets, statuses: assets.map(({ key }) => status(key, 'fresh', { rows: 120 })) });

const reasons = (): GalleryScene =>
  scene([
    asset('orders', { group: 'raw', file: 'src/raw.ts', line: 3 }),
    asset('cleanups', { group: 'raw', file: 'src/raw.ts', line: 9 }),
    asset('ledger', {
      group: 'core',
      file: 'src/core.ts',
      line: 4,
      inputs: { raw: 'orders', corrections: 'orders' },
      deps: ['orders', 'cleanups'],
      places: {
        inputs: { raw: at(7), corrections: at(8) },
        deps: { orders: at(10, 12), cleanups: at(10, 20) },
      },
    }),
    asset('statement', { group: 'core', file: 'src/core.ts', line: 16, inputs: inputs('ledger') }),
  ]);

export const edgeScenes: Readonly<Record<string, () => GalleryScene>> = {
  reasons,
  /** The card of an edge is open. */
  'edge-card': () => ({ ...reasons(), press: { node: 'asset:ledger', key: 'e' } }),
  /** Thirty groups of thirty: closed, and twenty reasons for an edge. */
  'group-reasons': () =>
    scene(
      numbers(30).flatMap((group) =>
        numbers(30).map((n) =>
          asset(`stage_${group}/table_${n}`, {
            group: `stage ${group}`,
            file: `src/stage-${group}.ts`,
            line: n * 4 + 3,
            inputs: group > 0 && n < 20 ? inputs(`stage_${group - 1}/table_${n}`) : {},
          }),
        ),
      ),
    ),
};
