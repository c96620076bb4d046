// Writers that are killed at any moment: every store has the old value or the new one, whole, and the next write clears what they left.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { everyStore, keep, leftovers, loadExternal } from './every-store.fixture.ts';
import { killedStores, rowsOf } from './killed-rows.fixture.ts';

const seed = Number(process.env['HEADWATER_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
const KILLS = 20;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-killed-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

const writer = join(import.meta.dirname, 'killed-writer.fixture.ts');

/** Kills a writer some milliseconds after it has stored `after` values. @returns the last number that each store has said. */
async function killOne({
  first,
  after,
  wait,
}: {
  first: number;
  after: number;
  wait: number;
}): Promise<Map<string, number>> {
  const child = spawn(process.execPath, ['--conditions=@headwater/source', writer, dir, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = new Map<string, number>();
  let lines = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const n = parseInt(line, 10);
    said.set(line.slice(String(n).length + 1), n);
    lines += 1;
    if (lines === after) setTimeout(() => child.kill('SIGKILL'), wait);
  });
  expect(await new Promise((done) => child.on('close', (_, signal) => done(signal)))).toBe('SIGKILL');
  return said;
}

test(`${KILLS} times kill -9 while four stores are written`, { timeout: 300_000 }, async () => {
  console.info(`moments of the kills: HEADWATER_SEED=${seed}`);
  let state = seed;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const stores = everyStore(dir).filter(({ name }) => killedStores.includes(name));
  const seen = { old: 0, next: 0, left: 0 };
  for (let round = 0; round < KILLS; round += 1) {
    const first = round * 1000;
    const said = await killOne({ first, after: 1 + Math.trunc(random() * 6), wait: random() * 20 });
    for (const { name, store, folder } of stores) {
      const last = said.get(name) ?? null;
      const found = await loadExternal(store).catch((error: unknown) => {
        // Before the first value is stored there is none.
        if (round > 0 || last !== null) throw error;
        return null;
      });
      if (found !== null) {
        const n = (found as { n: number }[])[0]?.n ?? -1;
        expect(isDeepStrictEqual(found, rowsOf(n)), `${name}: value ${n} is whole`).toBe(true);
        // What it said last, or the one that it was about to say; else what was there before it.
        expect(last === null ? [first - 1, first] : [last, last + 1], name).toContain(n);
        if (n === last || n < first) seen.old += 1;
        else seen.next += 1;
      }
      if (leftovers(folder).length > 0) seen.left += 1;
      await keep(store, rowsOf(first + 999));
      expect(leftovers(folder), name).toEqual([]);
      expect(isDeepStrictEqual(await loadExternal(store), rowsOf(first + 999)), `${name}: the next value`).toBe(true);
    }
  }
  // The kills came while something was being written, not between.
  expect(seen.left).toBeGreaterThan(0);
  expect(seen.old).toBeGreaterThan(0);
  expect(
    readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.\w+$/.test(name) || name.endsWith('_SUCCESS'))
      .sort(),
  ).toEqual([
    'file-csv-directory/sales/Orders/_SUCCESS',
    expect.stringMatching(/^file-csv-directory\/sales\/Orders\/part-00000-[0-9a-f]{8}\.csv$/),
    'file-csv/sales/Orders.csv',
    'file-csv/sales/Orders.csv.schema.json',
    'file-parquet/sales/Orders.parquet',
    'warehouse/all.duckdb',
  ]);
});

test('a spool whose writer was killed before it took its name away is gone with the next value', async () => {
  for (const { name, store, folder } of everyStore(dir)) {
    // Those of the default store lie in the project's own folder, and its next owner empties it.
    if (folder === null || name === 'default') continue;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '.rows.4242.0a1b2c3d.tmp'), '');
    await keep(store, rowsOf(1));
    expect(leftovers(folder), name).toEqual([]);
  }
});
