// The one way to a project's host: the host itself when this process owns the project, else a connection to the owner.
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { HostError, HostMessage, HostMethod, HostMethods } from '../protocol.ts';
import { createHost, type Host, type HostOptions } from './host.ts';
import { ownOrConnect } from './host-lock.ts';
import { HostRefusal } from './host-refusal.ts';
import { lineConnection } from './line-connection.ts';
import { serveClient } from './serve-client.ts';

export interface ProjectClient {
  readonly owner: boolean;
  request<M extends HostMethod>(method: M, params: HostMethods[M]['params']): Promise<HostMethods[M]['result']>;
  listen(listener: (message: HostMessage) => void): () => void;
  /** Starts a worker before it is needed; nothing on a connection to another owner. */
  warm(): void;
  /** Resolves when the owner is gone; never for the owner itself. */
  readonly gone: Promise<void>;
  /** An owner lets what runs end first, and tells its clients. */
  close(): Promise<void>;
}

export async function openProject(options: HostOptions): Promise<ProjectClient> {
  const lock = await ownOrConnect(join(options.project, '.headwater'));
  if (!('release' in lock)) return attached(lock);
  try {
    return owning({ host: await createHost(options), lock });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Asks the project's host; when that is about to end, waits for it and asks the next, which may be this process. */
export async function withProject<T>(
  open: () => Promise<ProjectClient>,
  work: (client: ProjectClient) => Promise<T>,
): Promise<T> {
  for (;;) {
    const client = await open();
    try {
      return await work(client);
    } catch (error) {
      if (!(error instanceof HostRefusal) || error.error.code !== 'leaving') throw error;
      await client.gone;
    } finally {
      await client.close();
    }
  }
}

const LEAVING: HostError = {
  code: 'leaving',
  message: 'The process that owns this project is about to end: ask again in a moment.',
};

/** Whether it began what it was asked to run, nobody knows; any other question can be asked again. */
const ended = (method: HostMethod): HostError => ({
  code: method === 'materialize' ? 'failed' : 'leaving',
  message: 'The process that owned this project ended before it answered: try again.',
});

function owning({
  host,
  lock,
}: {
  host: Host;
  lock: Exclude<Awaited<ReturnType<typeof ownOrConnect>>, Socket>;
}): ProjectClient {
  const clients = new Set<{ send(message: HostMessage): void; close(): void }>();
  let leaving = false;
  let closed = false;
  const answering = new Set<Promise<unknown>>();
  const forClients: Pick<Host, 'request' | 'listen'> = {
    listen: host.listen,
    request: async (method, params) => {
      // One client's leaving ends nobody else's runs.
      if (method === 'shutdown') return {} as never;
      if (closed || (leaving && method === 'materialize')) throw new HostRefusal(LEAVING);
      const answer = host.request(method, params);
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
  return {
    owner: true,
    request: host.request,
    listen: host.listen,
    warm: host.warm,
    gone: new Promise(() => undefined),
    async close() {
      leaving = true;
      for (const client of clients) client.send({ type: 'owner-leaving' });
      await host.idle();
      // What was asked is answered: a value may take its time to load.
      while (answering.size > 0) await Promise.allSettled(answering);
      closed = true;
      try {
        await host.close();
      } finally {
        await lock.release();
        for (const client of clients) client.close();
      }
    },
  };
}

function attached(socket: Socket): ProjectClient {
  const listeners = new Set<(message: HostMessage) => void>();
  const waiting = new Map<number, { method: HostMethod; done(result: unknown): void; fail(error: Error): void }>();
  let lastId = 0;
  let closed = false;
  let leave: () => void;
  const gone = new Promise<void>((done) => {
    leave = done;
  });
  const connection = lineConnection({
    input: socket,
    output: socket,
    onMessage(message) {
      const { id, result, error } = message as { id?: number; result?: unknown; error?: HostRefusal['error'] };
      if (id === undefined) {
        for (const listener of listeners) listener(message as HostMessage);
        return;
      }
      const call = waiting.get(id);
      waiting.delete(id);
      if (error) call?.fail(new HostRefusal(error));
      else call?.done(result);
    },
    onClose() {
      closed = true;
      for (const { method, fail } of waiting.values()) fail(new HostRefusal(ended(method)));
      waiting.clear();
      leave();
    },
  });
  return {
    owner: false,
    request: (method, params) =>
      new Promise((done, fail) => {
        if (closed) return fail(new HostRefusal(ended(method)));
        lastId += 1;
        // The owner answers each method with its own result: the table of the protocol.
        waiting.set(lastId, { method, done: done as (result: unknown) => void, fail });
        connection.send({ id: lastId, method, params });
      }),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    warm: () => undefined,
    gone,
    close() {
      connection.close();
      return Promise.resolve();
    },
  };
}
