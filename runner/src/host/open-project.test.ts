// Many doors to one project: one owner, the same events for everybody, and somebody takes over when it leaves.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunEvent } from '../run-event.ts';
import { doorsProject, editor, event, hearing, leaving, type DoorsProject } from './doors-project.fixture.ts';
import { HostRefusal } from './host-refusal.ts';
import { openProject, withProject } from './open-project.ts';

let project: DoorsProject;
beforeEach(() => {
  project = doorsProject();
});
afterEach(() => project.remove());

test('of two starters at once exactly one owns, 10 times', async () => {
  for (let round = 0; round < 10; round += 1) {
    const clients = await Promise.all([project.start(), project.start(), project.start()]);
    expect(clients.map(({ owner }) => owner).sort()).toEqual([false, false, true]);
    const runs = await Promise.all(clients.map((client) => client.request('runs', {})));
    expect(new Set(runs.map((each) => JSON.stringify(each))).size).toBe(1);
    for (const client of [...clients].sort((a, b) => Number(a.owner) - Number(b.owner))) await project.close(client);
  }
});

test('a second client sees and does what the owner does: the same events, plans, statuses and refusals', async () => {
  const owner = await project.start();
  const guest = await project.start();
  expect([owner.owner, guest.owner]).toEqual([true, false]);
  const [one, two] = [hearing(owner), hearing(guest)];
  await expect(guest.request('materialize', { keys: ['slow'] })).rejects.toMatchObject({
    error: { code: 'never-materialized' },
  });
  await expect(guest.request('plan', { select: '((' })).rejects.toBeInstanceOf(HostRefusal);
  project.go();
  const { run } = await guest.request('materialize', {});
  await Promise.all([one, two].map((each) => each.until(event('run-finished'))));
  expect(two.events()).toEqual(one.events());
  expect(two.events().map((each) => [each.run === run, each.type])).toEqual(
    ['run-started', 'step-started', 'materialized', 'step-started', 'materialized', 'run-finished'].map((type) => [
      true,
      type,
    ]),
  );
  const [ours, theirs] = await Promise.all([owner.request('status', {}), guest.request('status', {})]);
  expect(theirs).toEqual(ours);
  expect(theirs.assets.map(({ status }) => status)).toEqual(['fresh', 'fresh']);
  expect(await guest.request('show', { key: 'slow' })).toMatchObject({ value: 2, run });
});

test('a client that leaves, or asks to shut down, ends nobody’s run', async () => {
  const owner = await project.start();
  const guest = await project.start();
  const heard = hearing(owner);
  const { run } = await guest.request('materialize', {});
  await heard.until(event('step-started', 'slow'));
  await guest.request('shutdown', {});
  await project.close(guest);
  project.go();
  await heard.until(event('run-finished'));
  expect((await owner.request('runs', {})).runs).toEqual([expect.objectContaining({ run, status: 'success' })]);
});

test('an owner that leaves ends its run first, takes no new one, and tells; the next owner has it all', async () => {
  const owner = await project.start();
  const guest = await project.start();
  const heard = hearing(guest);
  await guest.request('materialize', {});
  await heard.until(event('step-started', 'slow'));
  const closed = project.close(owner);
  await heard.until(leaving);
  await expect(guest.request('materialize', {})).rejects.toThrow(/about to end: ask again/);
  const late = await project.start();
  await hearing(late).until(leaving);
  expect((await guest.request('runs', {})).runs[0]?.status).toBe('running');
  project.go();
  await Promise.all([closed, guest.gone, late.gone]);
  expect(heard.events().at(-1)).toMatchObject({ type: 'run-finished', status: 'success' });
  await expect(guest.request('runs', {})).rejects.toThrow(/ended before it answered/);
  const next = await project.start();
  expect(next.owner).toBe(true);
  expect((await next.request('runs', {})).runs.map(({ status }) => status)).toEqual(['success']);
});

test('who asks while the owner leaves waits for its end, and is answered by the next owner', async () => {
  const owner = await project.start();
  const guest = await project.start();
  const heard = hearing(guest);
  await guest.request('materialize', {});
  await heard.until(event('step-started', 'slow'));
  const closed = project.close(owner);
  await heard.until(leaving);
  const owners: boolean[] = [];
  const asked = withProject(
    () => openProject(project.options()),
    (client) => {
      owners.push(client.owner);
      return client.request('materialize', { keys: ['quick'] });
    },
  );
  project.go();
  await closed;
  expect((await asked).plan.run).toEqual([{ asset: 'quick', why: 'selected' }]);
  expect(owners.at(-1)).toBe(true);
});

test('the editor’s go-between takes over when the owner leaves, and a run asked for meanwhile is run by it', async () => {
  const owner = await project.start();
  const window = editor(project.options());
  const { ask } = window;
  const heard = hearing(window);
  expect(await ask('hello', { protocol: 1, client: 'test' })).toMatchObject({
    result: { owner: false, pid: process.pid },
  });
  expect(await ask('hello', { protocol: 99, client: 'test' })).toMatchObject({ error: { code: 'protocol' } });
  await owner.request('materialize', {});
  await heard.until(event('step-started', 'slow'));
  const closed = project.close(owner);
  await heard.until(leaving);
  const second = ask('materialize', { keys: ['quick'] });
  expect(await ask('runs', {})).toMatchObject({ result: { runs: [{ status: 'running' }] } });
  project.go();
  await closed;
  expect(await second).toMatchObject({ result: { plan: { run: [{ asset: 'quick' }] } } });
  const { run } = ((await second) as { result: { run: string } }).result;
  await heard.until((message) => event('run-finished')(message) && (message as { event: RunEvent }).event.run === run);
  expect(await ask('hello', { protocol: 1, client: 'test' })).toMatchObject({ result: { owner: true } });
  expect(await ask('runs', {})).toMatchObject({
    result: { runs: [{ run, status: 'success' }, { status: 'success' }] },
  });
  await window.leave();
  expect(existsSync(join(project.root, '.headwater/host.lock'))).toBe(false);
});
