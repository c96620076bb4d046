// How bodies are run: order and overlap, attempts, limits of time and memory, pools, the failure hook, going on after a failure.
import { afterEach, expect, test } from 'vitest';
import { endings, eventsOf, failureOf, makeProject, type TestProject } from './project.ts';
import { removeValues } from './remove-values.ts';

let project: TestProject;
afterEach(() => {
  project.remove();
});

const files = `import { appendFileSync, existsSync, readFileSync, watch, writeFileSync } from 'node:fs';
const appears = (file: string) => new Promise<void>((done) => { const w = watch('.', () => { if (existsSync(file)) { w.close(); done(); } }); if (existsSync(file)) { w.close(); done(); } });\n`;
const from = (...names: string[]): string => `import { ${names.join(', ')} } from 'headwater';\n${files}`;
const note = (name: string): string => `appendFileSync('notes', '${name} ');`;
const notes = (): string[] => (project.has('notes') ? project.read('notes').trim().split(' ') : []);
const newestRun = async (): Promise<string> => {
  const { stdout } = await project.headwater('runs', '--json');
  return (JSON.parse(stdout) as { runs: { run: string }[] }).runs[0]?.run ?? '';
};

test('B10: independent assets overlap, and neither starts before what both read has ended', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}
export const tvShowInfo = asset(() => { ${note('info')} return 1; });
export const episodes = asset({ inputs: { tvShowInfo } }, async () => { ${note('e+')} writeFileSync('episodes', ''); await appears('characters'); ${note('e-')} return 2; });
export const characters = asset({ inputs: { tvShowInfo } }, async () => { ${note('c+')} writeFileSync('characters', ''); await appears('episodes'); ${note('c-')} return 3; });`,
  });
  const finished = await project.headwater('materialize', '--concurrency', '2', '--json');
  expect(finished.code).toBe(0);
  expect(notes()[0]).toBe('info');
  expect(new Set(notes().slice(1, 3))).toEqual(new Set(['e+', 'c+']));
});

test('B11: a body is tried again after its delay, up to its number of retries, and then fails', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}
export const flaky = asset({ retry: { maxRetries: 5, delay: '20ms' } }, (ctx) => { ${note('f')} if (ctx.attempt < 3) throw new Error('not yet'); return ctx.attempt; });
export const doomed = asset({ retry: { maxRetries: 5, delay: 1 } }, (): number => { ${note('d')} throw new Error('never'); });`,
  });
  const finished = await project.headwater('materialize', '--json');
  expect(endings(finished)).toEqual({ flaky: 'materialized', doomed: 'step-failed' });
  expect(notes().filter((each) => each === 'f')).toHaveLength(3);
  expect(notes().filter((each) => each === 'd')).toHaveLength(6);
  const of = eventsOf(finished).filter((event) => 'asset' in event && event.asset === 'flaky');
  expect(of.map(({ type }) => type)).toEqual([
    'step-started',
    'attempt-failed',
    'step-started',
    'attempt-failed',
    'step-started',
    'materialized',
  ]);
  for (const [i, event] of of.entries())
    if (event.type === 'attempt-failed')
      expect(Date.parse(of[i + 1]?.time ?? '') - Date.parse(event.time)).toBeGreaterThanOrEqual(19);
});

test('B12: from the failure on, exactly what failed and what was skipped runs, under the parent’s id', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}
export const a = asset(() => { ${note('a')} return 1; });
export const b = asset({ inputs: { a } }, ({ a }) => { ${note('b')} return a; });
export const c = asset({ inputs: { b } }, ({ b }) => { ${note('c')} return b; });
export const d = asset({ inputs: { c } }, ({ c }) => { ${note('d')} if (!existsSync('fixed')) throw new Error('no'); return c; });
export const e = asset({ inputs: { d } }, ({ d }) => { ${note('e')} return d; });`,
  });
  expect((await project.headwater('materialize')).code).toBe(1);
  const parent = await newestRun();
  project.write('fixed', '');
  const plan = await project.headwater('materialize', '--from-failure', parent, '--dry-run', '--json');
  expect(JSON.parse(plan.stdout)).toMatchObject({
    run: [
      { asset: 'd', why: `not made by run ${parent}` },
      { asset: 'e', why: `not made by run ${parent}` },
    ],
    load: ['c'],
  });
  const resumed = await project.headwater('materialize', '--from-failure', parent, '--json');
  expect(endings(resumed)).toEqual({ d: 'materialized', e: 'materialized' });
  expect(notes()).toEqual(['a', 'b', 'c', 'd', 'd', 'e']);
  expect(eventsOf(resumed)[0]).toMatchObject({ type: 'run-started', parent });
  expect((await project.headwater('runs')).stdout).toContain(`(goes on from ${parent})`);
  const unknown = await project.headwater('materialize', '--from-failure', 'nope');
  expect([unknown.code, unknown.stderr]).toEqual([
    2,
    'There is no run `nope` in this project: `headwater runs` lists them.\n',
  ]);
});

test('a run that goes on refuses before any body when what it would reuse cannot be loaded', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}
export const a = asset(() => [1]);
export const b = asset({ inputs: { a } }, ({ a }) => { ${note('b')} if (!existsSync('fixed')) throw new Error('no'); return a; });`,
  });
  await project.headwater('materialize');
  const parent = await newestRun();
  project.write('fixed', '');
  removeValues(project, 'a');
  const resumed = await project.headwater('materialize', '--from-failure', parent, '--json');
  expect(resumed.code).toBe(1);
  expect(notes()).toEqual(['b']);
  expect(failureOf(resumed, 'b').message).toMatch(/stored value of `a` is gone \(values.*\): materialize it again/);
});

test('B14: the failure hook is called once for a failed step, after its last attempt; when it fails itself, the log says so', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'definitions')}
export const doomed = asset({ retry: { maxRetries: 2, delay: 1 } }, (): number => { throw new RangeError('too much'); });
export const below = asset({ inputs: { doomed } }, ({ doomed }) => doomed);
export const project = definitions({
  onFailure: (failure) => { appendFileSync('paged', JSON.stringify(failure) + '\\n'); if (existsSync('broken')) throw new Error('no pager'); },
});`,
  });
  const finished = await project.headwater('materialize', '--json');
  const pages = project.read('paged').trim().split('\n');
  expect(pages).toHaveLength(1);
  expect(JSON.parse(pages[0] ?? '')).toMatchObject({
    runId: eventsOf(finished)[0]?.run,
    asset: 'doomed',
    attempts: 3,
    error: { message: 'RangeError: too much' },
  });
  project.write('broken', '');
  expect((await project.headwater('materialize')).stdout).toContain('The onFailure hook failed: no pager');
});

test('a body or a check that takes longer than its asset’s timeout is ended, however it waits', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'assetCheck')}
export const waits = asset({ timeout: '100ms' }, () => new Promise<number>(() => { setInterval(() => {}, 1000); }));
export const loops = asset({ timeout: '100ms' }, (): number => { for (;;); });
export const heeds = asset({ timeout: 100 }, (ctx) => new Promise<number>((_, fail) => ctx.signal.addEventListener('abort', () => fail(ctx.signal.reason as Error))));
export const fine = asset({ timeout: '1m' }, () => 1);
export const checked = asset({ timeout: '2s' }, () => 1);
export const slowCheck = assetCheck(checked, { blocking: true }, () => { for (;;); });
export const below = asset({ inputs: { checked } }, ({ checked }) => checked);`,
  });
  const finished = await project.headwater('materialize', '--json');
  expect(endings(finished)).toEqual({
    checked: 'materialized',
    below: 'step-skipped',
    waits: 'step-failed',
    loops: 'step-failed',
    heeds: 'step-failed',
    fine: 'materialized',
  });
  for (const asset of ['waits', 'loops', 'heeds'])
    expect(failureOf(finished, asset).message).toBe('took longer than its timeout of 100 ms');
  expect(eventsOf(finished).find(({ type }) => type === 'check')).toMatchObject({
    asset: 'checked',
    check: 'slowCheck',
    passed: false,
    message: 'took longer than its timeout of 2 s',
  });
});

test('a body that takes more memory than it may is ended alone, in the heap and beside it', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}
export const heap = asset({ memoryLimit: '200MB' }, () => { const all: number[][] = []; for (;;) all.push(new Array(1e5).fill(all.length)); });
export const buffers = asset({ memoryLimit: '200MB' }, async () => { const all: Buffer[] = []; for (let i = 0; i < 400; i++) { all.push(Buffer.alloc(5e6, 1)); await new Promise(setImmediate); } return all.length; });
export const fine = asset({ memoryLimit: '400MB' }, () => 1);`,
  });
  const finished = await project.headwater('materialize', '--concurrency', '1', '--json');
  expect(endings(finished)).toEqual({ heap: 'step-failed', buffers: 'step-failed', fine: 'materialized' });
  for (const asset of ['heap', 'buffers'])
    expect(failureOf(finished, asset).message).toContain('took more memory than its memoryLimit of 200 MB');
});

test('of a pool never more run at once than its size, also after one of them was killed', async () => {
  const body = (name: string, extra = ''): string =>
    `asset({ pool: 'db' }, async () => { appendFileSync('notes', '+ '); ${extra} await new Promise(setImmediate); appendFileSync('notes', '- '); return '${name}'; })`;
  project = makeProject({
    'assets.ts': `${from('asset', 'definitions')}
export const a = ${body('a')};
export const b = ${body('b', "appendFileSync('notes', '- '); process.kill(process.pid, 'SIGKILL');")};
export const c = ${body('c')};
export const d = ${body('d')};
export const wide = asset({ pool: 'api' }, async () => { writeFileSync('wide', ''); await appears('wide2'); return 1; });
export const wide2 = asset({ pool: 'api' }, async () => { writeFileSync('wide2', ''); await appears('wide'); return 1; });
export const project = definitions({ pools: { api: 2 } });`,
  });
  const finished = await project.headwater('materialize', '--concurrency', '6', '--json');
  const failures = eventsOf(finished).flatMap((event) =>
    event.type === 'step-failed' ? [`${event.asset}: ${event.error.message}`] : [],
  );
  expect(failures).toEqual([expect.stringContaining('b: its process was ended by SIGKILL') as string]);
  expect(Object.keys(endings(finished))).toHaveLength(6);
  let inside = 0;
  for (const mark of notes()) {
    inside += mark === '+' ? 1 : -1;
    expect([0, 1]).toContain(inside);
  }
});

test('cancelled between two attempts, a step ends at once', async () => {
  project = makeProject({
    'assets.ts': `${from('asset')}
export const flaky = asset({ retry: { maxRetries: 3, delay: '1h' } }, (): number => { writeFileSync('tried', ''); throw new Error('not yet'); });`,
  });
  const { child, finished } = project.start('materialize', '--json');
  await new Promise<void>((failed) => {
    let text = '';
    child.stdout?.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('attempt-failed')) failed();
    });
  });
  child.kill('SIGINT');
  const ended = await finished;
  expect(endings(ended)).toEqual({ flaky: 'step-cancelled' });
  expect(eventsOf(ended).at(-1)).toMatchObject({ type: 'run-finished', status: 'cancelled' });
});

test('a check that blocks stops what it blocks; the run fails, and goes on from there when the check passes', async () => {
  project = makeProject({
    'assets.ts': `${from('asset', 'assetCheck')}
export const orders = asset(() => { ${note('orders')} return existsSync('fixed') ? [1] : []; });
export const report = asset({ inputs: { orders } }, ({ orders }) => orders.length);
export const audit = asset({ inputs: { orders } }, ({ orders }) => orders.length);
export const notEmpty = assetCheck(orders, { blocking: true, blocks: [report] }, (rows) => rows.length > 0);`,
  });
  const finished = await project.headwater('materialize', '--json');
  expect(finished.code).toBe(1);
  expect(endings(finished)).toEqual({ orders: 'materialized', report: 'step-skipped', audit: 'materialized' });
  const parent = await newestRun();
  project.write('fixed', '');
  const resumed = await project.headwater('materialize', '--from-failure', parent, '--json');
  expect(endings(resumed)).toEqual({ orders: 'materialized', report: 'materialized' });
});
