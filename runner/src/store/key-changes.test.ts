// Keys that were renamed or forgotten: what is remembered of them is the same in memory, out of the journal and out of the tables.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { namesOf, type StoredFacts } from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import type { RunEventBody, StoreChange } from '../run-event.ts';
import { openCatalogue } from './open-catalogue.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-keys-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
/** `FUZZ=n` runs n times as much. */
const times = Number(process.env['FUZZ'] ?? 1);

const of = (asset: string) => ({ step: asset, asset, attempt: 1 });
const made = (asset: string, more: Partial<Extract<RunEventBody, { type: 'materialized' }>> = {}): RunEventBody => ({
  type: 'materialized',
  ...of(asset),
  codeVersion: 'c1:x',
  dataVersion: `${asset}@1`,
  inputs: {},
  durationMs: 1,
  metadata: { rows: { kind: 'int', value: 3 } },
  path: `values/${asset}/_/a.sqlite`,
  ...more,
});
const failed = (asset: string): RunEventBody => ({ type: 'step-failed', ...of(asset), error: { message: 'no' } });
const checked = (asset: string, check: string, passed = true): RunEventBody => ({
  type: 'check',
  ...of(asset),
  check,
  passed,
  severity: 'error',
  metadata: {},
});
const renamed = (asset: string, from: string): StoreChange => ({ type: 'renamed', asset, from });
const forgotten = (asset: string): StoreChange => ({ type: 'forgotten', asset });

const CHANGES: ReadonlySet<string> = new Set(['renamed', 'forgotten', 'partitions-added', 'partitions-removed']);
const isChange = (event: RunEventBody | StoreChange): event is StoreChange => CHANGES.has(event.type);

async function take(catalogue: Catalogue, events: readonly (RunEventBody | StoreChange)[]): Promise<void> {
  for (const event of events) {
    if (isChange(event)) await catalogue.change(event);
    else await catalogue.record('r1', event);
  }
}

/** As plain data: records without a prototype are like others. */
const plain = (facts: StoredFacts): unknown => JSON.parse(JSON.stringify(facts));

/** What holds right after recording must hold after a restart from the journal, and from the snapshot. */
async function everywhere(events: readonly (RunEventBody | StoreChange)[], look: (catalogue: Catalogue) => void) {
  const first = await openCatalogue({ dir });
  await take(first, events);
  const told = plain(first.facts());
  look(first);
  // As if it were killed: the journal alone has it.
  const second = await openCatalogue({ dir });
  expect(plain(second.facts())).toEqual(told);
  await second.close();
  const third = await openCatalogue({ dir });
  expect(plain(third.facts())).toEqual(told);
  look(third);
  await third.close();
  await first.close().catch(() => undefined);
}

test('L6 a renamed key has the value, the failure, the checks and the observation of the old one, which stay there', async () => {
  const events = [
    made('orders'),
    checked('orders', 'positive'),
    failed('orders'),
    { type: 'observed', ...of('feed'), dataVersion: 'f1' } as const,
    renamed('sales', 'orders'),
    renamed('rates', 'feed'),
  ];
  await everywhere(events, (catalogue) => {
    const { materializations, failures, checks, observations, renames } = catalogue.facts();
    expect(materializations['sales']).toMatchObject({
      asset: 'sales',
      storedAs: 'orders',
      seq: 1,
      path: 'values/orders/_/a.sqlite',
      metadata: { rows: { value: 3 } },
    });
    expect(materializations['orders']).toMatchObject({ asset: 'orders', seq: 1 });
    expect(materializations['orders']).not.toHaveProperty('storedAs');
    expect(failures['sales']).toMatchObject({ asset: 'sales', message: 'no' });
    expect(checks['sales']?.['positive']).toMatchObject({ passed: true, seq: 2 });
    expect(observations['rates']).toMatchObject({ dataVersion: 'f1' });
    expect(renames).toEqual([
      { asset: 'sales', from: 'orders', seq: 5 },
      { asset: 'rates', from: 'feed', seq: 6 },
    ]);
  });
});

test('a value that is under the new key already stands when it is newer', async () => {
  const events = [made('orders'), made('sales', { dataVersion: 'sales@1' }), renamed('sales', 'orders')];
  await everywhere(events, (catalogue) => {
    expect(catalogue.facts().materializations['sales']).toMatchObject({ dataVersion: 'sales@1' });
    expect(catalogue.facts().materializations['sales']).not.toHaveProperty('storedAs');
  });
});

test('F17 what is forgotten has no facts any more, and its history stays', async () => {
  const events = [made('orders'), checked('orders', 'positive'), failed('orders'), forgotten('orders')];
  await everywhere(events, (catalogue) => {
    const { materializations, failures, checks } = catalogue.facts();
    expect([materializations, failures, checks].flatMap(Object.keys)).toEqual([]);
    const history = catalogue.history({ names: namesOf('orders', []), limit: 10 });
    expect(history.entries).toHaveLength(1);
    expect(history.forgotten).toEqual(expect.stringMatching(/^\d{4}-/));
  });
});

test('what the new key reads out of the old one’s folder is wanted there, however often the old one is made again', async () => {
  const catalogue = await openCatalogue({ dir, keep: { values: 2, days: 0, materializations: 2, runs: 1 } });
  const value = (n: number): RunEventBody => made('orders', { path: `values/orders/_/${n}.sqlite`, codeVersion: null });
  await take(catalogue, [value(1), checked('orders', 'positive'), renamed('sales', 'orders')]);
  await take(catalogue, [2, 3, 4, 5, 6, 7].map(value));
  expect([...catalogue.wantedValues('orders')].sort()).toEqual([1, 6, 7].map((n) => `values/orders/_/${n}.sqlite`));
  await catalogue.retain({ dryRun: false });
  expect([...catalogue.wantedValues('orders')].sort()).toEqual([1, 6, 7].map((n) => `values/orders/_/${n}.sqlite`));
  await catalogue.close();
  const again = await openCatalogue({ dir });
  expect(again.facts().materializations['sales']).toMatchObject({ path: 'values/orders/_/1.sqlite' });
  expect(again.facts().checks['sales']?.['positive']).toMatchObject({ passed: true });
  await again.close();
});

test(`any changes of any keys are remembered alike in memory, journal and tables`, async () => {
  const key = fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__');
  const event = fc.oneof(
    key.map((asset) => made(asset)),
    key.map((asset) => failed(asset)),
    fc.tuple(key, key).map(([asset, name]) => checked(asset, name)),
    key.map((asset) => ({ type: 'observed', ...of(asset), dataVersion: 'o' }) as const),
    fc.tuple(key, key).map(([asset, from]) => renamed(asset, from)),
    key.map((asset) => forgotten(asset)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (events) => {
      rmSync(dir, { recursive: true, force: true });
      await everywhere(events, () => undefined);
    }),
    { seed, numRuns: 8 * times },
  );
});
