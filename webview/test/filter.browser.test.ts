// Less than all of a project in a real Chromium: the search box with its selections, hidden statuses, and nothing that is left.
import { expect, test } from 'vitest';
import { PROJECT, status } from '../gallery/scene-parts.ts';
import { appears, assetNode as node, useGallery } from './gallery-fixture.ts';
import type { OpenScene } from './open-gallery.ts';

const { drawn, open } = useGallery();

const box = ({ page }: OpenScene) => page.getByRole('combobox', { name: 'Find an asset or filter' });
const rows = ({ page }: OpenScene) => page.getByRole('listbox', { name: 'Matches' }).getByRole('option');
const active = ({ page }: OpenScene) => page.getByRole('option', { selected: true });
const announced = ({ page }: OpenScene) => page.locator('[data-announcements]');
const strip = ({ page }: OpenScene) => page.getByRole('complementary', { name: 'What is shown' });
const shown = ({ page }: OpenScene) =>
  page
    .locator('[data-asset]')
    .evaluateAll((nodes) => nodes.map((each) => each.getAttribute('data-asset') ?? '').sort());
const says = (scene: OpenScene, words: string) => appears(announced(scene).getByText(words, { exact: true }));
/** Waits until exactly these are drawn. */
const draws = async (scene: OpenScene, keys: readonly string[]) => {
  const wanted = [...keys].sort();
  await scene.page.waitForFunction((expected) => {
    const found = [...document.querySelectorAll('[data-asset]')]
      .map((each) => each.getAttribute('data-asset') ?? '')
      .sort();
    return found.join() === expected;
  }, wanted.join());
};
/** The field, and what opens under it, lie within the page. */
const isWithin = async ({ page }: OpenScene, selector: string) => {
  const { width } = page.viewportSize() ?? { width: 0 };
  const area = await page.locator(selector).boundingBox();
  return area !== null && area.x >= 0 && area.x + area.width <= width;
};

test('V5: a few letters find an asset, with the keyboard alone; a selection in the same box is completed and becomes the filter', async () => {
  const scene = await drawn({ scene: 'stages' });
  const { page } = scene;
  await page.keyboard.press('/');
  await page.keyboard.type('gdr');
  expect(await rows(scene).first().locator('mark').allTextContents()).toEqual(['g', 'D', 'R']);
  expect(await rows(scene).first().textContent()).toMatch(/goldDailyRevenue.*stale.*gold/);
  await page.keyboard.press('Enter');
  await appears(page.getByRole('region', { name: 'Details of goldDailyRevenue' }));

  await page.keyboard.press('Control+f');
  await page.keyboard.type('group:sil');
  expect(await active(scene).textContent()).toBe('silver5 assets');
  await page.keyboard.press('Enter');
  expect(await box(scene).inputValue()).toBe('group:silver');
  expect(await active(scene).textContent()).toBe('Show only group:silver5 assets');
  await page.keyboard.type('+ and not st');
  await page.keyboard.press('Enter');
  expect(await box(scene).inputValue()).toBe('group:silver+ and not status:');
  await page.keyboard.type('nev');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await says(scene, '8 of 16 assets shown');
  const left = ['silverOrders', 'silverRefunds', 'silverProducts', 'silverBaskets', 'goldDailyRevenue'];
  await draws(scene, [...left, 'goldRevenueByCategory', 'goldRevenueBySegment', 'boardReport']);
  expect(await strip(scene).textContent()).toBe('group:silver+ and not status:never8 of 16 assets');
  expect(await box(scene).inputValue()).toBe('');

  // To change it, it goes back into the box; one that cannot be read changes nothing and says why.
  await page.getByRole('button', { name: /^Edit the filter/ }).click();
  await page.keyboard.type(' and gruop:gold');
  expect(await page.locator('.search-problem').textContent()).toMatch(
    /^Column 40: expected one of .*did you mean group:/,
  );
  expect(await page.locator('.search-flaw').textContent()).toBe('gruop:gold');
  expect(await box(scene).getAttribute('aria-invalid')).toBe('true');
  await page.keyboard.press('Control+Enter');
  expect(await box(scene).inputValue()).toMatch(/gruop:gold$/);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('group:');
  expect(await page.locator('.search-problem').count()).toBe(0);
  await page.keyboard.press('Control+Enter');
  expect(await page.locator('.search-problem').textContent()).toMatch(/^Column 7: expected a value for group/);
  await page.keyboard.type('gold');
  await page.keyboard.press('Control+Enter');
  await says(scene, '4 of 16 assets shown');

  // What it hides is found all the same, and going there ends the filter.
  await page.keyboard.type('boardRep');
  expect(await rows(scene).first().textContent()).toMatch(/reports, hidden now/);
  await page.keyboard.press('Enter');
  await says(scene, 'All 16 assets shown');
  await appears(page.getByRole('region', { name: 'Details of boardReport' }));
  expect(await strip(scene).count()).toBe(0);
});

test('V5: what hidden assets connect stays connected by a line of its own, which names them; the filter survives a reload', async () => {
  const scene = await drawn({ scene: 'filtered' });
  const { page } = scene;
  const bronze = ['bronzeOrders', 'bronzeRefunds', 'bronzeCustomers', 'bronzeProducts', 'exchangeRates'];
  const gold = ['goldDailyRevenue', 'goldRevenueByCategory', 'goldRevenueBySegment', 'goldCustomerValue'];
  await draws(scene, [...bronze, ...gold]);
  const edges = await page
    .locator('[data-edge]')
    .evaluateAll((all) => all.map((each) => each.classList.contains('edge-through')));
  expect([edges.length > 4, edges.every(Boolean)]).toEqual([true, true]);
  await node(scene, 'bronzeProducts').click();
  await page.keyboard.press('e');
  const card = page.getByRole('dialog', { name: /^Why / });
  expect(await card.textContent()).toContain(
    'follows from bronzeProducts through 2 hidden assets: silverProducts, silverBaskets',
  );
  await page.keyboard.press('Escape');
  await node(scene, 'bronzeProducts').focus();

  // Escape takes the selection away, then what hides assets.
  await page.keyboard.press('Escape');
  await draws(scene, [...bronze, ...gold]);
  await page.keyboard.press('Escape');
  await says(scene, 'All 16 assets shown');
  await box(scene).fill('key:*Report');
  await page.keyboard.press('Enter');
  await draws(scene, ['boardReport', 'marketingReport']);
  await page.reload();
  await draws(scene, ['boardReport', 'marketingReport']);
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await says(scene, 'All 16 assets shown');
  expect(await box(scene).evaluate((field) => field === document.activeElement)).toBe(true);
});

test('V5: statuses are hidden and shown, one alone in one step; an asset comes and goes with its status', async () => {
  const scene = await drawn({ scene: 'stages', width: 280, theme: 'light' });
  const { page } = scene;
  await page.getByRole('button', { name: 'Choose statuses to show' }).click();
  const list = page.getByRole('dialog', { name: 'Statuses to show' });
  const all = ['fresh6', 'stale3', 'upstream stale1', 'never materialized3', 'failed2', 'external1'];
  expect(await list.locator('label').allTextContents()).toEqual(all);
  expect(await isWithin(scene, '.status-list')).toBe(true);
  // The keyboard is in the list already.
  await page.keyboard.press('Space');
  await says(scene, '10 of 16 assets shown');
  expect(await list.getByRole('checkbox', { name: 'fresh, 6 assets' }).isChecked()).toBe(false);
  await list.getByRole('button', { name: 'Only failed' }).click();
  await draws(scene, ['bronzeCustomers', 'goldRevenueBySegment']);
  expect(await strip(scene).textContent()).toBe('only failed2 of 16 assets');
  await page.keyboard.press('Escape');
  expect(await list.count()).toBe(0);

  const before = await node(scene, 'goldRevenueBySegment').boundingBox();
  await scene.say({ type: 'status', project: PROJECT, full: false, statuses: [status('boardReport', 'failed')] });
  await draws(scene, ['bronzeCustomers', 'goldRevenueBySegment', 'boardReport']);
  await scene.say({ type: 'status', project: PROJECT, full: false, statuses: [status('boardReport', 'fresh')] });
  await draws(scene, ['bronzeCustomers', 'goldRevenueBySegment']);
  expect(await node(scene, 'goldRevenueBySegment').boundingBox()).toEqual(before);

  // The last one that fails is repaired: nothing is left, and one step shows everything.
  const repaired = ['bronzeCustomers', 'goldRevenueBySegment'].map((key) => status(key, 'fresh'));
  await scene.say({ type: 'status', project: PROJECT, full: false, statuses: repaired });
  await appears(page.getByRole('heading', { name: 'No asset is shown' }));
  expect(await page.locator('.notice p').textContent()).toMatch(/^Every asset has a status that is hidden: /);
  await page.getByRole('button', { name: 'Show all 16 assets' }).click();
  await says(scene, 'All 16 assets shown');
  expect((await shown(scene)).length).toBe(16);
});

test('V5: a filter that selects nothing, or cannot be read, says so in words', async () => {
  const nothing = await open({ scene: 'filter-nothing', width: 280 });
  await appears(nothing.page.getByRole('heading', { name: 'No asset is shown' }));
  expect(await nothing.page.locator('.notice p').textContent()).toBe(
    'The filter group:platinum selects none of 16 assets: no asset has the group "platinum"',
  );
  await nothing.page.getByRole('button', { name: 'Show all 16 assets' }).click();
  await appears(node(nothing, 'boardReport'));

  const unreadable = await drawn({ scene: 'filter-unreadable', width: 280 });
  expect(await strip(unreadable).textContent()).toMatch(
    /16 of 16 assetsThe filter is not in force: column 16: .*`column:` is not/,
  );
  await box(unreadable).fill('(group:gold or gruop:silver');
  await appears(unreadable.page.locator('.search-problem'));
  expect(await isWithin(unreadable, '.search-popup')).toBe(true);
});
