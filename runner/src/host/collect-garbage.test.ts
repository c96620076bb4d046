// What is deleted of a store is what nothing names any more, and a project says how much of it is kept.
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createValueStore } from '@headwater/stores';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Catalogue } from '../catalogue.ts';
import { KEEP, openCatalogue } from '../store/index.ts';
import { collectGarbage, tidyAfterRun } from './collect-garbage.ts';
import { keepSettings } from './keep-settings.ts';
import { storeSize } from './store-size.ts';

let store: string;
let catalogue: Catalogue;
beforeEach(async () => {
  store = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-gc-'));
  catalogue = await openCatalogue({ dir: store, keep: { values: 1, days: 0, materializations: 2, runs: 2 } });
});
afterEach(async () => {
  await catalogue.close();
  rmSync(store, { recursive: true, force: true });
});

const COUNTS = { materialized: 1, failed: 0, skipped: 0, cancelled: 0 };
function put(path: string, bytes = 10): string {
  mkdirSync(dirname(join(store, path)), { recursive: true });
  writeFileSync(join(store, path), Buffer.alloc(bytes));
  return path;
}
const left = (...paths: string[]): string[] => paths.filter((path) => existsSync(join(store, path)));

/** A run with a log that stores a value, and the result of a step of a graph asset when it fails. */
async function run(id: string, { value, result }: { value: unknown; result?: string }): Promise<string> {
  const step = { step: 'shop/orders', asset: 'shop/orders', attempt: 1 };
  await catalogue.record(id, { type: 'run-started', selection: '*', assets: ['shop/orders'] });
  if (result !== undefined)
    await catalogue.record(id, {
      type: 'op-finished',
      ...step,
      step: 'shop/orders.read',
      op: 'read',
      reused: false,
      durationMs: 1,
      codeVersion: null,
      argsVersion: null,
      path: put(result),
    });
  const { path, dataVersion = '' } = await createValueStore({ dir: store }).handleOutput(
    { key: ['shop', 'orders'] },
    value,
  );
  const made = { codeVersion: 'c1:a', inputs: {}, durationMs: 1, metadata: {}, dataVersion };
  await catalogue.record(id, { type: 'materialized', ...step, ...made, ...(path !== undefined && { path }) });
  const status = result === undefined ? 'success' : 'failure';
  await catalogue.record(id, { type: 'run-finished', status, counts: COUNTS });
  put(`logs/${id}/shop%2Forders.ndjson`);
  return path ?? '';
}

test('gc deletes what nothing names, says how much, and once more there is nothing', async () => {
  const values = [];
  for (let n = 0; n < 4; n += 1)
    values.push(await run(`r${n}`, { value: n, ...(n > 1 && { result: `ops/a/_/${n}.sqlite` }) }));
  const unnamed = [put('values/lost/_/old.sqlite'), put('values/lost/_/new.sqlite')];
  utimesSync(join(store, unnamed[0] ?? ''), new Date(0), new Date(0));
  const bundles = [put('cache/build/1.mjs'), put('cache/build/1.mjs.map'), put('cache/build/2.mjs')];
  const ops = ['ops/a/_/2.sqlite', 'ops/a/_/3.sqlite', put('ops/b/_/nobody.sqlite')];
  const halves = [put('tmp/half'), put('tmp/now')];
  for (const path of [bundles[0], bundles[1], halves[0]]) utimesSync(join(store, path ?? ''), new Date(0), new Date(0));
  const logs = [0, 1, 2, 3].map((n) => `logs/r${n}`);
  const all = [...values, ...unnamed, ...bundles, ...ops, ...halves, ...logs];

  const said = await collectGarbage({ store, catalogue, dryRun: true });
  expect(left(...all)).toEqual(all);
  const before = await storeSize(store);
  expect(await collectGarbage({ store, catalogue, dryRun: false })).toEqual(said);
  expect(left(...all)).toEqual([values[3], unnamed[1], bundles[2], ops[0], ops[1], halves[1], logs[2], logs[3]]);
  expect(said).toMatchObject({
    values: { count: 4 },
    leftovers: { count: 6, bytes: 60 },
    folded: { materializations: 2, runs: 2 },
  });

  const after = await storeSize(store);
  expect(before.values - after.values).toBe(said.values.bytes);
  expect(before.logs + before.cache - after.logs - after.cache).toBe(said.leftovers.bytes);
  expect(after.assets.map(({ key, values: count }) => [key, count])).toEqual([
    ['shop/orders', 1],
    ['lost', 1],
  ]);
  expect(after.total).toBe(after.values + after.catalogue + after.logs + after.cache);
  const again = await collectGarbage({ store, catalogue, dryRun: false });
  expect([again.values.count, again.leftovers.count, again.folded]).toEqual([0, 0, { materializations: 0, runs: 0 }]);
});

test('after a run only what it made is looked at, and a value that is made again is wanted again', async () => {
  const first = await run('r1', { value: 1 });
  const second = await run('r2', { value: 2 });
  const other = put('values/other/_/x.sqlite');
  await tidyAfterRun({ made: [{ asset: 'shop/orders' }], store, catalogue });
  expect(left(first, second, other)).toEqual([second, other]);
  expect(await run('r3', { value: 1 })).toBe(first);
  await tidyAfterRun({ made: [{ asset: 'shop/orders' }], store, catalogue });
  expect(left(first, second)).toEqual([first]);
});

test('a project says how much is kept; what it says wrong is told with the field, and the default stands', () => {
  const manifest = (keep: unknown): ReturnType<typeof keepSettings> => {
    writeFileSync(join(store, 'package.json'), JSON.stringify({ headwater: { keep } }));
    return keepSettings(store);
  };
  expect(manifest(undefined)).toEqual({ keep: KEEP, notices: [] });
  expect(manifest({ values: 1, days: 0 })).toEqual({ keep: { ...KEEP, values: 1, days: 0 }, notices: [] });
  expect(manifest({ values: 500 }).keep.materializations).toBe(500);
  const { keep, notices } = manifest({ values: 0, days: '3', materialisations: 5, runs: 7 });
  expect(keep).toEqual({ ...KEEP, runs: 7 });
  expect(notices).toEqual([
    expect.stringMatching(/^package\.json: `headwater\.keep\.values` is not a whole number from 1;/),
    expect.stringMatching(/^package\.json: `headwater\.keep\.days` is not a whole number from 0;/),
    expect.stringMatching(/`headwater\.keep\.materialisations` is not one of values, days, materializations, runs;/),
  ]);
  expect(manifest([3]).notices).toEqual([
    expect.stringContaining('`headwater.keep` is not an object such as {"values":3'),
  ]);
  writeFileSync(join(store, 'package.json'), 'no json');
  expect(keepSettings(store)).toEqual({ keep: KEEP, notices: [] });
});
