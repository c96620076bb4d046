// One project's graph, statuses and runs, followed from a real host process.
import { afterEach, describe, expect, test } from 'vitest';
import { assetNode } from './asset-node.fixture.ts';
import { fakeHost, type FakeHost } from './fake-host.fixture.ts';
import type { LaunchDecision } from './host-launch.ts';
import { ProjectSession, type SessionChange } from './project-session.ts';
import { RunnerClient } from './runner-client.ts';

const open: { session: ProjectSession; host: FakeHost }[] = [];
afterEach(async () => {
  for (const { session, host } of open.splice(0)) {
    await session.close();
    host.remove();
  }
});

function start({ idleMs = 600_000, installed = true } = {}) {
  const host = fakeHost();
  const launch: LaunchDecision = installed ? host.launch : { unavailable: 'not-installed' };
  const runner = new RunnerClient({
    project: host.project,
    client: 'test',
    findLaunch: async () => launch,
    restartDelaysMs: [0],
  });
  let asked = 0;
  const session = new ProjectSession({
    project: host.project,
    name: 'shop',
    runner,
    askWholeGraph: () => (asked += 1),
    askCode: async () => ({}),
    idleMs,
  });
  const changes: SessionChange[] = [];
  session.changed.on((change) => changes.push(change));
  open.push({ session, host });
  return { session, changes, asked: () => asked };
}

const statuses = (session: ProjectSession) => session.statuses.all.map(({ key, status }) => `${key} ${status}`);

async function run(session: ProjectSession, key: string) {
  const reply = await session.materialize({ keys: [key] });
  if (!reply.ok) throw new Error('the fake host starts every run');
  return reply.result;
}

describe('project session', () => {
  test('a lost delta asks once for the whole graph', () => {
    const { session, asked, changes } = start();
    const graph = (revision: number, base: number | null) =>
      session.takeGraph({
        project: session.project,
        name: 'shop',
        delta: { revision, base, upserted: [], removed: [] },
        problems: { errors: 0, warnings: 0 },
      });
    graph(1, null);
    graph(3, 2);
    graph(4, 3);
    expect(asked()).toBe(1);
    graph(4, null);
    graph(6, 5);
    expect(asked()).toBe(2);
    expect(changes).toEqual(
      [1, 4].map((revision) => ({ type: 'graph', delta: { revision, base: null, upserted: [], removed: [] } })),
    );
  });

  test('statuses are asked for when the host stands, and lens texts follow', async () => {
    const { session } = start();
    const texts = session.lensTexts.next(() => true);
    session.setNeeded(true);
    expect(await texts).toEqual({
      project: session.project,
      statuses: [
        { key: 'a', text: 'never materialized' },
        { key: 'b', text: 'never materialized' },
      ],
    });
    expect(statuses(session)).toEqual(['a never', 'b never']);
  });

  test('a run: running at once, then fresh, and only what changed is told', async () => {
    const { session, changes } = start();
    await session.refreshStatus();
    changes.length = 0;
    const finished = await session.finished(await run(session, 'b'));
    expect(finished).toMatchObject({ outcome: 'success', total: 1, done: 1, materialized: 1 });
    expect(statuses(session)).toEqual(['a never', 'b fresh']);
    const told = changes.flatMap((change) =>
      change.type === 'status' ? change.statuses.map(({ key, status }) => `${key} ${status}`) : [],
    );
    expect(told.filter((words) => words !== 'b running')).toEqual(['b fresh']);
  });

  test('B18 L1: progress reaches page and lens while the asset runs', async () => {
    const { session } = start();
    const told = session.changed.next((change) => change.type === 'progress' && change.progress.fraction === 0.4);
    const lens = session.lensTexts.next(({ statuses: texts }) => texts.some(({ text }) => text === 'running 40 %'));
    const started = await run(session, 'hang');
    expect(await told).toEqual({ type: 'progress', key: 'hang', progress: { fraction: 0.4, message: 'loading' } });
    expect((await lens).statuses).toContainEqual({ key: 'hang', text: 'running 40 %' });
    await session.runner.request('cancel', { run: started.run });
    await session.finished(started);
  });

  test('cancel ends the run as cancelled', async () => {
    const { session } = start();
    const started = await run(session, 'hang');
    expect(session.runs.current).toMatchObject({ id: started.run });
    expect(await session.runner.request('cancel', { run: started.run })).toMatchObject({
      ok: true,
      result: { cancelled: true },
    });
    expect(await session.finished(started)).toMatchObject({ outcome: 'cancelled' });
    expect(session.runs.current).toBeNull();
  });

  test('a host that dies in mid-run interrupts the run, and the next one tells the statuses', async () => {
    const { session } = start();
    const started = await run(session, 'crash');
    expect(await session.finished(started)).toMatchObject({
      outcome: 'interrupted',
      message: 'The runner host ended during the run.',
    });
    expect(session.runner.state.state).toBe('ready');
    expect(statuses(session)).toEqual(['a never', 'b never']);
  });

  test('a host nobody looks at is stopped, and comes back when someone does', async () => {
    const { session } = start({ idleMs: 0 });
    session.setNeeded(true);
    await session.runner.start();
    const stopped = session.runner.changed.next(({ state }) => state === 'stopped');
    session.setNeeded(false);
    await stopped;
    const ready = session.runner.changed.next(({ state }) => state === 'ready');
    session.setNeeded(true);
    expect((await ready).state).toBe('ready');
  });

  test('R6: one whose project runs by itself is kept though nobody looks, until that is switched off', async () => {
    const { session } = start({ idleMs: 0 });
    session.setNeeded(true);
    await session.runner.start();
    await session.automation.switchTo(true);
    const before = session.runner.state;
    session.setNeeded(false);
    for (let round = 0; round < 5; round += 1) await session.refreshStatus();
    expect(session.runner.state).toBe(before);
    const stopped = session.runner.changed.next(({ state }) => state === 'stopped');
    await session.automation.switchTo(false);
    await stopped;
  });

  test('lenses say why there is no status, instead of waiting for ever', async () => {
    const { session } = start({ installed: false });
    const texts = session.lensTexts.next(({ statuses }) => statuses.length > 0);
    session.setNeeded(true);
    const upserted = [{ ...assetNode, key: 'orders' }];
    session.takeGraph({
      project: session.project,
      name: 'shop',
      delta: { revision: 1, base: null, upserted, removed: [] },
      problems: { errors: 0, warnings: 0 },
    });
    expect((await texts).statuses).toEqual([{ key: 'orders', text: 'headwater is not installed' }]);
  });
});
