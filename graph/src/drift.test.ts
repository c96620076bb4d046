// Drift: stored columns that are not those declared, and stored values that are gone.
import { expect, test } from 'vitest';
import { byAsset, failed, made, node } from '../test/graph-of.ts';
import {
  computeStatus,
  formatStatusText,
  parseSelection,
  previewSummary,
  select,
  type AssetNode,
  type StoredFacts,
} from './index.ts';

const facts = (more: Partial<StoredFacts>): StoredFacts => ({
  materializations: {},
  failures: {},
  checks: {},
  observations: {},
  running: [],
  ...more,
});

/** Status and causes of each asset, as sentences. */
function told(nodes: readonly AssetNode[], stored: Partial<StoredFacts>): Record<string, readonly string[]> {
  return Object.fromEntries(
    computeStatus(nodes, facts(stored)).map(({ key, status, causes }) => [
      key,
      [status, ...causes.map(({ message }) => message)],
    ]),
  );
}

const declares = (columns: Readonly<Record<string, string | null>>, more: Partial<AssetNode> = {}): AssetNode =>
  node('orders', [], {
    columns: Object.entries(columns).map(([name, kind]) => ({ name, kind })),
    file: 'src/orders.ts',
    line: 4,
    ...more,
  });
const holds = (columns: Readonly<Record<string, string>>) =>
  made('orders', {}, { columns: Object.entries(columns).map(([name, type]) => ({ name, type })) });
const orders = (columns: Readonly<Record<string, string | null>>, stored: Readonly<Record<string, string>>) =>
  told([declares(columns)], { materializations: byAsset(holds(stored)) })['orders'];

test('F16 a declared column that the stored table lacks is drift, told at the asset’s line, before any run', () => {
  const assets = [declares({ id: 'integer', maxTmpf2: 'real' }), node('revenue', ['orders'])];
  const materializations = byAsset(holds({ id: 'integer' }), made('revenue', { orders: 'orders@1' }));
  const statuses = computeStatus(assets, facts({ materializations }));
  expect(statuses[0]).toMatchObject({
    status: 'drift',
    causes: [
      { kind: 'drift', message: 'the stored table has no column maxTmpf2', file: 'src/orders.ts', line: 4, column: 14 },
    ],
  });
  expect(statuses[1]).toMatchObject({
    status: 'upstream-stale',
    causes: [{ message: 'because orders: the stored table has no column maxTmpf2', file: 'src/orders.ts', line: 4 }],
  });
  const text = formatStatusText({ assets: statuses }, new Date('2026-03-01T10:01:00Z'));
  expect(text).toContain('≠ orders   drift: the stored table has no column maxTmpf2\n');
  expect(text).toContain('2 assets: 1 upstream-stale, 1 drift\n');
  const drifted = parseSelection('status:drift');
  if (drifted.kind === 'error') throw new Error(drifted.message);
  expect(
    select(assets, drifted, { statusOf: (key) => statuses.find((each) => each.key === key)?.status }).keys,
  ).toEqual(['orders']);
});

test.each<[string, Record<string, string | null>, Record<string, string>, string[]]>([
  ['the same columns, in another order', { a: 'text', b: 'integer' }, { b: 'integer', a: 'text' }, ['fresh']],
  [
    'a stored column more',
    { id: 'integer' },
    { id: 'integer', 'unit price': 'real' },
    ['drift', 'the stored table has a column "unit price" that is not declared'],
  ],
  ['another kind', { price: 'integer' }, { price: 'text' }, ['drift', 'price is stored as text, declared as integer']],
  ['whole numbers where any are declared', { price: 'real' }, { price: 'integer' }, ['fresh']],
  [
    'any numbers where whole ones are declared',
    { n: 'integer' },
    { n: 'real' },
    ['drift', 'n is stored as real, declared as integer'],
  ],
  ['anything where json is declared', { tags: 'json' }, { tags: 'text' }, ['fresh']],
  ['a name whose kind cannot be read', { price: null }, { price: 'text' }, ['fresh']],
  [
    'the word of another store, of which nothing is certain',
    { price: 'integer' },
    { price: 'NUMERIC(10,2)' },
    ['fresh'],
  ],
  [
    'all at once: what lacks first',
    { id: 'integer', at: 'date', name: 'text' },
    { id: 'text', note: 'text', name: 'text' },
    [
      'drift',
      'the stored table has no column at',
      'the stored table has a column note that is not declared',
      'id is stored as text, declared as integer',
    ],
  ],
])('F16 %s', (_, declared, stored, expected) => {
  expect(orders(declared, stored)).toEqual(expected);
});

test('F16 a column that is only typed so far would be drift once saved', () => {
  const [before, after] = [declares({ id: 'integer' }), declares({ id: 'integer', maxTmpf2: 'real' })].map(
    (asset) => computeStatus([asset], facts({ materializations: byAsset(holds({ id: 'integer' })) }))[0],
  );
  if (!before || !after) throw new Error('no status');
  expect(previewSummary({ ...after, was: before.status }, new Date())).toBe(
    'would be in drift once saved: the stored table has no column maxTmpf2',
  );
});

test('nothing is said where either side is not known', () => {
  const materializations = byAsset(made('orders'));
  expect(told([declares({ id: 'integer' })], { materializations })).toEqual({ orders: ['fresh'] });
  expect(told([node('orders')], { materializations: byAsset(holds({ id: 'integer' })) })).toEqual({
    orders: ['fresh'],
  });
  expect(told([declares({ id: 'integer' })], {})).toEqual({ orders: ['never'] });
});

test('drift is told before what else has changed, and after a failure', () => {
  const asset = declares({ id: 'integer', total: 'real' }, { codeVersion: 'c1:2' });
  const materializations = byAsset(holds({ id: 'integer' }));
  const lacks = 'the stored table has no column total';
  expect(told([asset], { materializations })).toEqual({ orders: ['drift', lacks, 'its code changed'] });
  expect(told([asset], { materializations, failures: byAsset(failed('orders')) })).toEqual({
    orders: ['failed', 'boom', lacks, 'its code changed'],
  });
  expect(told([asset], { materializations, running: ['orders'] })['orders']?.[0]).toBe('running');
});

test('a stored value that is gone or cut is drift, and says only that', () => {
  const last = made('orders', {}, { path: 'values/orders/_/v1-ab.sqlite', bytes: 8192, columns: [] });
  const stored = (bytes: number | null, seq = last.seq) =>
    told([declares({ id: 'integer' })], { materializations: byAsset(last), lost: { [seq]: { bytes } } })['orders'];
  expect(stored(null)).toEqual(['drift', 'its stored value is gone (values/orders/_/v1-ab.sqlite)']);
  expect(stored(1)).toEqual([
    'drift',
    'its stored value is damaged: 1 byte instead of 8,192 (values/orders/_/v1-ab.sqlite)',
  ]);
  // Made again since it was looked at: what was found was of the value before.
  expect(stored(null, last.seq - 1)).toEqual(['drift', 'the stored table has no column id']);
});
