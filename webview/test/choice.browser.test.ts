// Several assets chosen at once in a real Chromium: by pointer, by rectangle and by keyboard, near and far, and what can be done with them.
import { expect, test } from 'vitest';
import { PROJECT } from '../gallery/scene-parts.ts';
import type { Deed } from '../src/protocol.ts';
import { appears, assetNode as node, useGallery } from './gallery-fixture.ts';
import type { OpenScene } from './open-gallery.ts';

const { drawn } = useGallery();

const bar = ({ page }: OpenScene) => page.locator('.choice-bar');
const details = ({ page }: OpenScene, name: string) => page.getByRole('region', { name, exact: true });
const pressed = ({ page }: OpenScene) =>
  page
    .locator('[data-asset][aria-pressed="true"]')
    .evaluateAll((nodes) => nodes.map((each) => each.getAttribute('data-asset')).sort());
const middle = async (scene: OpenScene, key: string) => {
  const { x, y, width, height } = (await node(scene, key).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return { x: x + width / 2, y: y + height / 2 };
};
const asked = async (scene: OpenScene, type: string) => (await scene.asked()).filter((each) => each.type === type);

/** Asks for a menu, and answers with what VS Code would read from the elements under the pointer. */
async function menuOn(scene: OpenScene, ask: () => Promise<unknown>) {
  await scene.page.evaluate(() => {
    const seen = window as unknown as { menu: unknown };
    seen.menu = null;
    // As VS Code does in its webviews: last, and only where the page has not kept the event for itself.
    window.addEventListener(
      'contextmenu',
      (event) => {
        if (event.defaultPrevented || !(event.target instanceof Element)) return;
        const context = event.target.closest('[data-vscode-context]')?.getAttribute('data-vscode-context');
        seen.menu = { context: JSON.parse(context ?? '{}') as unknown, x: event.clientX, y: event.clientY };
      },
      { once: true },
    );
  });
  await ask();
  const menu = () =>
    scene.page.evaluate(
      () =>
        (window as unknown as { menu: { context: Record<string, unknown>; x: number; y: number } | null }).menu ?? null,
    );
  await expect.poll(menu).not.toBeNull();
  return (await menu()) ?? { context: {}, x: 0, y: 0 };
}
const choose = (scene: OpenScene, deed: Deed) => scene.say({ type: 'do', project: PROJECT, deed, about: 'menu' });

test('V4 V6: chosen one by one, all between, by keyboard, all; told aloud, marked, materialized together, and back to one', async () => {
  const scene = await drawn({ scene: 'fresh' });
  const { page } = scene;
  const said = page.locator('[data-announcements]');
  await node(scene, 'bronzeOrders').click();
  await appears(details(scene, 'Details of bronzeOrders'));
  await node(scene, 'goldDailyRevenue').click({ modifiers: ['Control'] });
  await expect.poll(() => said.textContent()).toBe('2 assets chosen');
  expect(await pressed(scene)).toEqual(['bronzeOrders', 'goldDailyRevenue']);
  expect(await page.locator('.chosen-mark').count()).toBe(2);
  await appears(details(scene, 'Details of 2 assets'));
  await node(scene, 'goldDailyRevenue').press('Escape');
  await appears(details(scene, 'Details of goldDailyRevenue'));
  expect(await page.locator('.chosen-mark').count()).toBe(0);

  await node(scene, 'bronzeProducts').click({ modifiers: ['Shift'] });
  await expect.poll(() => pressed(scene)).toEqual(['bronzeProducts', 'goldDailyRevenue', 'silverOrdersEnriched']);
  await bar(scene).getByRole('button', { name: 'Materialize with downstream' }).click();
  expect((await asked(scene, 'materialize')).at(-1)).toMatchObject({
    keys: ['goldDailyRevenue', 'silverOrdersEnriched', 'bronzeProducts'],
    widen: 'downstream',
  });

  await node(scene, 'silverOrdersEnriched').click();
  await appears(details(scene, 'Details of silverOrdersEnriched'));
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(async () => (await pressed(scene)).length).toBe(2);
  await page.keyboard.press('Control+ArrowLeft');
  await page.keyboard.press('Control+ArrowLeft');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-asset') ?? '');
  await expect.poll(focused).toMatch(/^bronze/);
  expect((await pressed(scene)).length).toBe(2);
  await page.keyboard.press('Control+Space');
  await expect.poll(async () => (await pressed(scene)).length).toBe(3);
  await page.keyboard.press('m');
  const all = (await asked(scene, 'materialize')).at(-1);
  expect(all?.type === 'materialize' && [...all.keys].sort()).toEqual(await pressed(scene));
  await page.keyboard.press('Control+Space');
  await expect.poll(async () => (await pressed(scene)).length).toBe(2);
  await page.keyboard.press('Control+a');
  await expect.poll(() => said.textContent()).toBe('7 assets chosen');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect.poll(() => pressed(scene)).toEqual([]);
  expect(await page.getByRole('region', { name: /^Details/ }).count()).toBe(0);
});

test('V4: a rectangle chooses what it touches and moves nothing; with Ctrl it adds; given up it leaves all as it was', async () => {
  const scene = await drawn({ scene: 'fresh' });
  const { page } = scene;
  const where = () => page.locator('.react-flow__viewport').getAttribute('style');
  const drag = async (from: { x: number; y: number }, to: { x: number; y: number }) => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 4 });
  };
  const top = await middle(scene, 'bronzeOrders');
  const before = await where();
  await page.keyboard.down('Shift');
  await drag({ x: top.x + 30, y: top.y - 120 }, { x: top.x - 30, y: 700 });
  await appears(page.locator('.choice-rectangle'));
  expect(await where()).toBe(before);
  await page.mouse.up();
  await expect.poll(() => pressed(scene)).toEqual(['bronzeCustomers', 'bronzeOrders', 'bronzeProducts']);
  // The details take room, and the picture fits itself into what is left.
  await appears(details(scene, 'Details of 3 assets'));
  await expect.poll(where).not.toBe(before);
  const gold = await middle(scene, 'goldRevenueBySegment');
  const end = (await node(scene, 'goldRevenueBySegment').boundingBox()) ?? { x: 0, width: 0 };
  const beside = { x: end.x + end.width + 5, y: gold.y + 5 };
  await page.keyboard.down('Control');
  await drag(beside, { x: gold.x + 80, y: gold.y });
  await page.mouse.up();
  await page.keyboard.up('Control');
  await expect.poll(async () => (await pressed(scene)).length).toBe(4);
  await drag(beside, { x: gold.x - 80, y: gold.y });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await page.keyboard.up('Shift');
  expect((await pressed(scene)).length).toBe(4);
  expect(await page.locator('.choice-rectangle').count()).toBe(0);
});

test('V4: what is made elsewhere is left out and said; where nothing can run the bar says why; in a sidebar it fits', async () => {
  const scene = await drawn({ scene: 'chosen', width: 280, height: 760 });
  await appears(bar(scene));
  const [inner, outer] = [await bar(scene).boundingBox(), scene.page.viewportSize()];
  expect(inner && inner.x >= 0 && inner.x + inner.width <= (outer?.width ?? 0)).toBe(true);
  for (const button of await bar(scene).getByRole('button').all()) {
    const place = await button.boundingBox();
    expect(place && inner && place.x + place.width <= inner.x + inner.width).toBe(true);
  }
  await appears(details(scene, 'Details of 3 assets').getByText('1 external, made elsewhere, so it does not run'));
  await bar(scene).getByRole('button', { name: 'Materialize', exact: true }).click();
  expect(await asked(scene, 'materialize')).toMatchObject([{ keys: ['validatedSales', 'revenueByCustomer'] }]);

  const external = await drawn({ scene: 'chosen-external' });
  await appears(bar(external).getByText('Only external assets: they are made elsewhere'));
  await bar(external).getByRole('button', { name: 'Materialize', exact: true }).click({ force: true });
  await node(external, 'warehouse/orders').press('m');
  expect(await asked(external, 'materialize')).toEqual([]);
  // A group that is only partly chosen says so to everyone.
  const groups = await drawn({ scene: 'chosen-groups' });
  const states = () =>
    groups.page
      .locator('[data-group]')
      .evaluateAll((each) =>
        each.map((one) => `${one.getAttribute('data-group')} ${one.getAttribute('aria-pressed')}`),
      );
  await expect.poll(async () => (await states()).sort()).toEqual(['api true', 'sales mixed']);
});

test('V4: from far away a rectangle, a press with Ctrl and one with Shift choose what is painted there', async () => {
  const scene = await drawn({ scene: 'chosen-far' });
  const { page } = scene;
  await appears(page.locator('canvas.far-picture'));
  const count = async () => Number((await bar(scene).locator('.choice-count').textContent())?.replace(/\D/g, '') ?? 0);
  await expect.poll(count).toBe(300);
  await page.keyboard.down('Shift');
  await page.mouse.move(300, 200);
  await page.mouse.down();
  await page.mouse.move(380, 300, { steps: 3 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect.poll(count).not.toBe(300);
  const some = await count();
  expect(some).toBeGreaterThan(5);
  expect(some).toBeLessThan(30);
  // Nodes are painted every 16 pixels: one of these is on one, and between them there is nothing.
  await page.keyboard.down('Control');
  for (const y of [400, 404, 408, 412]) {
    await page.mouse.click(340, y);
    if ((await count()) !== some) break;
  }
  await page.keyboard.up('Control');
  await expect.poll(count).toBe(some + 1);
});

test('V4 V6: menus know what they are about, by pointer and by keyboard, and their entries act on all that is chosen', async () => {
  const scene = await drawn({ scene: 'kinds' });
  const { page } = scene;
  const common = { preventDefaultContextMenuItems: true, headwaterRunnable: true };
  const one = await menuOn(scene, () => node(scene, 'forecast').click({ button: 'right' }));
  expect(one.context).toMatchObject({ ...common, webviewSection: 'asset', headwaterCount: 1, headwaterGroup: 'open' });
  expect(await pressed(scene)).toEqual(['forecast']);
  await node(scene, 'validatedSales').click({ modifiers: ['Control'] });
  await node(scene, 'warehouse/orders').click({ modifiers: ['Control'] });
  const several = await menuOn(scene, () => node(scene, 'validatedSales').click({ button: 'right' }));
  expect(several.context).toMatchObject({ webviewSection: 'asset', headwaterCount: 3, headwaterGroup: 'none' });
  await choose(scene, 'materializeUpstream');
  await choose(scene, 'copySelection');
  expect((await scene.asked()).slice(-2)).toMatchObject([
    { type: 'materialize', keys: ['forecast', 'validatedSales'], widen: 'upstream' },
    { type: 'copy', text: 'key:forecast or key:validatedSales or key:warehouse/orders' },
  ]);
  // Beside the choice: that one first.
  await menuOn(scene, () => node(scene, 'users').click({ button: 'right' }));
  expect(await pressed(scene)).toEqual(['users']);

  await node(scene, 'revenueByCustomer').focus();
  for (const keys of ['ContextMenu', 'Shift+F10']) {
    const { context, x, y } = await menuOn(scene, () => page.keyboard.press(keys));
    expect(context).toMatchObject({ webviewSection: 'asset', headwaterCount: 1 });
    const at = (await node(scene, 'revenueByCustomer').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    expect(x >= at.x && x <= at.x + at.width && y >= at.y && y <= at.y + at.height + 1, `${keys}: ${x}, ${y}`).toBe(
      true,
    );
  }
  await choose(scene, 'chooseUpstream');
  await expect.poll(async () => (await pressed(scene)).length).toBe(4);

  const box = await menuOn(scene, () => page.locator('[data-box="api"] button').click({ button: 'right' }));
  expect(box.context).toMatchObject({ webviewSection: 'group', headwaterCount: 4, headwaterGroup: 'open' });
  await choose(scene, 'chooseMembers');
  await expect.poll(() => pressed(scene)).toEqual(['activity', 'comments', 'posts', 'users']);
  await choose(scene, 'collapseGroup');
  const group = page.locator('[data-group="api"]');
  await expect.poll(() => group.getAttribute('aria-pressed')).toBe('true');
  const closed = await menuOn(scene, () => group.click({ button: 'right' }));
  expect(closed.context).toMatchObject({ headwaterCount: 4, headwaterGroup: 'closed' });
  await choose(scene, 'materialize');
  const last = (await asked(scene, 'materialize')).at(-1);
  expect(last?.type === 'materialize' && [...last.keys].sort()).toEqual(['activity', 'comments', 'posts', 'users']);

  const { x = 0, y = 0 } = (await page.locator('.react-flow').boundingBox()) ?? {};
  const empty = await menuOn(scene, () => page.mouse.click(x + 8, y + 8, { button: 'right' }));
  expect(empty.context).toMatchObject({ webviewSection: 'picture' });
  await choose(scene, 'materializeStale');
  expect((await scene.asked()).at(-1)).toMatchObject({ type: 'materialize-all', staleOnly: true });
  await choose(scene, 'chooseAll');
  await expect.poll(() => page.locator('[data-announcements]').textContent()).toBe('9 assets chosen');
  const plain = await menuOn(scene, () => page.getByRole('region', { name: /^Details/ }).click({ button: 'right' }));
  expect(plain.context).toEqual({});
});
