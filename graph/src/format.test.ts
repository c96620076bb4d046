// The words and texts people read: summaries of statuses, ages, and the two listings of the terminal.
import { expect, test } from 'vitest';
import { byAsset, documentOf, made, node } from '../test/graph-of.ts';
import {
  computeStatus,
  formatAge,
  formatGraphText,
  formatStatusText,
  keySegments,
  nearestName,
  printKey,
  statusSummary,
  type AssetStatus,
} from './index.ts';

const now = new Date('2026-03-10T12:00:00Z');
const last: NonNullable<AssetStatus['lastMaterialization']> = {
  run: 'r1',
  time: '2026-03-10T11:57:30Z',
  codeVersion: 'c1:1',
  dataVersion: 'd',
  rows: 1204,
  durationMs: 5,
  metadata: {},
  checks: [],
};
const status = (name: AssetStatus['status'], ...messages: string[]): AssetStatus => ({
  key: 'orders',
  status: name,
  causes: messages.map((message) => ({ kind: 'unknown', message })),
  lastMaterialization: last,
});

test.each<[AssetStatus, string]>([
  [status('fresh'), 'fresh, 2 min ago, 1,204 rows'],
  [{ ...status('fresh'), lastMaterialization: { ...last, rows: 1 } }, 'fresh, 2 min ago, 1 row'],
  [
    { key: 'orders', status: 'fresh', causes: [], lastMaterialization: { ...last, time: 'never', rows: 0 } },
    'fresh, 0 rows',
  ],
  [status('stale', 'customers has new data'), 'stale: customers has new data'],
  [status('stale', 'its code changed', 'customers has new data'), 'stale: its code changed, and 1 more'],
  [
    status('upstream-stale', 'because customers: its code changed'),
    'upstream stale: because customers: its code changed',
  ],
  [status('failed', '\u001b[31mboom\u0007\n    at line 3'), 'failed: [31mboom'],
  [status('failed', 'x'.repeat(300)), `failed: ${'x'.repeat(119)}…`],
  [status('running', 'its code changed'), 'running'],
  [{ key: 'orders', status: 'never', causes: [] }, 'never'],
  [status('orphan'), 'orphan, 2 min ago, 1,204 rows'],
  [{ key: 'orders', status: 'external', causes: [] }, 'external'],
])('%j reads %s', (given, words) => {
  expect(statusSummary(given, now)).toBe(words);
});

test.each([
  ['2026-03-10T11:59:57Z', 'just now'],
  ['2026-03-10T12:00:30Z', 'just now'],
  ['2026-03-10T11:59:48Z', '12 s ago'],
  ['2026-03-10T11:59:00Z', '1 min ago'],
  ['2026-03-10T11:00:01Z', '59 min ago'],
  ['2026-03-10T11:00:00Z', '1 h ago'],
  ['2026-03-09T12:00:01Z', '23 h ago'],
  ['2026-03-09T12:00:00Z', '1 day ago'],
  ['2026-03-07T12:00:00Z', '3 days ago'],
  ['2025-12-31T12:00:00Z', '2025-12-31'],
  ['2026-03-11T12:00:00Z', '2026-03-11'],
  ['yesterday', null],
])('%s is %s', (time, words) => {
  expect(formatAge(time, now)).toBe(words);
});

test('the graph as text: groups as the data flows, what each asset reads, and counts', () => {
  const document = documentOf([
    node('gold/daily', ['enriched'], { group: 'gold', kinds: ['typescript', 'table'], line: 9 }),
    node('enriched', ['orders', 'customers'], { group: 'silver', deps: ['cleanup'], file: 'src/silver.ts' }),
    node('orders', [], { group: 'bronze' }),
    node('customers', [], { group: 'bronze', dynamic: { reason: 'made in a loop', file: 'src/a.ts', line: 3 } }),
    node('cleanup', [], { group: 'bronze', kind: 'external' }),
  ]);
  expect(formatGraphText(document)).toBe(`bronze
  orders      src/assets.ts:1
  customers   src/assets.ts:1
    known in full only when it runs: made in a loop
  cleanup     src/assets.ts:1  external

silver
  enriched    src/silver.ts:1
    reads orders, customers
    after cleanup

gold
  gold/daily  src/assets.ts:9  [typescript, table]
    reads enriched

5 assets, 3 groups, 4 dependencies
`);
});

test('problems are counted, and nothing at all says what to write', () => {
  const problem = {
    code: 'cycle',
    severity: 'error',
    message: 'm',
    file: 'f',
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 2,
  } as const;
  expect(formatGraphText({ assets: [node('a')], problems: [problem] })).toMatch(
    /\n1 asset, 1 group, 0 dependencies, 1 problem \(headwater check shows it\)\n$/,
  );
  expect(formatGraphText(documentOf([]))).toMatch(/^No assets\. .*export const/);
});

test('statuses as text: a line each, further causes below, and counts', () => {
  const assets = [
    status('fresh'),
    { ...status('stale', 'its code changed', 'customers has new data'), key: 'gold/daily' },
    { key: 'new', status: 'never', causes: [] } as const,
  ];
  expect(formatStatusText({ assets }, now)).toBe(`● orders      fresh, 2 min ago, 1,204 rows
◐ gold/daily  stale: its code changed
              customers has new data
○ new         never

3 assets: 1 fresh, 1 stale, 1 never
`);
  expect(formatStatusText({ assets: [] }, now)).toBe('No assets, and nothing stored.\n');
});

test('a hostile name does not reach the terminal', () => {
  const text = formatGraphText(documentOf([node('a', ['b\u001b[2J'], { group: 'g\u0007' })]));
  expect(text).not.toMatch(/[\u001b\u0007]/); // eslint-disable-line no-control-regex -- what is looked for
});

test('keys print with slashes and come apart again', () => {
  expect(printKey(['weather', 'highs'])).toBe('weather/highs');
  expect(keySegments('weather/highs')).toEqual(['weather', 'highs']);
});

test('the nearest name is one a slip away, or none', () => {
  expect(nearestName('custmers', ['orders', 'customers'])).toBe('customers');
  expect(nearestName('ordersRaw', ['ordersraw', 'orderRaw2'])).toBe('ordersraw');
  expect(nearestName('glod', ['gold', 'globe'])).toBe('gold');
  expect(nearestName('revenue', ['customers', 'orders'])).toBeNull();
  expect(nearestName('a', ['b'])).toBe('b');
});

test('E01 E05: checks are told with their asset: failed, passed, and those that never ran; its metadata in short', () => {
  const failed = {
    name: 'notEmpty',
    passed: false,
    severity: 'error' as const,
    run: 'r1',
    seq: 1,
    time: '2026-03-01T10:00:00.000Z',
    metadata: { rows: { kind: 'int' as const, value: 0 } },
  };
  const checks = { orders: { notEmpty: failed, sum: { ...failed, name: 'sum', passed: true } } };
  const orders = node('orders', [], { checks: ['notEmpty', 'sum', 'recent'] });
  const metadata = { source: { kind: 'url', value: 'https://example.com' }, n: { kind: 'int', value: 1204 } } as const;
  const materializations = byAsset(made('orders', {}, { metadata }));
  const facts = { materializations, failures: {}, checks, observations: {}, running: [] };
  const defined = orders.checks.map((name) => ({ asset: 'orders', name }));
  const now = new Date('2026-03-01T10:02:00.000Z');
  expect(formatStatusText({ assets: computeStatus([orders], facts), checks: defined }, now))
    .toBe(`● orders  fresh, 2 min ago, 1 check failed: notEmpty
          check notEmpty failed (error): rows: 0
          checks: sum passed, recent not run
          source: https://example.com, n: 1,204

1 asset: 1 fresh
`);
  const never = computeStatus([orders], { ...facts, materializations: {}, checks: {} });
  expect(formatStatusText({ assets: never, checks: defined }, now)).toContain(
    '\n          checks: notEmpty not run, sum not run, recent not run\n',
  );
});

test('E05: many failed checks are counted in a summary, the first are named', () => {
  const checks = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
    name,
    passed: name === 'e',
    severity: 'warn' as const,
    run: 'r1',
    seq: 1,
    time: last.time,
    metadata: {},
  }));
  expect(statusSummary({ ...status('fresh'), lastMaterialization: { ...last, checks } }, now)).toBe(
    'fresh, 2 min ago, 1,204 rows, 4 checks failed: a, b, c and 1 more',
  );
  const one = { ...last, checks: checks.slice(3) };
  expect(statusSummary({ ...status('stale', 'its code changed'), lastMaterialization: one }, now)).toBe(
    'stale: its code changed, 1 check failed: d',
  );
  expect(statusSummary({ ...status('failed', 'boom'), lastMaterialization: one }, now)).toBe('failed: boom');
});

test('A07 A17: what an asset is, and what its body makes besides it, stands with it', () => {
  const of = (key: string) => node(key, [], { kind: 'multi', step: 'users' });
  const text = formatGraphText(documentOf([of('users'), of('posts'), node('feed', [], { kind: 'external' })]));
  expect(text).toContain('users  src/assets.ts:1  multi\n    made together with posts\n');
  expect(text).toContain('posts  src/assets.ts:1  multi\n    made together with users\n');
  expect(text).toContain('feed   src/assets.ts:1  external\n');
});

test('A19 E01: ops and checks stand under their asset', () => {
  const sales = node('sales', [], {
    kind: 'graph',
    checks: ['notEmpty'],
    ops: [{ name: 'parse', file: 'src/a.ts', line: 3, column: 7, codeVersion: null }],
  });
  const text = formatGraphText(documentOf([sales]));
  expect(text).toContain('  graph\n    ops parse\n    checks notEmpty\n');
});
