// When the page asks for what changed, and what it draws while the answer is older than the graph.
import { diffGraphs, type AssetNode } from '@headwater/graph';
import { expect, test } from 'vitest';
import type { FromPage } from '../protocol.ts';
import { asset, assetsOf } from './asset-node.fixture.ts';
import { keepChanges } from './keep-changes.ts';
import { createPageState } from './page-state.ts';

const base = { ref: 'main', commit: 'a1b2c3d4e5f6', title: 'Fix prices' };
const project = (name: string) => ({ project: name, name, empty: null, runnable: true });

function start(nodes: readonly AssetNode[]) {
  const state = createPageState();
  const asked: FromPage[] = [];
  keepChanges({ state, post: (message) => void asked.push(message) });
  state.project.set(project('/p'));
  state.assets.set(assetsOf(...nodes));
  const show = (diff: boolean): void => state.view.update((view) => ({ ...view, diff }));
  const answer = (before: readonly AssetNode[], after: readonly AssetNode[]): void => {
    const [then, now] = [before, after].map((assets) => ({ assets, problems: [] }));
    if (then && now)
      state.diff.set({
        diff: diffGraphs({ base, before: then, after: now, codeBefore: {}, codeAfter: {} }),
        opensBase: true,
      });
  };
  const looks = () => {
    const changes = state.changes.get();
    return changes && Object.fromEntries([...changes.of].map(([key, { look }]) => [key, look]));
  };
  return { state, asked, show, answer, looks };
}

test('nothing is asked before a person wants to see it; then once, and it is said when it is enough', () => {
  const { state, asked, show, answer, looks } = start([asset('a')]);
  state.assets.set(assetsOf(asset('a'), asset('b')));
  expect(asked).toEqual([]);
  show(true);
  state.assets.set(assetsOf(asset('a')));
  expect(asked).toEqual([{ type: 'diff', project: '/p', on: true }]);
  answer([asset('a')], [asset('a', [], { codeVersion: 'c1:2' })]);
  expect(looks()).toEqual({ a: 'changed' });
  show(false);
  expect(asked.at(-1)).toEqual({ type: 'diff', project: '/p', on: false });
  expect([looks(), state.diff.get()]).toEqual([null, null]);
});

test('another project is asked for, and the one before is let go', () => {
  const { state, asked, show } = start([asset('a')]);
  show(true);
  state.project.set(project('/q'));
  expect(asked.slice(1)).toEqual([
    { type: 'diff', project: '/p', on: false },
    { type: 'diff', project: '/q', on: true },
  ]);
});

test('what is deleted stays where it was while the next diff is on its way; what was new is gone at once', () => {
  const before = [asset('a'), asset('b', ['a'])];
  const after = [...before, asset('c', ['a'])];
  const { state, show, answer, looks } = start(after);
  show(true);
  answer(before, after);
  expect(looks()).toEqual({ c: 'added' });
  state.assets.set(assetsOf(asset('a')));
  expect(looks()).toEqual({ b: 'removed' });
  expect(state.changes.get()?.assets.has('b')).toBe(true);
  expect(state.changes.get()?.removedEdges.map(({ from, to }) => `${from} → ${to}`)).toEqual(['a → b']);
  answer(before, [asset('a')]);
  expect(looks()).toEqual({ b: 'removed' });
  answer([asset('a')], [asset('a')]);
  expect(looks()).toEqual({});
});

test('where nothing can be compared, nothing is drawn', () => {
  const { state, show, answer, looks } = start([asset('a')]);
  show(true);
  answer([], [asset('a')]);
  expect(looks()).toEqual({ a: 'added' });
  const shown = state.diff.get();
  if (shown) state.diff.set({ ...shown, diff: { ...shown.diff, problem: 'There is no commit `nope`.' } });
  expect(looks()).toBeNull();
});
