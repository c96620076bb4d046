// Serves one editor over stdin and stdout: the owner of the project, or a go-between that takes over when the owner leaves.
import type { Readable, Writable } from 'node:stream';
import type { HostHello } from '../protocol.ts';
import type { Host, HostOptions } from './host.ts';
import { lastingClient } from './lasting-client.ts';
import { lineConnection } from './line-connection.ts';
import { openProject } from './open-project.ts';
import { serveClient } from './serve-client.ts';

export interface StdioDoorOptions {
  readonly host: HostOptions;
  readonly input: Readable;
  readonly output: Writable;
}

/** Resolves when the editor has closed its end and everything is put away. */
export async function serveStdio({ host: options, input, output }: StdioDoorOptions): Promise<void> {
  const client = lastingClient({ open: () => openProject(options) });
  const host: Pick<Host, 'request' | 'listen'> = {
    async request(method, params) {
      const result = await client.request(method, params);
      // The editor talks to this process: its own Node, the owner's store.
      if (method === 'hello')
        return {
          ...(result as HostHello),
          node: process.version,
          execPath: process.execPath,
          pid: process.pid,
          owner: (await client.now()).owner,
        } as never;
      return result;
    },
    listen: client.listen,
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
  await client.close();
}
