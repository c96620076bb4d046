// The page gets of each materialization what it shows, and nothing that is large.
import { expect, test } from 'vitest';
import { pageHistory, type ToldHistory } from './page-history.ts';

const time = '2026-03-01T12:00:00.000Z';
const check = { severity: 'error', run: 'r2', seq: 8, time, metadata: {} } as const;
const document: ToldHistory = {
  materializations: [
    {
      asset: 'orders',
      run: 'r2',
      seq: 8,
      time,
      codeVersion: 'c1:1',
      dataVersion: 'd2',
      inputs: { shop: { dataVersion: 'x', run: 'r1' } },
      rows: 12,
      bytes: 4096,
      durationMs: 20,
      env: 'dev',
      reused: { run: 'r0', seq: 3 },
      columns: [{ name: 'id', type: 'integer' }],
      metadata: {
        total: { kind: 'float', value: 2.5 },
        lost: { kind: 'float', value: NaN },
        note: { kind: 'text', value: '7' },
        picture: { kind: 'image', value: { src: `data:image/png;base64,${'A'.repeat(10_000)}`, alt: '' } },
      },
      checks: [
        { ...check, name: 'positive', passed: false },
        { ...check, name: 'unique', passed: true },
      ],
      kept: false,
    },
  ],
  next: 8,
  folded: { count: 4, first: time, last: time },
};

test('D07: rows, size, numbers, checks, where it came from', () => {
  expect(pageHistory(document)).toEqual({
    entries: [
      {
        seq: 8,
        run: 'r2',
        time,
        rows: 12,
        bytes: 4096,
        durationMs: 20,
        env: 'dev',
        reusedFrom: 'r0',
        kept: false,
        checks: 2,
        failedChecks: ['positive'],
        numbers: { total: 2.5 },
        columns: [{ name: 'id', type: 'integer' }],
      },
    ],
    next: 8,
    folded: { count: 4, first: time, last: time },
  });
});
