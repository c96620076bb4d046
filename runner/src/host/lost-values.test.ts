// Which recorded values are gone or cut, by one look at each file.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Materialization } from '@headwater/graph';
import { lostValues } from './lost-values.ts';

let seq = 0;
const made = (asset: string, more: Partial<Materialization>): Materialization => ({
  asset,
  run: 'r1',
  seq: ++seq,
  time: '2026-03-01T10:00:00.000Z',
  codeVersion: null,
  dataVersion: 'v1:1',
  inputs: {},
  durationMs: 1,
  metadata: {},
  ...more,
});

test('values of the default store that are gone or of another size are lost, and nothing else is', async () => {
  const store = mkdtempSync(join(tmpdir(), 'headwater-lost-'));
  onTestFinished(() => {
    rmSync(store, { recursive: true, force: true });
  });
  mkdirSync(join(store, 'values/folder'), { recursive: true });
  for (const name of ['whole', 'cut', 'emptied', 'unmeasured']) writeFileSync(join(store, 'values', name), 'abc');
  writeFileSync(join(store, 'values/emptied'), '');
  const path = (name: string): { path: string } => ({ path: `values/${name}` });
  const of = [
    made('whole', { ...path('whole'), bytes: 3 }),
    made('cut', { ...path('cut'), bytes: 8192 }),
    made('emptied', { ...path('emptied'), bytes: 3 }),
    made('gone', { ...path('gone'), bytes: 3 }),
    made('noFolder', { ...path('whole/below'), bytes: 3 }),
    made('folder', { ...path('folder'), bytes: 3 }),
    made('unmeasured', path('unmeasured')),
    made('elsewhere', { path: 'no/such/file', bytes: 3, io: 'lake' }),
    made('byItself', { bytes: 3 }),
    // Each thousandth lets others have a turn, and none is forgotten over it.
    ...Array.from({ length: 2000 }, (_, i) => made(`many${i}`, { ...path(i === 1999 ? 'gone' : 'whole'), bytes: 3 })),
  ];
  const found = await lostValues(store, { materializations: Object.fromEntries(of.map((each) => [each.asset, each])) });
  expect(of.flatMap((each) => (found[each.seq] ? [[each.asset, found[each.seq]?.bytes]] : []))).toEqual([
    ['cut', 3],
    ['emptied', 0],
    ['gone', null],
    ['noFolder', null],
    ['folder', null],
    ['many1999', null],
  ]);
  expect(Object.keys(found)).toHaveLength(6);
});
