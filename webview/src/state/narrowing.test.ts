// Seeing less and seeing all again: what drops a filter, and what it does to where one is.
import type { StatusName } from '@headwater/graph';
import { expect, test } from 'vitest';
import type { ToPage } from '../protocol.ts';
import { applyMessage } from './apply-message.ts';
import { asset, fresh } from './asset-node.fixture.ts';
import { createNarrowing, narrowedWords, showing } from './narrowing.ts';
import { createValue } from './observable.ts';
import { createPageState } from './page-state.ts';
import { readSavedViews } from './saved-view.ts';
import type { Viewport } from './saved-view.ts';
import { visibleGraph } from './visible-graph.ts';

const MOVED: Viewport = { x: 1, y: 2, zoom: 1 };

function start() {
  const state = createPageState();
  const viewport = createValue<Viewport | null>(MOVED);
  const say = (message: ToPage): void =>
    applyMessage(state, message, { post: () => undefined, isVisible: () => false });
  say({ type: 'project', project: '/p', name: 'p', empty: null, runnable: true });
  const upserted = [
    asset('raw'),
    asset('gold', ['raw'], { group: 'gold' }),
    asset('board', ['gold'], { group: 'gold' }),
  ];
  say({ type: 'graph', project: '/p', delta: { revision: 1, base: null, upserted, removed: [] } });
  const stale: StatusName = 'stale';
  say({
    type: 'status',
    project: '/p',
    full: true,
    statuses: [fresh('raw'), fresh('gold'), { ...fresh('board'), status: stale }],
  });
  const focus = (key: string, reveal: boolean): void => say({ type: 'focus', project: '/p', key, reveal });
  return { state, viewport, focus, actions: createNarrowing({ state, viewport }) };
}

test('a text that cannot be read does not become the filter; one that can fits the picture into the page again', () => {
  const { state, viewport, actions } = start();
  actions.filterBy('group:gold and');
  expect([state.view.get().filter, viewport.get()]).toEqual(['', MOVED]);
  actions.filterBy(' group:gold ');
  expect([state.view.get().filter, viewport.get()]).toEqual(['group:gold', null]);
});

test('hiding a status leaves the picture where it is; showing all is nothing where nothing is hidden', () => {
  const { state, viewport, actions } = start();
  actions.toggleStatus('fresh');
  actions.toggleStatus('stale');
  actions.toggleStatus('fresh');
  expect([state.view.get().hidden, viewport.get()]).toEqual([['stale'], MOVED]);
  actions.showStatuses();
  actions.showAll();
  expect([state.view.get().hidden, viewport.get()]).toEqual([[], MOVED]);
  actions.showOnlyStatus('failed');
  expect(state.view.get().hidden).not.toContain('failed');
  expect(state.view.get().hidden).toContain('fresh');
});

test('to show an asset only what hides it is dropped', () => {
  const { state, actions } = start();
  actions.filterBy('group:gold');
  actions.toggleStatus('stale');
  expect(showing(state, 'gold')).toEqual({ filter: 'group:gold', hidden: ['stale'] });
  expect(showing(state, 'board')).toEqual({ filter: 'group:gold', hidden: [] });
  expect(showing(state, 'raw')).toEqual({ filter: '', hidden: ['stale'] });
});

test('the cursor in what is hidden moves nothing; whoever wants to see it there sees it', () => {
  const { state, focus, actions } = start();
  focus('gold', false);
  actions.filterBy('group:gold');
  focus('raw', false);
  expect(state.view.get()).toMatchObject({ active: 'raw', centre: 'gold', filter: 'group:gold' });
  focus('raw', true);
  expect(state.view.get()).toMatchObject({ centre: 'raw', selected: 'asset:raw', filter: '' });
});

test('what is left is told in words, and how much of it hops leave', () => {
  const { state } = start();
  const words = (filter: string, hops: 'all' | 1, centre: string | null): string =>
    narrowedWords(visibleGraph(state.assets.get() ?? new Map(), { filter, hidden: [], hops, centre, collapsed: {} }));
  expect(words('', 'all', null)).toBe('All 3 assets shown');
  expect(words('group:gold', 'all', null)).toBe('2 of 3 assets shown');
  expect(words('*', 1, 'raw')).toBe('All 3 assets shown, 2 of them in this part of the lineage');
});

test('filter and hidden statuses are saved with the view; a view of before has neither, and one with a status of later is not read', () => {
  const { state, actions } = start();
  actions.filterBy('group:gold');
  actions.toggleStatus('stale');
  const saved = (view: object) => readSavedViews({ version: 1, project: '/p', view, viewport: null })[0]?.view;
  expect(saved(state.view.get())).toMatchObject({ filter: 'group:gold', hidden: ['stale'] });
  const { filter: _, hidden: _hidden, ...before } = state.view.get();
  expect(saved(before)).toMatchObject({ filter: '', hidden: [] });
  expect(saved({ ...before, hidden: ['asleep'] })).toBeUndefined();
});
