// What `headwater partitions` prints: as many ranges of each state as are asked for, and how many slices are in the others.
import { expect, test } from 'vitest';
import { formatPartitionRanges } from './format-partitions.ts';

const missing = Array.from({ length: 12 }, (_, n) => {
  const key = String.fromCharCode('a'.charCodeAt(0) + 2 * n);
  return { from: key, to: key, count: 1, state: 'missing' as const };
});
const document = {
  version: 1 as const,
  key: 'orders',
  partitions: { is: 'static' as const, keys: [] },
  counts: { total: 1012, missing: 12, fresh: 1000, stale: 0, failed: 0 },
  first: 'a',
  last: 'z',
  ranges: [...missing, { from: 'y', to: 'z', count: 1000, state: 'fresh' as const }],
  moreRanges: false,
  page: [],
  previous: null,
  next: null,
};

test('ten of each state, and the rest as a number', () => {
  expect(formatPartitionRanges(document)).toBe(
    [
      'orders: 1,012 partitions, a to z',
      '  missing        12  a, c, e, g, i, k, m, o, q, s, and 2 more',
      '  fresh       1,000  y..z',
      '',
    ].join('\n'),
  );
});

test('as many as are asked for', () => {
  expect(formatPartitionRanges(document, 2)).toContain('  a, c, and 10 more\n');
  expect(formatPartitionRanges(document, 12)).toContain('o, q, s, u, w\n');
});

test('a state none of whose ranges came is told by its number alone', () => {
  expect(formatPartitionRanges({ ...document, ranges: missing, moreRanges: true })).toContain(
    '\n  fresh       1,000\n',
  );
});
