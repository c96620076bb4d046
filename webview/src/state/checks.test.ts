// Checks as a badge and a list show them.
import { expect, test } from 'vitest';
import { asset, fresh, outcome } from './asset-node.fixture.ts';
import { checksOf, checkSummary, failedSummary } from './checks.ts';

const orders = asset('orders', [], { checks: ['a', 'b', 'c'] });
const told = (...results: Parameters<typeof fresh>[1] & object) =>
  checkSummary(checksOf(orders, fresh('orders', results)));

test('E01: what never ran is there, in the order of the definition', () => {
  expect(checksOf(orders, undefined).map(({ name, outcome: how }) => `${name} ${how}`)).toEqual([
    'a not-run',
    'b not-run',
    'c not-run',
  ]);
  expect(checkSummary(checksOf(orders, undefined))).toEqual({
    outcome: 'not-run',
    count: 3,
    words: '3 checks not run',
  });
  expect(checkSummary(checksOf(asset('x'), undefined))).toBeNull();
});

test('E05: the worst outcome is the badge, and failed ones are counted whatever their severity', () => {
  const [ok, bad, meek] = [outcome('a', true), outcome('b', false), outcome('c', false, 'warn')];
  expect(told(ok, bad, meek)).toEqual({ outcome: 'failed', count: 2, words: '2 of 3 checks failed' });
  expect(told(ok, meek)).toEqual({ outcome: 'warned', count: 1, words: '1 of 3 checks failed as a warning' });
  expect(told(ok)).toEqual({ outcome: 'not-run', count: 2, words: '2 of 3 checks not run' });
  expect(told(ok, outcome('b', true), outcome('c', true))).toMatchObject({
    outcome: 'passed',
    words: '3 checks passed',
  });
  expect(failedSummary([fresh('x', [ok, meek]), undefined, fresh('y', [bad])])).toEqual({
    outcome: 'failed',
    count: 2,
    words: '2 checks failed',
  });
  expect(failedSummary([fresh('x', [ok])])).toBeNull();
});
