// A host process to measure, spoken to as the editor does: JSON lines over its stdin and stdout.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const hostFile = fileURLToPath(new URL('../../sdk/dist/host.mjs', import.meta.url));

interface Incoming {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly type?: string;
  readonly event?: { readonly type: string; readonly message?: string };
}

export interface HostProcess {
  request(method: string, params: unknown): Promise<unknown>;
  /** Resolves with the first event the predicate accepts, from now on. */
  event(accept: (event: { type: string; message?: string }) => boolean): Promise<{ type: string; message?: string }>;
  close(): Promise<void>;
}

export async function startHostProcess(project: string): Promise<HostProcess> {
  const child = spawn(process.execPath, [hostFile, '--project', project, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = new Map<number, { done: (value: unknown) => void; fail: (error: Error) => void }>();
  const listeners = new Set<(event: { type: string; message?: string }) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line) as Incoming;
    if (message.id === undefined) {
      if (message.type === 'event' && message.event) for (const listener of listeners) listener(message.event);
      return;
    }
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error) call?.fail(new Error(message.error.message));
    else call?.done(message.result);
  });
  let id = 0;
  const request = (method: string, params: unknown): Promise<unknown> =>
    new Promise((done, fail) => {
      id += 1;
      waiting.set(id, { done, fail });
      child.stdin.write(`${JSON.stringify({ id, method, params })}\n`);
    });
  await request('hello', { protocol: 1, client: 'bench' });
  return {
    request,
    event: (accept) =>
      new Promise((done) => {
        const listener = (event: { type: string; message?: string }): void => {
          if (!accept(event)) return;
          listeners.delete(listener);
          done(event);
        };
        listeners.add(listener);
      }),
    async close() {
      const closed = once(child, 'close');
      child.stdin.end();
      await closed;
    },
  };
}
