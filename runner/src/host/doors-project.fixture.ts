// A project whose asset `slow` waits for a word, and clients of it that say what they hear: for tests of its doors.
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { asset, graphOf } from '../asset-node.fixture.ts';
import type { HostMessage, HostMethod, HostMethods } from '../protocol.ts';
import type { RunEvent } from '../run-event.ts';
import type { HostOptions } from './host.ts';
import type { LockTimes } from './host-lock.ts';
import { lineConnection } from './line-connection.ts';
import { openProject } from './open-project.ts';
import type { ProjectClient } from './project-client.ts';
import { serveStdio } from './stdio-door.ts';

const sdk = fileURLToPath(new URL('../../../sdk', import.meta.url));
const workerFile = join(sdk, 'dist/worker.mjs');

export interface DoorsProject {
  readonly root: string;
  options(): HostOptions;
  /** Closed with the project, unless the test closes it. */
  start(times?: Partial<LockTimes>): Promise<ProjectClient>;
  close(client: ProjectClient): Promise<void>;
  /** Lets `slow` go on. */
  go(): void;
  remove(): Promise<void>;
}

export const optionsOf = (project: string): HostOptions => ({
  project,
  workerFile,
  headwater: '0.0.0',
  describe: () => Promise.resolve({ document, sources: {} }),
});

export function doorsProject(): DoorsProject {
  if (!existsSync(workerFile)) throw new Error('The worker is not built: run `npm run build` first.');
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-client-'));
  const open: ProjectClient[] = [];
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(sdk, join(root, 'node_modules/headwater'), 'junction');
  writeFileSync(join(root, 'package.json'), '{"name":"app","type":"module"}');
  writeFileSync(join(root, 'assets.ts'), ASSETS);
  const go = (): void => {
    writeFileSync(join(root, 'go'), '');
  };
  const options = (): HostOptions => optionsOf(root);
  return {
    root,
    options,
    go,
    async start(times) {
      const client = await openProject(options(), times);
      open.push(client);
      return client;
    },
    async close(client) {
      open.splice(open.indexOf(client), 1);
      await client.close();
    },
    async remove() {
      go();
      for (const client of open.splice(0).reverse()) await client.close();
      rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

const ASSETS = `import { watch, existsSync } from 'node:fs';
import { asset } from 'headwater';
export const quick = asset(() => [{ id: 1 }, { id: 2 }]);
export const slow = asset({ inputs: { quick } }, async ({ quick }) => {
  await new Promise<void>((done) => {
    const check = () => { if (existsSync('go')) { watcher.close(); done(); } };
    const watcher = watch('.', check);
    check();
  });
  return quick.length;
});`;

const code = (key: string) => ({ line: 3, column: 14, codeVersion: `c1:${key}` });
const document = graphOf([asset('quick', [], code('quick')), asset('slow', ['quick'], code('slow'))]);

/** What a client hears, and promises of what it will hear. */
export function hearing(client: Pick<ProjectClient, 'listen'>) {
  const heard: HostMessage[] = [];
  const waiting = new Set<() => void>();
  client.listen((message) => {
    heard.push(message);
    for (const check of waiting) check();
  });
  return {
    events: (): RunEvent[] =>
      heard.flatMap((message) => ('type' in message && message.type === 'event' ? [message.event] : [])),
    until: (is: (message: HostMessage) => boolean): Promise<void> =>
      new Promise((done) => {
        const check = (): void => {
          if (!heard.some(is)) return;
          waiting.delete(check);
          done();
        };
        waiting.add(check);
        check();
      }),
  };
}
export const event =
  (type: RunEvent['type'], asset?: string) =>
  (message: HostMessage): boolean =>
    'type' in message &&
    message.type === 'event' &&
    message.event.type === type &&
    (asset === undefined || ('asset' in message.event && message.event.asset === asset));
export const leaving = (message: HostMessage): boolean => 'type' in message && message.type === 'owner-leaving';

export interface Editor extends Pick<ProjectClient, 'listen'> {
  ask<M extends HostMethod>(method: M, params: HostMethods[M]['params']): Promise<HostMessage>;
  /** Closes its end; resolves when the process behind the door would end. */
  leave(): Promise<void>;
}

/** A window: a door over streams, as the editor has it over stdin and stdout. */
export function editor(options: HostOptions): Editor {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const served = serveStdio({ host: options, input, output });
  const listeners = new Set<(message: HostMessage) => void>();
  const answers = new Map<number, (message: HostMessage) => void>();
  const connection = lineConnection({
    input: output,
    output: input,
    onMessage: (message) => {
      const { id } = message as { id?: number };
      if (id === undefined) for (const listener of listeners) listener(message as HostMessage);
      else answers.get(id)?.(message as HostMessage);
    },
    onClose: () => undefined,
  });
  let lastId = 0;
  return {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ask: (method, params) =>
      new Promise((done) => {
        lastId += 1;
        answers.set(lastId, done);
        connection.send({ id: lastId, method, params });
      }),
    async leave() {
      input.end();
      await served;
    },
  };
}
