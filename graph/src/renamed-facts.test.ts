// An asset that had another key: what was stored under it is its own, recorded or not; on another branch the old key has it back.
import { describe, expect, test } from 'vitest';
import { byAsset, failed, made, node } from '../test/graph-of.ts';
import { computeStatus, namesOf, renamedFacts, type AssetNode, type Rename, type StoredFacts } from './index.ts';

function facts(more: Partial<StoredFacts>): StoredFacts {
  return { materializations: {}, failures: {}, checks: {}, observations: {}, running: [], ...more };
}

function told(nodes: readonly AssetNode[], stored: Partial<StoredFacts>): Record<string, string> {
  // Twice: whoever hands on what it was handed does no harm.
  const once = renamedFacts(nodes, facts(stored));
  const statuses = computeStatus(nodes, once);
  expect(statuses).toEqual(computeStatus(nodes, facts(stored)));
  return Object.fromEntries(
    statuses.map(({ key, status, causes, lastMaterialization }) => [
      key,
      [
        status,
        ...causes.map((cause) => cause.message),
        ...(lastMaterialization ? [lastMaterialization.dataVersion] : []),
      ].join('; '),
    ]),
  );
}

const check = {
  name: 'positive',
  passed: true,
  severity: 'error',
  run: 'r1',
  seq: 900,
  time: '',
  metadata: {},
} as const;
const orders = made('orders', {}, { seq: 5, path: 'values/orders/_/a.sqlite' });
const total = made('total', { orders: 'orders@1' }, { seq: 6 });
const before = { materializations: byAsset(orders, total) };
const sales = node('sales', [], { renamedFrom: ['orders'], checks: ['positive'] });
const plainSales = node('sales');
const ofSales = node('total', ['sales']);
const ofOrders = node('total', ['orders']);
const recorded = (more: readonly Rename[] = []): Rename[] => [{ asset: 'sales', from: 'orders', seq: 10 }, ...more];
/** What the store has once the rename is recorded: the value under both keys. */
const after = {
  materializations: byAsset(orders, total, { ...orders, asset: 'sales', storedAs: 'orders' }),
  renames: recorded(),
};

describe('F15 L6: a rename that the source tells, and nothing has recorded', () => {
  test('its value, its age and its checks are those of the old key; what reads it has no new dependency', () => {
    const stored = { ...before, checks: { orders: { positive: check } } };
    expect(told([sales, ofSales], stored)).toEqual({ sales: 'fresh; orders@1', total: 'fresh; total@1' });
    const now = renamedFacts([sales, ofSales], facts(stored));
    expect(now.materializations['sales']).toEqual({ ...orders, asset: 'sales', storedAs: 'orders' });
    expect(now.materializations['total']?.inputs).toEqual({ sales: { dataVersion: 'orders@1', run: 'r0' } });
    expect(now.checks).toEqual({ sales: { positive: check } });
  });

  test('a failure and an observation go along', () => {
    const stored = {
      failures: { orders: failed('orders') },
      observations: { feed: { dataVersion: 'f1', run: 'r', time: '' } },
    };
    const feed = node('rates', [], { kind: 'external', renamedFrom: ['feed'] });
    const now = renamedFacts([sales, feed], facts(stored));
    expect(Object.keys(now.failures)).toEqual(['sales']);
    expect(now.observations).toEqual({ rates: stored.observations.feed });
    expect(told([sales], stored)).toEqual({ sales: expect.stringMatching(/^failed/) as string });
  });

  test('that its value is gone goes along', () => {
    const lost = { 5: { bytes: null } };
    expect(told([sales], { materializations: byAsset(orders), lost })['sales']).toMatch(
      /^drift; its stored value is gone/,
    );
    const newer = made('sales', {}, { seq: 20 });
    expect(told([sales], { materializations: byAsset(orders, newer), lost })).toEqual({ sales: 'fresh; sales@1' });
  });

  test('what was made under the new key meanwhile stands, and the old one is no orphan', () => {
    const newer = made('sales', {}, { seq: 20, dataVersion: 'sales@1' });
    expect(told([sales], { materializations: byAsset(orders, newer) })).toEqual({ sales: 'fresh; sales@1' });
  });

  test('an orphan that had the new key long before does not hide what is renamed', () => {
    const older = made('sales', {}, { seq: 2, dataVersion: 'sales@1' });
    expect(told([sales], { materializations: byAsset(older, orders) })).toEqual({ sales: 'fresh; orders@1' });
  });

  test('of several old keys the newest value counts', () => {
    const long = made('o', {}, { seq: 3 });
    const chained = node('sales', [], { renamedFrom: ['orders', 'o'] });
    expect(told([chained], { materializations: byAsset(orders, long) })).toEqual({ sales: 'fresh; orders@1' });
    expect(told([chained], { materializations: byAsset(long) })).toEqual({ sales: 'fresh; o@1' });
  });

  test('a key that is defined, or that two assets claim, is nobody else’s', () => {
    expect(told([sales, node('orders')], before)).toMatchObject({ sales: 'never', orders: 'fresh; orders@1' });
    const twice = [sales, node('revenue', [], { renamedFrom: ['orders'] })];
    expect(told(twice, { materializations: byAsset(orders) })).toEqual({
      sales: 'never',
      revenue: 'never',
      orders: 'orphan; orders@1',
    });
  });

  test('names that every object has are names like others', () => {
    const stored = { materializations: byAsset(made('constructor'), made('__proto__')) };
    const nodes = [
      node('toString', [], { renamedFrom: ['constructor'] }),
      node('x', [], { renamedFrom: ['__proto__', 'hasOwnProperty'] }),
    ];
    expect(told(nodes, stored)).toEqual({ toString: 'fresh; constructor@1', x: 'fresh; __proto__@1' });
  });
});

describe('L6: a rename that is recorded', () => {
  test('stands when the source says nothing of it any more', () => {
    expect(told([plainSales, ofSales], after)).toEqual({ sales: 'fresh; orders@1', total: 'fresh; total@1' });
  });

  test('an asset that has the old key later was never made', () => {
    expect(told([plainSales, node('orders'), ofSales], after)).toEqual({
      sales: 'fresh; orders@1',
      orders: 'never',
      total: 'fresh; total@1',
    });
    const again = made('orders', {}, { seq: 30, dataVersion: 'orders@9' });
    const stored = { ...after, materializations: { ...after.materializations, ...byAsset(again) } };
    expect(told([plainSales, node('orders')], stored)).toMatchObject({
      orders: 'fresh; orders@9',
      sales: 'fresh; orders@1',
    });
    // What read the new one has it as its upstream.
    const both = made('report', { orders: 'orders@9', sales: 'orders@1' }, { seq: 31 });
    const more = { ...stored, materializations: { ...stored.materializations, ...byAsset(both) } };
    expect(told([plainSales, node('orders'), node('report', ['orders', 'sales'])], more)['report']).toBe(
      'fresh; report@1',
    );
  });

  test('F14 back on a branch where the old key is defined, it has its value; the new key is no orphan', () => {
    expect(told([node('orders'), ofOrders], after)).toEqual({ orders: 'fresh; orders@1', total: 'fresh; total@1' });
    // Read under the new name on the other branch.
    const total2 = made('total', { sales: 'orders@1' }, { seq: 12, dataVersion: 'total@2' });
    const there = { ...after, materializations: { ...after.materializations, ...byAsset(total2) } };
    expect(told([node('orders'), ofOrders], there)).toEqual({ orders: 'fresh; orders@1', total: 'fresh; total@2' });
    // What was made there under the new name is an orphan here, and nothing is lost.
    const own = made('sales', {}, { seq: 15, dataVersion: 'sales@2' });
    const more = { ...after, materializations: { ...after.materializations, ...byAsset(own) } };
    expect(told([node('orders'), ofOrders], more)).toEqual({
      orders: 'fresh; orders@1',
      total: 'fresh; total@1',
      sales: 'orphan; sales@2',
    });
  });

  test('and what was made under the old key there is no orphan on the branch of the new one while its source tells of it', () => {
    const there = made('orders', {}, { seq: 30, dataVersion: 'orders@9' });
    const stored = { ...after, materializations: { ...after.materializations, ...byAsset(there) } };
    expect(told([sales, ofSales], stored)).toEqual({ sales: 'fresh; orders@1', total: 'fresh; total@1' });
    expect(told([plainSales, ofSales], stored)).toMatchObject({ orders: 'orphan; orders@9' });
    const read = made('total', { orders: 'orders@1' }, { seq: 31, dataVersion: 'total@3' });
    const both = { ...stored, materializations: { ...stored.materializations, ...byAsset(read) } };
    expect(told([sales, ofSales], both)).toEqual({ sales: 'fresh; orders@1', total: 'fresh; total@3' });
  });

  test('deleted later, it is an orphan under its last name alone', () => {
    expect(told([], { ...after, materializations: byAsset(orders, { ...orders, asset: 'sales' }) })).toEqual({
      sales: 'orphan; orders@1',
    });
  });

  test('a -> b -> c, and back to a', () => {
    const renames = recorded([{ asset: 'revenue', from: 'sales', seq: 20 }]);
    const [b, c] = ['sales', 'revenue'].map((asset) => ({ ...orders, asset, storedAs: 'orders' }));
    const chained = { materializations: byAsset(orders, total, b!, c!), renames };
    expect(told([node('revenue'), node('total', ['revenue'])], chained)).toEqual({
      revenue: 'fresh; orders@1',
      total: 'fresh; total@1',
    });
    expect(told([node('orders'), ofOrders], chained)).toEqual({ orders: 'fresh; orders@1', total: 'fresh; total@1' });
    const back = { ...chained, renames: [...renames, { asset: 'orders', from: 'revenue', seq: 30 }] };
    const expected = { orders: 'fresh; orders@1', total: 'fresh; total@1' };
    expect(told([node('orders'), ofOrders], back)).toEqual(expected);
    const declared = node('orders', [], { renamedFrom: ['revenue', 'sales'] });
    expect(told([declared, ofOrders], chained)).toEqual(expected);
  });
});

test('the names an asset had, each with its time', () => {
  const renames = recorded([
    { asset: 'revenue', from: 'sales', seq: 20 },
    { asset: 'orders', from: 'revenue', seq: 30 },
  ]);
  expect(namesOf('orders', renames)).toEqual([
    { key: 'orders', since: 10, until: Infinity },
    { key: 'revenue', since: 0, until: 30 },
    { key: 'sales', since: 0, until: 20 },
    { key: 'orders', since: 0, until: 10 },
  ]);
  expect(namesOf('sales', renames)).toEqual([{ key: 'sales', since: 20, until: Infinity }]);
  expect(namesOf('other', renames)).toEqual([{ key: 'other', since: 0, until: Infinity }]);
});
