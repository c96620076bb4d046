// Writes the store that stands for a schema, as its process left it that was killed in a run: `node --conditions=@headwater/source
// runner/src/store/schema-store.fixture.ts FOLDER`, run with the code that writes that schema.
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createValueStore } from '@headwater/stores';
import type { RunEventBody } from '../run-event.ts';
import { SCHEMA_VERSION } from './catalog-schema.ts';
import { openCatalogue } from './open-catalogue.ts';

const [target = ''] = process.argv.slice(2);
const dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-schema-'));
let minutes = 0;
let total = 0;
const now = (): Date => new Date(Date.UTC(2026, 0, 1, 0, (minutes += 1)));
const catalogue = await openCatalogue({ dir, now });
const values = createValueStore({ dir });

/** What came with a schema is in its store and in those after it. */
const since = <T extends object>(schema: number, more: T): T | Record<string, never> =>
  SCHEMA_VERSION >= schema ? more : {};
const record = (run: string, body: object): Promise<unknown> => catalogue.record(run, body as RunEventBody);
const step = (asset: string, attempt = 1): { step: string; asset: string; attempt: number } => ({
  step: asset,
  asset,
  attempt,
});

async function materialize(run: string, asset: string, { value, attempt = 1 }: { value: unknown; attempt?: number }) {
  const stored = await values.handleOutput({ asset, key: asset.split('/') } as never, value);
  await record(run, {
    type: 'materialized',
    ...step(asset, attempt),
    codeVersion: `c1:${asset}`,
    ...since(3, { code: { [`src/${asset}.ts#${asset}`]: 'body', 'src/price.ts#parsePrice': 'helper' } }),
    dataVersion: stored.dataVersion,
    inputs:
      asset === 'shop/report'
        ? { 'shop/orders': { dataVersion: 'v1:orders', run, ...since(4, { names: ['orders'] }) } }
        : {},
    rows: stored.rows,
    bytes: stored.bytes,
    path: stored.path,
    ...since(4, {
      env: 'dev',
      configVersion: 'g1:limit',
      columns: [{ name: 'id', type: 'integer' }],
      reused: { run: 'r1', seq: 3 },
      file: `src/${asset}.ts`,
      line: 3,
    }),
    durationMs: 12.5,
    metadata: { total: { kind: 'int', value: (total += 1) }, note: { kind: 'text', value: 'über' } },
  });
}

const counts = { materialized: 1, failed: 1, skipped: 0, cancelled: 0 };
await record('r1', {
  type: 'run-started',
  selection: '*',
  assets: ['shop/orders', 'shop/report'],
  ...since(2, { env: 'dev' }),
});
await record('r1', { type: 'step-started', ...step('shop/orders') });
await materialize('r1', 'shop/orders', { value: [{ id: 1 }, { id: 2 }] });
await record('r1', { type: 'step-started', ...step('shop/report') });
await record('r1', {
  type: 'step-failed',
  ...step('shop/report'),
  error: { message: 'no such column', file: 'src/report.ts', line: 7 },
});
await record('r1', { type: 'run-finished', status: 'failure', counts });
await record('r2', {
  type: 'run-started',
  selection: 'key:"shop/orders"',
  assets: ['shop/orders'],
  ...since(2, { parent: 'r1' }),
});
await record('r2', { type: 'step-started', ...step('shop/orders') });
// Further attempts came with schema 2.
const last = SCHEMA_VERSION >= 2 ? 2 : 1;
if (last === 2) {
  await record('r2', { type: 'attempt-failed', ...step('shop/orders'), error: { message: 'try again' }, delayMs: 1 });
  await record('r2', { type: 'step-started', ...step('shop/orders', last) });
}
await materialize('r2', 'shop/orders', { value: [{ id: 3 }], attempt: last });
if (SCHEMA_VERSION >= 2) {
  await record('r2', {
    type: 'check',
    ...step('shop/orders', 2),
    check: 'notEmpty',
    passed: true,
    severity: 'error',
    metadata: {},
  });
  await record('r2', { type: 'observed', ...step('raw'), dataVersion: 'e1' });
}
if (SCHEMA_VERSION >= 5) {
  await catalogue.change({ type: 'partitions-added', name: 'shops', keys: ['berlin', 'oslo', 'rome'] });
  await catalogue.change({ type: 'partitions-removed', name: 'shops', keys: ['oslo'] });
  for (const partition of ['2026-01-01', '2026-01-02', '2026-01-01'])
    await record('r2', {
      type: 'materialized',
      ...step('shop/daily'),
      partition,
      codeVersion: 'c1:daily',
      dataVersion: `v1:${partition}`,
      inputs: {
        'shop/orders': {
          dataVersion: 'p1:2:x',
          run: 'r2',
          names: ['orders'],
          partitions: { from: '2025-12-31', to: '2026-01-01', count: 2 },
        },
      },
      durationMs: 1,
      metadata: {},
    });
  await record('r2', {
    type: 'check',
    ...step('shop/daily'),
    partition: '2026-01-01',
    check: 'full',
    passed: true,
    severity: 'warn',
    metadata: {},
  });
  await record('r2', {
    type: 'step-failed',
    ...step('shop/daily'),
    partition: '2026-01-03',
    error: { message: 'no day' },
  });
}
await record('r2', { type: 'run-finished', status: 'success', counts: { ...counts, failed: 0 } });
await catalogue.checkpoint();
await record('r3', { type: 'run-started', selection: '*', assets: ['shop/orders', 'shop/report'] });
await record('r3', { type: 'step-started', ...step('shop/orders') });
await materialize('r3', 'shop/orders', { value: { one: 1 } });
await record('r3', { type: 'step-started', ...step('shop/report') });
// Closing would end the run and fold the journal.
cpSync(dir, target, { recursive: true, filter: (file) => basename(file) !== '.gitignore' });
await catalogue.close();
rmSync(dir, { recursive: true, force: true });
