// Scenes of what runs by itself and in slices: partitions of every state, conditions, freshness, and the answer to "why not?".
import type { AssetNode, ConditionEvaluation, PartitionCounts } from '@headwater/graph';
import type { ToPage } from '../src/protocol.ts';
import { asset, inputs, minutesAgo, PROJECT, savedView, sceneOf, status, type GalleryScene } from './scene-parts.ts';

const daily = {
  is: 'time',
  every: 'day',
  cron: null,
  start: '2026-01-01',
  end: null,
  timezone: 'Europe/Berlin',
  endOffset: 0,
} as const;
const country = { is: 'static', keys: ['de', 'fr', 'us'] } as const;
const counts = (of: Partial<PartitionCounts>): PartitionCounts => {
  const all = { fresh: 0, stale: 0, missing: 0, failed: 0, ...of };
  return { ...all, total: all.fresh + all.stale + all.missing + all.failed };
};

const assets: readonly AssetNode[] = [
  asset('orders', {
    group: 'shop',
    partitions: daily,
    automation: { is: 'onCron', cron: '0 6 * * *', timezone: null },
  }),
  asset('revenue', {
    group: 'shop',
    inputs: inputs('orders'),
    partitions: { is: 'multi', dimensions: { day: daily, country } },
    automation: { is: 'eager' },
  }),
  asset('archive', { group: 'shop', inputs: inputs('orders'), partitions: daily }),
  asset('clicks', {
    group: 'shop',
    inputs: inputs('orders'),
    partitions: { ...daily, every: 'hour' },
    freshness: { is: 'timeWindow', failMs: 3_600_000, warnMs: 1_800_000 },
  }),
  asset('dashboard', {
    group: 'shop',
    inputs: inputs('revenue'),
    automation: { is: 'eager' },
    freshness: { is: 'maxLag', failMs: 1_800_000, warnMs: null },
  }),
];

const evaluation: ConditionEvaluation = {
  asset: 'revenue',
  time: minutesAgo(1),
  requested: false,
  tree: {
    label: 'eager()',
    value: false,
    of: [
      { label: 'in latest time window', value: true, of: [] },
      {
        label: '(newly missing or any deps updated) since last handled',
        value: true,
        of: [
          {
            label: 'any deps updated',
            value: true,
            of: [
              { label: 'newly updated', value: true, asset: 'orders', detail: 'orders was updated 2 min ago', of: [] },
            ],
          },
        ],
      },
      {
        label: 'not any deps missing',
        value: false,
        of: [
          {
            label: 'missing',
            value: true,
            asset: 'orders',
            detail: 'partition 2026-03-01 was never materialized',
            of: [],
          },
        ],
      },
    ],
  },
};

const automation: ToPage = {
  type: 'automation',
  project: PROJECT,
  on: true,
  assets: [
    {
      key: 'orders',
      condition: 'onCron("0 6 * * *")',
      next: minutesAgo(-600),
      decision: 'asked for: the cron ticked at 06:00',
      freshness: null,
    },
    { key: 'revenue', condition: 'eager()', next: null, decision: 'not asked for: orders is missing', freshness: null },
    {
      key: 'dashboard',
      condition: 'eager()',
      next: null,
      decision: 'not asked for: nothing upstream was updated',
      freshness: { state: 'fail', message: 'its data is 42 min old, 30 min are allowed' },
    },
    {
      key: 'clicks',
      condition: null,
      next: null,
      decision: null,
      freshness: { state: 'warn', message: 'it is 35 min old, 60 min are allowed' },
    },
  ],
};

const scene = (): GalleryScene => ({
  ...sceneOf({
    assets,
    statuses: [
      status('orders', 'fresh', { rows: 1_204, partitions: counts({ fresh: 325 }) }),
      status('revenue', 'failed', { partitions: counts({ fresh: 500, stale: 120, failed: 4, missing: 351 }) }),
      status('archive', 'never', { partitions: counts({ missing: 325 }) }),
      status('clicks', 'stale', { partitions: counts({ fresh: 999_000, stale: 1_000 }) }),
      status('dashboard', 'fresh', { rows: 12 }),
    ],
    more: [automation],
  }),
  answer: (message) =>
    message.type === 'why'
      ? [
          {
            type: 'why',
            project: PROJECT,
            key: message.key,
            evaluation: message.key === 'revenue' ? evaluation : null,
            message:
              message.key === 'revenue' ? null : 'It was not evaluated yet: automation was switched on just now.',
          },
        ]
      : [],
});

/** The same where one had asked already. */
const answered = (): GalleryScene => {
  const asked = scene();
  const why = asked.answer?.({ type: 'why', project: PROJECT, key: 'revenue' }) ?? [];
  return {
    ...asked,
    saved: savedView({ selected: 'asset:revenue' }),
    messages: [...asked.messages, ...why],
  };
};

export const automationScenes: Readonly<Record<string, () => GalleryScene>> = {
  automation: scene,
  'automation-why': answered,
};
