// Age and size of what is stored, as they stand beside a name.
import { expect, test } from 'vitest';
import { formatStored } from './format-stored.ts';
import type { LastMaterialization } from './status-model.ts';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const LAST: LastMaterialization = {
  run: 'r',
  time: '2026-03-01T10:00:00.000Z',
  codeVersion: null,
  dataVersion: 'd',
  durationMs: 1,
  metadata: {},
  checks: [],
};

test.each<readonly [string | null, Partial<LastMaterialization>]>([
  ['2 h ago · 1,204 rows', { rows: 1204, bytes: 9 }],
  ['2 h ago · 0 rows', { rows: 0 }],
  ['2 h ago · 1 byte', { bytes: 1 }],
  ['2 h ago · 12 kB', { bytes: 12_345 }],
  ['2 h ago · 4.1 MB', { bytes: 4_100_000 }],
  ['2 h ago', {}],
  ['3 rows', { time: 'not a time', rows: 3 }],
  [null, { time: 'not a time' }],
])('%s', (text, more) => {
  expect(formatStored({ key: 'a', status: 'fresh', causes: [], lastMaterialization: { ...LAST, ...more } }, NOW)).toBe(
    text,
  );
});

test('nothing of what was never stored', () => {
  expect(formatStored({ key: 'a', status: 'never', causes: [] }, NOW)).toBeNull();
});
