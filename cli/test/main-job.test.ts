// What the terminal promises on the e-commerce example: materialize, status, stale and back, values any SQLite opens.
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endings, eventsOf, makeProject, statusOf, type TestProject } from './project.ts';

const example = fileURLToPath(new URL('../../examples/ecommerce', import.meta.url));
let project: TestProject;

beforeAll(() => {
  project = makeProject({});
  cpSync(example, project.root, {
    recursive: true,
    filter: (source) => !/node_modules|\.headwater|\.test\.ts/.test(source),
  });
});
afterAll(() => {
  project.remove();
});

const statuses = async (): Promise<string[]> => Object.values(await statusOf(project)).map(({ status }) => status);

test('the graph in words is the one the example documents', async () => {
  const { stdout, code } = await project.headwater('graph');
  expect(code).toBe(0);
  expect(stdout).toBe(readFileSync(join(example, 'expected/graph.txt'), 'utf8'));
});

test('B03: before any run every asset says so', async () => {
  expect(new Set(await statuses())).toEqual(new Set(['never']));
});

test('B04 A03: materialize runs every asset, upstream first, and ends in success', async () => {
  const finished = await project.headwater('materialize', '--json');
  expect(finished.code).toBe(0);
  const events = eventsOf(finished);
  expect(events.at(-1)).toMatchObject({
    type: 'run-finished',
    status: 'success',
    counts: { materialized: (await statuses()).length, failed: 0 },
  });
  expect(new Set(Object.values(endings(finished)))).toEqual(new Set(['materialized']));
  const at = (type: string, asset: string): number =>
    events.findIndex((event) => event.type === type && 'asset' in event && event.asset === asset);
  for (const upstream of ['bronzeOrders', 'bronzeProducts', 'bronzeCustomers'])
    expect(at('materialized', upstream)).toBeLessThan(at('step-started', 'silverOrdersEnriched'));
  expect(events.map(({ seq }) => seq)).toEqual([...events.map(({ seq }) => seq)].sort((a, b) => a - b));
});

test('F18: status says fresh for all, and --stale runs nothing', async () => {
  expect(new Set(await statuses())).toEqual(new Set(['fresh']));
  const finished = await project.headwater('materialize', '--stale', '--json');
  expect(finished.code).toBe(0);
  expect(eventsOf(finished).at(-1)).toMatchObject({
    type: 'run-finished',
    status: 'success',
    counts: { materialized: 0 },
  });
  expect(endings(finished)).toEqual({});
});

test('an edit of a body makes stale with its cause; the edit taken back makes fresh', async () => {
  project.edit('src/silver.ts', (text) =>
    text.replace('order.quantity * order.price', 'order.quantity * order.price * 2'),
  );
  const edited = await statusOf(project);
  expect(edited['silverOrdersEnriched']).toMatchObject({ status: 'stale', causes: [{ kind: 'code' }] });
  expect(edited['goldDailyRevenue']).toMatchObject({
    status: 'upstream-stale',
    causes: [{ kind: 'upstream', asset: 'silverOrdersEnriched' }],
  });
  expect(edited['bronzeOrders']?.status).toBe('fresh');
  project.edit('src/silver.ts', (text) => text.replace(' * 2', ''));
  expect(new Set(await statuses())).toEqual(new Set(['fresh']));
});

test('a comment or a reformat changes nothing', async () => {
  project.edit('src/silver.ts', (text) => text.replace('const products =', '// by id\n    const   products ='));
  expect((await statusOf(project))['silverOrdersEnriched']?.status).toBe('fresh');
});

test('C06: show gives the stored rows in a new process', async () => {
  const { stdout } = await project.headwater('show', 'goldRevenueBySegment', '--json');
  const shown = JSON.parse(stdout) as {
    type: string;
    columns: { name: string }[];
    rows: unknown[][];
    rowCount: number;
  };
  expect(shown).toMatchObject({ version: 1, type: 'table', rowCount: 3 });
  expect(shown.columns.map(({ name }) => name)).toEqual(['segment', 'revenue', 'orders']);
  expect(shown.rows.map((row) => row[2]).reduce((sum, orders) => Number(sum) + Number(orders), 0)).toBe(100);
});

test('every file of the store opens in another SQLite and is whole', () => {
  const store = join(project.root, '.headwater');
  const values = readdirSync(join(store, 'values'), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.sqlite'));
  expect(values.length).toBeGreaterThanOrEqual(7);
  for (const file of [join(store, 'catalog.sqlite'), ...values.map((value) => join(store, 'values', value))]) {
    const database = new DatabaseSync(file, { readOnly: true });
    expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    database.close();
  }
});
