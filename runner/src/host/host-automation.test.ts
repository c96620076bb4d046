// Automation in a real host: functions of schedules and sensors in workers, runs in the queue, processes that are killed.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scheduleNode, sensorNode } from '../automation/automation-world.fixture.ts';
import { fakeClock } from '../automation/clock.fixture.ts';
import type { Tick } from '../automation-protocol.ts';
import { doorsProject, type DoorsProject } from './doors-project.fixture.ts';
import type { HostOptions } from './host.ts';
import { openProject } from './open-project.ts';
import type { ProjectClient } from './project-client.ts';

let project: DoorsProject;
const open: ProjectClient[] = [];
const children: ChildProcess[] = [];
beforeEach(() => {
  project = doorsProject();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  project.go();
  for (const client of open.splice(0).reverse()) await client.close();
  await project.remove();
});

async function start(options: Partial<HostOptions>, parts: object): Promise<ProjectClient> {
  const { document, sources } = await project.options().describe();
  const describe: HostOptions['describe'] = () => Promise.resolve({ document: { ...document, ...parts }, sources });
  const client = await openProject({ ...project.options(), automation: 'on', ...options, describe });
  open.push(client);
  return client;
}

/** Resolves when the answer is so; asks whenever something came further. */
async function until<T>(client: ProjectClient, ask: () => Promise<T>, is: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const changed = new Promise<void>((done) => {
      const stop = client.listen(() => {
        stop();
        done();
      });
    });
    const answer = await ask();
    if (is(answer)) return answer;
    await changed;
  }
}
const looked = (client: ProjectClient) =>
  until(
    client,
    () => client.request('automation', {}),
    ({ lastTick }) => lastTick !== null,
  );
const ticksOf = async (client: ProjectClient, count: number): Promise<readonly Tick[]> =>
  (
    await until(
      client,
      () => client.request('ticks', {}),
      ({ ticks }) => ticks.length === count,
    )
  ).ticks;

const SENSORS = `import { definitions, schedule, sensor } from 'headwater';
const target = { selection: 'key:"quick"' };
export const project = definitions({
  schedules: [schedule('asked', { cron: '0 * * * *', ...target, run: (ctx) => { ctx.skip('at ' + ctx.scheduledTime.toISOString()); } })],
  sensors: [
    sensor('hangs', { ...target, timeout: '1s' }, () => { for (;;); }),
    sensor('throws', target, () => {
      throw new Error('no connection');
    }),
    sensor('odd', target, (ctx) => ctx.request({ config: { assets: { quick: { at: () => 1 } } } })),
    sensor('works', target, async (ctx) => {
      ctx.log.info('looked from ' + String(ctx.cursor));
      ctx.setCursor(String(Number(ctx.cursor ?? 0) + 1));
      ctx.request({ runKey: 'once' });
    }),
  ],
});`;

test('a sensor that hangs is ended at its timeout, one that throws says where, one that works has its run and its cursor', async () => {
  writeFileSync(join(project.root, 'sensors.ts'), SENSORS);
  const clock = fakeClock('2026-03-28T22:30:00Z');
  const nodes = ['hangs', 'throws', 'odd', 'works'].map((name) => ({
    ...sensorNode(name),
    selection: 'key:"quick"',
    file: 'sensors.ts',
  }));
  const definitions = { file: 'sensors.ts', line: 3, column: 14, exportName: 'project' };
  const schedules = [scheduleNode('asked', '0 * * * *', { hasBody: true, file: 'sensors.ts' })];
  const client = await start({ clock }, { definitions, sensors: nodes, schedules });
  const first = await ticksOf(client, 4);
  const of = (name: string, ticks = first) => ticks.find((tick) => tick.name === name);
  expect(of('hangs')).toMatchObject({ outcome: 'failed', message: expect.stringContaining('timeout of 1 s') });
  expect(of('throws')).toMatchObject({ outcome: 'failed', message: 'no connection (sensors.ts:8)' });
  expect(of('odd')).toMatchObject({
    outcome: 'failed',
    message: expect.stringContaining('has to be plain JSON: it holds a function at `at`.'),
  });
  expect(of('works')).toMatchObject({ outcome: 'requested', assets: ['quick'] });
  // One whose run waits still is not asked, and this clock stands still until it is set.
  await until(
    client,
    () => client.request('runs', {}),
    ({ runs }) => runs.length === 1 && runs.every(({ status }) => status !== 'running'),
  );
  clock.set('2026-03-28T23:00:30Z');
  const second = await ticksOf(client, 9);
  expect(of('works', second)).toMatchObject({ outcome: 'skipped', message: 'asked for before: once' });
  expect(of('asked', second)).toMatchObject({ outcome: 'skipped', message: 'at 2026-03-28T23:00:00.000Z' });
  const { sensors } = await client.request('automation', {});
  expect(sensors.map(({ cursor }) => cursor)).toEqual([null, null, null, '2']);
  const { runs } = await client.request('runs', {});
  expect(runs.map(({ selection }) => selection)).toEqual(['key:"quick" (sensor works)']);
});

test('a run that waits is taken back when its process leaves, and the next one has it under the same id', async () => {
  const clock = fakeClock('2026-03-28T22:30:00Z');
  const parts = { schedules: [scheduleNode('hourly', '0 * * * *', { selection: 'key:"quick"' })] };
  const first = await start({ clock }, parts);
  await looked(first);
  const { run: slow } = await first.request('materialize', {});
  clock.set('2026-03-28T23:00:10Z');
  const [tick] = await ticksOf(first, 1);
  await first.request('shutdown', {});
  await first.close();
  const second = await start({ clock }, parts);
  const { runs } = await until(
    second,
    () => second.request('runs', {}),
    ({ runs: all }) => all.length === 2 && all.every(({ status }) => status !== 'running'),
  );
  expect(runs.map(({ run, status }) => `${run} ${status}`).toSorted()).toEqual(
    [`${slow} cancelled`, `${tick?.runs[0] ?? ''} success`].toSorted(),
  );
});

test('alerts go to everyone who listens and to the webhook of the project', async () => {
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      bodies.push(JSON.parse((await request.toArray()).join('')));
      response.end();
      server.emit('alert');
    })();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as { port: number };
  const headwater = { alerts: { webhook: `http://127.0.0.1:${String(port)}/hook` } };
  writeFileSync(join(project.root, 'package.json'), JSON.stringify({ name: 'app', type: 'module', headwater }));
  const clock = fakeClock('2026-03-28T22:00:00Z');
  const { document } = await project.options().describe();
  const freshness = { is: 'timeWindow', failMs: 60_000, warnMs: null } as const;
  const client = await start({ clock }, { assets: document.assets.map((node) => ({ ...node, freshness })) });
  await client.request('materialize', { keys: ['quick'] });
  await new Promise<void>((done) => {
    client.listen(
      (message) => 'type' in message && message.type === 'event' && message.event.type === 'run-finished' && done(),
    );
  });
  const arrived = once(server, 'alert');
  clock.set('2026-03-28T22:05:00Z');
  await arrived;
  server.close();
  expect(bodies).toEqual([
    expect.objectContaining({ version: 1, type: 'freshness', asset: 'quick', to: 'fail', project: expect.any(String) }),
  ]);
});

test('an address for alerts that is none is said to whoever opens the project', async () => {
  const headwater = { alerts: { webhook: 'ftp://example.com' } };
  writeFileSync(join(project.root, 'package.json'), JSON.stringify({ name: 'app', type: 'module', headwater }));
  const client = await start({}, {});
  expect((await client.request('hello', { protocol: 1, client: 'test' })).notices).toEqual([
    expect.stringMatching(/^package\.json: `headwater\.alerts\.webhook` is not an http or https address/),
  ]);
});

/** A host in a process of its own, with a clock that starts then; says what ticks and runs there are whenever that changes. */
async function lifeAt(clock: string, until: (state: { ticks: readonly Tick[]; runs: readonly string[] }) => boolean) {
  const fixture = fileURLToPath(new URL('./automation-process.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@headwater/source', fixture, project.root], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, HEADWATER_CLOCK: clock },
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const state = JSON.parse(line) as { ticks: readonly Tick[]; runs: readonly string[] };
    if (!until(state)) continue;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    return state;
  }
  throw new Error('the host ended by itself');
}

test('B15 killed processes: one run for a tick, one after downtime', async () => {
  const one = await lifeAt('2026-03-28T22:40:00Z x600', ({ ticks }) => ticks.length === 1);
  const [run] = one.ticks[0]?.runs ?? [];
  const two = await lifeAt('2026-03-28T23:20:00Z', ({ runs }) => runs.length === 1);
  expect(two.runs).toEqual([run]);
  const three = await lifeAt('2026-03-29T03:10:00Z', ({ runs }) => runs.length === 2);
  expect(three.ticks.map(({ time, outcome }) => `${time.slice(11, 16)} ${outcome}`).toSorted()).toEqual(
    ['03:00 requested', '02:00 missed', '23:00 requested'].toSorted(),
  );
});
