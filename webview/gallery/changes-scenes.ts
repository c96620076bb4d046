// What changed since a commit: every kind of change, none at all, why nothing can be compared, and a picture seen from far away.
import type { AssetDiff, AssetNode, GraphDiff } from '@headwater/graph';
import type { ToPage } from '../src/protocol.ts';
import { largeAssets } from './large-scenes.ts';
import { asset, inputs, PROJECT, sceneOf, status, type GalleryScene } from './scene-parts.ts';

const raw = { group: 'raw', file: 'src/raw.ts' };
const shop = { group: 'shop', file: 'src/shop.ts' };
const was = {
  lookups: asset('lookups', { ...raw, line: 28 }),
  summary: asset('summary', { ...shop, line: 18, inputs: inputs('totals') }),
  archive: asset('archive', { group: 'attic', file: 'src/attic.ts', line: 3, inputs: inputs('orders') }),
  archiveIndex: asset('archiveIndex', { group: 'attic', file: 'src/attic.ts', line: 9, inputs: inputs('archive') }),
};
const assets = [
  asset('orders', { ...raw, line: 4 }),
  asset('prices', { ...raw, line: 12 }),
  asset('rates', { ...raw, line: 20, kind: 'external' }),
  asset('discounts', { ...raw, line: 26 }),
  asset('totals', { ...shop, line: 5, inputs: inputs('orders', 'prices', 'rates', 'discounts') }),
  asset('report', { ...shop, line: 18, inputs: inputs('totals') }),
  asset('letters', { ...shop, line: 30, inputs: inputs('report') }),
  asset('customers', { ...shop, line: 40 }),
];
const statuses = [
  status('orders', 'fresh', { rows: 100 }),
  status('prices', 'stale', {
    rows: 10,
    causes: [
      {
        kind: 'code',
        message: 'its code changed: `parsePrice` in src/price.ts:14',
        file: 'src/price.ts',
        line: 14,
      },
    ],
  }),
  status('rates', 'external'),
  status('discounts', 'never'),
  status('totals', 'stale', { rows: 100 }),
  status('report', 'upstream-stale', { rows: 5 }),
  status('letters', 'upstream-stale', { rows: 5 }),
  status('customers', 'fresh', { rows: 20 }),
];

const base = { ref: 'main', commit: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678', title: 'Fix prices' };
const nothing: GraphDiff = { base, assets: [], edges: [], plan: [], notes: [], problem: null };
const changed = (key: string, of: Partial<AssetDiff> = {}): AssetDiff => ({
  key,
  change: 'changed',
  pieces: [],
  stale: true,
  because: [],
  ...of,
});
const removed = (node: AssetNode): AssetDiff => changed(node.key, { change: 'removed', was: node, stale: false });

const diff: GraphDiff = {
  ...nothing,
  assets: [
    removed(was.archive),
    removed(was.archiveIndex),
    changed('discounts', { change: 'added' }),
    changed('letters', { change: 'downstream', because: ['prices', 'discounts'] }),
    removed(was.lookups),
    changed('prices', {
      pieces: [
        { kind: 'code', message: '`parsePrice` in src/price.ts:14', file: 'src/price.ts', line: 14 },
        { kind: 'code', message: 'its body', file: 'src/raw.ts', line: 12 },
      ],
    }),
    changed('report', { change: 'renamed', was: was.summary, because: ['prices', 'discounts'] }),
    changed('totals', {
      pieces: [
        {
          kind: 'deps',
          message: 'discounts is a new dependency',
          asset: 'discounts',
          file: 'src/shop.ts',
          line: 5,
        },
      ],
      because: ['prices', 'discounts'],
    }),
  ],
  edges: [
    { from: 'orders', to: 'archive', input: 'orders', change: 'removed' },
    { from: 'archive', to: 'archiveIndex', input: 'archive', change: 'removed' },
    { from: 'discounts', to: 'totals', input: 'discounts', change: 'added' },
    { from: 'lookups', to: 'totals', input: 'lookups', change: 'removed' },
    { from: 'customers', to: 'totals', input: null, change: 'removed' },
  ],
  plan: ['prices', 'discounts', 'totals', 'report', 'letters'],
};

const showChanges: ToPage = { type: 'show-changes', project: PROJECT, on: true };
const scene = (of: GraphDiff, opensBase = true): GalleryScene => ({
  ...sceneOf({ assets, statuses, more: [showChanges] }),
  comparison: { diff: of, opensBase },
});

export const changesScenes: Readonly<Record<string, () => GalleryScene>> = {
  changes: () => scene(diff),
  'changes-none': () => scene(nothing),
  'changes-problem': () =>
    scene({
      ...nothing,
      base: { ref: '', commit: '', title: '' },
      problem:
        'This folder is in no git repository. Make one with `git init` and commit, to see what changes from then on.',
    }),
  'changes-notes': () =>
    scene({ ...diff, notes: ['In the base, src/old.ts:3 cannot be read: what it defined there is not known'] }, false),
  /** One group that stays open: seen from far away it is painted. */
  'changes-far': () => {
    const large = largeAssets({ count: 12, each: 50 }).map((each) => ({ ...each, group: 'warehouse' }));
    const every = (step: number): AssetNode[] => large.filter((_, index) => index % step === 7);
    return {
      ...sceneOf({ assets: large, statuses: large.map(({ key }) => status(key, 'fresh')), more: [showChanges] }),
      comparison: {
        opensBase: true,
        diff: {
          ...nothing,
          assets: every(29).map(({ key }, index) =>
            index % 5 === 4
              ? removed(asset(`${key}_old`, { group: 'warehouse', file: 'src/old.ts', inputs: inputs(key) }))
              : changed(key, {
                  change: (['added', 'changed', 'downstream', 'downstream'] as const)[index % 4] ?? 'changed',
                }),
          ),
          edges: every(29).flatMap(({ key }, index) =>
            index % 5 === 4 ? [{ from: key, to: `${key}_old`, input: key, change: 'removed' as const }] : [],
          ),
          plan: every(29).map(({ key }) => key),
        },
      },
    };
  },
};
