// Hovering a row tells what its asset is in full, and nothing that code says becomes Markdown.
import { expect, test } from 'vitest';
import type { AssetStatus } from '@headwater/graph';
import { assetNode } from './asset-node.fixture.ts';
import { catalogueTooltip } from './catalogue-tooltip.ts';

const now = new Date('2026-03-01T12:00:00.000Z');
const last: NonNullable<AssetStatus['lastMaterialization']> = {
  run: '20260301115800000-a1b2c3',
  time: '2026-03-01T11:58:00.000Z',
  codeVersion: null,
  dataVersion: 'd',
  rows: 1204,
  bytes: 12_000,
  durationMs: 1250,
  metadata: { total: { kind: 'int', value: 7 } },
  checks: [
    { name: 'positive', passed: false, severity: 'error', run: 'r', seq: 1, time: '', metadata: {} },
    { name: 'unique', passed: true, severity: 'error', run: 'r', seq: 1, time: '', metadata: {} },
  ],
};
const storage = {
  version: 1,
  total: 0,
  values: 0,
  catalogue: 0,
  logs: 0,
  cache: 0,
  assets: [{ key: 'weather', bytes: 36_000, values: 3 }],
} as const;

test('D09: every cause with its place, the columns that drifted, and what was stored when', () => {
  const status: AssetStatus = {
    key: 'weather',
    status: 'drift',
    causes: [
      { kind: 'drift', message: 'the stored table has no column maxTmpf2', file: 'src/weather.ts', line: 9 },
      { kind: 'data', message: 'stations has new data' },
    ],
    lastMaterialization: last,
  };
  const node = {
    ...assetNode,
    key: 'weather',
    group: 'raw',
    file: 'src/weather.ts',
    line: 9,
    description: 'Highs.\n\nMore.',
  };
  expect(catalogueTooltip({ node, status, storage, now }).split('\n\n')).toEqual([
    '**weather**: drift',
    '- the stored table has no column maxTmpf2 (`src/weather.ts:9`)\n- stations has new data',
    'Highs\\.',
    [
      'Materialized: 2 min ago by run a1b2c3',
      'Rows: 1,204',
      'Size: 12 kB',
      'With older versions: 36 kB',
      'Took: 1.25 s',
      'Checks: 1 of 2 failed: positive',
      'total: 7',
    ].join('  \n'),
    'Declared in `src/weather.ts:9`, group raw',
  ]);
});

test('an orphan says where it was', () => {
  const status: AssetStatus = {
    key: 'weather',
    status: 'orphan',
    causes: [],
    declared: { file: 'src/old.ts', line: 3 },
  };
  expect(catalogueTooltip({ node: null, status, storage: null, now })).toBe(
    '**weather**: orphan\n\nIt was declared in `src/old.ts:3`',
  );
});

test('what code says stays text', () => {
  const status: AssetStatus = {
    key: '[a](command:evil)',
    status: 'failed',
    causes: [{ kind: 'failed', message: '![x](https://example.com/spy.png) <b>\n# head' }],
  };
  const told = catalogueTooltip({ node: null, status, storage: null, now });
  expect(told).toBe(
    '**\\[a\\]\\(command\\:evil\\)**: failed\n\n- \\!\\[x\\]\\(https\\:\\/\\/example\\.com\\/spy\\.png\\) \\<b\\>',
  );
});
