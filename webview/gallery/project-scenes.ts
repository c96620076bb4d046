// Scenes of windows with several projects: each with a graph of its own, one that reads what another makes, one that has nothing yet.
import type { AssetNode } from '@headwater/graph';
import type { FromPage, ProjectChoice, ShownStatus, ToPage } from '../src/protocol.ts';
import { asset, inputs, PROJECT, status, type GalleryScene } from './scene-parts.ts';

interface GalleryProject {
  readonly project: string;
  readonly name: string;
  readonly words: string;
  readonly assets: readonly AssetNode[];
  readonly statuses: readonly ShownStatus[];
}

export const LAKE = '/projects/lake';

const shop: GalleryProject = {
  project: PROJECT,
  name: 'shop',
  words: '1 failed, 1 stale',
  assets: [
    asset('@acme/lake:orders', {
      kind: 'external',
      group: 'bronze',
      file: '../lake/src/orders.ts',
      description: 'Every order since the shop opened.',
      foreign: {
        project: '@acme/lake',
        root: '../lake',
        key: 'orders',
        kind: 'asset',
        imported: { file: 'src/report.ts', module: '@acme/lake', name: 'orders' },
      },
    }),
    asset('prices', { kind: 'external', group: 'bronze' }),
    asset('revenue', { group: 'gold', inputs: inputs('@acme/lake:orders', 'prices'), description: 'Revenue by day.' }),
    asset('report', { group: 'gold', inputs: inputs('revenue') }),
  ],
  statuses: [
    status('@acme/lake:orders', 'external'),
    status('prices', 'external'),
    status('revenue', 'failed', { causes: [{ kind: 'failed', message: 'Error: no price for 17', run: 'run-1' }] }),
    status('report', 'stale', { causes: [{ kind: 'data', message: 'revenue has new data', asset: 'revenue' }] }),
  ],
};

const lake: GalleryProject = {
  project: LAKE,
  name: '@acme/lake',
  words: '',
  assets: [
    asset('raw', { group: 'landing' }),
    asset('orders', { group: 'bronze', inputs: inputs('raw') }),
    asset('customers', { group: 'bronze', inputs: inputs('raw') }),
  ],
  statuses: ['raw', 'orders', 'customers'].map((key) => status(key, 'fresh', { rows: 1204 })),
};

const weather: GalleryProject = {
  project: '/projects/weather-of-the-whole-continent',
  name: 'weather-of-the-whole-continent',
  words: '12 failed, 140 stale',
  assets: [],
  statuses: [],
};

const all = [lake, shop, weather];

function messagesOf({ project, name, assets, statuses }: GalleryProject): readonly ToPage[] {
  const projects = all.map((each): ProjectChoice => {
    return { project: each.project, name: each.name, words: each.words, shown: each.project === project };
  });
  if (assets.length === 0) {
    const empty = {
      title: `${name} has no assets yet`,
      message: 'An asset is an exported const made by asset(…): a table, a file, a model, a report.',
      action: { label: 'Create assets.ts', command: 'headwater.createFirstAsset' },
    };
    return [{ type: 'project', project: null, name, empty, runnable: false, projects }];
  }
  return [
    { type: 'project', project, name, empty: null, runnable: true, projects },
    { type: 'graph', project, delta: { revision: 1, base: null, upserted: assets, removed: [] } },
    { type: 'status', project, full: true, statuses },
    { type: 'run', project, run: null },
  ];
}

function answer(message: FromPage): readonly ToPage[] {
  if (message.type === 'show-project')
    return all.filter(({ project }) => project === message.project).flatMap(messagesOf);
  if (message.type !== 'show-foreign') return [];
  const foreign = shop.assets.find(({ key }) => key === message.key)?.foreign;
  return foreign ? [...messagesOf(lake), { type: 'focus', project: LAKE, key: foreign.key, reveal: true }] : [];
}

export const projectScenes: Readonly<Record<string, () => GalleryScene>> = {
  projects: () => ({ messages: messagesOf(shop), previews: {}, answer }),
};
