// Large pictures in a real Chromium: little of them is mounted, all of them can be seen, pressed and reached with the keyboard.
import { expect, test } from 'vitest';
import { appears, assetNode as node, useGallery } from './gallery-fixture.ts';
import type { OpenScene } from './open-gallery.ts';

const { drawn } = useGallery();

const mounted = ({ page }: OpenScene) => page.locator('[data-asset]').count();
const details = ({ page }: OpenScene, name: RegExp) => page.getByRole('region', { name });

async function whole(scene: string): Promise<OpenScene> {
  const opened = await drawn({ scene });
  await opened.page.getByRole('combobox', { name: 'How much of the lineage to show' }).click();
  await opened.page.getByRole('option', { name: 'All' }).click();
  await opened.page.getByRole('button', { name: 'Fit the picture' }).click();
  await appears(opened.page.locator('canvas.far-picture'));
  return opened;
}

test('V2: a fan of a thousand is painted from far away; a press selects what is there, and near nodes are mounted alone', async () => {
  const scene = await whole('fan');
  await expect.poll(() => mounted(scene)).toBeLessThan(3);
  const picture = scene.page.getByRole('application', { name: 'Lineage of shop: 1001 assets' });
  const { x = 0, y = 0, width = 0, height = 0 } = (await picture.boundingBox()) ?? {};
  // The block of leaves lies around the middle; between two of them there is little room.
  for (const down of [0, 4, 8, 12]) {
    await scene.page.mouse.click(x + width / 2, y + height / 2 + down);
    if ((await details(scene, /^Details of/).count()) > 0) break;
  }
  await appears(details(scene, /^Details of leaf_\d+$/));
  await scene.page.keyboard.press('Escape');
  await picture.focus();
  for (let step = 0; step < 12; step += 1) await scene.page.getByRole('button', { name: 'Zoom in' }).click();
  await scene.page.locator('canvas.far-picture').waitFor({ state: 'detached' });
  await expect.poll(() => mounted(scene)).toBeGreaterThan(5);
  expect(await mounted(scene)).toBeLessThan(300);
});

test('V6: in a chain of two thousand the keyboard reaches the last link, and brings it into sight', async () => {
  const scene = await whole('chain');
  await scene.page.keyboard.press('Escape');
  await node(scene, 'link_0').focus();
  await scene.page.keyboard.press('End');
  await appears(details(scene, /^Details of link_1999$/));
  await expect.poll(() => node(scene, 'link_1999').evaluate((each) => document.activeElement === each)).toBe(true);
  await scene.page.keyboard.press('ArrowLeft');
  await appears(details(scene, /^Details of link_1998$/));
  expect(await mounted(scene)).toBeLessThan(300);
});

test('V2: ten thousand assets start with their groups, and one that is opened is drawn with its assets', async () => {
  const scene = await drawn({ scene: 'thousands' });
  expect(await scene.page.locator('[data-group]').count()).toBeGreaterThan(5);
  // The first in sight: the data comes in there.
  const group = scene.page.locator('[data-group="domain 39"]');
  const at = await group.boundingBox();
  await group.click();
  const box = scene.page.getByRole('button', { name: 'Collapse group domain 39, 250 assets' });
  await appears(box);
  await expect.poll(async () => Math.abs(((await box.boundingBox())?.x ?? 0) - (at?.x ?? 0))).toBeLessThan(20);
  expect(await mounted(scene)).toBeGreaterThan(5);
  expect(await mounted(scene)).toBeLessThan(300);
});
