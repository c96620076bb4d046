// The host's lifetime, against a real child process that is told to answer, crash, hang or leave.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { fakeHost, type FakeHost } from './fake-host.fixture.ts';
import type { LaunchDecision } from './host-launch.ts';
import { RunnerClient, type HostState } from './runner-client.ts';

const open: { client: RunnerClient; host: FakeHost }[] = [];
afterEach(async () => {
  for (const { client, host } of open.splice(0)) {
    await client.stop();
    host.remove();
  }
});

function client(host: FakeHost, findLaunch: () => Promise<LaunchDecision> = async () => host.launch) {
  const made = new RunnerClient({ project: host.project, client: 'test', findLaunch, restartDelaysMs: [0, 0] });
  open.push({ client: made, host });
  return made;
}

const pidOf = (state: HostState): number => (state.state === 'ready' ? state.hello.pid : 0);
const unavailable = (state: HostState) => state.state === 'unavailable';
const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('runner client', () => {
  test('starts on the first request, with the project as its argument and folder', async () => {
    const host = fakeHost();
    const runner = client(host);
    expect(runner.state.state).toBe('stopped');
    const reply = await runner.request('status', { select: 'arguments' });
    expect(reply).toMatchObject({
      ok: true,
      result: { arguments: ['--project', host.project, '--stdio'], cwd: host.project },
    });
    expect(runner.state).toMatchObject({ state: 'ready', hello: { headwater: '0.1.0', project: host.project } });
  });

  test('many who ask at once share one host', async () => {
    const runner = client(fakeHost());
    const states = await Promise.all([runner.start(), runner.start(), runner.start()]);
    expect(new Set(states.map(pidOf)).size).toBe(1);
  });

  test("the host's refusals are replies, not exceptions", async () => {
    const reply = await client(fakeHost()).request('show', { key: 'a' });
    expect(reply).toEqual({ ok: false, error: { code: 'never-materialized', message: 'a was never materialized.' } });
  });

  test('another protocol version is refused in plain words and the process ends', async () => {
    const runner = client(fakeHost({ hello: { protocol: 99, headwater: '9.0.0' } }));
    expect(await runner.start()).toEqual({
      state: 'unavailable',
      reason: 'refused',
      message:
        "The project's headwater 9.0.0 speaks version 99 of the protocol, this extension version 1. Update the Headwater extension.",
    });
    expect(await runner.request('status', {})).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('version 99') },
    });
  });

  test('a crash fails what waits, and the next host answers again', async () => {
    const runner = client(fakeHost());
    const first = pidOf(await runner.start());
    const back = runner.changed.next(({ state }) => state === 'ready');
    expect(await runner.request('status', { select: 'crash' })).toMatchObject({ ok: false, error: { code: 'failed' } });
    const second = pidOf(await back);
    expect(second).not.toBe(first);
    expect((await runner.request('status', {})).ok).toBe(true);
  });

  test('a child that outlives the host and holds its pipes does not hide the crash', async () => {
    const host = fakeHost({
      first: `
import { spawn } from 'node:child_process';
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
if (!existsSync('child')) writeFileSync('child', String(child.pid)); else child.kill();`,
    });
    const runner = client(host);
    await runner.start();
    const back = runner.changed.next(({ state }) => state === 'ready');
    await runner.request('status', { select: 'crash' });
    await back;
    const child = Number(readFileSync(join(host.project, 'child'), 'utf8'));
    expect(alive(child)).toBe(true);
    process.kill(child, 'SIGKILL');
  });

  test('after too many crashes it stays down with the last words, until asked to restart', async () => {
    const host = fakeHost({
      first: `if (!existsSync('repaired')) { console.error('cannot open the store'); process.exit(3); }`,
    });
    const runner = client(host);
    const seen: string[] = [];
    runner.changed.on(({ state }) => seen.push(state));
    expect(await runner.start()).toEqual({
      state: 'unavailable',
      reason: 'crashed',
      message: 'The runner host ended with code 3: cannot open the store',
    });
    expect(seen).toEqual(['starting', 'waiting', 'starting', 'waiting', 'starting', 'unavailable']);
    expect((await runner.request('status', {})).ok).toBe(false);
    writeFileSync(join(host.project, 'repaired'), '');
    expect((await runner.restart()).state).toBe('ready');
  });

  test('an owner that makes room is no crash', async () => {
    const runner = client(fakeHost());
    for (let round = 0; round < 4; round += 1) {
      await runner.start();
      const back = runner.changed.next(({ state }) => state === 'ready');
      await runner.request('status', { select: 'leave' });
      expect((await back).state).toBe('ready');
    }
  });

  test('what is missing is said, nothing is started, and a restart looks again', async () => {
    const host = fakeHost({ first: `writeFileSync('started', '');` });
    let decision: LaunchDecision = { unavailable: 'untrusted' };
    const runner = client(host, async () => decision);
    expect(await runner.start()).toMatchObject({ state: 'unavailable', reason: 'untrusted' });
    decision = { unavailable: 'not-installed' };
    expect(await runner.start()).toMatchObject({ reason: 'untrusted' });
    expect(await runner.restart()).toMatchObject({ state: 'unavailable', reason: 'not-installed' });
    expect(existsSync(join(host.project, 'started'))).toBe(false);
    decision = host.launch;
    expect(await runner.restart()).toMatchObject({ state: 'ready' });
  });

  test('a Node that is not there is a crash with its reason, not an exception', async () => {
    const host = fakeHost();
    if (!('launch' in host.launch)) throw new Error('the fake host has a launch');
    const { launch, nodes } = host.launch;
    const runner = client(host, async () => ({
      launch: { ...launch, node: { ...launch.node, file: join(host.project, 'no-node') } },
      nodes,
    }));
    const state = await runner.start();
    expect(unavailable(state) && state).toMatchObject({
      reason: 'crashed',
      message: expect.stringContaining('could not be started'),
    });
  });

  test('stop ends the process, also one that does not listen', async () => {
    const runner = client(fakeHost());
    const pid = pidOf(await runner.start());
    await runner.stop();
    expect(alive(pid)).toBe(false);
    const deaf = pidOf(await runner.start());
    const heard = runner.news.next(({ type }) => type === 'notice');
    const hung = runner.request('status', { select: 'hang' });
    await heard;
    await runner.stop();
    expect(alive(deaf)).toBe(false);
    expect((await hung).ok).toBe(false);
  });

  test('what is printed beside messages is heard', async () => {
    const runner = client(fakeHost());
    const printed: string[] = [];
    runner.printed.on((line) => printed.push(line));
    await runner.request('status', { select: 'print' });
    expect(printed).toEqual(['hello from a library']);
  });
});
