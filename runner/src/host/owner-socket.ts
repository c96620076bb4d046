// The private socket of a project's owner: who knows the token of the lock is let in, and who answers it is alive.
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the lock file says of its owner. */
export interface OwnerAddress {
  readonly socket: string;
  readonly token: string;
  readonly pid: number;
}

export interface OwnerSocket {
  readonly path: string;
  close(): Promise<void>;
}

/** How long a client may take to show the token. */
const GREETING_MS = 2000;
const RETRY_MS = 20;

export async function listenForClients({
  token,
  onClient,
}: {
  token: string;
  onClient: (client: Socket) => void;
}): Promise<OwnerSocket> {
  const folder = process.platform === 'win32' ? null : await privateFolder();
  const path = folder ? join(folder, 's') : `\\\\.\\pipe\\headwater-${randomBytes(12).toString('hex')}`;
  const server: Server = createServer((client) => {
    void greet(client, token).then((known) => {
      if (known) onClient(client);
      else client.destroy();
    });
  });
  await new Promise<void>((done, fail) => server.once('error', fail).listen(path, done));
  // The lock does not keep the process alive; its work does.
  server.unref();
  return {
    path,
    async close() {
      server.close();
      if (folder) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** In the first folder for run-time files that can be written. Sockets have room for 104 bytes of path. */
async function privateFolder(): Promise<string> {
  const folders = [process.env['XDG_RUNTIME_DIR'], tmpdir(), '/tmp'].filter((each) => each !== undefined);
  let reason: unknown;
  for (const folder of folders.filter((each) => each !== '' && Buffer.byteLength(each) <= 60)) {
    try {
      return await mkdtemp(join(folder, 'hw-'));
    } catch (error) {
      reason = error;
    }
  }
  throw new Error(
    `No folder for a private socket can be made in ${folders.join(', ')} (${String(reason)}): free some space there, or set TMPDIR to a folder that can be written.`,
  );
}

/** Client and owner each show that they know the token of the 0600 lock file, one line each. */
async function greet(client: Socket, token: string): Promise<boolean> {
  client.on('error', () => client.destroy());
  if ((await firstLine(client, GREETING_MS)) !== token) return false;
  client.write('owner\n');
  return true;
}

/** Why nobody answered: `dead`, nobody listens; `missing`, the socket is not there or was closed before its answer. */
export type NoAnswer = 'dead' | 'missing';

/** Who listens and is silent is busy; one that is silent for longer than `answerMs` hangs. */
export async function connectToOwner(
  { socket, token, pid }: OwnerAddress,
  { answerMs }: { answerMs: number },
): Promise<Socket | NoAnswer> {
  const client = await connected(socket, pid);
  if (typeof client === 'string') return client;
  client.on('error', () => client.destroy());
  client.write(`${token}\n`);
  if ((await firstLine(client, answerMs)) === 'owner') return client;
  const hangs = !client.destroyed;
  client.destroy();
  if (hangs) throw new Error(ownerHangs({ pid, answerMs }));
  return 'missing';
}

export const ownerHangs = ({ pid, answerMs }: { pid: number; answerMs: number }): string =>
  `The process that owns this project (pid ${pid}) has not answered for ${answerMs / 1000} seconds: end it, then try again.`;

async function connected(path: string, pid: number): Promise<Socket | NoAnswer> {
  for (;;) {
    const client = connect(path);
    const code = await new Promise<string | null>((done) => {
      client.once('connect', () => done(null));
      client.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    });
    if (code === null) return client;
    client.destroy();
    // More clients at once than its queue holds.
    if (code === 'EAGAIN' || code === 'EBUSY') await sleep(RETRY_MS);
    else if (code === 'EACCES' || code === 'EPERM')
      throw new Error(
        `Another user's process (pid ${pid}) owns this project: its socket ${path} cannot be opened (${code}). End it there first.`,
      );
    else return code === 'ENOENT' ? 'missing' : 'dead';
  }
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
    // What arrived while this process was too busy to read is read first.
    const timer = setTimeout(() => setImmediate(() => finish(null)), timeout);
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
