// A window with several projects: choosing among them, what each of them remembers, and what one of them reads of another.
import { expect, inject, test } from 'vitest';
import { asset, PROJECT } from '../gallery/scene-parts.ts';
import type { ToPage } from '../src/protocol.ts';
import { LAKE } from '../gallery/project-scenes.ts';
import { appears, assetNode, useGallery } from './gallery-fixture.ts';
import { editorTab } from './editor-tab.ts';
import { galleryAddress } from './gallery-server.ts';
import { readClipped } from './read-clipped.ts';
import { readContrasts } from './read-contrasts.ts';
import type { OpenScene } from './open-gallery.ts';

const { drawn, forgive, gallery } = useGallery();

const chooser = ({ page }: OpenScene) => page.getByRole('combobox', { name: 'Project' });
const details = ({ page }: OpenScene, key: string) => page.getByRole('region', { name: `Details of ${key}` });

test('V6: with several projects one chooses by the keyboard, and each is as one left it, a reload between or not', async () => {
  const scene = await drawn({ scene: 'projects', width: 280, theme: 'light' });
  const { page } = scene;
  expect(await page.evaluate(readClipped)).toEqual([]);
  expect(await page.evaluate(readContrasts)).toEqual([]);
  await assetNode(scene, 'report').click();
  await appears(details(scene, 'report'));
  await chooser(scene).focus();
  await page.keyboard.press('Enter');
  expect(await page.getByRole('option').allInnerTexts()).toEqual([
    '@acme/lake',
    'shop · 1 failed, 1 stale',
    'weather-of-the-whole-continent · 12 failed, 140 stale',
  ]);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await appears(assetNode(scene, 'customers'));
  expect(await scene.asked()).toContainEqual({ type: 'show-project', project: LAKE });
  expect(await details(scene, 'report').count()).toBe(0);
  // The keyboard is where it was: one goes on choosing.
  await page.keyboard.press('End');
  await appears(page.getByRole('heading', { name: 'weather-of-the-whole-continent has no assets yet' }));
  await page.keyboard.press('Home');
  await assetNode(scene, 'customers').click();
  await appears(details(scene, 'customers'));
  await page.getByRole('button', { name: 'Stay in @acme/lake' }).click();
  expect((await scene.asked()).at(-1)).toEqual({ type: 'pin', project: LAKE, pinned: true });
  await chooser(scene).focus();
  await page.keyboard.press('ArrowDown');
  await appears(details(scene, 'report'));
  expect((await scene.asked()).at(-1)).not.toMatchObject({ pinned: true });

  await page.reload();
  await appears(details(scene, 'report'));
  await chooser(scene).focus();
  await page.keyboard.press('Home');
  await appears(details(scene, 'customers'));
  await appears(page.getByRole('button', { name: 'Follow the cursor to other projects (stays in @acme/lake)' }));
});

test('an input of another project says who makes it, and leads there', async () => {
  const scene = await drawn({ scene: 'projects' });
  const { page } = scene;
  await page.getByRole('button', { name: '@acme/lake:orders, made by @acme/lake, external, group bronze' }).click();
  await details(scene, '@acme/lake:orders').getByRole('button', { name: 'Show in its project' }).click();
  await appears(details(scene, 'orders'));
  expect(await scene.asked()).toContainEqual({ type: 'show-foreign', project: PROJECT, key: '@acme/lake:orders' });
  expect(await chooser(scene).getAttribute('current-value')).toBe(LAKE);
});

test('V2: after a reload the picture stands where it stood, without any layout; one project needs no chooser', async () => {
  const scene = await drawn({ scene: 'fresh' });
  const { page } = scene;
  expect(await chooser(scene).count()).toBe(0);
  const places = () =>
    page.locator('[data-asset]').evaluateAll((nodes) =>
      nodes.map((node) => {
        const { x, y } = node.getBoundingClientRect();
        return [node.getAttribute('data-asset'), Math.round(x), Math.round(y)];
      }),
    );
  const before = await places();
  expect(before).toHaveLength(7);
  await page.route(/layout-worker/, (route) => route.abort());
  await page.reload();
  await appears(page.locator('[data-node]').first());
  expect(await places()).toEqual(before);
  await page.unroute(/layout-worker/);
  // The worker that could not be fetched is what this test is about.
  forgive();
});

test('V1: inside VS Code the page asks to be remembered, and a page made with what it asked shows it, its own state lost', async () => {
  const { page, posted, say } = await editorTab(gallery());
  const messages: ToPage[] = [
    { type: 'project', project: PROJECT, name: 'shop', empty: null, runnable: true },
    { type: 'graph', project: PROJECT, delta: { revision: 1, base: null, upserted: [asset('report')], removed: [] } },
  ];
  const saved = async (): Promise<string> => {
    const save = (await posted()).findLast((message) => message.type === 'save');
    return JSON.stringify(save?.saved ?? null);
  };
  const address = galleryAddress(inject('gallery'), 'vscode');
  await page.goto(address);
  await say(...messages);
  await page.locator('[data-asset="report"]').click();
  await expect.poll(saved).toContain('"selected":"asset:report"');
  const text = await saved();
  await page.route(address, async (route) => {
    const answer = await route.fetch();
    const html = (await answer.text()).replace('"saved-views" content="null"', () => `"saved-views" content='${text}'`);
    await route.fulfill({ response: answer, body: html });
  });
  await page.reload();
  await say(...messages);
  await appears(page.getByRole('region', { name: 'Details of report' }));
});
