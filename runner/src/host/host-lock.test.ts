// One owner for a project, whatever starts, dies, stalls or lies.
import { spawn, type ChildProcess } from 'node:child_process';
import {
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
import { ownOrConnect, type LockContent, type OwnedLock } from './host-lock.ts';

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
const readLock = (): LockContent => JSON.parse(readFileSync(lockFile(), 'utf8')) as LockContent;
const isOwner = (lock: OwnedLock | Socket): lock is OwnedLock => 'release' in lock;

async function start(): Promise<OwnedLock | Socket> {
  const lock = await ownOrConnect(store);
  if (isOwner(lock)) owned.push(lock);
  else sockets.push(lock);
  return lock;
}
async function startOwner(): Promise<OwnedLock> {
  const lock = await start();
  if (!isOwner(lock)) throw new Error('there is another owner');
  return lock;
}

/** A process of its own; resolves when it says what it is. */
function startChild(then = 'idle'): Promise<{ child: ChildProcess; is: string }> {
  const fixture = fileURLToPath(new URL('./lock-owner.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@headwater/source', fixture, store, then], {
    stdio: ['ignore', 'pipe', 'inherit'],
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
    const locks = await Promise.all(Array.from({ length: 6 }, start));
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
    writeFileSync(lockFile(), JSON.stringify({ socket: join(store, 'gone'), token: `dead${round}`, pid: 1 }));
    const locks = await Promise.all(Array.from({ length: 8 }, start));
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
