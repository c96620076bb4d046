// The stores that come with headwater, through the terminal: files, DuckDB, other in-memory types, what they say when they cannot.
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, expect, test } from 'vitest';
import { endings, eventsOf, failureOf, makeProject, type TestProject } from './project.ts';

const packages = fileURLToPath(new URL('../../node_modules', import.meta.url));
let project: TestProject;
afterEach(() => {
  project.remove();
});

/** With the packages that a user would install beside headwater. */
function makeWith(text: string, ...peers: readonly string[]): void {
  project = makeProject({ 'assets.ts': text });
  for (const peer of peers) {
    mkdirSync(join(project.root, 'node_modules', dirname(peer)), { recursive: true });
    symlinkSync(join(packages, peer), join(project.root, 'node_modules', peer), 'junction');
  }
}

async function materialize(...args: readonly string[]) {
  const run = await project.headwater('materialize', '--json', ...args);
  expect(endings(run)).toEqual(Object.fromEntries(Object.keys(endings(run)).map((key) => [key, 'materialized'])));
  return run;
}
async function shown(key: string, ...args: readonly string[]): Promise<{ rows?: unknown[][]; value?: unknown }> {
  return JSON.parse((await project.headwater('show', key, '--json', ...args)).stdout) as { rows?: unknown[][] };
}

const TABLES = `import { asset, definitions, loadAs, store, types } from 'headwater';
export const orders = asset({ io: 'tables' }, () => [
  { id: 1, code: '007', amount: 9.5, at: new Date('2026-03-01T10:00:00Z') },
  { id: 2, code: '', amount: 20, at: null },
]);
export const total = asset({ inputs: { orders }, io: 'tables' }, ({ orders }) => [
  { sum: orders.reduce((sum, { amount }) => sum + amount, 0), first: orders[0]?.at?.toISOString() ?? '' },
]);
export const project = definitions({
  resources: { tables: store.file({ dir: 'data', format: 'csv' }) },
  env: {
    parquet: { resources: { tables: store.file({ dir: 'data', format: 'parquet', directory: true }) } },
    warehouse: { resources: { tables: store.duckdb({ path: 'data/warehouse.duckdb' }) } },
  },
});`;

test('C07: one switch of the environment moves the bytes; DuckDB itself reads what is stored', async () => {
  makeWith(TABLES, '@duckdb/node-api');
  await materialize();
  expect(project.read('data/orders.csv')).toBe('id,code,amount,at\n1,007,9.5,2026-03-01T10:00:00.000Z\n2,"",20,\n');
  expect((await shown('orders')).rows).toEqual([
    [1, '007', 9.5, { $type: 'Date', value: '2026-03-01T10:00:00.000Z' }],
    [2, '', 20, null],
  ]);
  await materialize('--env', 'parquet');
  expect(existsSync(join(project.root, 'data/total/_SUCCESS'))).toBe(true);
  expect((await shown('total')).rows).toEqual([[29.5, '2026-03-01T10:00:00.000Z']]);
  await materialize('--env', 'warehouse');
  expect((await shown('total')).rows).toEqual([[29.5, '2026-03-01T10:00:00.000Z']]);
  const database = await DuckDBInstance.create(join(project.root, 'data/warehouse.duckdb'));
  const connection = await database.connect();
  const found = await connection.runAndReadAll('SELECT sum(amount), max(code), typeof(any_value("at")) FROM orders');
  expect(found.getRowsJS()).toEqual([[29.5, '007', 'TIMESTAMP_MS']]);
  connection.closeSync();
  database.closeSync();
});

test('the values of the default store open in node:sqlite as tables', async () => {
  makeWith(TABLES.replaceAll(", io: 'tables'", '').replace("{ io: 'tables' }, ", ''));
  const run = await materialize();
  const path = eventsOf(run).flatMap((event) =>
    event.type === 'materialized' && event.asset === 'orders' ? (event.path ?? []) : [],
  );
  const file = new DatabaseSync(join(project.root, '.headwater', path[0] ?? ''), { readOnly: true });
  expect(file.prepare('SELECT code, amount FROM data ORDER BY id DESC').all()).toEqual([
    { code: '', amount: 20 },
    { code: '007', amount: 9.5 },
  ]);
  file.close();
});

test('C09 C12: one stored table, each consumer with the type it asks for, of several libraries in one run', async () => {
  makeWith(
    `import * as aq from 'arquero';
import { vectorFromArray, Table, Float64 } from 'apache-arrow';
import { asset, definitions, loadAs, store, types } from 'headwater';
export const highs = asset({ io: 'files' }, async function* () {
  yield { day: 1, high: 18.5 };
  yield { day: 2, high: 21 };
});
export const rows = asset({ inputs: { highs } }, ({ highs }) => highs.length);
export const columns = asset({ inputs: { highs: loadAs(highs, types.columns) } }, ({ highs }) => Math.max(...highs.high));
export const streamed = asset({ inputs: { highs: loadAs(highs, types.stream) } }, async ({ highs }) => {
  let sum = 0;
  for await (const { high } of highs) sum += high;
  return sum;
});
export const text = asset({ inputs: { highs: loadAs(highs, types.text) } }, ({ highs }) => highs.split('\\n')[0]);
/** Comes in as arquero's table, and goes out as one. */
export const diffs = asset({ inputs: { highs: loadAs(highs, types.arquero) }, io: 'files' }, ({ highs }) =>
  highs.derive({ diff: aq.op.lag('high') }));
/** Comes in as Arrow's table, and goes out as one. */
export const doubled = asset({ inputs: { diffs: loadAs(diffs, types.arrow) } }, ({ diffs }) =>
  new Table({ high: vectorFromArray([...diffs.getChild('high')!].map((each) => each * 2), new Float64()) }));
export const last = asset({ inputs: { doubled } }, ({ doubled }) => doubled.toArray().map((row) => row.toJSON()));
export const project = definitions({ resources: { files: store.file({ dir: 'out', format: 'csv' }) } });`,
    'arquero',
    'apache-arrow',
  );
  await materialize();
  const values = await Promise.all(
    ['rows', 'columns', 'streamed', 'text'].map(async (key) => (await shown(key)).value),
  );
  expect(values).toEqual([2, 21, 39.5, 'day,high']);
  expect(project.read('out/diffs.csv')).toBe('day,high,diff\n1,18.5,\n2,21,18.5\n');
  expect((await shown('last')).rows).toEqual([[37], [42]]);
  expect((await project.headwater('check', '--run-time')).stdout).toContain('no problems');
});

test('C10: what a store cannot keep is refused, naming type, asset and store; nothing of it is left', async () => {
  makeWith(`import { asset, definitions, store } from 'headwater';
export const counts = asset({ io: 'tables' }, () => new Map([['a', 1]]));
export const project = definitions({ resources: { tables: store.file({ dir: 'data', format: 'csv' }) } });`);
  const run = await project.headwater('materialize', '--json');
  expect(failureOf(run, 'counts').message).toBe(
    'IO manager `tables` could not store `counts`: a CSV file keeps a table, and it returned a Map. Return an array of records, or leave `io` out',
  );
  expect(existsSync(join(project.root, 'data/counts.csv'))).toBe(false);
});

test('C11: a folder that something else writes counts once it has its _SUCCESS, and its parts are one table', async () => {
  makeWith(`import { asset, definitions, externalAsset, store } from 'headwater';
export const readings = externalAsset<{ at: string; celsius: number }[]>({ io: 'lake', columns: { at: 'text', celsius: 'real' } });
export const warmest = asset({ inputs: { readings } }, ({ readings }) => Math.max(...readings.map(({ celsius }) => celsius)));
export const project = definitions({ resources: { lake: store.file({ dir: 'lake', format: 'csv' }) } });`);
  mkdirSync(join(project.root, 'lake/readings'), { recursive: true });
  const put = (name: string, text: string): void => writeFileSync(join(project.root, 'lake/readings', name), text);
  put('part-00000.csv', 'at,celsius\n1,20.5\n');
  put('part-00001.csv', 'at,celsius\n2,24\n');
  expect(failureOf(await project.headwater('materialize', '--json'), 'warmest').message).toContain(
    'lake/readings has no _SUCCESS: whatever writes it has not ended, so it counts as missing',
  );
  put('_SUCCESS', '');
  await materialize();
  expect((await shown('warmest')).value).toBe(24);
  expect((await shown('readings')).rows).toEqual([
    ['1', 20.5],
    ['2', 24],
  ]);
  put('part-00001.csv', 'at,celsius\n2,24\n3\n');
  expect(failureOf(await project.headwater('materialize', '--json'), 'warmest').message).toContain(
    'lake/readings/part-00001.csv is ragged: line 3 has 1 cells, and its header 2',
  );
});

test.each<[string, string, RegExp]>([
  [
    'a type that the manager does not give',
    "loadAs(a, dataType('words'))",
    /`b`: input `a`: `a` is wanted as `words`, which the default store does not give; its types are rows, /,
  ],
  [
    'a store that lives in one process',
    'a, m: memoryKept',
    /`memoryKept`: Resource `memory` is store\.memory\(\), which lives in one process/,
  ],
])('before anything runs: %s', async (_, input, says) => {
  makeWith(`import { asset, dataType, definitions, loadAs, store } from 'headwater';
import { writeFileSync } from 'node:fs';
export const a = asset(() => { writeFileSync('began', ''); return [{ n: 1 }]; });
${input.includes('memory') ? "export const memoryKept = asset({ io: 'memory' }, () => 1);" : ''}
export const b = asset({ inputs: { ${input.startsWith('loadAs') ? `a: ${input}` : input} } }, () => 1);
export const project = definitions({ resources: { memory: store.memory() } });`);
  const run = await project.headwater('materialize', '--json');
  expect([run.code, project.has('began')]).toEqual([1, false]);
  expect(run.stdout).toMatch(says);
});

test('what changed elsewhere is seen before it is said that nothing is stale', async () => {
  makeWith(`import { asset, definitions, externalAsset, store } from 'headwater';
import { readFileSync } from 'node:fs';
export const readings = externalAsset<{ celsius: number }[]>({
  io: 'lake', columns: { celsius: 'real' }, observe: () => readFileSync('lake/readings.csv', 'utf8'),
});
export const warmest = asset({ inputs: { readings } }, ({ readings }) => Math.max(...readings.map(({ celsius }) => celsius)));
export const twice = asset({ inputs: { warmest } }, ({ warmest }) => warmest * 2);
export const project = definitions({ resources: { lake: store.file({ dir: 'lake', format: 'csv' }) } });`);
  project.write('lake/readings.csv', 'celsius\n20\n');
  await materialize();
  expect(endings(await project.headwater('materialize', '--stale', '--json'))).toEqual({});
  project.write('lake/readings.csv', 'celsius\n10\n25\n');
  expect(endings(await project.headwater('materialize', '--stale', '--json'))).toEqual({
    warmest: 'materialized',
    twice: 'materialized',
  });
  expect((await shown('twice')).value).toBe(50);
  // Other readings, and the same maximum: nothing after it is made again.
  project.write('lake/readings.csv', 'celsius\n25\n');
  expect(endings(await project.headwater('materialize', '--stale', '--json'))).toEqual({
    warmest: 'materialized',
    twice: 'step-skipped',
  });
});

test('many look at once, while another process owns the project: each is answered', async () => {
  makeWith(`import { asset, definitions, store } from 'headwater';
import { existsSync, watch, writeFileSync } from 'node:fs';
export const orders = asset({ io: 'tables' }, () => [{ id: 1 }]);
export const slow = asset(async (ctx) => {
  ctx.log.info('waiting');
  writeFileSync('began', '');
  await new Promise<void>((go) => {
    const watcher = watch('.', () => existsSync('go') && (watcher.close(), go()));
  });
});
export const project = definitions({ resources: { tables: store.file({ dir: 'data', format: 'csv' }) } });`);
  await materialize('--select', 'key:"orders"');
  const { run } = eventsOf(await project.headwater('materialize', '--select', 'key:"orders"', '--json'))[0] ?? {};
  const began = project.appears('began');
  const { finished } = project.start('materialize', '--select', 'key:"slow"');
  await began;
  const asked = [
    ...Array.from({ length: 4 }, () => ['show', 'orders']),
    ['logs', run ?? ''],
    ['runs', run ?? ''],
    ['check', '--run-time'],
  ];
  const looks = asked.map((args) => project.headwater(...args));
  // The owner ends as soon as its run does; who still waits for an answer gets it, from it or from the next.
  project.write('go', '');
  const answers = await Promise.all(looks);
  expect(answers.map(({ code, stderr }) => [code, stderr])).toEqual(asked.map(() => [0, '']));
  expect((await finished).code).toBe(0);
});
