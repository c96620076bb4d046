// The page in a real Chromium under its real policy: what is seen and said, what clicks and keys ask, and what a status costs.
import { describe, expect, test } from 'vitest';
import { PROJECT, status } from '../gallery/scene-parts.ts';
import { appears, assetNode as node, useGallery } from './gallery-fixture.ts';
import type { OpenScene } from './open-gallery.ts';

const { open, drawn } = useGallery();

const details = ({ page }: OpenScene) => page.getByRole('region', { name: /^Details of/ });
const focused = ({ page }: OpenScene) =>
  page.evaluate(() => document.activeElement?.closest('[data-node]')?.getAttribute('data-node'));
/** Without what open details ask for by themselves, in their own time. */
const orders = async (scene: OpenScene) =>
  (await scene.asked()).filter(({ type }) => type !== 'preview' && type !== 'history');

describe('what is seen', () => {
  for (const theme of ['dark', 'light'] as const)
    test(`V2 V3 A15: groups, nodes and their statuses have names (${theme})`, async () => {
      const { page } = await drawn({ scene: 'mixed', theme });
      expect(await page.getByRole('application').ariaSnapshot()).toBe(
        `
- 'application "Lineage of shop: 7 assets"':
  - button "Collapse group bronze, 3 assets" [expanded]
  - button "Collapse group silver, 1 asset" [expanded]
  - button "Collapse group gold, 3 assets" [expanded]
  - button "bronzeOrders, fresh, 100 rows, group bronze"
  - button "bronzeProducts, fresh, 10 rows, group bronze"
  - button "bronzeCustomers, stale, 20 rows, its code has changed, group bronze"
  - button "silverOrdersEnriched, upstream stale, 100 rows, bronzeCustomers is stale, group silver"
  - button "goldDailyRevenue, running, 5 rows, group gold"
  - 'button "goldRevenueByCategory, failed, TypeError: Cannot read properties of undefined (reading ‘category’), group gold"'
  - button "goldRevenueBySegment, never materialized, group gold"
`.trim(),
      );
    });

  test('B03 V3: each status has a shape of its own, besides its colour and its word', async () => {
    const scene = await drawn({ scene: 'mixed' });
    const shapes = await scene.page
      .locator('[data-asset] .status-icon')
      .evaluateAll((icons) => icons.map((icon) => getComputedStyle(icon, '::before').content));
    expect(new Set(shapes.slice(1)).size).toBe(6);
    expect(await node(scene, 'goldRevenueBySegment').textContent()).toMatch(/never materialized/i);
  });

  test('no situation is blank, and each that can be helped has one action', async () => {
    const expected: Record<string, [says: string, action: string | null]> = {
      waiting: ['Starting', null],
      reading: ['Reading your code', null],
      'no-project': ['No project here uses Headwater yet', 'headwater.addToFolder'],
      empty: ['No assets yet', 'headwater.createFirstAsset'],
    };
    for (const [name, [says, action]] of Object.entries(expected)) {
      const scene = await open({ scene: name, width: 300 });
      const notice = scene.page.getByRole('status').filter({ has: scene.page.getByRole('heading', { name: says }) });
      await appears(notice);
      const buttons = notice.getByRole('button');
      expect(await buttons.count()).toBe(action === null ? 0 : 1);
      if (action === null) continue;
      await buttons.click();
      expect(await scene.asked()).toEqual([{ type: 'command', command: action }]);
    }
  });

  test('where nothing can run the graph is there all the same, with the reason and its action', async () => {
    const scene = await drawn({ scene: 'restricted', width: 300 });
    expect(await scene.page.locator('[data-asset]').count()).toBe(7);
    expect(await scene.page.getByRole('button', { name: 'Materialize all' }).isDisabled()).toBe(true);
    await node(scene, 'bronzeOrders').click();
    await scene.page.keyboard.press('m');
    await scene.page.getByRole('button', { name: 'Manage Trust' }).click();
    expect((await orders(scene)).map(({ type }) => type)).toEqual(['select', 'command']);
  });

  test('names in any script and of any length stay inside their nodes, and are no HTML', async () => {
    for (const width of [280, 1200]) {
      const { page } = await drawn({ scene: 'names', width });
      const outside = await page.locator('[data-asset]').evaluateAll((nodes) =>
        nodes.flatMap((each) => {
          const box = each.getBoundingClientRect();
          const name = each.querySelector('.node-name')?.getBoundingClientRect();
          return name && name.right <= box.right + 1 && name.bottom <= box.bottom + 1 ? [] : [each.textContent];
        }),
      );
      expect(outside).toEqual([]);
      await page.locator('[data-asset^="<b>"]').click();
      const text = page.getByRole('region').locator('.markdown');
      expect(await text.textContent()).toBe('<img src=x onerror=alert(1)> and <b>bold</b>');
      expect(await text.locator('img, b').count()).toBe(0);
    }
  });

  test('forced colours keep edges and selection visible', async () => {
    const scene = await drawn({ scene: 'fresh', forcedColors: 'active' });
    await node(scene, 'bronzeOrders').click();
    const strokes = await scene.page
      .locator('.edge-line')
      .evaluateAll((lines) => [...new Set(lines.map((line) => getComputedStyle(line).stroke))]);
    const ground = await scene.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(strokes.length).toBe(2);
    expect(strokes).not.toContain(ground);
  });
});

describe('what a click asks', () => {
  test('V4 A09: one click selects and shows the details, with description and rows', async () => {
    const scene = await drawn({ scene: 'mixed' });
    await node(scene, 'goldDailyRevenue').click();
    await appears(scene.page.getByRole('table'));
    expect(await scene.page.getByRole('row').count()).toBe(6);
    expect(await scene.page.getByRole('row').nth(1).innerText()).toBe('2026-03-01\t7193.6\t24\tnull');
    expect(await scene.asked()).toEqual([
      { type: 'select', project: PROJECT, key: 'goldDailyRevenue' },
      { type: 'preview', project: PROJECT, key: 'goldDailyRevenue' },
      { type: 'history', project: PROJECT, key: 'goldDailyRevenue' },
    ]);
    await node(scene, 'silverOrdersEnriched').click();
    await appears(scene.page.getByRole('region', { name: 'Details of silverOrdersEnriched' }));
    const link = details(scene).getByRole('link', { name: 'the article' });
    expect(await link.getAttribute('href')).toBe('https://example.com/medallion');
    expect(await details(scene).locator('.markdown p').count()).toBe(2);
    expect(await details(scene).locator('.situation').innerText()).toBe('Upstream stale\n\nbronzeCustomers is stale');
  });

  test('V4: a double click opens the code, and nothing moves under the pointer before', async () => {
    for (const width of [300, 1200]) {
      const scene = await drawn({ scene: 'fresh', width });
      await node(scene, 'goldRevenueBySegment').dblclick();
      expect(await scene.asked()).toContainEqual({ type: 'open', project: PROJECT, key: 'goldRevenueBySegment' });
      expect((await scene.asked()).filter(({ type }) => type === 'select')).toHaveLength(1);
    }
  });

  test('the details materialize, alone and with what is around, open the code and lead along the lineage', async () => {
    const scene = await drawn({ scene: 'fresh' });
    await node(scene, 'silverOrdersEnriched').click();
    for (const name of ['Materialize', 'With upstream', 'With downstream', 'Open code'])
      await details(scene).getByRole('button', { name, exact: true }).click();
    await details(scene).getByRole('button', { name: 'bronzeProducts, input “products”, fresh' }).click();
    await appears(scene.page.getByRole('region', { name: 'Details of bronzeProducts' }));
    const project = PROJECT;
    const keys = ['silverOrdersEnriched'];
    expect((await scene.asked()).filter(({ type }) => type === 'materialize' || type === 'open')).toEqual([
      { type: 'materialize', project, keys },
      { type: 'materialize', project, keys, widen: 'upstream' },
      { type: 'materialize', project, keys, widen: 'downstream' },
      { type: 'open', project, key: 'silverOrdersEnriched' },
    ]);
    await scene.page.getByRole('button', { name: 'Close details' }).click();
    await details(scene).waitFor({ state: 'detached' });
  });

  test('B04: the bar runs everything, what is stale, and cancels', async () => {
    const scene = await drawn({ scene: 'never', width: 280 });
    await scene.page.getByRole('button', { name: 'Materialize all' }).click();
    await scene.page.getByRole('button', { name: 'Materialize stale: 7' }).click();
    await scene.say({ type: 'run', project: PROJECT, run: { id: 'run-9', done: 2, total: 7 } });
    await appears(scene.page.getByText('2/7'));
    await scene.page.getByRole('button', { name: 'Cancel' }).click();
    expect(await scene.asked()).toEqual([
      { type: 'materialize-all', project: PROJECT, staleOnly: false },
      { type: 'materialize-all', project: PROJECT, staleOnly: true },
      { type: 'cancel', project: PROJECT, run: 'run-9' },
    ]);
  });
});

describe('V6: the keyboard alone', () => {
  test('arrows go along edges and between siblings, and back where they came from', async () => {
    const scene = await drawn({ scene: 'fresh' });
    await node(scene, 'bronzeProducts').focus();
    const walk = ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'Home', 'End', 'ArrowLeft', 'ArrowLeft'];
    const path: unknown[] = [];
    await scene.page.keyboard.press(' ');
    for (const key of walk) {
      await scene.page.keyboard.press(key);
      path.push(await focused(scene));
    }
    expect(path.slice(0, 5)).toEqual([
      'asset:silverOrdersEnriched',
      expect.stringMatching(/^asset:gold/),
      'asset:silverOrdersEnriched',
      'asset:bronzeOrders',
      'asset:goldRevenueBySegment',
    ]);
    await scene.page.keyboard.press('Home');
    await scene.page.keyboard.press('ArrowDown');
    expect(await focused(scene)).toMatch(/^asset:bronze(Products|Customers)$/);
    expect(await node(scene, 'bronzeOrders').getAttribute('tabindex')).toBe('-1');
  });

  test('Enter opens, m u d materialize, Escape clears, ? lists the keys', async () => {
    const scene = await drawn({ scene: 'fresh' });
    await node(scene, 'bronzeOrders').focus();
    for (const key of ['Enter', 'm', 'u', 'd', ' ', 'Escape', '?']) await scene.page.keyboard.press(key);
    await appears(scene.page.getByRole('dialog', { name: 'Keyboard shortcuts' }));
    await scene.page.keyboard.press('Escape');
    await scene.page.getByRole('dialog').waitFor({ state: 'hidden' });
    const project = PROJECT;
    const keys = ['bronzeOrders'];
    expect(await orders(scene)).toEqual([
      { type: 'open', project, key: 'bronzeOrders' },
      { type: 'materialize', project, keys },
      { type: 'materialize', project, keys, widen: 'upstream' },
      { type: 'materialize', project, keys, widen: 'downstream' },
      { type: 'select', project, key: 'bronzeOrders' },
      { type: 'select', project, key: null },
    ]);
  });

  test('one search finds any asset: slash, a few letters, Enter', async () => {
    const scene = await drawn({ scene: 'large' });
    await scene.page.keyboard.press('/');
    await scene.page.keyboard.type('marts/supply_1');
    const matches = scene.page.getByRole('listbox', { name: 'Matches' }).getByRole('option');
    expect(await matches.first().innerText()).toContain('marts/supply_1');
    await scene.page.keyboard.press('ArrowDown');
    const second = await matches.nth(1).locator('.suggestion-name').innerText();
    const active = await scene.page
      .getByRole('combobox', { name: 'Find an asset' })
      .getAttribute('aria-activedescendant');
    expect(await matches.nth(1).getAttribute('id')).toBe(active);
    await scene.page.keyboard.press('Enter');
    await appears(node(scene, second));
    await expect.poll(() => focused(scene)).toBe(`asset:${second}`);
    await scene.page.keyboard.press('Control+f');
    await scene.page.keyboard.type('no such asset');
    await appears(scene.page.getByText('No asset is named like “no such asset”'));
  });
});

describe('what news costs', () => {
  test('V7: a status renders its own node and no other', async () => {
    const scene = await drawn({ scene: 'fresh' });
    await scene.page.evaluate(() => {
      const changed = new Set<string>();
      Object.assign(window, { changed });
      const name = (target: Node): string =>
        (target instanceof Element ? target : target.parentElement)
          ?.closest('[data-node]')
          ?.getAttribute('data-node') ?? '';
      const observer = new MutationObserver((records) => records.forEach(({ target }) => changed.add(name(target))));
      const picture = document.querySelector('.react-flow');
      if (picture) observer.observe(picture, { subtree: true, childList: true, attributes: true, characterData: true });
    });
    const statuses = [status('bronzeOrders', 'running')];
    await scene.say({ type: 'status', project: PROJECT, full: false, statuses });
    await scene.say({ type: 'progress', project: PROJECT, key: 'bronzeOrders', message: 'Loaded 100 orders' });
    await appears(scene.page.getByText('Loaded 100 orders'));
    expect(await scene.page.evaluate(() => [...(window as unknown as { changed: Set<string> }).changed])).toEqual([
      'asset:bronzeOrders',
    ]);
  });

  test('the layout runs in a worker, started under the policy', async () => {
    const { page } = await drawn({ scene: 'fresh' });
    expect(page.workers().map((worker) => worker.url())).toEqual([expect.stringMatching(/^blob:/)]);
  });

  test('what happens to the selected and the running asset is said aloud', async () => {
    const scene = await drawn({ scene: 'mixed' });
    const said = scene.page.locator('[data-announcements]');
    const statuses = [status('goldDailyRevenue', 'fresh', { rows: 5 })];
    await scene.say({ type: 'status', project: PROJECT, full: false, statuses });
    await expect.poll(() => said.innerText()).toMatch(/^goldDailyRevenue, fresh, .* 5 rows$/);
    await scene.say({ type: 'run', project: PROJECT, run: null });
    await expect.poll(() => said.innerText()).toBe('Run ended');
  });

  test('the scenes of the gallery that no other test opens are drawn without a complaint', async () => {
    for (const name of ['one', 'cycle', 'medium', 'hundreds']) {
      const scene = await open({ scene: name, width: 640 });
      await appears(scene.page.locator('[data-node], .notice h2').first());
    }
  });
});
