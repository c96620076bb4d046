// Who owns a project: the lock file names the owner's private socket and token; an owner is alive when its socket answers the token.
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface LockContent {
  readonly socket: string;
  readonly token: string;
  readonly pid: number;
}

export interface OwnedLock {
  /** Sockets of clients that showed the token. */
  onClient(listener: (socket: Socket) => void): void;
  release(): Promise<void>;
}

const ANSWER_MS = 2000;
/** A starter writes its lock within moments; an empty one older than this is from a crash. */
const HALF_WRITTEN_MS = 5000;

/** The lock when it is ours now, or a connection to the living owner. Of two starters at once exactly one owns. */
export async function ownOrConnect(store: string): Promise<OwnedLock | Socket> {
  await mkdir(store, { recursive: true });
  const file = join(store, 'host.lock');
  for (;;) {
    const content = await readLock(file);
    if (content) {
      const socket = await connectTo(content);
      if (socket) return socket;
      await removeDead(file, content);
    }
    const owned = await tryToOwn(file);
    if (owned) return owned;
  }
}

/** Null when there is none, or its writer died before it was whole. */
async function readLock(file: string): Promise<LockContent | null> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text === null) return null;
    try {
      return JSON.parse(text) as LockContent;
    } catch {
      const age =
        Date.now() -
        (await stat(file).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        ));
      if (age > HALF_WRITTEN_MS) await rm(file, { force: true });
      else await new Promise((done) => setTimeout(done, 20));
    }
  }
}

/** Takes a dead owner's lock away, and no other: a newer one that came meanwhile is put back. */
async function removeDead(file: string, dead: LockContent): Promise<void> {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const taken = await readFile(aside, 'utf8').catch(() => '');
  if (taken.includes(dead.token)) await rm(aside, { force: true });
  else await rename(aside, file);
}

async function tryToOwn(file: string): Promise<OwnedLock | null> {
  const token = randomBytes(24).toString('base64url');
  const { server, socket, listeners, early, remove } = await listen(token);
  const content: LockContent = { socket, token, pid: process.pid };
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(JSON.stringify(content));
    await handle.close();
  } catch (error) {
    await remove();
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  }
  return {
    onClient(listener) {
      listeners.add(listener);
      for (const client of early.splice(0)) listener(client);
    },
    async release() {
      await rm(file, { force: true });
      server.close();
      await remove();
    },
  };
}

async function listen(token: string) {
  const folder = process.platform === 'win32' ? null : await mkdtemp(join(runtimeFolder(), 'hw-'));
  const socket = folder ? join(folder, 's') : `\\\\.\\pipe\\headwater-${randomBytes(12).toString('hex')}`;
  const listeners = new Set<(socket: Socket) => void>();
  // Who comes while the host is still opening its store waits here.
  const early: Socket[] = [];
  const server: Server = createServer((client) => {
    void greet(client, token).then((known) => {
      if (!known) client.destroy();
      else if (listeners.size === 0) early.push(client);
      else for (const listener of listeners) listener(client);
    });
  });
  await new Promise<void>((done, fail) => server.once('error', fail).listen(socket, done));
  // The lock does not keep the process alive; its work does.
  server.unref();
  const remove = async (): Promise<void> => {
    server.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  };
  return { server, socket, listeners, early, remove };
}

/** Sockets have room for 104 bytes of path. */
function runtimeFolder(): string {
  const usual = process.env['XDG_RUNTIME_DIR'] ?? tmpdir();
  return usual.length <= 60 ? usual : '/tmp';
}

/** Client and owner each show that they know the token of the 0600 lock file, one line each. */
async function greet(client: Socket, token: string): Promise<boolean> {
  client.on('error', () => client.destroy());
  if ((await firstLine(client)) !== token) return false;
  client.write('owner\n');
  return true;
}

async function connectTo({ socket, token }: LockContent): Promise<Socket | null> {
  const client = connect(socket);
  const connected = await new Promise<boolean>((done) => {
    client.once('connect', () => done(true));
    client.once('error', () => done(false));
  });
  if (!connected) return null;
  client.on('error', () => client.destroy());
  client.write(`${token}\n`);
  if ((await firstLine(client)) === 'owner') return client;
  client.destroy();
  return null;
}

/** Reads no further than the line's end. Null when none comes in time. */
function firstLine(socket: Socket): Promise<string | null> {
  return new Promise((done) => {
    let text = '';
    const finish = (line: string | null): void => {
      clearTimeout(timer);
      socket.off('readable', read);
      done(line);
    };
    const timer = setTimeout(() => finish(null), ANSWER_MS);
    const read = (): void => {
      for (let byte = socket.read(1) as Buffer | null; byte; byte = socket.read(1) as Buffer | null) {
        if (byte[0] === 10) return finish(text);
        text += byte.toString('latin1');
        if (text.length > 200) return finish(null);
      }
    };
    socket.on('readable', read);
    socket.once('close', () => finish(null));
  });
}
