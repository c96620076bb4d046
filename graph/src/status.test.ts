// Status and causes: each rule by example, and random graphs against a naive recursion.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byAsset, failed, graphs, made, node } from '../test/graph-of.ts';
import {
  computeStatus,
  directUpstream,
  type AssetNode,
  type AssetStatus,
  type CheckResult,
  type StoredFacts,
} from './index.ts';

function facts(more: Partial<StoredFacts>): StoredFacts {
  return { materializations: {}, failures: {}, checks: {}, observations: {}, running: [], ...more };
}

/** `key: status` and its causes' messages, for assertions that read like the terminal. */
function told(nodes: readonly AssetNode[], stored: Partial<StoredFacts>): Record<string, string> {
  return Object.fromEntries(
    computeStatus(nodes, facts(stored)).map(({ key, status, causes }) => [
      key,
      [status, ...causes.map((cause) => cause.message)].join('; '),
    ]),
  );
}

const ordersRaw = node('ordersRaw');
const customers = node('customers', [], { file: 'src/customers.ts', line: 7, column: 14 });
const enrichedOrders = node('enrichedOrders', ['ordersRaw', 'customers']);
const revenueBySegment = node('revenueBySegment', ['enrichedOrders']);
const shop = [revenueBySegment, enrichedOrders, customers, ordersRaw];
const allMade = byAsset(
  made('ordersRaw'),
  made('customers'),
  made('enrichedOrders', { ordersRaw: 'ordersRaw@1', customers: 'customers@1' }),
  made('revenueBySegment', { enrichedOrders: 'enrichedOrders@1' }),
);

test('everything made from what there is now is fresh', () => {
  expect(told(shop, { materializations: allMade })).toEqual({
    customers: 'fresh',
    enrichedOrders: 'fresh',
    ordersRaw: 'fresh',
    revenueBySegment: 'fresh',
  });
});

test('F13 new data in customers makes enrichedOrders stale and revenueBySegment upstream stale', () => {
  const materializations = { ...allMade, ...byAsset(made('customers', {}, { dataVersion: 'customers@2' })) };
  expect(told(shop, { materializations })).toEqual({
    customers: 'fresh',
    enrichedOrders: 'stale; customers has new data (run r1)',
    ordersRaw: 'fresh',
    revenueBySegment: 'upstream-stale; because enrichedOrders: customers has new data (run r1)',
  });
});

test('materialized again with the same content, nothing below is stale', () => {
  const materializations = { ...allMade, ...byAsset(made('customers', {}, { run: 'r9' })) };
  expect(Object.values(told(shop, { materializations }))).toEqual(['fresh', 'fresh', 'fresh', 'fresh']);
});

test('changed code is a direct cause, with its place; below it the chain leads there', () => {
  const changed = [revenueBySegment, enrichedOrders, { ...customers, codeVersion: 'c1:2' }, ordersRaw];
  expect(told(changed, { materializations: allMade })).toEqual({
    customers: 'stale; its code changed',
    enrichedOrders: 'upstream-stale; because customers: its code changed',
    ordersRaw: 'fresh',
    revenueBySegment: 'upstream-stale; because customers: its code changed (through enrichedOrders)',
  });
  const place = { file: 'src/customers.ts', line: 7, column: 14 };
  const causes = computeStatus(changed, facts({ materializations: allMade })).map((each) => each.causes);
  expect(causes[0]).toEqual([{ kind: 'code', message: 'its code changed', ...place }]);
  expect(causes[3]).toEqual([expect.objectContaining({ kind: 'upstream', asset: 'customers', ...place })]);
});

test('code versions are compared within one algorithm only', () => {
  const versions = (now: string | null, then: string | null) =>
    told([node('a', [], { codeVersion: now })], { materializations: byAsset(made('a', {}, { codeVersion: then })) })[
      'a'
    ];
  expect(versions('c1:2', 'c1:1')).toBe('stale; its code changed');
  expect(versions('c1:1', 'c1:1')).toBe('fresh');
  expect(versions(null, 'c1:1')).toBe('fresh');
  expect(versions('c1:1', null)).toBe('fresh');
  expect(versions('c2:1', 'c1:1')).toMatch(/^fresh; whether its code changed is not known/);
});

test('dependencies that came and went are causes, data or not', () => {
  const now = [node('kept'), node('added'), node('order'), node('child', ['kept', 'added'], { deps: ['order'] })];
  const materializations = byAsset(
    made('kept'),
    made('added'),
    made('order'),
    made('child', { kept: 'kept@1', order: 'order@1', removed: 'removed@1' }),
  );
  expect(told(now, { materializations })['child']).toBe(
    'stale; added is a new dependency; removed is no longer a dependency',
  );
});

test('F15 never materialized is its own status, and what was made from it is upstream stale', () => {
  const { customers: _gone, ...materializations } = allMade;
  expect(told(shop, { materializations })).toEqual({
    customers: 'never',
    enrichedOrders: 'upstream-stale; because customers: it was never materialized',
    ordersRaw: 'fresh',
    revenueBySegment: 'upstream-stale; because customers: it was never materialized (through enrichedOrders)',
  });
  expect(new Set(Object.values(told(shop, {})))).toEqual(new Set(['never']));
});

test('an upstream that had no data then and has now is new data', () => {
  const nodes = [node('a'), node('b', [], { deps: ['a'] })];
  expect(told(nodes, { materializations: byAsset(made('a'), made('b', { a: null })) })['b']).toBe(
    'stale; a has new data (run r1)',
  );
});

test('a failure counts while it is newer than the materialization; what is below knows', () => {
  const failure = failed('customers', { file: 'src/customers.ts', line: 9, column: 3 });
  const after = computeStatus(shop, facts({ materializations: allMade, failures: byAsset(failure) }));
  expect(after[0]).toMatchObject({
    status: 'failed',
    causes: [{ kind: 'failed', message: 'boom', file: 'src/customers.ts', line: 9, column: 3 }],
    lastMaterialization: { dataVersion: 'customers@1' },
  });
  expect(after[1]).toMatchObject({
    status: 'upstream-stale',
    causes: [{ asset: 'customers', message: 'because customers: its last run failed' }],
  });
  const materializations = { ...allMade, ...byAsset(made('customers')) };
  expect(told(shop, { materializations, failures: byAsset(failure) })['customers']).toBe('fresh');
  expect(told([node('new')], { failures: byAsset(failed('new')) })['new']).toBe('failed; boom');
});

test('a failed asset that is stale too says both', () => {
  const stale = node('a', [], { codeVersion: 'c1:2' });
  expect(told([stale], { materializations: byAsset(made('a')), failures: byAsset(failed('a')) })['a']).toBe(
    'failed; boom; its code changed',
  );
});

test('a running asset is running, and does not hide what is stale below it', () => {
  const changed = [revenueBySegment, enrichedOrders, { ...customers, codeVersion: 'c1:2' }, ordersRaw];
  expect(told(changed, { materializations: allMade, running: ['customers', 'elsewhere'] })).toMatchObject({
    customers: 'running; its code changed',
    enrichedOrders: 'upstream-stale; because customers: its code changed',
  });
});

test('external assets are external and make nothing stale', () => {
  const nodes = [node('feed', [], { kind: 'external', codeVersion: null }), node('a', ['feed'])];
  expect(told(nodes, { materializations: byAsset(made('a', { feed: null })) })).toEqual({
    a: 'fresh',
    feed: 'external',
  });
});

test('what is stored and no longer defined is an orphan; sorted by key', () => {
  const statuses = computeStatus(
    [node('b')],
    facts({ materializations: byAsset(made('c'), made('a')), failures: byAsset(failed('z')) }),
  );
  expect(statuses.map(({ key, status }) => `${key}: ${status}`)).toEqual(['a: orphan', 'b: never', 'c: orphan']);
  expect(statuses[0]?.lastMaterialization).toMatchObject({ dataVersion: 'a@1', checks: [] });
});

test('a key called like a property of every object is only a key', () => {
  const nodes = [node('constructor'), node('toString', ['constructor'])];
  expect(told(nodes, {})).toEqual({ constructor: 'never', toString: 'never' });
  expect(told(nodes, { materializations: byAsset(made('toString')) })).toMatchObject({
    toString: expect.stringMatching(/^stale; constructor is a new/),
  });
});

test('two ways to one cause tell it once', () => {
  const nodes = [
    node('root', [], { codeVersion: 'c1:2' }),
    node('l', ['root']),
    node('r', ['root']),
    node('end', ['l', 'r']),
  ];
  const materializations = byAsset(
    made('root'),
    made('l', { root: 'root@1' }),
    made('r', { root: 'root@1' }),
    made('end', { l: 'l@1', r: 'r@1' }),
  );
  expect(told(nodes, { materializations })['end']).toBe('upstream-stale; because root: its code changed (through l)');
});

/** By recursion, as one would explain it. */
function naive(nodes: readonly AssetNode[], stored: StoredFacts, key: string): AssetStatus['status'] {
  const asset = nodes.find((each) => each.key === key)!;
  const own = stored.materializations[key];
  const failure = stored.failures[key];
  if (failure !== undefined && (own === undefined || failure.seq > own.seq)) return 'failed';
  if (own === undefined) return 'never';
  const upstream = directUpstream(asset);
  const sameInputs = JSON.stringify([...upstream].sort()) === JSON.stringify(Object.keys(own.inputs).sort());
  const newData = upstream.some((each) => {
    const current = stored.materializations[each];
    return current !== undefined && current.dataVersion !== own.inputs[each]?.dataVersion;
  });
  if (asset.codeVersion !== own.codeVersion || !sameInputs || newData) return 'stale';
  return upstream.every((each) => naive(nodes, stored, each) === 'fresh') ? 'fresh' : 'upstream-stale';
}

test('any history of any graph has the statuses of the naive recursion, and each that is not fresh has a cause', () => {
  const actions = fc.array(
    fc.record({ do: fc.constantFrom('make', 'make', 'make', 'edit', 'fail', 'drop'), on: fc.nat() }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(graphs(), graphs(), actions, fc.nat({ max: 40 }), (first, second, steps, switchAt) => {
      let nodes = first;
      const materializations = new Map<string, ReturnType<typeof made>>();
      const failures = new Map<string, ReturnType<typeof failed>>();
      steps.forEach((step, index) => {
        if (index === switchAt) nodes = second;
        const target = nodes[step.on % Math.max(1, nodes.length)];
        if (target === undefined) return;
        if (step.do === 'edit')
          nodes = nodes.map((each) => (each === target ? { ...each, codeVersion: `c1:${index}` } : each));
        else if (step.do === 'fail') failures.set(target.key, failed(target.key));
        else if (step.do === 'drop') materializations.delete(target.key);
        else {
          const read = directUpstream(target).map(
            (key) => [key, materializations.get(key)?.dataVersion ?? null] as const,
          );
          const more = { codeVersion: target.codeVersion, dataVersion: `v${step.on % 2}` };
          materializations.set(target.key, made(target.key, Object.fromEntries(read), more));
        }
      });
      const stored = facts({
        materializations: Object.fromEntries(materializations),
        failures: Object.fromEntries(failures),
      });
      for (const { key, status, causes } of computeStatus(nodes, stored)) {
        if (status === 'orphan') expect(nodes.some((each) => each.key === key)).toBe(false);
        else expect({ key, status }).toEqual({ key, status: naive(nodes, stored, key) });
        expect(causes.length > 0).toBe(['stale', 'upstream-stale', 'failed'].includes(status));
      }
    }),
    { numRuns: 500 },
  );
});

test('cycles end', () => {
  const nodes = [node('a', ['b']), node('b', ['a'])];
  const materializations = byAsset(made('a', { b: 'b@1' }), made('b', { a: 'a@1' }, { codeVersion: 'c1:0' }));
  expect(told(nodes, { materializations })['b']).toMatch(/^stale; its code changed/);
});

test('E02: a failed check stands on the materialization and changes no status; one that is no longer defined is gone', () => {
  const outcome = (name: string, passed: boolean): CheckResult => ({
    name,
    passed,
    severity: 'error',
    run: 'r1',
    seq: 1,
    time: '2026-03-01T10:00:00.000Z',
    metadata: {},
  });
  const checks = { orders: { notEmpty: outcome('notEmpty', false), gone: outcome('gone', true) } };
  const orders = node('orders', [], { checks: ['drift', 'notEmpty'] });
  const [status] = computeStatus([orders], facts({ materializations: byAsset(made('orders')), checks }));
  expect(status?.status).toBe('fresh');
  expect(status?.lastMaterialization?.checks).toEqual([outcome('notEmpty', false)]);
});

test('an external asset that says it holds something else makes what reads it stale', () => {
  const raw = node('raw', [], { kind: 'external' });
  const orders = node('orders', ['raw']);
  const observed = (dataVersion: string) => ({ observations: { raw: { dataVersion, run: 'r2', time: '2026-03-01' } } });
  const materializations = byAsset(made('orders', { raw: 'u1:monday' }));
  expect(told([raw, orders], { materializations, ...observed('u1:monday') })['orders']).toBe('fresh');
  expect(told([raw, orders], { materializations, ...observed('u1:tuesday') })['orders']).toBe(
    'stale; raw has new data (run r2)',
  );
});
