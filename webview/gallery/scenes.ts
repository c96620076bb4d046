// The situations the gallery shows, each as the messages an editor would send.
import type { AssetKey, AssetNode, AssetStatus } from '@headwater/graph';
import type { Preview, ToPage } from '../src/protocol.ts';
import { automationScenes } from './automation-scenes.ts';
import { edgeScenes } from './edge-scenes.ts';
import { changesScenes } from './changes-scenes.ts';
import { choiceScenes } from './choice-scenes.ts';
import { filterScenes } from './filter-scenes.ts';
import { historyScenes } from './history-scenes.ts';
import { kindScenes } from './kind-scenes.ts';
import { largeScenes } from './large-scenes.ts';
import { metadataScenes } from './metadata-scenes.ts';
import { oddScenes } from './odd-scenes.ts';
import { projectScenes } from './project-scenes.ts';
import { unsavedScenes } from './unsaved-scenes.ts';
import { asset, graph, inputs, PROJECT, project, sceneOf, status, statuses, type GalleryScene } from './scene-parts.ts';

const bronze = { group: 'bronze', file: 'src/bronze.ts' };
const gold = { group: 'gold', file: 'src/gold.ts', inputs: inputs('silverOrdersEnriched') };
const shop: readonly AssetNode[] = [
  asset('bronzeOrders', {
    ...bronze,
    line: 36,
    description: 'Raw orders from the e-commerce API: **100** of them, one an hour from 1 March 2026.',
  }),
  asset('bronzeProducts', { ...bronze, line: 54, description: 'The catalogue: ten products in four categories.' }),
  asset('bronzeCustomers', { ...bronze, line: 73, description: 'Twenty customers with their city and segment.' }),
  asset('silverOrdersEnriched', {
    group: 'silver',
    file: 'src/silver.ts',
    line: 11,
    inputs: { bronzeOrders: 'bronzeOrders', products: 'bronzeProducts', bronzeCustomers: 'bronzeCustomers' },
    description:
      'Orders with their total, their product and their customer.\n\nAn order whose product or customer is not known is kept, with `null` in those columns. See [the article](https://example.com/medallion).',
    owners: ['data@shop.example'],
    tags: { tier: '1' },
  }),
  asset('goldDailyRevenue', { ...gold, line: 7, description: 'Revenue and number of orders of each day (UTC).' }),
  asset('goldRevenueByCategory', {
    ...gold,
    line: 20,
    description: 'Revenue and number of orders of each product category, the largest first.',
  }),
  asset('goldRevenueBySegment', {
    ...gold,
    line: 29,
    deps: ['bronzeCustomers'],
    description: 'Revenue and number of orders of each customer segment, the largest first.',
  }),
];
const ROWS: Readonly<Record<AssetKey, number>> = {
  bronzeOrders: 100,
  bronzeProducts: 10,
  bronzeCustomers: 20,
  silverOrdersEnriched: 100,
  goldDailyRevenue: 5,
  goldRevenueByCategory: 4,
  goldRevenueBySegment: 3,
};
const fresh = (key: AssetKey): AssetStatus => status(key, 'fresh', { rows: ROWS[key] ?? 1204 });

const daily: Preview = {
  type: 'table',
  rowCount: 5,
  columns: [
    { name: 'day', type: 'text' },
    { name: 'revenue', type: 'real' },
    { name: 'orders', type: 'integer' },
    { name: 'note', type: 'text' },
  ],
  rows: [
    ['2026-03-01', 7193.6, 24, null],
    ['2026-03-02', 6893.9, 24, null],
    ['2026-03-03', 7193.6, 24, 'a weekend with a longer remark than fits'],
    ['2026-03-04', 6893.9, 24, null],
    ['2026-03-05', 1198.8, 4, null],
  ],
};

const scene = (assets: readonly AssetNode[], all: readonly AssetStatus[], ...more: readonly ToPage[]): GalleryScene =>
  sceneOf({ assets, statuses: all, more, previews: { goldDailyRevenue: daily } });

const mixed: readonly AssetStatus[] = [
  fresh('bronzeOrders'),
  fresh('bronzeProducts'),
  status('bronzeCustomers', 'stale', {
    rows: 20,
    causes: [{ kind: 'code', message: 'its code has changed', file: 'src/bronze.ts', line: 73 }],
  }),
  status('silverOrdersEnriched', 'upstream-stale', {
    rows: 100,
    causes: [{ kind: 'upstream', message: 'bronzeCustomers is stale', asset: 'bronzeCustomers' }],
  }),
  status('goldDailyRevenue', 'running', { rows: 5 }),
  status('goldRevenueByCategory', 'failed', {
    causes: [
      {
        kind: 'failed',
        message: 'TypeError: Cannot read properties of undefined (reading ‘category’)',
        file: 'src/gold.ts',
        line: 24,
        column: 18,
        run: 'run-1',
      },
    ],
  }),
  status('goldRevenueBySegment', 'never'),
];

/** Names as people write them. */
const names: readonly AssetNode[] = [
  asset('weather/stations/europe/western/hourly_temperature_readings_normalised', {
    group: 'weather and climate observations',
    line: 1,
  }),
  asset('إيرادات_يومية', {
    group: 'עברית',
    line: 2,
    inputs: inputs('weather/stations/europe/western/hourly_temperature_readings_normalised'),
  }),
  asset('売上🚀集計', {
    group: '日本語',
    line: 3,
    inputs: inputs('إيرادات_يومية'),
    kinds: ['typescript', 'a-very-long-kind-name', 'sql', 'python'],
  }),
  asset('<b>&"quoted"</b>', {
    group: '__proto__',
    line: 4,
    inputs: { constructor: '売上🚀集計' },
    description: '<img src=x onerror=alert(1)> and <b>bold</b>',
  }),
];

const DOMAINS = ['customers', 'finance', 'marketing', 'supply'] as const;
const STAGES = ['raw', 'clean', 'core', 'marts', 'reports'] as const;

/** Stages of a pipeline, each in four domains: mostly fed by the same domain, sometimes by the next one. */
function large(perGroup: number): AssetNode[] {
  return STAGES.flatMap((stage, level) =>
    DOMAINS.flatMap((domain, column) =>
      Array.from({ length: perGroup }, (_, index) => {
        const from = (other: string | undefined, at: number): AssetKey =>
          `${STAGES[level - 1] ?? ''}/${other ?? domain}_${at % perGroup}`;
        const beside = index % 5 === 0 ? [from(DOMAINS[(column + 1) % 4], index)] : [];
        const upstream = level === 0 ? [] : [from(domain, index), from(domain, index * 3 + 1), ...beside];
        return asset(`${stage}/${domain}_${index}`, {
          group: `${domain} ${stage}`,
          file: `src/${stage}/${domain}.ts`,
          line: index * 5 + 3,
          inputs: inputs(...upstream),
        });
      }),
    ),
  );
}

const someNever = (assets: readonly AssetNode[]): AssetStatus[] =>
  assets.map(({ key }, index) => (index % 7 === 0 ? status(key, 'never') : fresh(key)));

export const SCENES: Readonly<Record<string, () => GalleryScene>> = {
  waiting: () => ({ messages: [], previews: {} }),
  reading: () => ({ messages: [project()], previews: {} }),
  'no-project': () => ({
    messages: [
      project({
        project: null,
        runnable: false,
        empty: {
          title: 'No project here uses Headwater yet',
          message: 'A project is a folder whose package.json names headwater.',
          action: { label: 'Add Headwater', command: 'headwater.addToFolder' },
        },
      }),
    ],
    previews: {},
  }),
  restricted: () => ({
    messages: [
      project({
        runnable: false,
        empty: {
          title: 'Nothing runs in restricted mode',
          message:
            'Graph, lenses and problems come from reading the code. Materializing runs it, which needs your trust.',
          action: { label: 'Manage Trust', command: 'headwater.manageTrust' },
        },
      }),
      graph(shop),
      statuses(shop.map(({ key }) => status(key, 'never'))),
    ],
    previews: {},
  }),
  empty: () => scene([], []),
  never: () =>
    scene(
      shop,
      shop.map(({ key }) => status(key, 'never')),
    ),
  fresh: () =>
    scene(
      shop,
      shop.map(({ key }) => ({ ...fresh(key) })),
    ),
  mixed: () =>
    scene(
      shop,
      mixed,
      { type: 'run', project: PROJECT, run: { id: 'run-2', done: 3, total: 7 } },
      { type: 'progress', project: PROJECT, key: 'goldDailyRevenue', message: 'Summed 60 of 100 orders' },
    ),
  one: () => scene([asset('report', { line: 3 })], [status('report', 'never')]),
  cycle: () =>
    scene(
      [
        asset('a', { group: 'left', inputs: inputs('c') }),
        asset('b', { group: 'right', inputs: inputs('a') }),
        asset('c', { group: 'left', inputs: inputs('b', 'c') }),
      ],
      ['a', 'b', 'c'].map((key) =>
        status(key, 'unknown', { causes: [{ kind: 'unknown', message: 'a → b → c → a is a cycle' }] }),
      ),
    ),
  names: () =>
    scene(names, [
      status(names[0]?.key ?? '', 'fresh', { rows: 8_760_000 }),
      ...names.slice(1).map(({ key }) => status(key, 'never')),
    ]),
  ...kindScenes,
  ...metadataScenes,
  ...changesScenes,
  ...unsavedScenes,
  ...filterScenes,
  ...automationScenes,
  ...historyScenes,
  ...projectScenes,
  ...choiceScenes,
  ...edgeScenes,
  /** 120 assets: drawn whole. */
  medium: () => scene(large(6), someNever(large(6))),
  /** 400 assets: their groups are collapsed. */
  large: () => scene(large(20), someNever(large(20))),
  ...largeScenes,
  ...oddScenes,
};
