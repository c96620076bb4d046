// What the editor says becomes the page's state, and what no longer fits is not believed.
import { expect, test } from 'vitest';
import type { FromPage, ToPage } from '../protocol.ts';
import { applyMessage } from './apply-message.ts';
import { asset, fresh, outcome } from './asset-node.fixture.ts';
import { createPageState } from './page-state.ts';

function start() {
  const state = createPageState();
  const asked: FromPage[] = [];
  let visible: readonly string[] = [];
  const say = (message: ToPage): void =>
    applyMessage(state, message, { post: (each) => void asked.push(each), isVisible: (key) => visible.includes(key) });
  const project = (name: string): void => say({ type: 'project', project: name, name, empty: null, runnable: true });
  const graph = (
    revision: number,
    base: number | null,
    keys: readonly string[],
    removed: readonly string[] = [],
  ): void =>
    say({ type: 'graph', project: '/p', delta: { revision, base, upserted: keys.map((key) => asset(key)), removed } });
  project('/p');
  return { state, asked, say, project, graph, see: (...keys: string[]) => (visible = keys) };
}

test('deltas are followed; one that does not fit makes the page ask for everything', () => {
  const { state, asked, graph } = start();
  graph(1, null, ['a', 'b']);
  graph(2, 1, ['c'], ['a']);
  expect([...(state.assets.get()?.keys() ?? [])]).toEqual(['b', 'c']);
  graph(9, 8, ['d']);
  expect(asked).toEqual([{ type: 'resync' }]);
  expect(state.revision.get()).toBe(2);
});

test('what is selected, centred or under the cursor is let go when it disappears, and only then', () => {
  const { state, graph } = start();
  graph(1, null, ['a', 'b']);
  state.view.update((view) => ({ ...view, selected: 'asset:a', centre: 'a', active: 'b' }));
  graph(2, 1, [], ['a']);
  expect(state.view.get()).toMatchObject({ selected: null, centre: null, active: 'b' });
});

test('another project begins anew, and late news of the one before is not taken in', () => {
  const { state, say, project, graph } = start();
  graph(1, null, ['a']);
  say({ type: 'status', project: '/p', full: true, statuses: [fresh('a')] });
  project('/q');
  expect(state.assets.get()).toBeNull();
  expect(state.statuses.get('a')).toBeUndefined();
  graph(2, 1, ['b']);
  expect(state.assets.get()).toBeNull();
});

test('R6: an answer to "why?" waits for whoever selects the asset again; none of another project is taken in', () => {
  const { state, say, project, graph } = start();
  graph(1, null, ['a', 'b']);
  const why = (of: string): ToPage => ({ type: 'why', project: of, key: 'a', evaluation: null, message: 'not yet' });
  state.whys.setMany([['a', { loading: true, evaluation: null, message: null }]]);
  state.view.update((view) => ({ ...view, selected: 'asset:b' }));
  say(why('/p'));
  expect(state.whys.get('a')).toEqual({ loading: false, evaluation: null, message: 'not yet' });
  expect(state.view.get().selected).toBe('asset:b');
  say({ type: 'automation', project: '/p', on: true, assets: [] });
  project('/q');
  expect([state.whys.get('a'), state.automation.get()]).toEqual([undefined, null]);
  say(why('/p'));
  say({ type: 'automation', project: '/p', on: true, assets: [] });
  expect([state.whys.get('a'), state.automation.get()]).toEqual([undefined, null]);
});

test('V7: statuses that are the same tell nobody; a full answer forgets what it does not name', () => {
  const { state, say, graph } = start();
  graph(1, null, ['a', 'b']);
  say({ type: 'status', project: '/p', full: true, statuses: [fresh('a'), fresh('b')] });
  const told: string[] = [];
  for (const key of ['a', 'b']) state.statuses.subscribe(key, () => told.push(key));
  say({ type: 'status', project: '/p', full: false, statuses: [fresh('a')] });
  expect(told).toEqual([]);
  say({ type: 'status', project: '/p', full: false, statuses: [fresh('a', [outcome('full', false)])] });
  expect(told).toEqual(['a']);
  say({ type: 'status', project: '/p', full: true, statuses: [fresh('a')] });
  expect(state.statuses.get('b')).toBeUndefined();
});

test('progress replaces progress, and ends with the run of its asset', () => {
  const { state, say, graph } = start();
  graph(1, null, ['a']);
  say({ type: 'progress', project: '/p', key: 'a', message: 'half', fraction: 0.5, attempt: 2 });
  expect(state.progress.get('a')).toEqual({ message: 'half', fraction: 0.5, attempt: 2 });
  say({ type: 'progress', project: '/p', key: 'a', message: 'more' });
  expect(state.progress.get('a')).toEqual({ message: 'more' });
  say({ type: 'status', project: '/p', full: false, statuses: [{ key: 'a', status: 'running', causes: [] }] });
  expect(state.progress.get('a')).toEqual({ message: 'more' });
  say({ type: 'status', project: '/p', full: false, statuses: [fresh('a')] });
  expect(state.progress.get('a')).toBeUndefined();
});

test('V6: beginning and end of a run are said, and what came of a running asset', () => {
  const { state, say, graph } = start();
  graph(1, null, ['a']);
  say({ type: 'run', project: '/p', run: { id: 'r', done: 0, total: 1 } });
  expect(state.announcement.get()).toBe('Run started, 1 to do');
  say({ type: 'status', project: '/p', full: false, statuses: [{ key: 'a', status: 'running', causes: [] }] });
  say({ type: 'status', project: '/p', full: false, statuses: [fresh('a', [outcome('full', false)])] });
  expect(state.announcement.get()).toMatch(/^a, fresh, .*1 check failed: full$/);
  say({ type: 'run', project: '/p', run: null });
  expect(state.announcement.get()).toBe('Run ended');
});

test('V1: the cursor highlights what is in sight, moves to what is not, and a pinned picture stays', () => {
  const { state, say, graph, see } = start();
  graph(1, null, ['a', 'b']);
  const focus = (key: string, reveal: boolean) => say({ type: 'focus', project: '/p', key, reveal });
  see('a');
  focus('a', false);
  expect(state.view.get()).toMatchObject({ active: 'a', centre: null, selected: null });
  focus('b', false);
  expect(state.view.get()).toMatchObject({ active: 'b', centre: 'b', selected: null });
  state.view.update((view) => ({ ...view, pinned: true }));
  focus('a', true);
  expect(state.view.get()).toMatchObject({ active: 'a', centre: 'b', selected: 'asset:a' });
  expect(state.reveal.get()).toEqual({ id: 'asset:a', centre: true });
});

test('V1: a cursor that stands where it stood changes nothing; where it moved meanwhile, the page follows', () => {
  const { state, say, graph } = start();
  graph(1, null, ['a', 'b']);
  const again = (key: string) => say({ type: 'focus', project: '/p', key, reveal: true, again: true });
  again('a');
  expect(state.view.get()).toMatchObject({ active: 'a', selected: 'asset:a' });
  state.view.update((view) => ({ ...view, selected: 'asset:b', centre: 'b' }));
  again('a');
  expect(state.view.get()).toMatchObject({ active: 'a', selected: 'asset:b', centre: 'b' });
  again('b');
  expect(state.view.get()).toMatchObject({ active: 'b', selected: 'asset:b' });
});

test('V6: what is selected elsewhere is selected here, moved to only where it is out of sight, and not told back', () => {
  const { state, asked, say, graph, see } = start();
  graph(1, null, ['a', 'b']);
  see('a');
  const select = (key: string) => say({ type: 'select', project: '/p', key });
  select('a');
  expect(state.view.get()).toMatchObject({ selected: 'asset:a', centre: null, active: null, collapsed: {} });
  select('b');
  expect(state.view.get()).toMatchObject({ selected: 'asset:b', centre: 'b', collapsed: { default: false } });
  expect(state.reveal.get()).toEqual({ id: 'asset:b', centre: false });
  expect(state.focusWish.get()).toBeNull();
  select('gone');
  expect(state.view.get().selected).toBe('asset:b');
  expect(asked).toEqual([]);
});
