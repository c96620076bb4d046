// What a partitioned asset's status says: the worst of its partitions, counts, and sentences that name ranges.
import { expect, test } from 'vitest';
import type { AssetNode } from './model.ts';
import type { PartitionFacts, PartitionGroup, PartitionSpan } from './partition-facts.ts';
import { computeStatus } from './status.ts';
import type { StoredFacts } from './status-model.ts';

const node = (key: string, upstream: readonly string[] = [], codeVersion = 'c1:now'): AssetNode => ({
  key,
  kind: 'asset',
  step: key,
  inputs: Object.fromEntries(upstream.map((each) => [each, each])),
  deps: [],
  group: '',
  kinds: [],
  tags: {},
  owners: [],
  description: null,
  file: 'src/a.ts',
  line: 1,
  column: 1,
  range: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
  exportName: key,
  io: null,
  checks: [],
  codeVersion,
  partitions: { is: 'static', keys: ['a'] },
});

/** `3-5, 9` are days of January. */
function days(...ranges: readonly (readonly [number, number])[]): PartitionSpan {
  const day = (of: number): string => `2026-01-${String(of).padStart(2, '0')}`;
  return {
    count: ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0),
    ranges: ranges.map(([first, last]) => ({
      from: day(first),
      to: day(last),
      count: last - first + 1,
      at: first - 1,
    })),
  };
}
const NONE = days();
const made = (span: PartitionSpan, more: Partial<PartitionGroup> = {}): PartitionGroup => ({
  ...span,
  made: true,
  codeVersion: 'c1:now',
  inputs: {},
  ...more,
});
const facts = (partitions: Readonly<Record<string, PartitionFacts>>, more: Partial<StoredFacts> = {}): StoredFacts => ({
  materializations: {},
  failures: {},
  checks: {},
  observations: {},
  running: [],
  partitions,
  ...more,
});
const statusOf = (key: string, nodes: readonly AssetNode[], stored: StoredFacts) => {
  const { status, causes, partitions } = computeStatus(nodes, stored).find((each) => each.key === key) ?? {};
  return { status, causes: causes?.map(({ message }) => message), partitions };
};

test('A24: none made is never, some made and the others missing is stale and says which are missing', () => {
  const orders = [node('orders')];
  expect(statusOf('orders', orders, facts({ orders: { total: 30, groups: [], missing: days([1, 30]) } }))).toEqual({
    status: 'never',
    causes: [],
    partitions: { total: 30, fresh: 0, stale: 0, missing: 30, failed: 0 },
  });
  const some = { total: 30, groups: [made(days([1, 17], [20, 20]))], missing: days([18, 19], [21, 30]) };
  expect(statusOf('orders', orders, facts({ orders: some }))).toEqual({
    status: 'stale',
    causes: ['12 of 30 partitions are missing: 2026-01-18..2026-01-19, 2026-01-21..2026-01-30'],
    partitions: { total: 30, fresh: 18, stale: 0, missing: 12, failed: 0 },
  });
});

test('sentences name ranges, those of groups with the same cause are one, and what failed comes first', () => {
  const failure = { asset: 'orders', partition: '2026-01-09', run: 'r1', seq: 9, time: '', message: 'no such day' };
  const groups = [
    made(days([1, 2])),
    made(days([3, 4]), { codeVersion: 'c1:old' }),
    made(days([5, 5]), { codeVersion: 'c1:older' }),
    made(days([6, 8]), { inputs: { raw: { changedBy: '20260101T000000000-4f2a9c' } } }),
    made(days([9, 9]), { made: false, codeVersion: null, failure }),
  ];
  expect(statusOf('orders', [node('orders', [])], facts({ orders: { total: 9, groups, missing: NONE } }))).toEqual({
    status: 'failed',
    causes: [
      'partition 2026-01-09 failed: no such day',
      '3 partitions are stale: 2026-01-03..2026-01-05: its code changed',
      '3 partitions are stale: 2026-01-06..2026-01-08: raw is no longer a dependency',
    ],
    partitions: { total: 9, fresh: 2, stale: 6, missing: 0, failed: 1 },
  });
});

test('only partitions that read one that is stale are stale for it, and a missing one is nobody else’s trouble', () => {
  const days1to4: PartitionFacts = {
    total: 5,
    groups: [made(days([1, 2]), { codeVersion: 'c1:old' }), made(days([3, 4]))],
    missing: days([5, 5]),
  };
  const reads = (from: readonly number[]) => ({ orders: { names: ['orders'], changedBy: null, from } });
  const report: PartitionFacts = {
    total: 5,
    groups: [made(days([1, 2]), { inputs: reads([0]) }), made(days([3, 5]), { inputs: reads([1]) })],
    missing: NONE,
  };
  const nodes = [node('orders'), node('report', ['orders'])];
  const found = statusOf('report', nodes, facts({ orders: days1to4, report }));
  expect(found).toEqual({
    status: 'upstream-stale',
    causes: ['2 partitions are stale: 2026-01-01..2026-01-02: because orders: its code changed'],
    partitions: { total: 5, fresh: 3, stale: 2, missing: 0, failed: 0 },
  });
});

test('an asset without partitions is stale when what it reads of them is other data', () => {
  const { partitions: _, ...total } = node('total', ['orders']);
  const orders: PartitionFacts = { total: 3, groups: [made(days([1, 3]))], missing: NONE };
  const stored = (dataVersion: string): StoredFacts =>
    facts(
      { orders },
      {
        materializations: {
          total: {
            asset: 'total',
            run: 'r1',
            seq: 5,
            time: '',
            codeVersion: 'c1:now',
            dataVersion: 'v1:t',
            inputs: { orders: { dataVersion: 'p1:2:x', run: 'r1', names: ['orders'] } },
            durationMs: 1,
            metadata: {},
          },
        },
        partitionsRead: { total: { orders: { dataVersion, run: '20260101T000000000-4f2a9c', from: [0] } } },
      },
    );
  expect(statusOf('total', [node('orders'), total], stored('p1:2:x')).status).toBe('fresh');
  expect(statusOf('total', [node('orders'), total], stored('p1:3:y'))).toMatchObject({
    status: 'stale',
    causes: ['orders has new data (run 4f2a9c)'],
  });
});
