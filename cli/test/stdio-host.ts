// The process the editor starts for a project, asked over its stdin: what a test does with one process instead of many commands.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { HostError, HostMessage, HostMethod, HostMethods, RunEvent } from '@headwater/runner/protocol';

const host = fileURLToPath(new URL('../../sdk/dist/host.mjs', import.meta.url));

export interface StdioHost {
  /** @throws Error with the host's sentence. */
  ask<M extends HostMethod>(method: M, params: HostMethods[M]['params']): Promise<HostMethods[M]['result']>;
  /** Resolves with the events of the run when it has ended. */
  run(params: HostMethods['materialize']['params']): Promise<readonly RunEvent[]>;
  /** As a crash would. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export function startHost(project: string): StdioHost {
  const child = spawn(process.execPath, [host, '--project', project, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<void>((done) => child.on('close', () => done()));
  const waiting = new Map<
    number,
    { readonly done: (result: unknown) => void; readonly fail: (error: Error) => void }
  >();
  const events: RunEvent[] = [];
  let look = (): void => undefined;
  let last = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line) as HostMessage;
    if ('type' in message) {
      if (message.type === 'event') events.push(message.event);
      look();
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if ('error' in message) asked?.fail(new Error((message.error as HostError).message));
    else asked?.done(message.result);
  });
  void ended.then(() => {
    for (const { fail } of waiting.values()) fail(new Error('The host ended'));
  });
  const ask: StdioHost['ask'] = (method, params) =>
    new Promise((done, fail) => {
      const id = ++last;
      waiting.set(id, { done: done as (result: unknown) => void, fail });
      child.stdin.write(`${JSON.stringify({ id, method, params })}\n`);
    });
  return {
    ask,
    async run(params) {
      const { run } = await ask('materialize', params);
      const isEnd = (event: RunEvent): boolean => event.run === run && event.type === 'run-finished';
      await new Promise<void>((done) => {
        look = () => {
          if (events.some(isEnd)) done();
        };
        look();
      });
      return events.filter((event) => event.run === run);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
