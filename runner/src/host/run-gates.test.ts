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
  const gates = createGates(['users', 'posts']);
  gates.end('users', 'materialized');
  expect(await gates.blocked('users', ['report'])).toBeNull();
  gates.end('posts', 'failed');
  gates.end('posts', 'materialized');
  expect(await gates.blocked('posts', ['report'])).toBe('posts failed');
  expect(gates.counts()).toEqual({ materialized: 1, failed: 1, skipped: 0, cancelled: 0, kept: 0 });
});

test('a blocking check that fails closes the way to what it blocks, and to nothing else', async () => {
  const gates = createGates(['orders']);
  gates.check(check({ blocks: ['invoices'] }), failed);
  gates.end('orders', 'materialized');
  expect(await gates.blocked('orders', ['invoices'])).toBe('check notEmpty of orders failed');
  expect(await gates.blocked('orders', ['report'])).toBeNull();
  expect(await gates.blocked('not in the run', ['report'])).toBeNull();
});

test('neither a warning nor a check that does not block closes anything', async () => {
  const gates = createGates(['orders']);
  gates.check(check(), Promise.resolve({ passed: false, severity: 'warn' }));
  gates.check(check({ name: 'drift', blocking: false }), failed);
  gates.end('orders', 'materialized');
  expect(await gates.blocked('orders', ['report'])).toBeNull();
  expect((await gates.checks()).map(({ node, passed }) => [node.name, passed])).toEqual([
    ['notEmpty', false],
    ['drift', false],
  ]);
});
