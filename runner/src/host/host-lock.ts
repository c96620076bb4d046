// Who owns a project: the lock file names the owner's private socket and token; an owner is alive when its socket answers the token.
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, rm, stat } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

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

/** How long a client may take to show the token. */
const GREETING_MS = 2000;
/** A living owner may be busy reading a large project; past this it hangs. */
const ANSWER_MS = 30_000;
/** A starter writes its lock within moments; an empty one older than this is from a crash. */
const HALF_WRITTEN_MS = 5000;
const RETRY_MS = 20;

/** The lock when it is ours now, or a connection to the living owner. Of two starters at once exactly one owns. */
export async function ownOrConnect(store: string): Promise<OwnedLock | Socket> {
  await mkdir(store, { recursive: true });
  const file = join(store, 'host.lock');
  for (;;) {
    const found = await readLock(file);
    if (found?.content) {
      const socket = await connectTo(found.content);
      if (socket) return socket;
    }
    if (found) await removeDead(file, found.text);
    const owned = await tryToOwn(file);
    if (owned) return owned;
  }
}

/** Null when there is none; without content when its writer died before it was whole. */
async function readLock(file: string): Promise<{ text: string; content: LockContent | null } | null> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text === null) return null;
    try {
      return { text, content: JSON.parse(text) as LockContent };
    } catch {
      if ((await ageOf(file)) > HALF_WRITTEN_MS) return { text, content: null };
      await sleep(RETRY_MS);
    }
  }
}

/** Takes this dead lock away and no other: while one process holds the claim on it, nobody else can put a new one in its place. */
async function removeDead(file: string, dead: string): Promise<void> {
  const claim = `${file}.${createHash('sha256').update(dead).digest('hex').slice(0, 16)}`;
  try {
    await (await open(claim, 'wx', 0o600)).close();
  } catch {
    if ((await ageOf(claim)) > HALF_WRITTEN_MS) await rm(claim, { force: true });
    else await sleep(RETRY_MS);
    return;
  }
  const now = await readLock(file).catch(() => null);
  if (now?.text === dead) await rm(file, { force: true });
  await rm(claim, { force: true });
}

/** In ms; 0 for what is not there. */
const ageOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );

async function tryToOwn(file: string): Promise<OwnedLock | null> {
  const token = randomBytes(24).toString('base64url');
  const { socket, listeners, early, remove } = await listen(token);
  const text = JSON.stringify({ socket, token, pid: process.pid } satisfies LockContent);
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(text);
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
      // Another's when somebody deleted the folder meanwhile.
      if ((await readFile(file, 'utf8').catch(() => null)) === text) await rm(file, { force: true });
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
  return { socket, listeners, early, remove };
}

/** Sockets have room for 104 bytes of path. */
function runtimeFolder(): string {
  const usual = process.env['XDG_RUNTIME_DIR'] ?? tmpdir();
  return usual.length <= 60 ? usual : '/tmp';
}

/** Client and owner each show that they know the token of the 0600 lock file, one line each. */
async function greet(client: Socket, token: string): Promise<boolean> {
  client.on('error', () => client.destroy());
  if ((await firstLine(client, GREETING_MS)) !== token) return false;
  client.write('owner\n');
  return true;
}

/** Null when the owner is dead: nobody listens, or who listens ends the connection. Who listens and is silent is busy. */
async function connectTo({ socket, token, pid }: LockContent): Promise<Socket | null> {
  const client = connect(socket);
  const connected = await new Promise<boolean>((done) => {
    client.once('connect', () => done(true));
    client.once('error', () => done(false));
  });
  if (!connected) return null;
  client.on('error', () => client.destroy());
  client.write(`${token}\n`);
  if ((await firstLine(client, ANSWER_MS)) === 'owner') return client;
  const hangs = !client.destroyed;
  client.destroy();
  if (hangs)
    throw new Error(
      `The process that owns this project (pid ${pid}) has not answered for ${ANSWER_MS / 1000} seconds: end it, then try again.`,
    );
  return null;
}

/** Reads no further than the line's end. Null when none comes in time. */
function firstLine(socket: Socket, timeout: number): Promise<string | null> {
  return new Promise((done) => {
    let text = '';
    const finish = (line: string | null): void => {
      clearTimeout(timer);
      socket.off('readable', read);
      done(line);
    };
    const timer = setTimeout(() => finish(null), timeout);
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
