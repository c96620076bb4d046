// The file of ticks: bounded however many come, and no skipped one drives out one that tells something.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Tick } from '../automation-protocol.ts';
import { openTickHistory } from './tick-history.ts';

test('of each the newest are kept, in the file too, and those that came to something longer than those that were skipped', async () => {
  const root = mkdtempSync(join(tmpdir(), 'headwater-ticks-'));
  const file = join(root, 'automation', 'ticks.ndjson');
  const options = { file, held: () => true, keep: { telling: 3, skipped: 2 } };
  const history = await openTickHistory(options);
  const time = (n: number): string => new Date(n * 1000).toISOString();
  for (let n = 0; n < 1300; n += 1) {
    const outcome: Tick['outcome'] = n % 100 === 0 ? 'requested' : 'skipped';
    const tick = { kind: 'sensor' as const, name: 'inbox', time: time(n), evaluated: time(n), outcome };
    await history.add({ id: `${time(n)} sensor inbox`, tick: { ...tick, runs: [], assets: [], message: null } });
  }
  await history.close();
  const again = await openTickHistory(options);
  const { ticks, next } = again.page({ limit: 10 });
  expect(ticks.map((tick) => `${String(Date.parse(tick.time) / 1000)} ${tick.outcome}`)).toEqual([
    '1299 skipped',
    '1298 skipped',
    '1200 requested',
    '1100 requested',
    '1000 requested',
  ]);
  expect(next).toBeNull();
  expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThan(1200);
  await again.close();
  rmSync(root, { recursive: true });
});
