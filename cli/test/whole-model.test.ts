// About thirty assets that use every part of the model, written in a random order, run with one worker and with eight: the same results.
import fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { endings, eventsOf, makeProject, type TestProject } from './project.ts';

const seed = Number(process.env['HEADWATER_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
beforeAll(() => {
  console.info(`order of files and declarations: HEADWATER_SEED=${seed}`);
});

let projects: TestProject[] = [];
afterEach(() => {
  for (const project of projects) project.remove();
  projects = [];
});

/** Name of a file to its declarations; each stands alone, so that they can be written in any order that its own uses allow. */
const SOURCES: Readonly<Record<string, { readonly imports: string; readonly parts: readonly string[] }>> = {
  'raw.ts': {
    imports: `import { asset, externalAsset, multiAsset, output } from 'headwater';`,
    parts: [
      `/** Orders as the shop exports them. */\nexport const ordersRaw = asset({ group: 'bronze', kinds: ['json'], tags: { team: 'sales' }, owners: ['team:sales'], retry: { maxRetries: 3, delay: 1 } }, (ctx) => { if (ctx.attempt < 3) throw new Error('flaky'); return [3, 1, 2].map((id) => ({ id, customer: id % 2, amount: id * 10, at: new Date(id * 1000) })); });`,
      `export const customers = asset({ group: 'bronze', metadata: { source: 'crm' } }, () => new Map([[0, 'even'], [1, 'odd']]));`,
      `export const bigs = asset(() => [1n, 2n ** 70n]);`,
      `export const bytes = asset(() => new Uint8Array([1, 2, 3]));`,
      `export const { users, posts, comments: replies } = multiAsset({ outputs: { users: output<number[]>({ group: 'api' }), posts: output<string[]>({ group: 'api', key: ['api', 'posts'] }), comments: output<string[]>({ checks: ['some'] }) }, canSubset: true }, async function* (ctx) { if (ctx.selected.includes('users')) yield ctx.result('users', [1, 2, 3], { metadata: { pages: 2 } }); if (ctx.selected.includes('posts')) yield ctx.result('posts', ['a', 'b']); if (ctx.selected.includes('comments')) yield ctx.result('comments', ['c'], { checks: { some: true } }); });`,
      `export const weather = externalAsset<number[]>({ key: ['weather', 'raw'], io: 'fixed', observe: () => 'monday', group: 'outside' });`,
      `export const touched = asset({ group: 'bronze' }, (ctx) => ctx.materialized({ metadata: { stored: 'elsewhere' } }));`,
      ...Array.from(
        { length: 10 },
        (_, i) => `export const leaf${i} = asset({ group: 'leaves' }, () => ({ n: ${i}, square: ${i * i} }));`,
      ),
    ],
  },
  'silver.ts': {
    imports: `import { asset, graphAsset } from 'headwater';\nimport { bigs, bytes, customers, leaf0, leaf1, leaf2, leaf3, leaf4, leaf5, ordersRaw, touched, users, weather } from './raw.ts';\nimport { clean, load, total } from './ops.ts';\nimport * as resources from './resources.ts';`,
    parts: [
      `export const enriched = asset({ inputs: { ordersRaw, customers }, group: 'silver', checks: ['sorted', { name: 'small', severity: 'warn' }] }, ({ ordersRaw, customers }, ctx) => { const rows = ordersRaw.map((order) => ({ ...order, segment: customers.get(order.customer) ?? 'none' })).sort((a, b) => a.id - b.id); ctx.addOutputMetadata({ rows: rows.length, share: 0.5, ok: true }); return ctx.result(rows, { checks: { sorted: true, small: { passed: false, metadata: { limit: 2 } } }, metadata: { rows: 3 } }); });`,
      `export const sizes = asset({ inputs: { bigs, bytes } }, ({ bigs, bytes }) => [String(bigs[1]), bytes.length]);`,
      `export const sales = graphAsset({ inputs: { users }, group: 'silver' }, async ({ users }) => total(await clean(await load(users)), await load([7])));`,
      `export const hottest = asset({ inputs: { weather }, io: 'fixed' }, ({ weather }) => Math.max(...weather));`,
      `export const sums = asset({ inputs: { leaf0, leaf1, leaf2, leaf3, leaf4, leaf5 }, deps: [touched], pool: 'db' }, (leaves) => Object.values(leaves).reduce((sum, { square }) => sum + square, 0));`,
      `export const withDb = asset({ resources: { db: resources.db }, config: resources.config, pool: 'db' }, (ctx) => ctx.resources.db.read() + ctx.config.limit);`,
    ],
  },
  'ops.ts': {
    imports: `import { op } from 'headwater';`,
    parts: [
      `export const load = op(async (ctx, rows: readonly number[]) => { ctx.log.info(rows.length + ' rows'); return [...rows]; });`,
      `export const clean = op({ retry: { maxRetries: 1, delay: 1 } }, (ctx, rows: number[]) => { if (ctx.attempt === 1) throw new Error('again'); return rows.filter((n) => n > 1); });`,
      `export const total = op((_ctx, rows: number[], more: number[]) => rows.concat(more).reduce((a, b) => a + b, 0));`,
    ],
  },
  'resources.ts': {
    imports: `import { resource } from 'headwater';`,
    parts: [
      `export const db = resource({ create: ({ env }) => ({ read: () => 'db ' + (env ?? 'none') + ' ' }) });`,
      `const values = new Map<string, unknown>();\nexport const fixed = resource({ create: () => ({ handleOutput: ({ key }: { key: readonly string[] }, value: unknown) => { values.set(key.join('/'), value); return { dataVersion: JSON.stringify(value) }; }, loadInput: () => [30, 35] }) });`,
      `export const config = { '~standard': { version: 1 as const, vendor: 'test', types: undefined as unknown as { input: { limit?: number }; output: { limit: number } }, validate: (value: unknown) => ({ value: { limit: (value as { limit?: number }).limit ?? 1 } }) } };`,
    ],
  },
  'gold.ts': {
    imports: `import { asset, assetCheck, definitions, job, meta } from 'headwater';\nimport { enriched, sales, sums, withDb } from './silver.ts';\nimport { posts, replies, leaf5 } from './raw.ts';\nimport * as resources from './resources.ts';`,
    parts: [
      `export const revenue = asset({ inputs: { enriched }, group: 'gold' }, ({ enriched }, ctx) => ctx.result(Object.fromEntries(enriched.map(({ segment, amount }) => [segment, amount])), { metadata: { chart: meta.chart({ type: 'bar', x: ['odd'], series: [{ name: 'amount', values: [1] }] }), note: meta.md('**bold**') } }));`,
      `export const report = asset({ inputs: { revenue, sales, sums, withDb, posts, replies }, group: 'gold', description: 'All of it.' }, (all) => JSON.stringify(all));`,
      `export const cut = asset({ inputs: { revenue }, group: 'gold' }, ({ revenue }) => revenue);`,
      `export const dataVersioned = asset({ inputs: { leaf5 } }, ({ leaf5 }, ctx) => ctx.result(leaf5, { dataVersion: 'release 1' }));`,
      `export const pure = asset({ inputs: { leaf5 }, deterministic: true }, ({ leaf5 }) => leaf5.n);`,
      `export const blocked = assetCheck(revenue, { blocking: true, blocks: [cut] }, (value) => ({ passed: 'nobody' in value, metadata: { segments: Object.keys(value).length } }));`,
      `export const fine = assetCheck(report, (text) => text.length > 10);`,
      `export const nightly = job('nightly', { selection: '*' });`,
      `export const project = definitions({ jobs: [nightly], resources: { fixed: resources.fixed }, env: { test: { resources: {} } }, pools: { db: 1 } });`,
    ],
  },
};

/** `revenue` must stand above what names it. */
const inOrder = (file: string, parts: readonly string[]): readonly string[] => {
  if (file !== 'gold.ts') return parts;
  const rank = (part: string): number =>
    /const revenue/.test(part) ? 0 : /const (cut|report|nightly)/.test(part) ? 1 : 2;
  return [...parts].sort((a, b) => rank(a) - rank(b));
};

function shuffled(salt: number): Record<string, string> {
  const sample = <T>(all: readonly T[]): T[] =>
    fc.sample(fc.shuffledSubarray([...all], { minLength: all.length }), { seed: seed + salt, numRuns: 1 })[0] ?? [];
  return Object.fromEntries(
    sample(Object.entries(SOURCES)).map(([file, { imports, parts }]) => [
      `src/${file}`,
      `${imports}\n\n${inOrder(file, sample(parts)).join('\n\n')}\n`,
    ]),
  );
}

async function results({ concurrency, salt }: { concurrency: number; salt: number }) {
  const project = makeProject(shuffled(salt));
  projects.push(project);
  const run = await project.headwater(
    'materialize',
    '--select',
    'job:nightly',
    '--env',
    'test',
    '--config',
    'withDb.limit=4',
    '--concurrency',
    String(concurrency),
    '--json',
  );
  const events = eventsOf(run);
  const keys = Object.keys(endings(run)).sort();
  const status = JSON.parse((await project.headwater('status', '--json')).stdout) as {
    assets: {
      key: string;
      status: string;
      causes: { message: string }[];
      lastMaterialization?: Record<string, unknown>;
    }[];
  };
  const told = status.assets.map(({ key, status: state, causes, lastMaterialization: last }) => ({
    key,
    state,
    causes: causes.map(({ message }) => message),
    dataVersion: String(last?.['dataVersion']).replace(/^m1:.*/, 'm1'),
    codeVersion: last?.['codeVersion'],
    metadata: last?.['metadata'],
    checks: (last?.['checks'] as { name: string; passed: boolean; metadata: unknown }[] | undefined)?.map(
      ({ name, passed, metadata }) => [name, passed, metadata],
    ),
  }));
  const shown = JSON.parse((await project.headwater('show', 'report', '--json')).stdout) as { value: unknown };
  const steps = events.flatMap((event) => (event.type === 'op-finished' ? [event.step] : []));
  return {
    code: run.code,
    keys,
    endings: endings(run),
    counts: events.at(-1),
    told,
    report: shown.value,
    steps: steps.sort(),
  };
}

test('with one worker and with eight, in whatever order they are written, the results are the same', async () => {
  const one = await results({ concurrency: 1, salt: 0 });
  const eight = await results({ concurrency: 8, salt: 1 });
  expect(one.keys.length).toBeGreaterThanOrEqual(27);
  // The check that blocks `cut` fails on purpose: that alone is skipped, and the run says so.
  expect(one.code).toBe(1);
  expect(Object.entries(one.endings).filter(([, how]) => how !== 'materialized')).toEqual([['cut', 'step-skipped']]);
  expect(one.counts).toMatchObject({ status: 'failure', counts: { failed: 0, skipped: 1 } });
  expect(one.steps).toEqual(['sales.clean', 'sales.load', 'sales.load[2]', 'sales.total']);
  expect(JSON.parse(String(one.report))).toEqual({
    revenue: { odd: 30, even: 20 },
    sales: 12,
    sums: 55,
    withDb: 'db test 4',
    posts: ['a', 'b'],
    replies: ['c'],
  });
  const { counts: _one, ...rest } = one;
  const { counts: _eight, ...others } = eight;
  expect(others).toEqual(rest);
});

test('what was made is fresh afterwards, and --stale runs only what was never made', async () => {
  const project = makeProject(shuffled(2));
  projects.push(project);
  const arguments_ = ['materialize', '--env', 'test', '--config', 'withDb.limit=4', '--json'];
  await project.headwater(...arguments_);
  const again = await project.headwater(...arguments_, '--stale');
  expect(endings(again)).toEqual({ cut: 'materialized' });
  const checked = await project.headwater('check', '--run-time');
  expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('no problems')]);
});
