// One owner for a project, whatever starts, dies, stalls or lies.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownOrConnect, type LockTimes, type OwnedLock } from './host-lock.ts';
import type { OwnerAddress } from './owner-socket.ts';

let store: string;
const owned: OwnedLock[] = [];
const sockets: Socket[] = [];
const children: ChildProcess[] = [];
beforeEach(() => {
  store = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-lock-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const lock of owned.splice(0)) await lock.release();
  rmSync(store, { recursive: true, force: true });
});

const lockFile = (): string => join(store, 'host.lock');
const readLock = (): OwnerAddress => JSON.parse(readFileSync(lockFile(), 'utf8')) as OwnerAddress;
const isOwner = (lock: OwnedLock | Socket): lock is OwnedLock => 'release' in lock;
/** Of a process that has ended. */
const deadPid = spawnSync(process.execPath, ['-e', '']).pid;

async function start(times?: Partial<LockTimes>): Promise<OwnedLock | Socket> {
  const lock = await ownOrConnect(store, times);
  if ('unwritable' in lock) throw new Error(lock.unwritable);
  if (isOwner(lock)) owned.push(lock);
  else sockets.push(lock);
  return lock;
}
async function startOwner(times?: Partial<LockTimes>): Promise<OwnedLock> {
  const lock = await start(times);
  if (!isOwner(lock)) throw new Error('there is another owner');
  return lock;
}

/** A process of its own; resolves when it says what it is. */
function startChild(then = 'idle', user: { uid?: number } = {}): Promise<{ child: ChildProcess; is: string }> {
  const fixture = fileURLToPath(new URL('./lock-owner.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@headwater/source', fixture, store, then], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...user,
  });
  children.push(child);
  return new Promise((done) => {
    createInterface({ input: child.stdout }).on('line', (is) => done({ child, is }));
  });
}
async function kill(child: ChildProcess): Promise<void> {
  const closed = new Promise((done) => child.once('close', done));
  child.kill('SIGKILL');
  await closed;
}

test('the first owns, the next is connected to it, and after it left the next owns', async () => {
  const first = await startOwner();
  first.onClient((socket) => socket.end('hello'));
  const second = await start();
  expect(isOwner(second)).toBe(false);
  expect(await text(second as Socket)).toBe('hello');
  owned.splice(0);
  await first.release();
  expect(readdirSync(store)).toEqual([]);
  expect(isOwner(await start())).toBe(true);
});

test('clients that come before the owner listens are served', async () => {
  const first = await startOwner();
  const second = await start();
  first.onClient((socket) => socket.end('late but here'));
  expect(await text(second as Socket)).toBe('late but here');
});

test.runIf(process.platform !== 'win32')('the lock and the socket are the user’s alone', async () => {
  await startOwner();
  expect(statSync(lockFile()).mode & 0o777).toBe(0o600);
  const { socket } = readLock();
  expect(statSync(join(socket, '..')).mode & 0o777).toBe(0o700);
  expect(Buffer.byteLength(socket)).toBeLessThan(104);
});

test('who does not know the token hears nothing and is no client', async () => {
  const owner = await startOwner();
  const clients: Socket[] = [];
  owner.onClient((socket) => clients.push(socket));
  const { socket, token } = readLock();
  for (const said of ['wrong\n', `${token}x\n`, '\n', `${'a'.repeat(5000)}`, `${token.slice(0, -1)}\n`]) {
    const stranger = connect(socket);
    sockets.push(stranger);
    stranger.on('error', () => undefined);
    stranger.write(said);
    const closed = new Promise((done) => stranger.once('close', done));
    let heard = '';
    stranger.on('data', (data) => (heard += String(data)));
    await closed;
    expect(heard).toBe('');
  }
  expect(clients).toEqual([]);
  expect(isOwner(await start())).toBe(false);
  expect(clients).toHaveLength(1);
});

test('of many starters at once exactly one owns, 15 times', async () => {
  for (let round = 0; round < 15; round += 1) {
    const locks = await Promise.all(Array.from({ length: 6 }, () => start()));
    expect(locks.filter(isOwner)).toHaveLength(1);
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const lock of owned.splice(0)) await lock.release();
  }
});

test('of many processes that start at once over a dead owner’s lock exactly one owns, 4 times', async () => {
  for (let round = 0; round < 4; round += 1) {
    const dead = await startChild();
    expect(dead.is).toBe('owner');
    await kill(dead.child);
    const started = await Promise.all(Array.from({ length: 5 }, () => startChild()));
    expect(started.map(({ is }) => is).sort()).toEqual(['guest', 'guest', 'guest', 'guest', 'owner']);
    expect(readLock().pid).toBe(started.find(({ is }) => is === 'owner')?.child.pid);
    await Promise.all(started.map(({ child }) => kill(child)));
  }
});

test('many starters at once in one process over a dead lock, 15 times', async () => {
  for (let round = 0; round < 15; round += 1) {
    writeFileSync(lockFile(), JSON.stringify({ socket: join(store, 'gone'), token: `dead${round}`, pid: deadPid }));
    const locks = await Promise.all(Array.from({ length: 8 }, () => start()));
    expect(locks.filter(isOwner)).toHaveLength(1);
    expect(readdirSync(store)).toEqual(['host.lock']);
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const lock of owned.splice(0)) await lock.release();
  }
});

test('an owner that is busy for long is waited for, and never overthrown', async () => {
  const busy = await startChild('busy');
  expect(busy.is).toBe('owner');
  const lock = await start();
  expect(isOwner(lock)).toBe(false);
  expect(await text(lock as Socket)).toBe('served\n');
  expect(readLock().pid).toBe(busy.child.pid);
});

test('a lock that its writer left half written is taken over', async () => {
  writeFileSync(lockFile(), '{"socket":"/tmp/');
  const long = new Date(Date.now() - 60_000);
  utimesSync(lockFile(), long, long);
  expect(isOwner(await start())).toBe(true);
});

test.each([
  ['that is empty', ''],
  ['of the future: the clock was set back', '{"sock'],
])('a lock %s is taken over', async (_name, text) => {
  writeFileSync(lockFile(), text);
  const later = new Date(Date.now() + 3_600_000);
  utimesSync(lockFile(), later, later);
  expect(isOwner(await start())).toBe(true);
});

test('a lock of another format is taken over once its process is dead, and never before', async () => {
  for (const dead of ['null', '[]', '7', '{}', JSON.stringify({ version: 9, pid: deadPid, at: 'x' })]) {
    writeFileSync(lockFile(), dead);
    await (await startOwner()).release();
  }
  const alive = JSON.stringify({ version: 9, pid: process.pid, at: 'x' });
  writeFileSync(lockFile(), alive);
  await expect(start()).rejects.toThrow(/^Another version of headwater \(pid \d+\) owns this project/);
  expect(readFileSync(lockFile(), 'utf8')).toBe(alive);
});

test('a lock of a dead owner is taken over, also when its process id is another process’s now', async () => {
  writeFileSync(lockFile(), JSON.stringify({ socket: join(store, 'gone'), token: 'dead', pid: process.pid }));
  expect(isOwner(await start({ lookMs: 20 }))).toBe(true);
});

test.runIf(process.platform !== 'win32')('an owner whose socket is cleaned away makes another one', async () => {
  const owner = await startOwner({ lookMs: 20 });
  owner.onClient((socket) => socket.end('still here'));
  const { socket } = readLock();
  rmSync(join(socket, '..'), { recursive: true });
  const guest = await start({ lookMs: 1000 });
  expect(isOwner(guest)).toBe(false);
  expect(await text(guest as Socket)).toBe('still here');
  expect(readLock().socket).not.toBe(socket);
  expect(owner.held()).toBe(true);
  expect(readdirSync(store)).toEqual(['host.lock']);
  owned.splice(0);
  await owner.release();
  expect(readdirSync(store)).toEqual([]);
});

test('an owner knows at once when its lock or the whole store is gone, and the next one owns', async () => {
  for (const gone of [lockFile(), store]) {
    const owner = await startOwner({ lookMs: 20 });
    expect(owner.held()).toBe(true);
    rmSync(gone, { recursive: true });
    await owner.lost;
    const next = await startOwner();
    expect([owner.held(), next.held()]).toEqual([false, true]);
    owned.splice(0);
    await owner.release();
    expect(next.held()).toBe(true);
    await next.release();
  }
});

test('an owner that is only touched is not lost', async () => {
  const owner = await startOwner();
  utimesSync(lockFile(), new Date(), new Date(0));
  expect(owner.held()).toBe(true);
});

test('what cannot be a lock or a store ends in a sentence', async () => {
  mkdirSync(lockFile());
  await expect(start()).rejects.toThrow(/host\.lock cannot be read \(EISDIR\): delete it/);
  rmSync(store, { recursive: true });
  writeFileSync(store, '');
  await expect(start()).rejects.toThrow(/cannot be written \(EEXIST\): what is stored is shown/);
});

test.runIf(process.platform !== 'win32')('nobody owns a store that cannot be written', async () => {
  chmodSync(store, 0o555);
  const { is } = await startChild('idle', process.getuid?.() === 0 ? { uid: 65534 } : {});
  expect(is).toMatch(/cannot be written \(EACCES\): what is stored is shown, and nothing runs/);
});

test.runIf(process.platform === 'linux')('an owner that is stopped is waited for, and then named', async () => {
  const { child } = await startChild();
  child.kill('SIGSTOP');
  await expect(start({ answerMs: 100 })).rejects.toThrow(
    `The process that owns this project (pid ${child.pid}) has not answered for 0.1 seconds: end it, then try again.`,
  );
  await kill(child);
  expect(isOwner(await start())).toBe(true);
});

test('an owner whose lock another one has now leaves it alone', async () => {
  const first = await startOwner();
  // As when somebody deletes the folder while a host runs.
  rmSync(lockFile());
  const second = await startOwner();
  owned.splice(0);
  await first.release();
  expect(readLock().pid).toBe(process.pid);
  await second.release();
  expect(readdirSync(store)).toEqual([]);
});
