// A store of each schema there ever was opens with all it has, and becomes one of the schema of now.
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { createValueStore, loadSqlite } from '@headwater/stores';
import { computeStatus } from '@headwater/graph';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Catalogue } from '../catalogue.ts';
import { SCHEMA_VERSION, migrate } from './catalog-schema.ts';
import { openCatalogue } from './open-catalogue.ts';

const HOW =
  'write it with `node --conditions=@headwater/source runner/src/store/schema-store.fixture.ts runner/src/store/fixtures/schema-N`';
const storeOf = (schema: number): string => fileURLToPath(new URL(`./fixtures/schema-${schema}`, import.meta.url));

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-schema-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

function inFile<T>(file: string, look: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return look(database);
  } finally {
    database.close();
  }
}

const TABLES = `SELECT m.type, m.name, c.name AS of, c.type AS kind FROM sqlite_master m, pragma_table_info(m.name) c
  UNION ALL SELECT m.type, m.name, c.name, c.seqno FROM sqlite_master m, pragma_index_info(m.name) c ORDER BY 1, 2, 3, 4`;
const tablesOf = (file: string): unknown[] => inFile(file, (database) => database.prepare(TABLES).all());

async function freshTables(): Promise<unknown[]> {
  const { Database } = await loadSqlite();
  const database = new Database();
  migrate(database, 0);
  const [found] = database.exec(TABLES);
  database.close();
  return (found?.values ?? []).map(([type, name, of, kind]) => ({ type, name, of, kind }));
}

function lookAtPartitions(catalogue: Catalogue): void {
  const { keys, dataVersions, inputs, failures } = catalogue.partitionsOf('shop/daily');
  expect(keys).toEqual(['2026-01-01', '2026-01-02', '2026-01-03']);
  expect(dataVersions).toEqual(['v1:2026-01-01', 'v1:2026-01-02', null]);
  expect(inputs.get('shop/orders')).toEqual({
    dataVersions: ['p1:2:x', 'p1:2:x', undefined],
    names: ['["orders"]', '["orders"]', undefined],
  });
  expect([...failures.values()]).toMatchObject([{ partition: '2026-01-03', message: 'no day' }]);
  expect(catalogue.dynamicPartitions()).toEqual({ shops: ['berlin', 'rome'] });
  const names = [{ key: 'shop/daily', since: 0, until: Infinity }];
  const { entries } = catalogue.history({ names, limit: 10, partition: '2026-01-01' });
  expect(entries.map(({ checks }) => checks.map(({ name }) => name))).toEqual([['full'], ['full']]);
  expect(entries[0]?.materialization).toEqual(catalogue.partition('shop/daily', '2026-01-01'));
  expect(catalogue.partition('shop/daily', '2026-01-01')?.inputs['shop/orders']?.partitions).toEqual({
    from: '2025-12-31',
    to: '2026-01-01',
    count: 2,
  });
  expect(catalogue.partition('shop/daily', '2026-01-03')).toBeUndefined();
}

/** All that is told of the store, whatever its schema was. */
async function look(catalogue: Catalogue, schema: number): Promise<void> {
  const { materializations, failures } = catalogue.facts();
  expect(Object.keys(materializations).sort()).toEqual(schema < 5 ? ['shop/orders'] : ['shop/daily', 'shop/orders']);
  if (schema >= 5) lookAtPartitions(catalogue);
  expect(failures['shop/report']).toMatchObject({
    run: 'r1',
    message: 'no such column',
    file: 'src/report.ts',
    line: 7,
  });
  expect(computeStatus([], catalogue.facts()).find(({ key }) => key === 'shop/orders')).toMatchObject({
    status: 'orphan',
    lastMaterialization: { run: 'r3', metadata: { note: { kind: 'text', value: 'über' } } },
  });
  expect(catalogue.runs(10).map(({ run, status }) => [run, status])).toEqual([
    ['r3', 'interrupted'],
    ['r2', 'success'],
    ['r1', 'failure'],
  ]);
  expect(catalogue.runs(10, 'r2').map(({ run }) => run)).toEqual(['r1']);
  const steps = catalogue.run('r2')?.steps.filter(({ asset }) => asset === 'shop/orders');
  expect(steps?.map(({ attempt, status }) => [attempt, status])).toEqual([
    ...(schema === 1 ? [] : [[1, 'failed']]),
    [schema === 1 ? 1 : 2, 'materialized'],
  ]);
  expect(catalogue.run('r3')?.steps.map(({ asset, status }) => [asset, status])).toEqual([
    ['shop/orders', 'materialized'],
    ['shop/report', 'interrupted'],
  ]);
  const names = [{ key: 'shop/orders', since: 0, until: Infinity }];
  const { entries } = catalogue.history({ names, limit: 10 });
  expect(entries.map(({ materialization: { run, metadata } }) => [run, metadata['total']?.value])).toEqual([
    ['r3', 3],
    ['r2', 2],
    ['r1', 1],
  ]);
  const values = createValueStore({ dir });
  const stored = entries.map(({ materialization: { path = '' } }) =>
    values.loadInput({ key: ['shop', 'orders'], path }),
  );
  expect(await Promise.all(stored)).toEqual([{ one: 1 }, [{ id: 3 }], [{ id: 1 }, { id: 2 }]]);
}

describe.each(Array.from({ length: SCHEMA_VERSION }, (_, i) => i + 1))('schema %i', (schema) => {
  test('its store tells all it has, migrates, and takes new events', async () => {
    expect(existsSync(storeOf(schema)), `the store of schema ${schema} is missing: ${HOW}`).toBe(true);
    cpSync(storeOf(schema), dir, { recursive: true });
    const version = inFile(join(dir, 'catalog.sqlite'), (database) =>
      database.prepare("SELECT value FROM store WHERE name = 'schema_version'").get(),
    );
    expect(version).toEqual({ value: schema });
    const first = await openCatalogue({ dir });
    expect(first.notices).toEqual([]);
    await look(first, schema);
    await first.record('r4', { type: 'run-started', selection: '*', assets: [], parent: 'r1', env: 'prod' });
    await first.record('r4', { type: 'observed', step: 'raw', asset: 'raw', attempt: 1, dataVersion: 'e2' });
    await first.record('r4', {
      type: 'run-finished',
      status: 'success',
      counts: { materialized: 0, failed: 0, skipped: 0, cancelled: 0 },
    });
    await first.close();
    const file = join(dir, 'catalog.sqlite');
    expect(inFile(file, (database) => database.prepare('PRAGMA integrity_check').get())).toEqual({
      integrity_check: 'ok',
    });
    expect(tablesOf(file).map((row) => ({ ...(row as object) }))).toEqual(await freshTables());
    const second = await openCatalogue({ dir });
    expect(second.run('r4')?.summary).toMatchObject({ parent: 'r1', env: 'prod' });
    expect(second.facts().observations['raw']).toMatchObject({ dataVersion: 'e2' });
    await second.close();
  });

  test('whoever is killed while it migrates leaves the old file, and the next one does it again', async () => {
    cpSync(storeOf(schema), dir, { recursive: true });
    const before = readFileSync(join(dir, 'catalog.sqlite'));
    const killed = await openCatalogue({ dir });
    killed.history({ names: [{ key: 'shop/orders', since: 0, until: Infinity }], limit: 1 });
    expect(readFileSync(join(dir, 'catalog.sqlite'))).toEqual(before);
    const asKilled = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-schema-'));
    cpSync(dir, asKilled, { recursive: true });
    await killed.close();
    rmSync(dir, { recursive: true });
    cpSync(asKilled, dir, { recursive: true });
    rmSync(asKilled, { recursive: true });
    const next = await openCatalogue({ dir });
    await look(next, schema);
    await next.close();
  });
});

test('the store that stands for the schema of now has its tables', async () => {
  const file = join(storeOf(SCHEMA_VERSION), 'catalog.sqlite');
  const tables = tablesOf(file).map((row) => ({ ...(row as object) }));
  expect(tables, `the store of schema ${SCHEMA_VERSION} is not as this code makes it: ${HOW}`).toEqual(
    await freshTables(),
  );
});
