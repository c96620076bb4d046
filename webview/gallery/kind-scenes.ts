// Scenes with every kind of asset, and with checks however they came out.
import type { AssetNode, AssetStatus } from '@headwater/graph';
import { asset, inputs, outcome, PROJECT, sceneOf, status, type GalleryScene } from './scene-parts.ts';

const api = { kind: 'multi', step: 'users', group: 'api', file: 'src/api.ts', kinds: ['http'] } as const;
const op = (name: string, line: number) => ({ name, file: 'src/ops.ts', line, column: 14, codeVersion: 'c1:1' });

const assets: readonly AssetNode[] = [
  asset('warehouse/customers', {
    kind: 'external',
    group: 'sources',
    kinds: ['postgres'],
    file: 'src/sources.ts',
    line: 3,
    io: 'warehouse',
    codeVersion: null,
    description: 'Kept by the sales team in the warehouse.',
  }),
  asset('warehouse/orders', {
    kind: 'external',
    group: 'sources',
    kinds: [],
    file: 'src/sources.ts',
    line: 6,
    codeVersion: null,
  }),
  asset('users', { ...api, output: 'users', line: 4, checks: ['notEmpty'], description: 'One call of the API.' }),
  asset('posts', { ...api, output: 'posts', line: 4 }),
  asset('comments', { ...api, output: 'comments', line: 4, checks: ['notEmpty', 'language'] }),
  asset('validatedSales', {
    kind: 'graph',
    group: 'sales',
    file: 'src/sales.ts',
    line: 11,
    inputs: inputs('warehouse/orders'),
    ops: [op('download', 4), op('parse', 9), op('validate', 15)],
    checks: ['positive', 'unique', 'recent'],
    owners: ['team:sales', 'ann@shop.example'],
    tags: { tier: '1', nightly: '' },
    description: 'One node, three steps.',
  }),
  asset('revenueByCustomer', {
    group: 'sales',
    file: 'src/sales.ts',
    line: 24,
    inputs: inputs('validatedSales', 'warehouse/customers'),
    kinds: ['sql', 'duckdb'],
    checks: ['positive', 'complete'],
  }),
  asset('forecast', {
    group: 'sales',
    file: 'src/sales.ts',
    line: 40,
    inputs: inputs('revenueByCustomer'),
    kinds: ['model'],
    checks: ['plausible'],
  }),
  asset('activity', { group: 'api', file: 'src/api.ts', line: 30, inputs: inputs('users', 'posts', 'comments') }),
];

const all: readonly AssetStatus[] = [
  status('warehouse/customers', 'external'),
  status('warehouse/orders', 'external'),
  status('users', 'fresh', { rows: 120, checks: [outcome('notEmpty', true)] }),
  status('posts', 'fresh', { rows: 1810 }),
  status('comments', 'stale', {
    rows: 9044,
    causes: [{ kind: 'code', message: 'its code changed', file: 'src/api.ts', line: 4 }],
    checks: [outcome('notEmpty', true), outcome('language', false, { severity: 'warn' })],
  }),
  status('validatedSales', 'fresh', {
    rows: 4212,
    checks: [
      outcome('positive', false, {
        metadata: {
          negative: { kind: 'int', value: 17 },
          examples: {
            kind: 'table',
            value: {
              columns: ['order', 'amount'],
              rows: [
                ['o-17', -4.5],
                ['o-99', -120],
              ],
            },
          },
        },
      }),
      outcome('unique', true, { metadata: { duplicates: { kind: 'int', value: 0 } } }),
    ],
  }),
  status('revenueByCustomer', 'failed', {
    rows: 98,
    causes: [
      {
        kind: 'failed',
        message: 'Error: no exchange rate for CHF',
        file: 'src/sales.ts',
        line: 31,
        column: 11,
        run: 'run-7',
      },
    ],
    checks: [outcome('positive', true), outcome('complete', false, { message: 'TypeError: rows is not iterable' })],
  }),
  status('forecast', 'never'),
  status('activity', 'running', { rows: 300 }),
];

export const kindScenes: Readonly<Record<string, () => GalleryScene>> = {
  kinds: () =>
    sceneOf({
      assets,
      statuses: all,
      more: [
        { type: 'run', project: PROJECT, run: { id: 'run-8', done: 1, total: 3 } },
        {
          type: 'progress',
          project: PROJECT,
          key: 'activity',
          message: 'Joined 1,200 of 3,000 users',
          fraction: 0.4,
          attempt: 2,
        },
      ],
    }),
};
