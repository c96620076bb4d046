// An edit that is not saved: what would become of the assets, beside what is recorded of others.
import type { ShownStatus } from '../src/protocol.ts';
import { asset, inputs, sceneOf, status, type GalleryScene } from './scene-parts.ts';

const assets = [
  asset('orders', { group: 'raw', file: 'src/raw.ts', line: 4 }),
  asset('prices', { group: 'raw', file: 'src/raw.ts', line: 12 }),
  asset('rates', { group: 'raw', file: 'src/raw.ts', line: 20, kind: 'external' }),
  asset('totals', { group: 'shop', file: 'src/shop.ts', line: 5, inputs: inputs('orders', 'prices', 'rates') }),
  asset('report', { group: 'shop', file: 'src/shop.ts', line: 18, inputs: inputs('totals') }),
  asset('letters', { group: 'shop', file: 'src/shop.ts', line: 30, inputs: inputs('report') }),
];

const place = { file: 'src/price.ts', line: 14, column: 1 } as const;
const why = 'its code changed: `parsePrice` in src/price.ts:14';
const above = { kind: 'upstream', asset: 'prices', message: `because prices: ${why}`, ...place } as const;

const all: readonly ShownStatus[] = [
  status('orders', 'fresh', { rows: 100 }),
  status('prices', 'stale', { rows: 10, was: 'fresh', causes: [{ kind: 'code', message: why, ...place }] }),
  status('rates', 'external'),
  status('totals', 'stale', {
    rows: 100,
    was: 'stale',
    causes: [above, { kind: 'data', asset: 'orders', message: 'orders has new data' }],
  }),
  status('report', 'upstream-stale', {
    rows: 5,
    was: 'fresh',
    causes: [{ ...above, message: `${above.message} (through totals)` }],
  }),
  status('letters', 'never', { was: null }),
];

export const unsavedScenes: Readonly<Record<string, () => GalleryScene>> = {
  unsaved: () => sceneOf({ assets, statuses: all }),
};
