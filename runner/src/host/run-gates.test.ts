// What an asset came to, for those that wait for it: outputs open their own dependants, blocking checks may close them.
import { expect, test } from 'vitest';
import type { CheckNode } from '@headwater/graph';
import { createGates } from './run-gates.ts';

const check = (more: Partial<CheckNode> = {}): CheckNode => ({
  asset: 'orders',
  name: 'notEmpty',
  blocking: true,
  blocks: null,
  severity: 'error',
  file: 'a.ts',
  line: 1,
  column: 1,
  exportName: 'notEmpty',
  ...more,
});
const failed = Promise.resolve({ passed: false, severity: 'error' as const });

test('A18: the made output opens the way at once, the failed one closes it', async () => {
  const gates = createGates([{ asset: 'users' }, { asset: 'posts' }]);
  gates.end({ asset: 'users' }, 'materialized');
  expect(await gates.blocked({ asset: 'users' }, ['report'])).toBeNull();
  gates.end({ asset: 'posts' }, 'failed');
  gates.end({ asset: 'posts' }, 'materialized');
  expect(await gates.blocked({ asset: 'posts' }, ['report'])).toBe('posts failed');
  expect(gates.counts()).toEqual({ materialized: 1, failed: 1, skipped: 0, cancelled: 0, kept: 0 });
});

test('a blocking check that fails closes the way to what it blocks, and to nothing else', async () => {
  const gates = createGates([{ asset: 'orders' }]);
  gates.check(check({ blocks: ['invoices'] }), { partition: undefined, outcome: failed });
  gates.end({ asset: 'orders' }, 'materialized');
  expect(await gates.blocked({ asset: 'orders' }, ['invoices'])).toBe('check notEmpty of orders failed');
  expect(await gates.blocked({ asset: 'orders' }, ['report'])).toBeNull();
  expect(await gates.blocked({ asset: 'not in the run' }, ['report'])).toBeNull();
});

test('neither a warning nor a check that does not block closes anything', async () => {
  const gates = createGates([{ asset: 'orders' }]);
  gates.check(check(), { partition: undefined, outcome: Promise.resolve({ passed: false, severity: 'warn' }) });
  gates.check(check({ name: 'drift', blocking: false }), { partition: undefined, outcome: failed });
  gates.end({ asset: 'orders' }, 'materialized');
  expect(await gates.blocked({ asset: 'orders' }, ['report'])).toBeNull();
  expect((await gates.checks()).map(({ node, passed }) => [node.name, passed])).toEqual([
    ['notEmpty', false],
    ['drift', false],
  ]);
});
