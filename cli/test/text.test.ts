// What people read: the lines of a run as it goes on, its steps and logs afterwards, values with what is known of them.
import { afterEach, expect, test } from 'vitest';
import { makeProject, type TestProject } from './project.ts';

let project: TestProject;
afterEach(() => {
  project.remove();
});

const from = (...names: string[]): string =>
  `import { ${names.join(', ')} } from 'headwater';\nimport { existsSync } from 'node:fs';\n`;
/** Times and ids differ from run to run; nothing else may. */
const plain = (text: string): string =>
  text
    .replaceAll(/\d{17}-[0-9a-f]{6}/g, 'RUN')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/\d\d:\d\d:\d\d\.\d{3}/g, 'CLOCK')
    .replaceAll(/in \d+(\.\d)? m?s\b/g, 'in N ms');
const run = async (...args: string[]): Promise<string> => {
  const { stdout, stderr } = await project.headwater(...args);
  return plain(stdout + stderr);
};
const newest = async (): Promise<string> => {
  const { stdout } = await project.headwater('runs', '--limit', '1', '--json');
  return (JSON.parse(stdout) as { runs: { run: string }[] }).runs[0]?.run ?? '';
};

test('attempts, steps of a graph asset, checks, progress and log lines stand under their asset, the end on one line', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'assetCheck', 'graphAsset', 'op')}
const load = op(async (ctx) => { ctx.log.info('two pages'); return [1, 2]; });
const clean = op({ retry: { maxRetries: 1, delay: 2 } }, (ctx, rows: number[]) => { if (ctx.attempt === 1) throw new Error('busy'); return rows; });
const store = op((_ctx, rows: number[]) => { if (!existsSync('fixed')) throw new TypeError('the disk is full'); return rows; });
export const sales = graphAsset(async () => store(await clean(await load())));
export const report = asset({ inputs: { sales } }, ({ sales }) => sales);
export const orders = asset({ deps: [], retry: { maxRetries: 1, delay: 1500 }, checks: ['some', { name: 'many', severity: 'warn' }] }, (ctx) => {
  if (ctx.attempt === 1) throw new Error('not yet');
  ctx.progress(0.5, 'half of it');
  ctx.log.debug('looking closer');
  return ctx.result([{ id: 1 }], { checks: { some: true, many: false } });
});
export const broken = assetCheck(orders, () => { throw new Error('cannot look'); });`,
  });
  expect(await run('materialize', '--select', 'key:sales+')).toBe(`run RUN: 2 assets
  ▶ sales
    ▷ sales.load
    sales.load two pages
    ● sales.load in N ms
    ▷ sales.clean
    sales.clean failed, attempt 1: busy; again in N ms
    ▷ sales.clean, attempt 2
    ● sales.clean in N ms
    ▷ sales.store
    ✕ sales.store failed: TypeError: the disk is full (assets.ts:6)
  ✕ sales failed: TypeError: the disk is full (assets.ts:6)
  ○ report skipped: sales failed
failure: 1 failed, 1 skipped
`);
  const failed = await newest();
  expect(await run('runs', failed)).toBe(`RUN  failure      TIME  1 failed, 1 skipped  key:sales+
  failed        sales: TypeError: the disk is full
  done            sales.load
  failed          sales.clean: busy
  done            sales.clean, attempt 2
  failed          sales.store: TypeError: the disk is full
  skipped       report: sales failed
`);
  for (const step of ['sales', 'sales.load'])
    expect(await run('logs', failed, step)).toBe('CLOCK  info   sales.load  two pages\n');
  expect(await run('logs', failed, 'sales.cleen')).toBe(
    'Run RUN has no step `sales.cleen`; its steps are sales, sales.load, sales.clean, sales.store, report.\n',
  );
  project.write('fixed', '');
  expect(await run('materialize', '--from-failure', failed)).toBe(`run RUN: 2 assets, from the failure of RUN
  ▶ sales
    ○ sales.load: its result of the earlier run stands
    ○ sales.clean: its result of the earlier run stands
    ▷ sales.store
    ● sales.store in N ms
  ● sales materialized in N ms, 2 rows
  ▶ report
  ● report materialized in N ms, 2 rows
success: 2 materialized
`);
  expect(await run('materialize', '--select', 'key:orders')).toBe(`run RUN: 1 asset
  ▶ orders
    orders failed, attempt 1: not yet; again in N ms
  ▶ orders, attempt 2
    orders 50 % half of it
    orders debug: looking closer
  ● orders materialized in N ms, 1 row
    ✓ check some of orders passed
    ✕ check many of orders failed (a warning)
    ✕ check broken of orders failed: cannot look
success: 1 materialized
`);
});

test('D03 D08 E05: a value comes with the metadata of its own materialization and its checks; the asset stays materialized', async () => {
  const image = 'data:image/png;base64,iVBORw0KGgo=';
  project = makeProject({
    'assets.ts': `${from('asset', 'meta')}
export const orders = asset({ checks: ['many'] }, (ctx) => {
  if (!existsSync('second')) ctx.addOutputMetadata({ numOrders: 100, cloud: meta.md('# Words\\n![cloud](${image})<script>alert(1)</script>') });
  else ctx.addOutputMetadata({ pages: 2 });
  return ctx.result([{ id: 1 }], { checks: { many: { passed: existsSync('second'), metadata: { rows: 1 } } } });
});`,
  });
  await project.headwater('materialize');
  expect(await run('show', 'orders')).toBe(`orders, materialized TIME by run RUN

id
──
 1

1 row

cloud      Words
numOrders  100
✕ check many failed (error): rows: 1
`);
  const [, status, store] = /^([^]*\n)(store: .*\n)$/.exec(await run('status')) ?? [];
  // A slow machine asks some seconds later.
  expect(status?.replace(/\d+ s ago/, 'just now')).toBe(`● orders  fresh, just now, 1 row, 1 check failed: many
          check many failed (error): rows: 1
          cloud: Words, numOrders: 100

1 asset: 1 fresh
`);
  expect(store).toMatch(/^store: \d+ kB in \.headwater \(values [\d.]+ kB, catalogue \d+ kB, cache [\d.]+ kB\)\n$/);
  // The text itself is kept as it was given; pages draw it without what could run.
  const { stdout } = await project.headwater('status', '--json');
  const [first] = (JSON.parse(stdout) as { assets: { lastMaterialization: { metadata: unknown } }[] }).assets;
  expect(first?.lastMaterialization.metadata).toEqual({
    numOrders: { kind: 'int', value: 100 },
    cloud: { kind: 'md', value: `# Words\n![cloud](${image})<script>alert(1)</script>` },
  });
  project.write('second', '');
  await project.headwater('materialize');
  expect((await run('show', 'orders')).split('\n').slice(-4)).toEqual(['', 'pages  2', '✓ check many passed', '']);
});

test('E01 E05: a check is listed before it ever ran, and then by its latest outcome', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'assetCheck')}
export const orders = asset(() => [1]);
export const some = assetCheck(orders, { severity: 'warn' }, (rows) => rows.length > 0 && !existsSync('bad'));`,
  });
  expect(await run('status')).toBe('○ orders  never\n          checks: some not run\n\n1 asset: 1 never\n');
  await project.headwater('materialize');
  expect(await run('status')).toContain('checks: some passed');
  project.write('bad', '');
  const again = await project.headwater('materialize');
  expect(again.code).toBe(0);
  expect(await run('status')).toMatch(/^● orders {2}fresh.*1 check failed: some\n {10}check some failed \(warn\)/);
});
