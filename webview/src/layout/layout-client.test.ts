// The page's end of the worker, with a worker that does what the test says: late, never, or dying.
import { expect, test } from 'vitest';
import { createLayoutClient, type LayoutWorker } from './layout-client.ts';
import type { FromLayoutWorker, LayoutInput, Placed, ToLayoutWorker } from './layout-model.ts';

const input = (width: number): LayoutInput => ({ shape: 'column', width, nodes: [], boxes: [], edges: [] });
const placed = (width: number): Placed => ({ shape: 'column', width, height: 0, nodes: {}, boxes: {}, edges: {} });
const never = { graceMs: 1e6, limitMs: 1e6 };

class DrivenWorker extends EventTarget {
  readonly heard: string[] = [];
  terminated = false;
  postMessage(message: ToLayoutWorker): void {
    this.heard.push(message.type === 'layout' ? `layout ${message.input.width}` : `cancel ${message.id}`);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(data: FromLayoutWorker): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
  die(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }
}

function driven(limits: { readonly graceMs?: number; readonly limitMs?: number }) {
  const workers: DrivenWorker[] = [];
  const start = (): Promise<LayoutWorker> => {
    const worker = new DrivenWorker();
    workers.push(worker);
    // An event target takes any listener, a worker names its events.
    return Promise.resolve(worker as unknown as LayoutWorker);
  };
  const client = createLayoutClient({ start, ...limits });
  const worker = (nth: number): DrivenWorker => {
    const found = workers[nth];
    if (!found) throw new Error(`There is no worker ${nth}.`);
    return found;
  };
  return { client, workers, worker };
}

test('V2: a newer layout cancels the older one, and only it is answered', async () => {
  const { client, workers, worker } = driven(never);
  const first = client.layout(input(1));
  await expect.poll(() => workers[0]?.heard).toEqual(['layout 1']);
  worker(0).say({ type: 'started', id: 1 });
  const second = client.layout(input(2));
  expect(await first).toEqual({ type: 'superseded' });
  await expect.poll(() => worker(0).heard).toEqual(['layout 1', 'cancel 1', 'layout 2']);
  worker(0).say({ type: 'placed', id: 1, placed: placed(1) });
  worker(0).say({ type: 'started', id: 2 });
  worker(0).say({ type: 'placed', id: 2, placed: placed(2) });
  expect(await second).toMatchObject({ type: 'placed', placed: { width: 2 } });
  expect(workers.length).toBe(1);
  client.dispose();
});

test('V2: a worker that cannot leave the older layout is ended, and a new one takes the newer', async () => {
  const { client, workers, worker } = driven({ ...never, graceMs: 0 });
  void client.layout(input(1));
  await expect.poll(() => workers[0]?.heard).toEqual(['layout 1']);
  worker(0).say({ type: 'started', id: 1 });
  const second = client.layout(input(2));
  await expect.poll(() => workers[1]?.heard).toEqual(['layout 2']);
  expect(worker(0).terminated).toBe(true);
  // What the old one still says counts for nothing.
  worker(0).say({ type: 'placed', id: 2, placed: placed(99) });
  worker(1).say({ type: 'placed', id: 2, placed: placed(2) });
  expect(await second).toMatchObject({ placed: { width: 2 } });
  client.dispose();
});

test('V2: a layout without end is stopped and told, and the next one has a new worker', async () => {
  const { client, workers, worker } = driven({ ...never, limitMs: 1 });
  expect(await client.layout(input(1))).toMatchObject({
    type: 'failed',
    message: expect.stringContaining('try again'),
  });
  await expect.poll(() => workers[0]?.terminated).toBe(true);
  void client.layout(input(2));
  await expect.poll(() => workers[1]?.heard).toEqual(['layout 2']);
  expect(worker(0).terminated).toBe(true);
  client.dispose();
});

test('V2: a worker that dies is told, and the next layout has a new one', async () => {
  const { client, workers, worker } = driven(never);
  const first = client.layout(input(1));
  await expect.poll(() => workers[0]?.heard).toEqual(['layout 1']);
  worker(0).die('out of memory');
  expect(await first).toEqual({ type: 'failed', message: 'The layout worker stopped: out of memory' });
  const second = client.layout(input(2));
  await expect.poll(() => workers[1]?.heard).toEqual(['layout 2']);
  worker(1).say({ type: 'placed', id: 2, placed: placed(2) });
  expect(await second).toMatchObject({ type: 'placed' });
  client.dispose();
});

test('V2: a worker that does not start is told, and started anew for the next layout', async () => {
  let starts = 0;
  const worker = new DrivenWorker();
  const client = createLayoutClient({
    ...never,
    start: () =>
      ++starts === 1 ? Promise.reject(new Error('no script')) : Promise.resolve(worker as unknown as LayoutWorker),
  });
  expect(await client.layout(input(1))).toMatchObject({
    type: 'failed',
    message: expect.stringContaining('no script'),
  });
  void client.layout(input(2));
  await expect.poll(() => worker.heard).toEqual(['layout 2']);
  client.dispose();
});
