// Whatever user code does, its own step ends with a clear word and the others go on.
import { afterEach, expect, test } from 'vitest';
import { endings, eventsOf, failureOf, makeProject, statusOf, type TestProject } from './project.ts';

let project: TestProject;
afterEach(() => {
  project.remove();
});

const sdk = `import { asset } from 'headwater';\n`;

test('A01 A02: one exported asset(fn) in one file is an asset by its name', async () => {
  project = makeProject({
    'assets.ts': `${sdk}export const orders = asset(() => [{ id: 1 }]);\nexport const renamed = asset({ key: 'other' }, () => 1);`,
  });
  expect(endings(await project.headwater('materialize', '--json'))).toEqual({
    orders: 'materialized',
    other: 'materialized',
  });
});

test('A04 A05: a dep orders and loads nothing; an asset that stores its own data stores nothing else', async () => {
  project = makeProject({
    'assets.ts': `${sdk}import { existsSync, writeFileSync } from 'node:fs';
export const file = asset(() => { writeFileSync('own.txt', 'x'); });
export const after = asset({ deps: [file] }, () => { if (!existsSync('own.txt')) throw new Error('too early'); return 1; });`,
  });
  const finished = await project.headwater('materialize', '--json');
  expect(endings(finished)).toEqual({ file: 'materialized', after: 'materialized' });
  expect(project.has('.headwater/values/file')).toBe(false);
  expect(project.has('.headwater/values/after')).toBe(true);
  expect(await statusOf(project)).toMatchObject({ file: { status: 'fresh' }, after: { status: 'fresh' } });
});

test('A08: a key of segments is a path in the store', async () => {
  project = makeProject({
    'assets.ts': `${sdk}export const highs = asset({ key: ['weather', 'highs'] }, () => [{ t: 1 }]);`,
  });
  expect(endings(await project.headwater('materialize', '--select', 'key:"weather/highs"', '--json'))).toEqual({
    'weather/highs': 'materialized',
  });
  expect(project.has('.headwater/values/weather/highs')).toBe(true);
});

test('a throw shows its message at the throwing line of the .ts file, blocks only what depends on it', async () => {
  project = makeProject({
    'assets.ts': `${sdk}
interface Row { id: number }
export const bad = asset((): Row[] => {
  const rows: Row[] = [];
  throw new TypeError('no rows today' + rows.length);
});
export const below = asset({ inputs: { bad } }, ({ bad }) => bad.length);
export const apart = asset(() => 'fine');`,
  });
  const finished = await project.headwater('materialize', '--json');
  expect(finished.code).toBe(1);
  expect(endings(finished)).toEqual({ bad: 'step-failed', below: 'step-skipped', apart: 'materialized' });
  expect(failureOf(finished, 'bad')).toMatchObject({
    message: 'TypeError: no rows today0',
    file: 'assets.ts',
    line: 6,
    column: 9,
  });
  expect(await statusOf(project)).toMatchObject({
    bad: { status: 'failed', causes: [{ kind: 'failed' }] },
    below: { status: 'never' },
  });
});

test('what ends one step leaves the others alone', async () => {
  const bodies = {
    exits: ['process.exit(3)', /exit code 3.*process\.exit/],
    killed: [`process.kill(process.pid, 'SIGKILL')`, /ended by SIGKILL/],
    strays: [
      `void Promise.reject(new Error('stray')); return new Promise((done) => setTimeout(done, 50))`,
      /stray.*outside the body/,
    ],
    keeps: [`return [{ id: 1, run() {} }]`, /default store cannot keep a function, at \[0\]\.run/],
    instance: [`class Order {} return { order: new Order() }`, /an instance of Order, at \.order/],
  } as const;
  const all = Object.entries(bodies).map(([name, [body]]) => `export const ${name} = asset(async () => { ${body} });`);
  project = makeProject({ 'assets.ts': `${sdk}${all.join('\n')}\nexport const apart = asset(() => 1);` });
  const finished = await project.headwater('materialize', '--json');
  expect(endings(finished)).toEqual({
    ...Object.fromEntries(Object.keys(bodies).map((name) => [name, 'step-failed'])),
    apart: 'materialized',
  });
  for (const [name, [, message]] of Object.entries(bodies)) expect(failureOf(finished, name).message).toMatch(message);
});

test('an endless loop ends when the run is cancelled, and its process with it', async () => {
  project = makeProject({
    'assets.ts': `${sdk}import { writeFileSync } from 'node:fs';
export const loop = asset(() => { writeFileSync('looping', String(process.pid)); for (;;); });`,
  });
  const { child, finished } = project.start('materialize', '--json');
  await project.appears('looping');
  child.kill('SIGINT');
  const ended = await finished;
  expect(ended.code).toBe(1);
  expect(endings(ended)).toEqual({ loop: 'step-cancelled' });
  expect(eventsOf(ended).at(-1)).toMatchObject({ type: 'run-finished', status: 'cancelled' });
  expect(() => process.kill(Number(project.read('looping')), 0)).toThrow(/ESRCH/);
});

test('D01 D02: ctx.log and console lines arrive with step and level; ctx is optional', async () => {
  project = makeProject({
    'assets.ts': `${sdk}
export const talks = asset((ctx) => { ctx.log.warn('careful'); console.log('plain'); ctx.addOutputMetadata({ n: 1, x: 1.5, s: 'a', ok: true }); return 1; });
export const quiet = asset(() => 2);`,
  });
  const events = eventsOf(await project.headwater('materialize', '--json'));
  const logs = events.flatMap((event) => (event.type === 'log' ? [[event.asset, event.level, event.message]] : []));
  expect(logs).toEqual([
    ['talks', 'warn', 'careful'],
    ['talks', 'info', 'plain'],
  ]);
  const made = events.find((event) => event.type === 'materialized' && event.asset === 'talks');
  expect(made).toMatchObject({
    metadata: {
      n: { kind: 'int', value: 1 },
      x: { kind: 'float', value: 1.5 },
      s: { kind: 'text', value: 'a' },
      ok: { kind: 'bool', value: true },
    },
  });
});

test('B10: independent assets overlap in time, and neither starts before their upstream ends', async () => {
  const meet = (own: string, other: string): string =>
    `export const ${own} = asset({ inputs: { first } }, async () => { writeFileSync('${own}.started', ''); while (!existsSync('${other}.started')) await new Promise((done) => setTimeout(done, 5)); return 1; });`;
  project = makeProject({
    'assets.ts': `${sdk}import { existsSync, writeFileSync } from 'node:fs';
export const first = asset(() => 1);\n${meet('left', 'right')}\n${meet('right', 'left')}`,
  });
  const finished = await project.headwater('materialize', '--json');
  expect(endings(finished)).toEqual({ first: 'materialized', left: 'materialized', right: 'materialized' });
  const order = eventsOf(finished).map((event) => ('asset' in event ? `${event.type} ${event.asset}` : event.type));
  expect(order.indexOf('materialized first')).toBeLessThan(
    order.findIndex((each) => /step-started (left|right)/.test(each)),
  );
});

test('B05 B06: one asset alone loads its stored upstream; a missing one refuses before any body runs', async () => {
  project = makeProject({
    'assets.ts': `${sdk}import { appendFileSync } from 'node:fs';
export const source = asset(() => { appendFileSync('calls', 's'); return [{ n: 20 }]; });
export const report = asset({ inputs: { source } }, ({ source }) => { appendFileSync('calls', 'r'); return source[0]!.n + 1; });`,
  });
  const refused = await project.headwater('materialize', '--select', 'key:"report"');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/`source` has never been materialized, and `report` needs it/);
  expect(project.has('calls')).toBe(false);
  await project.headwater('materialize', '--select', 'key:"source"');
  const finished = await project.headwater('materialize', '--select', 'key:"report"', '--json');
  expect(endings(finished)).toEqual({ report: 'materialized' });
  expect(project.read('calls')).toBe('sr');
  expect(JSON.parse((await project.headwater('show', 'report', '--json')).stdout)).toMatchObject({
    type: 'value',
    value: 21,
  });
});

test('A25: an asset of another file is an input by importing it, and extending re-runs nothing upstream', async () => {
  project = makeProject({ 'episodes.ts': `${sdk}export const episodes = asset(() => [{ rating: 8 }]);` });
  await project.headwater('materialize');
  project.write(
    'ratings.ts',
    `${sdk}import { episodes } from './episodes';\nexport const averageRatings = asset({ inputs: { episodes } }, ({ episodes }) => episodes.length);`,
  );
  expect(endings(await project.headwater('materialize', '--stale', '--json'))).toEqual({
    averageRatings: 'materialized',
  });
});

test('same content stops the wave: what came out the same leaves its dependants fresh', async () => {
  project = makeProject({
    'assets.ts': `${sdk}export const a = asset(() => [{ n: 1 }]);\nexport const b = asset({ inputs: { a } }, ({ a }) => a.length);`,
  });
  await project.headwater('materialize');
  project.edit('assets.ts', (text) => text.replace('[{ n: 1 }]', '[{ n: 2 - 1 }]'));
  expect(await statusOf(project)).toMatchObject({ a: { status: 'stale' }, b: { status: 'upstream-stale' } });
  expect(endings(await project.headwater('materialize', '--stale', '--json'))).toEqual({
    a: 'materialized',
    b: 'step-skipped',
  });
  expect(await statusOf(project)).toMatchObject({ a: { status: 'fresh' }, b: { status: 'fresh' } });
});
