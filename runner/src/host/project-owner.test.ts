// One owner of a project, whatever happens to its lock, its folder, its process and its clients.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HostMessage } from '../protocol.ts';
import { doorsProject, editor, event, hearing, type DoorsProject } from './doors-project.fixture.ts';

let project: DoorsProject;
let store: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  project = doorsProject();
  store = join(project.root, '.headwater');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await project.remove();
});

/** A client in a process of its own; resolves once it has said what it is answered. */
async function startOwner(user: { uid?: number } = {}): Promise<{ child: ChildProcess; said: unknown }> {
  const fixture = fileURLToPath(new URL('./owner-process.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@headwater/source', fixture, project.root], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...user,
  });
  children.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, said: JSON.parse(line) };
}
const result = (message: HostMessage): unknown => ('result' in message ? message.result : message);
const notice = (message: HostMessage): boolean => 'type' in message && message.type === 'notice';

test('a cancel at any door ends the run for all, and it is recorded once', async () => {
  const owner = await project.start();
  const guest = await project.start();
  const [one, two] = [hearing(owner), hearing(guest)];
  const { run } = await owner.request('materialize', {});
  await two.until(event('step-started', 'slow'));
  expect(await guest.request('cancel', { run })).toEqual({ cancelled: true });
  await Promise.all([one.until(event('run-finished')), two.until(event('run-finished'))]);
  expect((await guest.request('runs', {})).runs).toEqual([expect.objectContaining({ run, status: 'cancelled' })]);
  expect(await owner.request('cancel', { run })).toEqual({ cancelled: false });
});

test('a window that closes cancels what it asked for, and carries on what others asked for', async () => {
  const window = editor(project.options());
  const heard = hearing(window);
  await window.ask('hello', { protocol: 1, client: 'test' });
  const guest = await project.start();
  const own = result(await window.ask('materialize', {})) as { run: string };
  await heard.until(event('step-started', 'slow'));
  const theirs = hearing(guest);
  const { run } = await guest.request('materialize', { keys: ['quick'] });
  expect(result(await window.ask('shutdown', {}))).toEqual({ stays: true });
  const left = window.leave();
  await theirs.until((message) => event('run-finished')(message) && 'event' in message && message.event.run === run);
  await Promise.all([left, guest.gone]);
  const next = await project.start();
  expect((await next.request('runs', {})).runs).toEqual([
    expect.objectContaining({ run, status: 'success' }),
    expect.objectContaining({ run: own.run, status: 'cancelled' }),
  ]);
});

test('the store is removed under its owner: the run ends with a sentence, and everybody goes on with a new store', async () => {
  const window = editor(project.options());
  const heard = hearing(window);
  await window.ask('hello', { protocol: 1, client: 'test' });
  const guest = editor(project.options());
  await guest.ask('hello', { protocol: 1, client: 'test' });
  const hearsGuest = hearing(guest);
  await guest.ask('materialize', {});
  await Promise.all([heard, hearsGuest].map((each) => each.until(event('step-started', 'slow'))));
  rmSync(store, { recursive: true });
  // The next question sees it, whoever asks.
  expect(result(await guest.ask('runs', {}))).toEqual({ version: 1, runs: [] });
  await heard.until(notice);
  await hearsGuest.until(event('run-finished'));
  project.go();
  const { run } = result(await guest.ask('materialize', {})) as { run: string };
  await heard.until((message) => event('run-finished')(message) && 'event' in message && message.event.run === run);
  expect(result(await window.ask('runs', {}))).toMatchObject({ runs: [{ run, status: 'success' }] });
  await Promise.all([window.leave(), guest.leave()]);
});

test('an owner that is killed: its run is interrupted, one of its clients owns, questions are asked again, a run is not', async () => {
  const { child: owner } = await startOwner();
  const windows = [editor(project.options()), editor(project.options())];
  const [first] = windows as [ReturnType<typeof editor>];
  const guest = await project.start();
  const heard = hearing(first);
  await Promise.all(windows.map((window) => window.ask('hello', { protocol: 1, client: 'test' })));
  const { run } = await guest.request('materialize', {});
  await heard.until(event('step-started', 'slow'));
  // Accepted, and waiting for its turn in the owner's memory.
  const waiting = result(await first.ask('materialize', {})) as { run: string };
  // Stopped, so that what is asked now is not answered before it is killed.
  owner.kill('SIGSTOP');
  const unanswered = guest.request('materialize', { keys: ['quick'] });
  const asked = Promise.all(windows.map((window) => window.ask('run', { run })));
  const lost = first.ask('materialize', { keys: ['quick'] });
  owner.kill('SIGKILL');
  await expect(unanswered).rejects.toThrow(/ended before it said whether the run began: `headwater runs` shows/);
  expect(await lost).toMatchObject({
    error: { code: 'failed', message: expect.stringMatching(/whether the run began/) },
  });
  for (const answer of await asked) expect(result(answer)).toMatchObject({ run: { run, status: 'interrupted' } });
  // Nobody waits for ever for a run of that process.
  const interrupted = (id: string) => (message: HostMessage) =>
    event('run-finished')(message) &&
    'event' in message &&
    message.event.run === id &&
    'status' in message.event &&
    message.event.status === 'interrupted';
  await Promise.all([heard.until(interrupted(run)), heard.until(interrupted(waiting.run))]);
  const hellos = await Promise.all(windows.map((window) => window.ask('hello', { protocol: 1, client: 'test' })));
  expect(hellos.map((hello) => (result(hello) as { owner: boolean }).owner).sort()).toEqual([false, true]);
  project.go();
  const next = result(await first.ask('materialize', { fromFailure: run })) as { run: string };
  await heard.until(
    (message) => event('run-finished')(message) && 'event' in message && message.event.run === next.run,
  );
  expect(result(await first.ask('runs', {}))).toMatchObject({
    runs: [
      { run: next.run, status: 'success', parent: run },
      { run, status: 'interrupted' },
    ],
  });
  for (const window of windows) await window.leave();
});

test('an owner that hangs is given up by its clients, with its name', async () => {
  const { child: owner } = await startOwner();
  const guest = await project.start({ answerMs: 1000 });
  owner.kill('SIGSTOP');
  const asked = guest.request('runs', {});
  await expect(asked).rejects.toThrow(/ended before it answered/);
  await guest.gone;
  await expect(project.start({ answerMs: 100 })).rejects.toThrow(`(pid ${owner.pid}) has not answered`);
});

test.runIf(process.platform !== 'win32')(
  'a store that cannot be written is read by many at once, and heals',
  async () => {
    const owner = await project.start();
    project.go();
    const heard = hearing(owner);
    await owner.request('materialize', {});
    await heard.until(event('run-finished'));
    await project.close(owner);
    chmodSync(project.root, 0o755);
    for (const name of ['', ...readdirSync(store, { recursive: true })]) {
      const path = join(store, String(name));
      chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444);
    }
    // Root may write everywhere: somebody else then.
    const somebody = process.getuid?.() === 0 ? { uid: 65534 } : {};
    const readers = await Promise.all([startOwner(somebody), startOwner(somebody)]);
    const sentence = `${store} cannot be written (EACCES): what is stored is shown, and nothing runs until the folder can be written.`;
    for (const { said } of readers)
      expect(said).toMatchObject({
        owner: false,
        notices: [sentence],
        runs: ['success'],
        statuses: ['fresh', 'fresh'],
        shown: { rowCount: 2 },
        refused: `HostRefusal: ${sentence}`,
      });
    expect(existsSync(join(store, 'host.lock'))).toBe(false);
    chmodSync(store, 0o755);
    for (const name of ['journal.ndjson', 'catalog.sqlite']) chmodSync(join(store, name), 0o644);
    expect((await project.start()).owner).toBe(true);
  },
);
