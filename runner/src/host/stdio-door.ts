// Serves one editor over stdin and stdout: the owner of the project, or a go-between that takes over when the owner leaves.
import type { Readable, Writable } from 'node:stream';
import type { HostHello, HostMessage } from '../protocol.ts';
import type { Host, HostOptions } from './host.ts';
import { HostRefusal } from './host-refusal.ts';
import { lineConnection } from './line-connection.ts';
import { openProject, type ProjectClient } from './project-client.ts';
import { serveClient } from './serve-client.ts';

export interface StdioDoorOptions {
  readonly host: HostOptions;
  readonly input: Readable;
  readonly output: Writable;
}

/** Resolves when the editor has closed its end and everything is put away. */
export async function serveStdio({ host: options, input, output }: StdioDoorOptions): Promise<void> {
  let client: Promise<ProjectClient> = Promise.reject(new Error('not opened yet'));
  client.catch(() => undefined);
  let closing = false;
  /** Set while the owner takes no new runs: resolves when it is gone. */
  let leaving: Promise<void> | null = null;
  const listeners = new Set<(message: HostMessage) => void>();
  const open = (): void => {
    client = openProject(options);
    client.then(
      (opened) => {
        opened.warm();
        opened.listen((message) => {
          if ('type' in message && message.type === 'owner-leaving') leaving = opened.gone;
          for (const listener of listeners) listener(message);
        });
        void opened.gone.then(() => {
          if (closing) return;
          leaving = null;
          open();
          for (const listener of listeners) listener({ type: 'status-changed' });
        });
      },
      () => undefined,
    );
  };
  open();
  const host: Pick<Host, 'request' | 'listen'> = {
    async request(method, params) {
      if (method === 'materialize') await leaving;
      const attempt = client;
      // What could not be opened (a full disk, a store in use) may be possible by now.
      const opened = await attempt.catch(() => {
        if (client === attempt) open();
        return client;
      });
      if (method === 'shutdown' && !opened.owner) return {} as never;
      const result = await opened.request(method, params).catch(async (error: unknown) => {
        if (closing || !(error instanceof HostRefusal) || error.error.code !== 'leaving') throw error;
        // Asked again of whoever owns the project next.
        await opened.gone;
        return host.request(method, params);
      });
      // The editor talks to this process: its own Node, the owner's store.
      if (method === 'hello')
        return {
          ...(result as HostHello),
          node: process.version,
          execPath: process.execPath,
          pid: process.pid,
          owner: opened.owner,
        } as never;
      return result;
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  await new Promise<void>((done) => {
    const connection = lineConnection({
      input,
      output,
      onMessage: (message) => served.receive(message),
      onClose: done,
    });
    const served = serveClient({ host, send: connection.send });
  });
  closing = true;
  const opened = await client.catch(() => null);
  if (opened?.owner) await opened.request('shutdown', {});
  await opened?.close();
}
