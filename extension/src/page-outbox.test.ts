// What a page is told: together, not too often, nothing while nobody looks, and in the end exactly what it would have known.
import { applyDelta, type AssetKey, type AssetNode, type GraphDelta } from '@headwater/graph';
import type { ShownStatus, ToPage } from '@headwater/webview/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { assetNode } from './asset-node.fixture.ts';
import { pageOutbox } from './page-outbox.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const P = '/p';
const node = (key: AssetKey): AssetNode => ({ ...assetNode, key, step: key, exportName: key });
const graph = (delta: GraphDelta): ToPage => ({ type: 'graph', project: P, delta });
const change = (revision: number, base: number | null, keys: string[], removed: string[] = []): GraphDelta => ({
  revision,
  base,
  upserted: keys.map(node),
  removed,
});
const project = (name: string | null): ToPage => ({
  type: 'project',
  project: name,
  name: '',
  empty: null,
  runnable: true,
});
const one = (key: AssetKey, status: ShownStatus['status']): ShownStatus => ({ key, status, causes: [] });
const statuses = (full: boolean, ...all: ShownStatus[]): ToPage => ({
  type: 'status',
  project: P,
  full,
  statuses: all,
});
const progress = (key: AssetKey, fraction: number): ToPage => ({
  type: 'progress',
  project: P,
  key,
  message: '',
  fraction,
});
const run = (done: number): ToPage => ({ type: 'run', project: P, run: { id: 'r', done, total: 9 } });

function open() {
  const sent: ToPage[] = [];
  const outbox = pageOutbox((message) => void sent.push(message));
  return { outbox, sent, types: () => sent.splice(0).map(({ type }) => type) };
}

test('what is said in one turn goes at once and in the order a page takes it in', async () => {
  const { outbox, types } = open();
  outbox.post(statuses(true, one('a', 'fresh')));
  outbox.post(graph(change(1, null, ['a'])));
  outbox.post({ type: 'focus', project: P, key: 'a', reveal: true });
  outbox.post(run(0));
  await Promise.resolve();
  expect(types()).toEqual(['graph', 'status', 'run', 'focus']);
});

test('V7: a flood becomes one message of a kind each 50 ms, the first of them at once', async () => {
  const { outbox, sent } = open();
  for (let step = 0; step < 100; step++) {
    outbox.post(statuses(false, one(`a${step % 10}`, step < 50 ? 'running' : 'fresh')));
    outbox.post(run(step));
    await vi.advanceTimersByTimeAsync(2);
  }
  await vi.advanceTimersByTimeAsync(50);
  const told = sent.filter(({ type }) => type === 'status');
  expect(told.length).toBeGreaterThan(2);
  expect(told.length).toBeLessThanOrEqual(1 + 200 / 50 + 1);
  const known = new Map(
    told.flatMap((each) => (each.type === 'status' ? each.statuses : [])).map((each) => [each.key, each.status]),
  );
  expect([...known.values()]).toEqual(Array(10).fill('fresh'));
  expect(sent.at(-1)).toEqual(run(99));
});

test('a page that nobody looks at is told nothing, and then what it all came to', async () => {
  const { outbox, sent } = open();
  outbox.setVisible(false);
  outbox.post(project(P));
  const deltas = [change(1, null, ['a', 'b']), change(2, 1, ['c'], ['a']), change(3, 2, ['a', 'd'], ['c'])];
  for (const delta of deltas) outbox.post(graph(delta));
  outbox.post(statuses(true, one('a', 'running'), one('b', 'fresh')));
  outbox.post(progress('a', 0.1));
  outbox.post(progress('a', 0.9));
  outbox.post(progress('b', 0.5));
  outbox.post(statuses(false, one('a', 'failed')));
  outbox.post(run(1));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual([]);
  outbox.setVisible(true);
  await Promise.resolve();
  const [first, whole, all, ...rest] = sent;
  expect(first).toEqual(project(P));
  const byDeltas = deltas.reduce<ReadonlyMap<AssetKey, AssetNode>>(applyDelta, new Map());
  expect(whole?.type === 'graph' && applyDelta(new Map(), whole.delta)).toEqual(byDeltas);
  expect(whole).toMatchObject({ delta: { base: null, revision: 3 } });
  expect(all).toEqual(statuses(true, one('a', 'failed'), one('b', 'fresh')));
  expect(rest).toEqual([progress('b', 0.5), run(1)]);
});

test('a delta that does not follow is handed on, for the page to ask for everything', async () => {
  const { outbox, sent } = open();
  outbox.post(graph(change(2, 1, ['a'])));
  outbox.post(graph(change(9, 8, ['b'])));
  await Promise.resolve();
  expect(sent).toEqual([graph(change(9, 8, ['b']))]);
});

test('of a project that is shown no more nothing is told', async () => {
  const { outbox, sent } = open();
  outbox.post(project(P));
  outbox.post(graph(change(1, null, ['a'])));
  outbox.post(project('/q'));
  outbox.post({ ...project('/q'), type: 'project', runnable: false } as ToPage); // the same one, said better
  await Promise.resolve();
  expect(sent).toMatchObject([{ type: 'project', project: '/q', runnable: false }]);
});
