// Values larger than what a process wants in its memory: kept by files of Parquet, refused in words by the default store.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createValueStore } from './default/value-store.ts';
import { keep, leftovers } from './every-store.fixture.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-large-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

test(
  '300 MB from a generator are stored as Parquet, and read as a stream, in bounded memory',
  { timeout: 300_000 },
  async () => {
    const writer = join(import.meta.dirname, 'large-writer.fixture.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--max-old-space-size=400',
      '--conditions=@headwater/source',
      writer,
      dir,
    ]);
    const { grown, ...found } = JSON.parse(stdout) as Record<string, number>;
    expect(found).toEqual({ rows: 100_000, count: 100_000, letters: 300_000_000 });
    expect(grown).toBeLessThan(1.5e9);
    expect(readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort()).toEqual(['sales', 'sales/Orders.parquet']);
  },
);

test(
  '300 MB from a generator are refused by the default store with the size and what to do, and it reads no further',
  { timeout: 300_000 },
  async () => {
    const store = createValueStore({ dir });
    const { load } = await keep(store, [{ i: 1 }]);
    let made = 0;
    const text = 'x'.repeat(3000);
    const rows = function* (): Generator<{ text: string }> {
      for (; made < 100_000; made += 1) yield { text };
    };
    await expect(keep(store, rows())).rejects.toThrow(
      /^`sales\/Orders` returned 257 MB and more; the default store keeps at most 256 MB\. Keep it in files, with an IO manager made by store\.file\(/,
    );
    expect(made).toBeLessThan(95_000);
    expect(await load()).toEqual([{ i: 1 }]);
    expect(leftovers(dir)).toEqual([]);
  },
);
