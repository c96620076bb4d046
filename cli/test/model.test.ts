// The whole asset model through the terminal: external assets, several outputs, graph assets, checks, jobs, metadata.
import { afterEach, expect, test } from 'vitest';
import { endings, eventsOf, failureOf, makeProject, statusOf, type TestProject } from './project.ts';

let project: TestProject;
afterEach(() => {
  project.remove();
});

const files = `import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';\n`;
const from = (...names: string[]): string => `import { ${names.join(', ')} } from 'headwater';\n${files}`;
const count = (name: string): string => `appendFileSync('${name}.calls', 'x');`;
const calls = (name: string): number => (project.has(`${name}.calls`) ? project.read(`${name}.calls`).length : 0);
const runIds = async (): Promise<string[]> => {
  const { stdout } = await project.headwater('runs', '--json');
  return (JSON.parse(stdout) as { runs: { run: string }[] }).runs.map(({ run }) => run);
};

test('A06: a whole script becomes an asset by one wrapper around its main body', async () => {
  const body = `
  const pages = JSON.parse(readFileSync('hn.json', 'utf8')) as { title: string }[];
  const counts: Record<string, number> = {};
  for (const { title } of pages) for (const word of title.toLowerCase().split(' ')) counts[word] = (counts[word] ?? 0) + 1;
  const top = Object.entries(counts).sort((a, b) => b[1] - a[1]).slice(0, 2);
  writeFileSync('report.md', top.map(([word, n]) => \`- \${word}: \${n}\`).join('\\n'));`;
  project = makeProject({
    'hn.json': JSON.stringify([{ title: 'Rust in Rust' }, { title: 'Go in the browser' }]),
    'script.ts': `${files}async function main() {${body}\n}\nawait main();`,
    'assets.ts': `${from('asset')}export const report = asset(async () => {${body}\n});`,
  });
  expect(endings(await project.headwater('materialize', '--json'))).toEqual({ report: 'materialized' });
  expect(project.read('report.md')).toBe('- rust: 2\n- in: 2');
  expect((await statusOf(project))['report']?.status).toBe('fresh');
});

test('A07: an external asset is shown as external, loaded into a consumer, and never run', async () => {
  project = makeProject({
    'raw.json': '[30, 35]',
    'assets.ts': `${from('asset', 'definitions', 'externalAsset', 'resource')}
const json = resource({ create: () => ({ handleOutput: () => undefined, loadInput: ({ key }: { key: readonly string[] }) => JSON.parse(readFileSync(key.at(-1) + '.json', 'utf8')) }) });
export const raw = externalAsset<number[]>({ key: ['weather', 'raw'], io: 'json', observe: () => readFileSync('raw.json', 'utf8') });
export const hottest = asset({ inputs: { raw } }, ({ raw }) => Math.max(...raw));
export const project = definitions({ resources: { json } });`,
  });
  const finished = await project.headwater('materialize', '--json');
  expect(finished.code).toBe(0);
  expect(endings(finished)).toEqual({ hottest: 'materialized' });
  expect(await statusOf(project)).toMatchObject({
    'weather/raw': { status: 'external' },
    hottest: { status: 'fresh' },
  });
  // What it observes anew makes its consumer stale.
  project.write('raw.json', '[40]');
  await project.headwater('materialize', '--select', 'key:hottest');
  const { stdout } = await project.headwater('show', 'hottest', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ value: 40 });
});

test('A12: the same body gives equal values with the default store, with files, and in memory', async () => {
  const store = `{ handleOutput: ({ key }: { key: readonly string[] }, value: unknown) => { writeFileSync(key.join('.') + '.json', JSON.stringify(value)); return { path: key.join('.') + '.json' }; }, loadInput: ({ path = '' }: { path?: string }) => JSON.parse(readFileSync(path, 'utf8')) as unknown }`;
  project = makeProject({
    'assets.ts': `${from('asset', 'definitions', 'resource')}
export const rows = asset({ io: 'place' }, () => [{ id: 1, name: 'a' }, { id: 2, name: 'b' }]);
export const total = asset({ inputs: { rows } }, ({ rows }) => rows.map(({ id, name }) => name + id));
export const place = resource({ create: () => (${store}) });
export const project = definitions({ resources: { place } });`,
    'plain.ts': `${from('asset')}export const plainRows = asset(() => [{ id: 1, name: 'a' }, { id: 2, name: 'b' }]);
export const plainTotal = asset({ inputs: { rows: plainRows } }, ({ rows }) => rows.map(({ id, name }) => name + id));`,
    'memory.mjs': `import { materialize } from 'headwater';
const { plainRows, plainTotal } = await import('./plain.ts');
const result = await materialize({ plainRows, plainTotal });
console.log(JSON.stringify(result.values.plainTotal));`,
  });
  expect((await project.headwater('materialize', '--json')).code).toBe(0);
  const value = async (key: string): Promise<unknown> =>
    (JSON.parse((await project.headwater('show', key, '--json')).stdout) as { value: unknown }).value;
  expect(JSON.parse(project.read('rows.json'))).toHaveLength(2);
  const inMemory = await project.node('memory.mjs');
  expect(inMemory.stderr).toBe('');
  expect(JSON.parse(inMemory.stdout)).toEqual(['a1', 'b2']);
  expect(await value('total')).toEqual(['a1', 'b2']);
  expect(await value('plainTotal')).toEqual(['a1', 'b2']);
});

test('A17 A18: one body makes several assets, each recorded as it is yielded', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'multiAsset', 'output')}
export const { users, posts, comments: replies } = multiAsset(
  { outputs: { users: output<number[]>({ group: 'api' }), posts: output<string[]>(), comments: output<string[]>() } },
  async function* (ctx) {
    ${count('api')}
    yield ctx.result('users', [1, 2, 3], { metadata: { pages: 1 } });
    if (existsSync('fail')) throw new Error('the second page is gone');
    yield ctx.result('posts', ['p']);
    yield ctx.result('comments', ['c']);
  },
);
export const report = asset({ inputs: { users } }, ({ users }) => users.length);
export const feed = asset({ inputs: { posts } }, ({ posts }) => posts.length);`,
  });
  const all = await project.headwater('materialize', '--json');
  expect(endings(all)).toEqual({
    users: 'materialized',
    posts: 'materialized',
    replies: 'materialized',
    report: 'materialized',
    feed: 'materialized',
  });
  expect(calls('api')).toBe(1);
  project.write('fail', '');
  const finished = await project.headwater('materialize', '--json');
  expect(finished.code).toBe(1);
  expect(endings(finished)).toEqual({
    users: 'materialized',
    posts: 'step-failed',
    replies: 'step-failed',
    report: 'materialized',
    feed: 'step-skipped',
  });
  expect(failureOf(finished, 'posts')).toMatchObject({ message: 'the second page is gone', file: 'assets.ts' });
  expect(await statusOf(project)).toMatchObject({
    users: { status: 'fresh' },
    posts: { status: 'failed' },
    report: { status: 'fresh' },
  });
});

test('a multi-asset that is kept whole has its outputs as properties', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'multiAsset', 'output')}
export const api = multiAsset({ outputs: { users: output<number[]>(), posts: output<string[]>({ key: ['api', 'posts'] }) } }, async function* (ctx) { yield ctx.result('users', [1, 2]); yield ctx.result('posts', ['a']); });
export const count = asset({ inputs: { users: api.users, posts: api.posts } }, ({ users, posts }) => users.length + posts.length);`,
  });
  expect(endings(await project.headwater('materialize', '--json'))).toEqual({
    users: 'materialized',
    'api/posts': 'materialized',
    count: 'materialized',
  });
  expect((await project.headwater('check', '--run-time')).code).toBe(0);
});

test('A19 A20 A21: three steps of one asset, resumed after the last one that held', async () => {
  project = makeProject({
    'ops.ts': `${from('op')}
export const download = op(async (ctx, name: string) => { ${count('download')} ctx.log.info('from ' + name); return [name.length]; });
export const parse = op(async (ctx, rows: number[]) => { ${count('parse')} return rows.map((n) => n * 2); });
export const validate = op((ctx, rows: number[]) => { ${count('validate')} if (existsSync('bad')) throw new Error('not valid'); return rows; });`,
    'assets.ts': `${from('graphAsset')}import { download, parse, validate } from './ops.ts';
export const sales = graphAsset(async () => validate(await parse(await download('s3://a'))));
export const others = graphAsset(async () => [await download('b'), await download('c')]);`,
    bad: '',
  });
  const first = await project.headwater('materialize', '--json');
  expect(endings(first)).toEqual({ sales: 'step-failed', others: 'materialized' });
  const steps = eventsOf(first).flatMap((event) => (event.type === 'step-started' && event.op ? [event.step] : []));
  expect(steps.filter((step) => step.startsWith('sales'))).toEqual(['sales.download', 'sales.parse', 'sales.validate']);
  expect(steps.filter((step) => step.startsWith('others'))).toEqual(['others.download', 'others.download[2]']);
  const [run = ''] = await runIds();
  expect((await project.headwater('logs', run, 'sales.download')).stdout).toContain('from s3://a');
  project.write('bad2', '');
  // Fixed, and the second step's code is another one: the first step's result still stands.
  project.edit('ops.ts', (text) => text.replace('n * 2', 'n * 3').replace("existsSync('bad')", "existsSync('none')"));
  const resumed = await project.headwater('materialize', '--from-failure', run, '--json');
  expect(resumed.code).toBe(0);
  expect(endings(resumed)).toEqual({ sales: 'materialized' });
  expect([calls('download'), calls('parse'), calls('validate')]).toEqual([3, 2, 2]);
  const { stdout } = await project.headwater('show', 'sales', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ value: [18] });
});

test('A23: the framework imposes no form: a replaced file, inserted rows and created SQL are materializations alike', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}import { DatabaseSync } from 'node:sqlite';
export const replaced = asset(() => { writeFileSync('out.csv', 'id\\n1\\n'); });
export const inserted = asset((ctx) => {
  const db = new DatabaseSync('warehouse.db');
  db.exec('CREATE TABLE IF NOT EXISTS rows (n INTEGER); INSERT INTO rows VALUES (1)');
  const { n } = db.prepare('SELECT count(*) AS n FROM rows').get() as { n: number };
  db.close();
  return ctx.materialized({ metadata: { rows: n } });
});
export const created = asset({ deps: [inserted] }, () => {
  const db = new DatabaseSync('warehouse.db');
  db.exec('DROP TABLE IF EXISTS totals; CREATE TABLE totals AS SELECT sum(n) AS total FROM rows');
  db.close();
});`,
  });
  for (const rows of [1, 2]) {
    const finished = await project.headwater('materialize', '--json');
    expect(endings(finished)).toEqual({ replaced: 'materialized', inserted: 'materialized', created: 'materialized' });
    const event = eventsOf(finished).find((each) => each.type === 'materialized' && each.asset === 'inserted');
    expect(event).toMatchObject({ metadata: { rows: { kind: 'int', value: rows } } });
  }
  const shown = await project.headwater('show', 'replaced');
  expect([shown.code, shown.stderr]).toEqual([
    1,
    '`replaced` stores its data itself: the store has no value of it to show.\n',
  ]);
});

test('A25 B13 B16: another file that imports an asset adds one edge, and runs nothing above it', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}export const episodes = asset(() => { ${count('episodes')} return [8, 9]; });`,
  });
  await project.headwater('materialize');
  project.write(
    'ratings.ts',
    `${from('asset', 'job')}import { episodes } from './assets.ts';
export const averageRatings = asset({ inputs: { episodes } }, ({ episodes }) => episodes.reduce((a, b) => a + b, 0) / episodes.length);
export const daily = job('daily', { selection: [averageRatings] });
export const extract = job('extract', { selection: 'key:episodes' });`,
  );
  const finished = await project.headwater('materialize', '--select', 'job:daily', '--json');
  expect(endings(finished)).toEqual({ averageRatings: 'materialized' });
  expect(calls('episodes')).toBe(1);
  const graph = JSON.parse((await project.headwater('graph', '--json')).stdout) as {
    assets: { key: string; inputs: object }[];
    jobs: { name: string; selection: string }[];
  };
  expect(graph.assets.map(({ key, inputs }) => [key, inputs])).toEqual([
    ['averageRatings', { episodes: 'episodes' }],
    ['episodes', {}],
  ]);
  expect(graph.jobs).toMatchObject([
    { name: 'daily', selection: 'key:"averageRatings"' },
    { name: 'extract', selection: 'key:episodes' },
  ]);
});

test('B08 B09: a job runs what its selection means, sources only loaded; a later asset joins with no edit', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'externalAsset', 'job')}
export const source = externalAsset<number>({ key: 'source' });
export const a = asset({ deps: [source], group: 'gold' }, () => 1);
export const b = asset({ inputs: { a }, group: 'gold' }, ({ a }) => a);
export const gold = job('gold', { selection: '+group:"gold"' });`,
  });
  const counts = async () => eventsOf(await project.headwater('materialize', '--select', 'job:gold', '--json')).at(-1);
  expect(await counts()).toMatchObject({ status: 'success', counts: { materialized: 2 } });
  project.edit('assets.ts', (text) => `${text}\nexport const c = asset({ group: 'gold' }, () => 3);`);
  expect(await counts()).toMatchObject({ counts: { materialized: 3 } });
});

test('B17: a failed step leads to what it touches, a key to its code', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}
export const raw = asset((): number => { throw new Error('gone'); });
export const table = asset({ inputs: { raw } }, ({ raw }) => raw);
export const report = asset({ inputs: { table } }, ({ table }) => table);`,
  });
  await project.headwater('materialize');
  const affected = await project.headwater('graph', '--select', 'key:"raw"+', '--json');
  const { assets } = JSON.parse(affected.stdout) as { assets: { key: string; file: string; line: number }[] };
  expect(assets.map(({ key, file, line }) => [key, `${file}:${String(line)}`])).toEqual([
    ['raw', 'assets.ts:4'],
    ['report', 'assets.ts:6'],
    ['table', 'assets.ts:5'],
  ]);
});

test('D04 D05 D06 E01 E02 E04: metadata of every kind and checks come back from the store as they were given', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'assetCheck', 'meta')}
export const report = asset({ checks: ['sum'], metadata: { team: 'data' } }, (ctx) => {
  ctx.addOutputMetadata({ n: 1, x: 1.5, s: 'a', ok: true, n2: 1 });
  return ctx.result([1, 2], {
    checks: { sum: !existsSync('bad') },
    metadata: {
      n2: 2,
      link: meta.url('https://example.com'), file: meta.path('s3://x'), text: meta.md('# hi'), when: meta.timestamp(new Date(0)),
      tree: meta.json({ a: [1, null] }), rows: meta.table([{ a: 1 }]), schema: meta.tableSchema([{ name: 'a', type: 'int' }]),
      lineage: meta.columnLineage({ a: [{ asset: 'raw', column: 'b' }] }), image: meta.image('data:image/png;base64,AAAA', 'dot'),
      chart: meta.chart({ type: 'bar', x: ['a'], series: [{ name: 'n', values: [1] }] }),
    },
  });
});
export const grows = assetCheck(report, { severity: 'warn' }, (rows, ctx) => ({ passed: ctx.previous === null, metadata: { rows: rows.length } }));`,
  });
  const listed = JSON.parse((await project.headwater('graph', '--json')).stdout) as { assets: { checks: string[] }[] };
  expect(listed.assets[0]?.checks).toEqual(['sum', 'grows']);
  await project.headwater('materialize');
  const status = async () =>
    (
      JSON.parse((await project.headwater('status', '--json')).stdout) as {
        assets: {
          status: string;
          lastMaterialization: {
            metadata: Record<string, { kind: string; value: unknown }>;
            checks: { name: string; passed: boolean; severity: string }[];
          };
        }[];
      }
    ).assets[0];
  const first = await status();
  const kinds = Object.entries(first?.lastMaterialization.metadata ?? {}).map(([name, { kind }]) => `${name} ${kind}`);
  expect(kinds.sort()).toEqual(
    'chart chart,file path,image image,lineage columnLineage,link url,n int,n2 int,ok bool,rows table,s text,schema tableSchema,team text,text md,tree json,when timestamp,x float'.split(
      ',',
    ),
  );
  expect(first?.lastMaterialization.metadata['n2']).toEqual({ kind: 'int', value: 2 });
  expect(first?.lastMaterialization.checks.map(({ name, passed }) => [name, passed])).toEqual([
    ['sum', true],
    ['grows', true],
  ]);
  project.write('bad', '');
  const again = await project.headwater('materialize');
  expect(again.code).toBe(0);
  expect(await status()).toMatchObject({
    status: 'fresh',
    lastMaterialization: {
      checks: [
        { name: 'sum', passed: false },
        { name: 'grows', passed: false, severity: 'warn' },
      ],
    },
  });
  expect((await project.headwater('status')).stdout).toContain('check');
});

test('check --run-time finds what the source does not show and what it shows otherwise', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}export const a = asset({ group: existsSync('other') ? 'x' : 'default' }, () => 1);\nexport const b = asset(() => 2);`,
  });
  const fine = await project.headwater('check', '--run-time', '--json');
  expect(JSON.parse(fine.stdout)).toMatchObject({ disagreements: [] });
  project.write('assets.ts', `${from('asset')}export const a = asset(() => 1);\nthrow new Error('not today');`);
  const broken = await project.headwater('check', '--run-time');
  expect([broken.code, broken.stdout]).toEqual([1, expect.stringContaining('The modules do not load: not today')]);
});

test('B07: one asset handed to materialize() is run, its upstream loaded from the project’s store, or named where it was never made', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}
export const orders = asset(() => { ${count('orders')} return [1, 2, 3]; });
export const gold = asset({ inputs: { orders } }, ({ orders }, ctx) => { ctx.addOutputMetadata({ n: orders.length }); return orders.length; });`,
    'script.mjs': `import { materialize } from 'headwater';
import { gold } from './assets.ts';
try {
  const result = await materialize({ gold }, { store: 'project' });
  console.log(JSON.stringify({ success: result.success, value: result.values.gold, metadata: result.metadata }));
} catch (error) { console.log(error.message); }`,
  });
  expect((await project.node('script.mjs')).stdout).toContain(
    '`orders` has never been materialized, and `gold` needs it',
  );
  await project.headwater('materialize', '--select', 'key:orders');
  const { stdout, stderr } = await project.node('script.mjs');
  expect([JSON.parse(stdout), stderr]).toEqual([
    { success: true, value: 3, metadata: { gold: { n: { kind: 'int', value: 3 } } } },
    '',
  ]);
  expect(calls('orders')).toBe(1);
  expect((await statusOf(project))['gold']?.status).toBe('fresh');
});
