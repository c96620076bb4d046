// Scenes of what was: a history with its numbers over time, columns that drifted, and a history that cannot be told.
import type { HistoryEntry } from '../src/protocol.ts';
import { asset, inputs, minutesAgo, outcome, sceneOf, status, type GalleryScene } from './scene-parts.ts';

const DAY = 24 * 60;

/** Of the asset `orders`: one a day, the newest two minutes ago. */
export function historyEntry(seq: number, over: Partial<HistoryEntry> = {}): HistoryEntry {
  const age = 40 - seq;
  return {
    seq,
    run: `20260301120000${String(seq).padStart(3, '0')}-${(0xa1b2c0 + seq).toString(16)}`,
    time: minutesAgo(2 + age * DAY),
    rows: 1_000 + seq * 7 + (seq % 5) * 40,
    bytes: 96_000 + seq * 700,
    durationMs: 180 + (seq % 7) * 35,
    env: 'dev',
    kept: age < 5,
    checks: 2,
    failedChecks: seq % 9 === 2 ? ['positive'] : [],
    numbers: { total: 52_000 + 900 * Math.sin(seq / 3) + seq * 42, share_of_returns: 0.04 + (seq % 6) / 100 },
    ...(seq === 38 && { reusedFrom: '20260301120000036-a1b2e4' }),
    ...(seq === 40 && {
      columns: [
        { name: 'orderId', type: 'text' },
        { name: 'amount', type: 'text' },
        { name: 'legacy_discount_code_of_the_old_shop', type: 'text' },
      ],
    }),
    ...over,
  };
}

/** Newest first. */
const orders = Array.from({ length: 40 }, (_, index) => historyEntry(40 - index));
const newest = orders[0]?.run ?? '';

const made = status('orders', 'drift', {
  rows: 1_280,
  metadata: { total: { kind: 'float', value: 54_321.5 }, share_of_returns: { kind: 'float', value: 0.08 } },
  checks: [outcome('positive', true), outcome('unique', true)],
  causes: [
    { kind: 'drift', message: 'the stored table has no column maxTmpf2', file: 'src/assets.ts', line: 4 },
    {
      kind: 'drift',
      message: 'the stored table has a column legacy_discount_code_of_the_old_shop that is not declared',
      file: 'src/assets.ts',
      line: 4,
    },
    { kind: 'code', message: 'its body changed', file: 'src/assets.ts', line: 4 },
  ],
});

export const historyScenes: Readonly<Record<string, () => GalleryScene>> = {
  history: () =>
    sceneOf({
      assets: [
        asset('orders', {
          line: 4,
          checks: ['positive', 'unique'],
          columns: [
            { name: 'orderId', kind: 'text' },
            { name: 'amount', kind: 'real' },
            { name: 'maxTmpf2', kind: 'real' },
          ],
        }),
        asset('once', { line: 12, inputs: inputs('orders') }),
        asset('unmade', { line: 20, inputs: inputs('orders') }),
        asset('unreadable', { line: 28 }),
      ],
      statuses: [
        {
          ...made,
          ...(made.lastMaterialization && { lastMaterialization: { ...made.lastMaterialization, run: newest } }),
        },
        status('once', 'fresh', { rows: 3 }),
        status('unmade', 'never'),
        status('unreadable', 'fresh'),
      ],
      histories: {
        orders: {
          entries: orders,
          next: null,
          folded: { count: 112, first: minutesAgo(400 * DAY), last: minutesAgo(41 * DAY) },
        },
        once: {
          entries: [historyEntry(3, { run: 'run-1', rows: 3, numbers: {}, checks: 0 })],
          next: null,
          folded: null,
        },
      },
    }),
};
