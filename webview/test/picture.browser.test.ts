// The picture in a real Chromium: its shape by the room, groups that open and close, hops, the cursor's asset, and what survives a reload.
import { expect, inject, test } from 'vitest';
import { asset, PROJECT, status } from '../gallery/scene-parts.ts';
import type { ToPage } from '../src/protocol.ts';
import { appears, assetNode as node, useGallery } from './gallery-fixture.ts';
import { editorTab } from './editor-tab.ts';
import { galleryAddress } from './gallery-server.ts';
import type { OpenScene } from './open-gallery.ts';

const { drawn, gallery, forgive } = useGallery();

const keys = ({ page }: OpenScene) =>
  page.locator('[data-asset]').evaluateAll((nodes) => nodes.map((each) => each.getAttribute('data-asset')).sort());
const place = async (scene: OpenScene, key: string) => {
  const box = await node(scene, key).boundingBox();
  if (!box) throw new Error(`${key} is not drawn`);
  return box;
};
/** The picture has come to rest: a dozen frames without a change of place, so that a movement that is only about to begin is waited for. */
const rest = ({ page }: OpenScene) =>
  page.evaluate(
    () =>
      new Promise<void>((done) => {
        let before = '';
        let frames = 0;
        const look = () => {
          const now = document.querySelector('.react-flow__viewport')?.getAttribute('style') ?? '';
          frames = now === before ? frames + 1 : 0;
          before = now;
          if (frames === 12) done();
          else requestAnimationFrame(look);
        };
        look();
      }),
  );

test('a narrow page shows a column, a wide one layers, and the whole of a small project is in sight', async () => {
  for (const width of [280, 340, 1200]) {
    const scene = await drawn({ scene: 'fresh', width, height: 800 });
    await rest(scene);
    const [orders, silver, gold] = [
      await place(scene, 'bronzeOrders'),
      await place(scene, 'silverOrdersEnriched'),
      await place(scene, 'goldDailyRevenue'),
    ];
    if (width < 640) expect([silver.x, gold.x]).toEqual([orders.x, orders.x]);
    else expect(orders.x < silver.x && silver.x < gold.x).toBe(true);
    for (const key of await keys(scene)) {
      const { x, y, width: wide, height } = await place(scene, key ?? '');
      expect(x >= 0 && x + wide <= width && y >= 0 && y + height <= 800, `${key} at ${width}`).toBe(true);
    }
  }
});

test('in a sidebar all nodes stay in sight when the details open below them', async () => {
  const scene = await drawn({ scene: 'fresh', width: 300, height: 780 });
  await node(scene, 'goldDailyRevenue').click();
  await appears(scene.page.getByRole('table'));
  await rest(scene);
  const details = await scene.page.getByRole('region', { name: /^Details of / }).boundingBox();
  for (const key of await keys(scene)) {
    const { y, height } = await place(scene, key ?? '');
    expect(y > 0 && y + height <= (details?.y ?? 0), `${key}`).toBe(true);
  }
});

test('V2: above 300 nodes groups are one node each; one opens where it was, and closes again', async () => {
  const scene = await drawn({ scene: 'large' });
  const groups = scene.page.locator('[data-group]');
  expect(await groups.count()).toBe(20);
  expect(await scene.page.locator('[data-asset]').count()).toBe(0);
  await scene.page.locator('[data-group="finance core"]').click();
  await appears(scene.page.locator('[data-box="finance core"]'));
  expect(await groups.count()).toBe(19);
  expect((await keys(scene)).length).toBe(20);
  await scene.page.getByRole('button', { name: 'Collapse group finance core, 20 assets' }).click();
  await expect.poll(() => groups.count()).toBe(20);
});

test('V1: one hop around the selected asset, more hops, everything', async () => {
  const scene = await drawn({ scene: 'fresh' });
  await node(scene, 'bronzeOrders').click();
  const hops = scene.page.getByRole('combobox', { name: 'How much of the lineage to show' });
  const choose = async (name: string) => {
    await hops.click();
    await scene.page.getByRole('option', { name }).click();
  };
  await choose('1 hop');
  await expect.poll(() => keys(scene)).toEqual(['bronzeOrders', 'silverOrdersEnriched']);
  await choose('2 hops');
  await expect.poll(async () => (await keys(scene)).length).toBe(5);
  await choose('All');
  await expect.poll(async () => (await keys(scene)).length).toBe(7);
});

test('V1 V7: a large project follows the cursor with one hop; pinned it stays', async () => {
  const scene = await drawn({ scene: 'large' });
  const focus = (key: string, reveal: boolean): ToPage => ({ type: 'focus', project: PROJECT, key, reveal });
  await scene.say(focus('core/finance_5', true));
  await appears(scene.page.getByRole('region', { name: 'Details of core/finance_5' }));
  await expect.poll(async () => (await keys(scene)).includes('core/finance_5')).toBe(true);
  expect((await keys(scene)).length).toBeLessThan(12);
  await scene.say(focus('raw/supply_3', false));
  await appears(node(scene, 'raw/supply_3'));
  await expect.poll(() => node(scene, 'raw/supply_3').getAttribute('data-active')).toBe('true');
  await node(scene, 'core/finance_5').waitFor({ state: 'detached' });
  await scene.page.getByRole('button', { name: 'Stay at raw/supply_3' }).click();
  await scene.say(focus('marts/finance_2', false));
  await scene.say({ type: 'run', project: PROJECT, run: { id: 'r', done: 0, total: 1 } });
  await appears(scene.page.getByText('0/1'));
  expect(await keys(scene)).toContain('raw/supply_3');
});

test('a new asset comes in and the others keep their order; the removed one goes', async () => {
  const scene = await drawn({ scene: 'fresh' });
  const order = async () => {
    const places = await Promise.all(
      ['bronzeOrders', 'bronzeProducts', 'bronzeCustomers'].map((key) => place(scene, key)),
    );
    return places.map(({ y }) => y);
  };
  const ranks = (values: readonly number[]) => values.map((value) => values.filter((other) => other < value).length);
  await rest(scene);
  const before = ranks(await order());
  const upserted = [asset('bronzeReturns', { group: 'bronze', line: 90 })];
  await scene.say({
    type: 'graph',
    project: PROJECT,
    delta: { revision: 2, base: 1, upserted, removed: ['goldDailyRevenue'] },
  });
  await appears(node(scene, 'bronzeReturns'));
  await rest(scene);
  expect(ranks(await order())).toEqual(before);
  expect(await node(scene, 'goldDailyRevenue').count()).toBe(0);
});

test('a delta that does not fit makes the page ask for everything', async () => {
  const scene = await drawn({ scene: 'fresh' });
  await scene.say({ type: 'graph', project: PROJECT, delta: { revision: 9, base: 8, upserted: [], removed: [] } });
  await expect.poll(() => scene.asked()).toEqual([{ type: 'resync' }]);
});

test('selection, hops and place survive a reload', async () => {
  const scene = await drawn({ scene: 'fresh' });
  const { page } = scene;
  await node(scene, 'silverOrdersEnriched').click();
  await appears(page.getByRole('region', { name: 'Details of silverOrdersEnriched' }));
  await rest(scene);
  const whole = await place(scene, 'silverOrdersEnriched');
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(() => place(scene, 'silverOrdersEnriched')).not.toEqual(whole);
  await rest(scene);
  const before = await place(scene, 'silverOrdersEnriched');
  await page.reload();
  await appears(page.getByRole('region', { name: 'Details of silverOrdersEnriched' }));
  await expect.poll(() => place(scene, 'silverOrdersEnriched')).toEqual(before);
});

test('what breaks while drawing is shown and told, and starting anew brings the picture back', async () => {
  const scene = await drawn({ scene: 'fresh' });
  await node(scene, 'bronzeOrders').click();
  await appears(scene.page.getByRole('region', { name: /^Details of / }));
  // No JSON: an editor could not send it, and drawing it throws.
  await scene.page.evaluate((project) => {
    window.gallery.say({
      type: 'preview',
      project,
      key: 'bronzeOrders',
      preview: { type: 'value', value: { deep: 1n } },
      message: null,
    });
  }, PROJECT);
  await appears(scene.page.getByRole('heading', { name: 'The picture broke' }));
  expect((await scene.asked()).at(-1)).toMatchObject({ type: 'error', message: expect.stringContaining('BigInt') });
  await scene.page.getByRole('button', { name: 'Reload' }).click();
  await appears(node(scene, 'bronzeOrders'));
  // React reports what the boundary caught; that is no complaint here.
  forgive();
});

test('the bundle that VS Code loads speaks through its interface', async () => {
  const { page, posted, say } = await editorTab(gallery());
  await page.goto(galleryAddress(inject('gallery'), 'vscode'));
  await expect.poll(posted).toEqual([{ type: 'ready' }]);
  const messages: ToPage[] = [
    { type: 'project', project: PROJECT, name: 'shop', empty: null, runnable: true },
    { type: 'graph', project: PROJECT, delta: { revision: 1, base: null, upserted: [asset('report')], removed: [] } },
    { type: 'status', project: PROJECT, full: true, statuses: [status('report', 'never')] },
  ];
  await say(...messages);
  await page.locator('[data-asset="report"]').dblclick();
  expect(await posted()).toContainEqual({ type: 'open', project: PROJECT, key: 'report' });
  await page.evaluate(() => window.postMessage({ type: 'nonsense' }, '*'));
  await expect.poll(async () => JSON.stringify((await posted()).at(-1))).toContain('not a message');
  expect(await page.evaluate(() => window.policyViolations)).toEqual([]);
});
