// The picture while runs go on and code is typed, in a real Chromium: news of one asset touches one node, and nothing piles up.
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import type { ToPage } from '../src/protocol.ts';
import { asset, PROJECT, status } from '../gallery/scene-parts.ts';
import { appears, assetNode as node, useGallery } from './gallery-fixture.ts';
import type { OpenScene } from './open-gallery.ts';

const { drawn } = useGallery();

const news = (key: string, name: Parameters<typeof status>[1]): ToPage => ({
  type: 'status',
  project: PROJECT,
  full: false,
  statuses: [status(key, name)],
});

declare global {
  interface Window {
    touched: string[];
    revision?: number;
  }
}

/** The nodes of the picture whose elements change from now on. */
async function watch({ page }: OpenScene): Promise<void> {
  await page.evaluate(() => {
    window.touched = [];
    const name = (at: Node): string => {
      const element = at instanceof Element ? at : at.parentElement;
      const found = element?.closest('[data-asset], [data-group], [data-box], .edges');
      return (
        found?.getAttribute('data-asset') ??
        found?.getAttribute('data-group') ??
        found?.className.toString() ??
        'the picture'
      );
    };
    new MutationObserver((changes) => {
      for (const { target } of changes) window.touched.push(name(target));
    }).observe(document.querySelector('.react-flow') ?? document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
  });
}

const touched = async ({ page }: OpenScene): Promise<string[]> => [
  ...new Set(await page.evaluate(() => window.touched.splice(0))),
];

async function inSight({ page }: OpenScene, element: Locator): Promise<boolean> {
  const [at, around] = [await element.boundingBox(), await page.locator('.picture').boundingBox()];
  if (!at || !around) return false;
  const across = at.x >= around.x && at.x + at.width <= around.x + around.width;
  return across && at.y >= around.y && at.y + at.height <= around.y + around.height;
}

test('V7: news of one asset changes that node alone, and of one in a closed group that group; the cursor marks both', async () => {
  const scene = await drawn({ scene: 'medium' });
  await scene.page.getByRole('combobox', { name: 'How much of the lineage to show' }).click();
  await scene.page.getByRole('option', { name: 'All' }).click();
  await expect.poll(() => scene.page.locator('[data-asset]').count()).toBeGreaterThan(100);
  await scene.page.getByRole('button', { name: 'Collapse group finance raw, 6 assets' }).click();
  const group = scene.page.locator('[data-group="finance raw"]');
  await appears(group);

  await watch(scene);
  await scene.say(news('core/customers_2', 'failed'));
  await expect.poll(() => node(scene, 'core/customers_2').getAttribute('data-status')).toBe('failed');
  expect(await touched(scene)).toEqual(['core/customers_2']);

  await scene.say(news('raw/finance_1', 'failed'));
  await appears(scene.page.getByRole('button', { name: /^group finance raw, .*1 failed/ }));
  expect(await touched(scene)).toEqual(['finance raw']);

  await scene.say({ type: 'focus', project: PROJECT, key: 'core/customers_3', reveal: false });
  await expect.poll(() => node(scene, 'core/customers_3').getAttribute('data-active')).toBe('true');
  expect(await touched(scene)).toEqual(['core/customers_3']);
  await scene.say({ type: 'focus', project: PROJECT, key: 'raw/finance_2', reveal: false });
  await expect.poll(() => group.getAttribute('data-active')).toBe('true');
  await appears(scene.page.getByRole('button', { name: /^group finance raw, .*the cursor is in raw\/finance_2/ }));
  await expect.poll(() => inSight(scene, group)).toBe(true);

  // A pinch holds what is under it, and a smaller pane what is selected.
  const at = await group.boundingBox();
  if (!at) throw new Error('The group is not drawn.');
  await scene.page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
  await scene.page.keyboard.down('Control');
  await scene.page.mouse.wheel(0, -60);
  await scene.page.keyboard.up('Control');
  await expect.poll(async () => (await group.boundingBox())?.width).toBeGreaterThan(at.width * 1.05);
  const now = await group.boundingBox();
  expect(Math.abs((now?.x ?? 0) + (now?.width ?? 0) / 2 - at.x - at.width / 2)).toBeLessThan(2);
  await scene.say({ type: 'focus', project: PROJECT, key: 'core/customers_2', reveal: true });
  const selected = node(scene, 'core/customers_2');
  await expect.poll(() => inSight(scene, selected)).toBe(true);
  await scene.page.setViewportSize({ width: 700, height: 420 });
  await expect.poll(() => inSight(scene, selected)).toBe(true);
});

test('V7: a thousand statuses and a hundred edits leave no more memory behind than they found', async () => {
  const scene = await drawn({ scene: 'mixed' });
  const session = await scene.page.context().newCDPSession(scene.page);
  const heap = async (): Promise<number> => {
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  };
  const keys = ['bronzeOrders', 'bronzeProducts', 'goldDailyRevenue', 'goldRevenueBySegment'];
  const statuses = Array.from({ length: 1000 }, (_, n) => news(keys[n % 4] ?? '', n % 3 === 0 ? 'fresh' : 'running'));
  const extra = asset('extra', { group: 'gold', line: 90, inputs: { x: 'bronzeOrders' } });
  const live = (of: { readonly statuses: number; readonly edits: number }): Promise<void> =>
    scene.page.evaluate(
      async ({ statuses, edits, extra, project }) => {
        const frame = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => done()));
        for (const [n, message] of statuses.entries()) {
          window.gallery.say(message);
          if (n % 20 === 0) await frame();
        }
        // One comes in and goes again, each once the picture shows it.
        for (let edit = 0; edit < edits; edit++) {
          const [upserted, removed] = edit % 2 === 0 ? [[extra], []] : [[], ['extra']];
          window.revision = (window.revision ?? 1) + 1;
          const delta = { revision: window.revision, base: window.revision - 1, upserted, removed };
          window.gallery.say({ type: 'graph', project, delta });
          while ((document.querySelector('[data-asset="extra"]') !== null) !== (edit % 2 === 0)) await frame();
        }
      },
      { statuses: statuses.slice(0, of.statuses), edits: of.edits, extra, project: PROJECT },
    );
  // What is made once is made by the first round.
  await live({ statuses: 100, edits: 20 });
  const before = await heap();
  await live({ statuses: 1000, edits: 100 });
  const after = await heap();
  console.log(`the page's heap: ${(before / 1e6).toFixed(1)} MB before, ${(after / 1e6).toFixed(1)} MB after`);
  expect(after - before).toBeLessThan(1.5e6);
});
