// The owner's own way to its host, and the door for everyone else's.
import type { HostError, HostMessage, HostMethod, HostMethods, MaterializeReply } from '../protocol.ts';
import type { Host } from './host.ts';
import type { OwnedLock } from './host-lock.ts';
import { HostRefusal } from './host-refusal.ts';
import { lineConnection } from './line-connection.ts';
import type { ProjectClient } from './project-client.ts';
import { serveClient } from './serve-client.ts';

const LEAVING: HostError = {
  code: 'leaving',
  message: 'The process that owns this project is about to end: ask again in a moment.',
};

/** What begins something that this process would have to carry out. */
const BEGINS: ReadonlySet<HostMethod> = new Set<HostMethod>(['materialize', 'backfill', 'steerBackfill']);

const LOST =
  'The store .headwater was removed while it was in use, or another process owns it now: what was under way here cannot be recorded and ends. Ask again.';

const GOES_ON =
  'A run that another window or terminal asked for goes on in this process, which ends when that is done. Ctrl+C interrupts it.';

export function owningClient({ host, lock }: { host: Host; lock: OwnedLock }): ProjectClient {
  const listeners = new Set<(message: HostMessage) => void>();
  const clients = new Set<{ send(message: HostMessage): void; close(): void }>();
  /** Runs under way or waiting, by who asked for them. */
  const runs = { own: new Set<string>(), theirs: new Set<string>() };
  let leaving = false;
  let closed = false;
  const answering = new Set<Promise<unknown>>();
  host.listen((message) => {
    if ('type' in message && message.type === 'event' && message.event.type === 'run-finished')
      for (const each of [runs.own, runs.theirs]) each.delete(message.event.run);
    for (const listener of listeners) listener(message);
  });
  const notice = (message: string): void => {
    for (const listener of listeners) listener({ type: 'notice', message });
  };
  const listen = (listener: (message: HostMessage) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const requestAs =
    (asked: Set<string>): Host['request'] =>
    async (method, params) => {
      if (closed || !lock.held()) throw new HostRefusal(LEAVING);
      const result = await host.request(method, params);
      if (method === 'materialize') asked.add((result as MaterializeReply).run);
      return result;
    };
  const request = requestAs(runs.own);
  const requestOfClient = requestAs(runs.theirs);
  const forClients: Pick<Host, 'request' | 'listen'> = {
    listen: host.listen,
    request: async (method, params) => {
      // One client's leaving ends nobody else's runs.
      if (method === 'shutdown') return {} as never;
      if (leaving && BEGINS.has(method)) throw new HostRefusal(LEAVING);
      const answer = requestOfClient(method, params);
      answering.add(answer);
      return answer.finally(() => answering.delete(answer));
    },
  };
  lock.onClient((socket) => {
    const connection = lineConnection({
      input: socket,
      output: socket,
      onMessage: (message) => served.receive(message),
      onClose: () => {
        served.end();
        clients.delete(connection);
      },
    });
    const served = serveClient({ host: forClients, send: connection.send });
    clients.add(connection);
    if (leaving) connection.send({ type: 'owner-leaving' });
  });
  /** Nor does the owner's. */
  async function shutdown(): Promise<HostMethods['shutdown']['result']> {
    const itself = await host.rest();
    await Promise.all([...runs.own, ...itself].map((run) => host.request('cancel', { run })));
    return runs.theirs.size > 0 ? { stays: true } : {};
  }
  /** Once, however it ends. */
  let ended: Promise<void> | null = null;
  const end = async (): Promise<void> => {
    closed = true;
    try {
      await host.close();
    } finally {
      await lock.release();
      for (const client of clients) client.close();
    }
  };
  const leave = (): void => {
    leaving = true;
    for (const client of clients) client.send({ type: 'owner-leaving' });
  };
  const gone = lock.lost.then(async () => {
    if (ended === null) {
      notice(LOST);
      leave();
      ended = end();
    }
    await ended.catch(() => undefined);
  });
  return {
    owner: true,
    // The compiler does not see which method's result this is.
    request: async (method, params) => (method === 'shutdown' ? (shutdown() as never) : request(method, params)),
    listen,
    warm: host.warm,
    saved: host.saved,
    gone,
    async close() {
      if (ended !== null) return ended;
      leave();
      await host.rest();
      if (runs.theirs.size > 0) notice(GOES_ON);
      await host.idle();
      // What was asked is answered: a value may take its time to load.
      while (answering.size > 0) await Promise.allSettled(answering);
      await (ended ??= end());
    },
  };
}
