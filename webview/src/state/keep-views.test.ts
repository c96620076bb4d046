// Where one looked comes back with its project: within the page's life, after a reload, and whatever an older page or anyone else left there.
import { expect, test } from 'vitest';
import type { Placed } from '../layout/layout-model.ts';
import { keepViews } from './keep-views.ts';
import { createValue } from './observable.ts';
import { createPageState } from './page-state.ts';
import { FIRST_VIEW, type View } from './view.ts';
import { joinSavedViews, withoutPictures, type SavedViews, type Viewport } from './saved-view.ts';

/** A page's life; `memory` outlives it. */
function live(memory: { saved: unknown }) {
  const state = createPageState();
  const viewport = createValue<Viewport | null>(null);
  const host = { load: () => memory.saved, save: (saved: unknown) => (memory.saved = structuredClone(saved)) };
  const places = keepViews({ host, state, viewport });
  const show = (project: string | null): void =>
    state.project.set({ project, name: project ?? '', empty: null, runnable: true });
  const look = (view: Partial<View>, at: Viewport | null = null): void => {
    state.view.update((before) => ({ ...before, ...view }));
    viewport.set(at);
  };
  return { state, viewport, places, show, look };
}

const AT: Viewport = { x: 1, y: 2, zoom: 0.5 };
const placed = (nodes: number): Placed => ({
  shape: 'layers',
  width: 10,
  height: 10,
  nodes: Object.fromEntries(
    Array.from({ length: nodes }, (_, index) => [`asset:${index}`, { x: index + 0.4, y: 0, width: 240, height: 50 }]),
  ),
  boxes: {},
  edges: { e: [{ x: 0, y: 0 }] },
});

test('each project has a view of its own, which comes back with it and after a reload', () => {
  const memory = { saved: undefined as unknown };
  const first = live(memory);
  first.show('/a');
  first.look({ selected: 'asset:x', hops: 2, collapsed: { gold: true } }, AT);
  first.show('/b');
  expect(first.state.view.get()).toEqual(FIRST_VIEW);
  expect(first.viewport.get()).toBeNull();
  first.look({ hops: 'all', pinned: true });
  first.show('/a');
  expect(first.state.view.get()).toMatchObject({ selected: 'asset:x', hops: 2, collapsed: { gold: true } });
  expect(first.viewport.get()).toEqual(AT);
  // The editor has nothing to show for a while: its project comes back as it was.
  first.show(null);
  first.show('/a');
  expect(first.state.view.get().hops).toBe(2);
  first.places.flush();

  const second = live(memory);
  second.show('/b');
  expect(second.state.view.get()).toMatchObject({ hops: 'all', pinned: true, selected: null });
  second.show('/a');
  expect(second.viewport.get()).toEqual(AT);
});

test('places come back for the very shape they were made for, and only of pictures that are worth it', () => {
  const memory = { saved: undefined as unknown };
  const first = live(memory);
  first.show('/a');
  first.places.keep('one shape', placed(2));
  first.show('/large');
  first.places.keep('a large shape', placed(301));
  expect(first.places.recall('a large shape')).toBeNull();
  first.places.flush();

  const second = live(memory);
  second.show('/a');
  expect(second.places.recall('another shape')).toBeNull();
  expect(second.places.recall('one shape')?.nodes).toEqual({
    'asset:0': { x: 0.4, y: 0, width: 240, height: 50 },
    'asset:1': { x: 1.4, y: 0, width: 240, height: 50 },
  });
  expect(second.places.last()?.shape).toBe('layers');
  second.show('/large');
  expect(second.places.last()).toBeNull();
  second.show('/a');
  second.places.forget();
  expect(second.places.last()).toBeNull();
});

test('twenty projects are remembered, five of them with their places: what was looked at longest ago goes first', () => {
  const memory = { saved: undefined as unknown };
  const first = live(memory);
  for (let index = 0; index < 25; index++) {
    first.show(`/p${index}`);
    first.look({ hops: 3 });
    first.places.keep('shape', placed(1));
  }
  first.places.flush();
  const { views } = memory.saved as { views: { project: string; picture: unknown }[] };
  expect(views.map(({ project }) => project)).toEqual(Array.from({ length: 20 }, (_, index) => `/p${index + 5}`));
  expect(views.filter(({ picture }) => picture !== null).map(({ project }) => project)).toEqual([
    '/p20',
    '/p21',
    '/p22',
    '/p23',
    '/p24',
  ]);
});

test('the view of one project, as an older page saved it, is read', () => {
  const view = { selected: null, centre: 'a', active: 'a', hops: 1, pinned: true, collapsed: {} };
  const page = live({ saved: { version: 1, project: '/old', view, viewport: AT } });
  page.show('/old');
  expect(page.state.view.get()).toEqual({ ...FIRST_VIEW, ...view });
  expect(page.viewport.get()).toEqual(AT);
});

test('what is no saved view spoils no other, and a picture that is none spoils not its view', () => {
  const view = { selected: null, centre: null, active: null, hops: 3, pinned: false, collapsed: {} };
  const views = [
    null,
    { project: 7, view },
    { project: '/odd', view: { ...view, hops: 'many' } },
    { project: '/inf', view, viewport: { x: Number.NaN, y: 0, zoom: 1 } },
    { project: '/good', view, picture: { shape: 'x', placed: { shape: 'layers', nodes: [] } } },
  ];
  const page = live({ saved: { version: 2, views } });
  for (const [project, hops] of [
    ['/odd', null],
    ['/inf', null],
    ['/good', 3],
  ] as const) {
    page.show(project);
    expect(page.state.view.get().hops, project).toBe(hops);
  }
  expect(page.places.last()).toBeNull();
  for (const saved of [undefined, null, 'x', [], { version: 3, views }, { version: 2, views: {} }]) {
    const odd = live({ saved });
    odd.show('/good');
    expect(odd.state.view.get()).toEqual(FIRST_VIEW);
  }
});

test('a window that closed without writing the state of its page finds where one looked with the editor, and its own pictures', () => {
  const memory = { saved: undefined as unknown };
  const first = live(memory);
  first.show('/a');
  first.look({ hops: 1 });
  first.places.keep('one shape', placed(1));
  first.places.flush();
  const own = memory.saved as SavedViews;
  const [view] = own.views;
  const later = withoutPictures({ ...own, at: own.at + 1, views: [{ ...view!, view: { ...view!.view, hops: 3 } }] });
  const second = live({ saved: joinSavedViews(own, later) });
  second.show('/a');
  expect(second.state.view.get().hops).toBe(3);
  expect(second.places.recall('one shape')).not.toBeNull();
  expect(joinSavedViews(own, { ...later, at: own.at })).toBe(own);
  expect(joinSavedViews(own, null)).toBe(own);
  const closed = live({ saved: joinSavedViews(undefined, later) });
  closed.show('/a');
  expect(closed.state.view.get().hops).toBe(3);
});
