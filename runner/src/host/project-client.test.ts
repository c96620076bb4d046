// Many doors to one project: one owner, the same events for everybody, and somebody takes over when it leaves.
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { AssetNode } from '@headwater/graph';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HostMessage, HostMethod, HostMethods } from '../protocol.ts';
import type { RunEvent } from '../run-event.ts';
import type { HostOptions } from './host.ts';
import { HostRefusal } from './host-refusal.ts';
import { lineConnection } from './line-connection.ts';
import { openProject, withProject, type ProjectClient } from './project-client.ts';
import { serveStdio } from './stdio-door.ts';

const sdk = fileURLToPath(new URL('../../../sdk', import.meta.url));
const workerFile = join(sdk, 'dist/worker.mjs');
if (!existsSync(workerFile)) throw new Error('The worker is not built: run `npm run build` first.');

let project: string;
const open: ProjectClient[] = [];
beforeEach(() => {
  project = mkdtempSync(join(realpathSync(tmpdir()), 'headwater-client-'));
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(sdk, join(project, 'node_modules/headwater'), 'junction');
  writeFileSync(join(project, 'package.json'), '{"name":"app","type":"module"}');
  // `slow` waits until the test says go.
  writeFileSync(
    join(project, 'assets.ts'),
    `import { watch, existsSync } from 'node:fs';
import { asset } from 'headwater';
export const quick = asset(() => [{ id: 1 }, { id: 2 }]);
export const slow = asset({ inputs: { quick } }, async ({ quick }) => {
  await new Promise<void>((done) => {
    const check = () => { if (existsSync('go')) { watcher.close(); done(); } };
    const watcher = watch('.', check);
    check();
  });
  return quick.length;
});`,
  );
});
afterEach(async () => {
  writeFileSync(join(project, 'go'), '');
  for (const client of open.splice(0).reverse()) await client.close();
  rmSync(project, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

function node(key: string, inputs: Readonly<Record<string, string>>): AssetNode {
  return {
    key,
    kind: 'asset',
    step: key,
    inputs,
    deps: [],
    group: 'default',
    kinds: [],
    tags: {},
    owners: [],
    description: null,
    file: 'assets.ts',
    line: 3,
    column: 14,
    range: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 9 },
    exportName: key,
    io: null,
    checks: [],
    codeVersion: `c1:${key}`,
  };
}
const document = {
  version: 1 as const,
  assets: [node('quick', {}), node('slow', { quick: 'quick' })],
  checks: [],
  jobs: [],
  definitions: null,
  schedules: [],
  sensors: [],
  problems: [],
};
const options = (): HostOptions => ({
  project,
  workerFile,
  headwater: '0.0.0',
  describe: () => Promise.resolve({ document, sources: {} }),
});
async function start(): Promise<ProjectClient> {
  const client = await openProject(options());
  open.push(client);
  return client;
}
/** Closed by the test itself. */
async function close(client: ProjectClient): Promise<void> {
  open.splice(open.indexOf(client), 1);
  await client.close();
}

/** What a client hears, and promises of what it will hear. */
function hearing(client: Pick<ProjectClient, 'listen'>) {
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
const event =
  (type: RunEvent['type'], asset?: string) =>
  (message: HostMessage): boolean =>
    'type' in message &&
    message.type === 'event' &&
    message.event.type === type &&
    (asset === undefined || ('asset' in message.event && message.event.asset === asset));
const leaving = (message: HostMessage): boolean => 'type' in message && message.type === 'owner-leaving';

test('of two starters at once exactly one owns, 10 times', async () => {
  for (let round = 0; round < 10; round += 1) {
    const clients = await Promise.all([start(), start(), start()]);
    expect(clients.map(({ owner }) => owner).sort()).toEqual([false, false, true]);
    const runs = await Promise.all(clients.map((client) => client.request('runs', {})));
    expect(new Set(runs.map((each) => JSON.stringify(each))).size).toBe(1);
    for (const client of [...clients].sort((a, b) => Number(a.owner) - Number(b.owner))) await close(client);
  }
});

test('a second client sees and does what the owner does: the same events, plans, statuses and refusals', async () => {
  const owner = await start();
  const guest = await start();
  expect([owner.owner, guest.owner]).toEqual([true, false]);
  const [one, two] = [hearing(owner), hearing(guest)];
  await expect(guest.request('materialize', { keys: ['slow'] })).rejects.toMatchObject({
    error: { code: 'never-materialized' },
  });
  await expect(guest.request('plan', { select: '((' })).rejects.toBeInstanceOf(HostRefusal);
  writeFileSync(join(project, 'go'), '');
  const { run } = await guest.request('materialize', {});
  await Promise.all([one, two].map((each) => each.until(event('run-finished'))));
  expect(two.events()).toEqual(one.events());
  expect(two.events().map((each) => [each.run === run, each.type])).toEqual(
    ['run-started', 'step-started', 'materialized', 'step-started', 'materialized', 'run-finished'].map((type) => [
      true,
      type,
    ]),
  );
  const [ours, theirs] = await Promise.all([owner.request('status', {}), guest.request('status', {})]);
  expect(theirs).toEqual(ours);
  expect(theirs.assets.map(({ status }) => status)).toEqual(['fresh', 'fresh']);
  expect(await guest.request('show', { key: 'slow' })).toMatchObject({ value: 2, run });
});

test('a client that leaves, or asks to shut down, ends nobody’s run', async () => {
  const owner = await start();
  const guest = await start();
  const heard = hearing(owner);
  const { run } = await guest.request('materialize', {});
  await heard.until(event('step-started', 'slow'));
  await guest.request('shutdown', {});
  await close(guest);
  writeFileSync(join(project, 'go'), '');
  await heard.until(event('run-finished'));
  expect((await owner.request('runs', {})).runs).toEqual([expect.objectContaining({ run, status: 'success' })]);
});

test('an owner that leaves ends its run first, takes no new one, and tells; the next owner has it all', async () => {
  const owner = await start();
  const guest = await start();
  const heard = hearing(guest);
  await guest.request('materialize', {});
  await heard.until(event('step-started', 'slow'));
  const closed = close(owner);
  await heard.until(leaving);
  await expect(guest.request('materialize', {})).rejects.toThrow(/about to end: ask again/);
  const late = await start();
  await hearing(late).until(leaving);
  expect((await guest.request('runs', {})).runs[0]?.status).toBe('running');
  writeFileSync(join(project, 'go'), '');
  await Promise.all([closed, guest.gone, late.gone]);
  expect(heard.events().at(-1)).toMatchObject({ type: 'run-finished', status: 'success' });
  await expect(guest.request('runs', {})).rejects.toThrow(/ended before it answered/);
  const next = await start();
  expect(next.owner).toBe(true);
  expect((await next.request('runs', {})).runs.map(({ status }) => status)).toEqual(['success']);
});

test('who asks while the owner leaves waits for its end, and is answered by the next owner', async () => {
  const owner = await start();
  const guest = await start();
  const heard = hearing(guest);
  await guest.request('materialize', {});
  await heard.until(event('step-started', 'slow'));
  const closed = close(owner);
  await heard.until(leaving);
  const owners: boolean[] = [];
  const asked = withProject(
    () => openProject(options()),
    (client) => {
      owners.push(client.owner);
      return client.request('materialize', { keys: ['quick'] });
    },
  );
  writeFileSync(join(project, 'go'), '');
  await closed;
  expect((await asked).plan.run).toEqual([{ asset: 'quick', why: 'selected' }]);
  expect(owners.at(-1)).toBe(true);
});

test('the editor’s go-between takes over when the owner leaves, and a run asked for meanwhile is run by it', async () => {
  const owner = await start();
  const [input, output] = [new PassThrough(), new PassThrough()];
  const served = serveStdio({ host: options(), input, output });
  const listeners = new Set<(message: HostMessage) => void>();
  const editor = {
    listen: (listener: (message: HostMessage) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
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
  const ask = <M extends HostMethod>(method: M, params: HostMethods[M]['params']): Promise<HostMessage> =>
    new Promise((done) => {
      lastId += 1;
      answers.set(lastId, done);
      connection.send({ id: lastId, method, params });
    });
  const heard = hearing(editor);
  expect(await ask('hello', { protocol: 1, client: 'test' })).toMatchObject({
    result: { owner: false, pid: process.pid },
  });
  expect(await ask('hello', { protocol: 99, client: 'test' })).toMatchObject({ error: { code: 'protocol' } });
  await owner.request('materialize', {});
  await heard.until(event('step-started', 'slow'));
  const closed = close(owner);
  await heard.until(leaving);
  const second = ask('materialize', { keys: ['quick'] });
  expect(await ask('runs', {})).toMatchObject({ result: { runs: [{ status: 'running' }] } });
  writeFileSync(join(project, 'go'), '');
  await closed;
  expect(await second).toMatchObject({ result: { plan: { run: [{ asset: 'quick' }] } } });
  const { run } = ((await second) as { result: { run: string } }).result;
  await heard.until((message) => event('run-finished')(message) && (message as { event: RunEvent }).event.run === run);
  expect(await ask('hello', { protocol: 1, client: 'test' })).toMatchObject({ result: { owner: true } });
  expect(await ask('runs', {})).toMatchObject({
    result: { runs: [{ run, status: 'success' }, { status: 'success' }] },
  });
  input.end();
  await served;
  expect(existsSync(join(project, '.headwater/host.lock'))).toBe(false);
});
