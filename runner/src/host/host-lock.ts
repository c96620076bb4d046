// Who owns a project: the lock file names the owner's private socket and token; an owner is alive when its socket answers the token.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectToOwner, listenForClients, type OwnerAddress } from './owner-socket.ts';

export interface OwnedLock {
  /** False once the lock is gone or another's: this process must not write to the store any more. */
  held(): boolean;
  /** Resolves when it is seen that the lock is not held any more. */
  readonly lost: Promise<void>;
  /** Sockets of clients that showed the token. */
  onClient(listener: (socket: Socket) => void): void;
  release(): Promise<void>;
}

/** Nobody can own a project whose store cannot be written; what is stored can be read. */
export interface Unwritable {
  readonly unwritable: string;
}

export interface LockTimes {
  /** A living owner may be busy reading a large project; past this it hangs. */
  readonly answerMs: number;
  /** A starter writes its lock within moments; one that is half written for longer is from a crash. */
  readonly halfWrittenMs: number;
  /** How often an owner looks whether its lock and its socket are there. */
  readonly lookMs: number;
}
export const LOCK_TIMES: LockTimes = { answerMs: 30_000, halfWrittenMs: 5000, lookMs: 1000 };
const RETRY_MS = 20;

/** The lock when it is ours now, or a connection to the living owner. Of two starters at once exactly one owns. */
export async function ownOrConnect(
  store: string,
  times: Partial<LockTimes> = {},
): Promise<OwnedLock | Socket | Unwritable> {
  const { answerMs, halfWrittenMs, lookMs } = { ...LOCK_TIMES, ...times };
  const file = join(store, 'host.lock');
  /** The lock that stood in the way last, and since when. */
  let seen = { text: '', since: 0 };
  for (;;) {
    try {
      await mkdir(store, { recursive: true, mode: 0o700 });
    } catch (error) {
      return unwritable(store, error);
    }
    const text = await readLock(file);
    if (text !== null) {
      if (seen.text !== text || seen.since === 0) seen = { text, since: performance.now() };
      const waited = performance.now() - seen.since;
      const found = await ask({ file, text, answerMs });
      if (typeof found !== 'string') return found;
      // An owner whose socket was cleaned away makes another: twice as long as it takes to see that.
      const patience = { dead: 0, missing: 3 * lookMs, half: halfWrittenMs - (await ageOf(file)) }[found];
      if (waited < Math.min(patience, halfWrittenMs)) {
        await sleep(RETRY_MS);
        continue;
      }
      try {
        await removeDead({ file, dead: text, halfWrittenMs });
      } catch (error) {
        return unwritable(store, error);
      }
    }
    const owned = await tryToOwn({ store, file, lookMs });
    if (owned) return owned;
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

const unwritable = (store: string, error: unknown): Unwritable => ({
  unwritable: `${store} cannot be written (${codeOf(error)}): what is stored is shown, and nothing runs until the folder can be written.`,
});

/** @throws Error with a sentence when there is one that cannot be read. */
async function readLock(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    if (code === 'EACCES' || code === 'EPERM')
      throw new Error(
        `${file} cannot be read (${code}): another user's process owns this project. Use it as that user, or end that process and delete the file.`,
        { cause: error },
      );
    throw new Error(`${file} cannot be read (${code}): delete it, then try again.`, { cause: error });
  }
}

/** A connection, or why there is none: `half` written is a lock that its writer has not finished, and may have died over. */
async function ask(of: {
  file: string;
  text: string;
  answerMs: number;
}): Promise<Socket | 'dead' | 'missing' | 'half'> {
  const content = parse(of.text);
  if (content === null) return 'half';
  const { socket, token, pid } = content;
  if (typeof socket === 'string' && typeof token === 'string' && typeof pid === 'number') {
    const answer = await connectToOwner({ socket, token, pid }, of);
    return answer === 'missing' && !isAlive(pid) ? 'dead' : answer;
  }
  if (typeof pid === 'number' && isAlive(pid))
    throw new Error(
      `Another version of headwater (pid ${pid}) owns this project, and this one cannot read its lock ${of.file}: end that process, or use the same version.`,
    );
  return 'dead';
}

function parse(text: string): Partial<Record<keyof OwnerAddress, unknown>> | null {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null ? content : {};
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

interface Dead {
  readonly file: string;
  readonly dead: string;
  readonly halfWrittenMs: number;
}

/** Takes this dead lock away and no other: while one process holds the claim on it, nobody else can put a new one in its place. */
async function removeDead({ file, dead, halfWrittenMs }: Dead): Promise<void> {
  const claim = `${file}.${createHash('sha256').update(dead).digest('hex').slice(0, 16)}`;
  try {
    await (await open(claim, 'wx', 0o600)).close();
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    if ((await ageOf(claim)) > halfWrittenMs) await rm(claim, { force: true });
    else await sleep(RETRY_MS);
    return;
  }
  const now = await readLock(file).catch(() => null);
  if (now === dead) await rm(file, { force: true });
  await rm(claim, { force: true });
}

/** In ms; 0 for what is not there. A file of the future is old too: the clock was set back. */
const ageOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ mtimeMs }) => Math.abs(Date.now() - mtimeMs),
    () => 0,
  );

async function tryToOwn(of: { store: string; file: string; lookMs: number }): Promise<OwnedLock | Unwritable | null> {
  const { store, file, lookMs } = of;
  const token = randomBytes(24).toString('base64url');
  const listeners = new Set<(socket: Socket) => void>();
  // Who comes while the host is still opening its store waits here.
  const early: Socket[] = [];
  const onClient = (client: Socket): void => {
    if (listeners.size === 0) early.push(client);
    else for (const listener of listeners) listener(client);
  };
  let socket = await listenForClients({ token, onClient });
  const content = (): string => JSON.stringify({ socket: socket.path, token, pid: process.pid } satisfies OwnerAddress);
  let text = content();
  /** The lock with the next socket, which may be in its place any moment. */
  let nextText: string | null = null;
  const isOurs = (found: string | null): boolean => found !== null && (found === text || found === nextText);
  try {
    await writeWhole(await open(file, 'wx', 0o600), { file, text });
  } catch (error) {
    await socket.close();
    return codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT' ? null : unwritable(store, error);
  }
  let mark = markOf(file);
  let lose: () => void;
  const lost = new Promise<void>((done) => (lose = done));

  /** Asked before each write to the store, so it looks at the file's mark first. */
  function held(): boolean {
    const now = markOf(file);
    if (now !== null && now === mark) return true;
    if (now !== null && isOurs(textOf(file))) {
      mark = now;
      return true;
    }
    clearInterval(looking);
    lose();
    return false;
  }

  let renewing = false;
  const looking = setInterval(() => {
    if (!held() || renewing || process.platform === 'win32') return;
    stat(socket.path).catch(() => {
      renewing = true;
      // Tried again at the next look.
      void renew()
        .catch(() => undefined)
        .finally(() => (renewing = false));
    });
  }, lookMs).unref();

  /** Something cleaned the folder of the socket away: nobody could come any more, and the next starter would take the project over. */
  async function renew(): Promise<void> {
    const before = socket;
    const next = await listenForClients({ token, onClient });
    const temporary = `${file}.${process.pid}.tmp`;
    try {
      socket = next;
      nextText = content();
      await writeWhole(await open(temporary, 'w', 0o600), { file: temporary, text: nextText });
      if (!held()) throw new Error('another one has it');
      await rename(temporary, file);
      text = nextText;
      await before.close();
    } catch (error) {
      socket = before;
      await Promise.all([rm(temporary, { force: true }), next.close()]);
      throw error;
    }
  }

  return {
    held,
    lost,
    onClient(listener) {
      listeners.add(listener);
      for (const client of early.splice(0)) listener(client);
    },
    async release() {
      clearInterval(looking);
      // Another's when somebody deleted the folder meanwhile.
      if (isOurs(textOf(file))) await rm(file, { force: true });
      await socket.close();
    },
  };
}

/** A disk that is full leaves no part of it. */
async function writeWhole(handle: FileHandle, { file, text }: { file: string; text: string }): Promise<void> {
  try {
    await handle.writeFile(text);
    await handle.close();
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(file, { force: true }).catch(() => undefined);
    throw error;
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function markOf(file: string): string | null {
  try {
    const { ino, mtimeMs, ctimeMs } = statSync(file);
    return `${ino} ${mtimeMs} ${ctimeMs}`;
  } catch {
    return null;
  }
}
