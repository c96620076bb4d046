// Less than all of a project: a filter in force, one that means nothing, one that cannot be read, and statuses that are hidden.
import type { AssetNode, StatusName } from '@headwater/graph';
import type { View } from '../src/state/view.ts';
import { asset, inputs, savedView, sceneOf, status, type GalleryScene } from './scene-parts.ts';

interface Options extends Partial<Pick<AssetNode, 'kinds' | 'tags' | 'owners'>> {
  readonly status?: StatusName;
}

let line = 0;
const one = (group: string, key: string, from: readonly string[], { status: is = 'fresh', ...more }: Options = {}) => ({
  node: asset(key, { group, file: `src/${group}.ts`, line: (line += 12), inputs: inputs(...from), ...more }),
  status: status(key, is, is === 'fresh' ? { rows: 1200 } : {}),
});
const hourly = { tags: { schedule: 'hourly' }, owners: ['ann@shop.example'] };
const daily = { tags: { schedule: 'daily' }, owners: ['team:finance'] };

/** A shop in four stages, with statuses of every kind. */
const all = [
  one('bronze', 'bronzeOrders', [], hourly),
  one('bronze', 'bronzeRefunds', [], { ...hourly, status: 'stale' }),
  one('bronze', 'bronzeCustomers', [], { ...hourly, status: 'failed' }),
  one('bronze', 'bronzeProducts', [], { kinds: ['csv'] }),
  one('bronze', 'exchangeRates', [], { status: 'external', kinds: ['rest'] }),
  one('silver', 'silverOrders', ['bronzeOrders', 'exchangeRates'], hourly),
  one('silver', 'silverRefunds', ['bronzeRefunds', 'exchangeRates'], { ...hourly, status: 'upstream-stale' }),
  one('silver', 'silverCustomers', ['bronzeCustomers'], { status: 'never' }),
  one('silver', 'silverProducts', ['bronzeProducts'], { kinds: ['duckdb'] }),
  one('silver', 'silverBaskets', ['silverOrders', 'silverProducts'], { kinds: ['duckdb'] }),
  one('gold', 'goldDailyRevenue', ['silverOrders', 'silverRefunds'], { ...daily, status: 'stale' }),
  one('gold', 'goldRevenueByCategory', ['silverBaskets', 'silverRefunds'], daily),
  one('gold', 'goldRevenueBySegment', ['silverBaskets', 'silverCustomers'], { ...daily, status: 'failed' }),
  one('gold', 'goldCustomerValue', ['silverCustomers', 'silverOrders'], { status: 'never' }),
  one('reports', 'boardReport', ['goldDailyRevenue', 'goldRevenueByCategory'], { ...daily, status: 'stale' }),
  one('reports', 'marketingReport', ['goldRevenueBySegment', 'goldCustomerValue'], { status: 'never' }),
];

const scene = (view: Partial<View>): GalleryScene => ({
  ...sceneOf({ assets: all.map(({ node }) => node), statuses: all.map((each) => each.status) }),
  saved: savedView(view),
});

export const filterScenes: Readonly<Record<string, () => GalleryScene>> = {
  /** Nothing is hidden: what the others begin from. */
  stages: () => scene({}),
  /** Between what is left lie stages that are not shown. */
  filtered: () => scene({ filter: 'group:bronze or group:gold' }),
  'filter-and-statuses': () => scene({ filter: '+key:boardReport', hidden: ['stale', 'external'] }),
  'filter-nothing': () => scene({ filter: 'group:platinum' }),
  /** Saved by a page that knew more of the grammar. */
  'filter-unreadable': () => scene({ filter: 'group:gold and column:total' }),
  'statuses-hidden': () => scene({ hidden: ['fresh', 'external'] }),
  'statuses-nothing': () =>
    scene({ hidden: ['fresh', 'stale', 'upstream-stale', 'never', 'failed', 'external', 'unknown'] }),
};
