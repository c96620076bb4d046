// The picture follows what it is made from, and only that.
import { expect, test } from 'vitest';
import type { LayoutInput, Placed } from '../layout/layout-model.ts';
import { arrangeColumn } from '../layout/arrange-column.ts';
import { asset, assetsOf, fresh } from './asset-node.fixture.ts';
import { createValue } from './observable.ts';
import { createPageState } from './page-state.ts';
import { createScene, type Pane } from './scene.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function start(nightly: string) {
  const state = createPageState();
  const book = (selection: string): void =>
    state.project.set({
      project: '/p',
      name: 'p',
      empty: null,
      runnable: true,
      named: { jobs: [{ name: 'nightly', selection }], schedules: [], sensors: [] },
    });
  book(nightly);
  state.assets.set(assetsOf(asset('raw'), asset('clean', ['raw']), asset('report', ['clean'])));
  const asked: LayoutInput[] = [];
  const scene = createScene({
    state,
    pane: createValue<Pane | null>({ width: 300, height: 600, shape: 'column' }),
    layout: {
      layout: (input) => {
        asked.push(input);
        return Promise.resolve({ type: 'placed', placed: arrangeColumn(input) });
      },
      dispose: () => undefined,
    },
    places: { recall: (): Placed | null => null, last: () => null, keep: () => undefined, forget: () => undefined },
  });
  const filter = (text: string): void => state.view.update((view) => ({ ...view, filter: text }));
  const shown = async (): Promise<readonly string[]> => {
    await settled();
    return scene.get().picture?.visible.nodes.flatMap((node) => (node.kind === 'asset' ? node.asset.key : [])) ?? [];
  };
  return { state, scene, book, filter, shown, asked };
}

test('a filter that names a job follows what the job selects, though no asset changed', async () => {
  const { book, filter, shown } = start('key:raw');
  filter('job:nightly');
  expect(await shown()).toEqual(['raw']);
  book('key:clean+');
  expect(await shown()).toEqual(['clean', 'report']);
});

test('where no filter asks for them, jobs and statuses that change leave the picture as it is', async () => {
  const { state, scene, book, filter, shown, asked } = start('key:raw');
  filter('key:clean+');
  expect(await shown()).toEqual(['clean', 'report']);
  const { picture } = scene.get();
  book('key:report');
  state.statuses.setMany([['clean', fresh('clean')]]);
  await settled();
  expect(scene.get().picture).toBe(picture);
  expect(asked).toHaveLength(1);
});
