// A client of another process that owns the project: asks over its socket, hears what happens there, notices when it is gone or hangs.
import type { Socket } from 'node:net';
import { PROTOCOL_VERSION, type HostError, type HostMessage, type HostMethod } from '../protocol.ts';
import { LOCK_TIMES, type LockTimes } from './host-lock.ts';
import { HostRefusal } from './host-refusal.ts';
import { lineConnection } from './line-connection.ts';
import type { ProjectClient } from './project-client.ts';

interface Call {
  readonly method: HostMethod;
  done(result: unknown): void;
  fail(error: Error): void;
}

const LOST_QUESTION: HostError = {
  code: 'leaving',
  message: 'The process that owned this project ended before it answered: ask again.',
};
/** Whether it began what it was asked to run, nobody knows; any other question can be asked again. */
const LOST_RUN: HostError = {
  code: 'failed',
  message:
    'The process that owned this project ended before it said whether the run began: `headwater runs` shows whether it did. Then run again.',
};

export function attachedClient(socket: Socket, { answerMs = LOCK_TIMES.answerMs }: Partial<LockTimes>): ProjectClient {
  const listeners = new Set<(message: HostMessage) => void>();
  const waiting = new Map<number, Call>();
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
      quiet = 0;
      const { id, result, error } = message as { id?: number; result?: unknown; error?: HostError };
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
      clearInterval(pulse);
      for (const { method, fail } of waiting.values())
        fail(new HostRefusal(method === 'materialize' || method === 'backfill' ? LOST_RUN : LOST_QUESTION));
      waiting.clear();
      leave();
    },
  });
  const send = (method: HostMethod, params: unknown, call: Call): void => {
    lastId += 1;
    waiting.set(lastId, call);
    connection.send({ id: lastId, method, params });
  };
  // A process that is stopped keeps its connections: only its silence tells.
  let quiet = 0;
  const pulse = setInterval(() => {
    if (quiet === PULSES) return connection.close();
    quiet += 1;
    if (quiet > 1) return;
    const hello = { protocol: PROTOCOL_VERSION, client: 'pulse' };
    send('hello', hello, { method: 'hello', done: () => undefined, fail: () => undefined });
  }, answerMs / PULSES).unref();
  return {
    owner: false,
    request: (method, params) =>
      new Promise((done, fail) => {
        // Not sent at all: whatever it is, the next owner can be asked.
        if (closed) return fail(new HostRefusal(LOST_QUESTION));
        // The owner answers each method with its own result: the table of the protocol.
        send(method, params, { method, done: done as (result: unknown) => void, fail });
      }),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    warm: () => undefined,
    saved: () => undefined,
    gone,
    close() {
      connection.close();
      return Promise.resolve();
    },
  };
}

/** In the time an owner may take to answer. */
const PULSES = 3;
