// Edges that say why they exist: a card beside the pointer, kept by a click, walked with the keyboard, closed by Escape.
import { expect, test } from 'vitest';
import { appears, assetNode, useGallery } from './gallery-fixture.ts';
import type { OpenScene } from './open-gallery.ts';

const { drawn } = useGallery();

const ORDERS = 'asset:orders → asset:ledger';
const card = ({ page }: OpenScene) => page.getByRole('dialog', { name: /^Why / });
const lifted = ({ page }: OpenScene) => page.locator('[data-lifted]');

/** A point of an edge on the screen. */
async function pointOf({ page }: OpenScene, edge: string, along = 0.5): Promise<{ x: number; y: number }> {
  return page.locator(`[data-edge="${edge}"] .edge-hit`).evaluate((path: SVGPathElement, share) => {
    const { x, y } = path.getPointAtLength(path.getTotalLength() * share);
    const point = new DOMPoint(x, y).matrixTransform(path.getScreenCTM() ?? undefined);
    return { x: point.x, y: point.y };
  }, along);
}

test('V3: a rest on an edge tells every reason with its own line, lifts the edge with both ends, and goes with the pointer', async () => {
  const scene = await drawn({ scene: 'reasons', width: 1000, height: 600 });
  const { page } = scene;
  const { x, y } = await pointOf(scene, ORDERS);
  await page.mouse.move(x, y);
  await appears(card(scene));
  expect(await card(scene).getAttribute('aria-label')).toBe('Why ledger comes after orders');
  expect(await card(scene).getByRole('listitem').allInnerTexts()).toEqual([
    'ledger reads orders as input “raw”\nsrc/core.ts:7',
    'ledger reads orders as input “corrections”\nsrc/core.ts:8',
    'ledger comes after orders, order only (deps)\nsrc/core.ts:10',
  ]);
  expect(await lifted(scene).getAttribute('data-lifted')).toBe(ORDERS);
  expect(await lifted(scene).locator('rect').count()).toBe(2);

  const box = await card(scene).boundingBox();
  const pane = await page.locator('.picture').boundingBox();
  if (!box || !pane) throw new Error('The card has no place.');
  expect(y < box.y || y > box.y + box.height).toBe(true);
  expect(box.x >= pane.x && box.x + box.width <= pane.x + pane.width).toBe(true);
  expect(box.y >= pane.y && box.y + box.height <= pane.y + pane.height).toBe(true);

  // It stays while the pointer is on it, and its links lead to exactly that place.
  await page.mouse.move(box.x + 40, box.y + box.height / 2, { steps: 3 });
  await card(scene).getByRole('button', { name: 'src/core.ts:8' }).click();
  expect((await scene.asked()).at(-1)).toEqual({
    type: 'open-place',
    project: '/projects/shop',
    file: 'src/core.ts',
    line: 8,
    column: 7,
  });
  await page.mouse.move(5, 590, { steps: 3 });
  await card(scene).waitFor({ state: 'detached' });
  expect(await lifted(scene).count()).toBe(0);
});

test('V3: a click keeps the card, a second one jumps; Escape, another click and a move of the picture take it away', async () => {
  const scene = await drawn({ scene: 'reasons', width: 1000, height: 600 });
  const { page } = scene;
  const at = await pointOf(scene, ORDERS);
  await page.mouse.click(at.x, at.y);
  await appears(card(scene));
  expect(await card(scene).getAttribute('data-pinned')).toBe('true');
  await page.mouse.click(at.x, at.y);
  expect((await scene.asked()).at(-1)).toMatchObject({ type: 'open-place', file: 'src/core.ts', line: 7, column: 7 });
  expect(await card(scene).count()).toBe(1);

  // A selection outlives the card.
  await assetNode(scene, 'statement').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  expect(await card(scene).count()).toBe(0);
  expect(await assetNode(scene, 'statement').getAttribute('data-selected')).toBe('true');

  const other = await pointOf(scene, 'asset:ledger → asset:statement');
  await page.mouse.click(other.x, other.y);
  await appears(card(scene));
  await page.mouse.click(10 + (await page.locator('.canvas').boundingBox())!.x, 590);
  await card(scene).waitFor({ state: 'detached' });

  const again = await pointOf(scene, ORDERS);
  await page.mouse.move(again.x, again.y);
  await appears(card(scene));
  await page.mouse.wheel(0, 400);
  await card(scene).waitFor({ state: 'detached' });
});

test('V3: `e` walks through the edges of a node, Enter jumps, and Escape goes back to the node', async () => {
  const scene = await drawn({ scene: 'reasons', width: 300, height: 500 });
  const { page } = scene;
  await assetNode(scene, 'ledger').focus();
  await page.keyboard.press('e');
  await appears(card(scene));
  expect(await card(scene).innerText()).toMatch(/Edge 1 of 3 of ledger: e next, E back/);
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  expect(await focused()).toBe('src/core.ts:7');
  const names: (string | null)[] = [];
  for (const key of ['e', 'e', 'e', 'E']) {
    await page.keyboard.press(key);
    names.push(await card(scene).getAttribute('aria-label'));
  }
  expect(names).toEqual([
    'Why ledger comes after cleanups',
    'Why statement comes after ledger',
    'Why ledger comes after orders',
    'Why statement comes after ledger',
  ]);
  await page.keyboard.press('Enter');
  expect((await scene.asked()).at(-1)).toMatchObject({ type: 'open-place', file: 'src/core.ts', line: 16 });
  await page.keyboard.press('Escape');
  expect(await card(scene).count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-asset'))).toBe('ledger');
});

test('V3: an edge between closed groups tells eight reasons and how many more, and can be hit from far away', async () => {
  const scene = await drawn({ scene: 'group-reasons', width: 1100, height: 500 });
  const { page } = scene;
  const edge = 'group:stage 1 → group:stage 2';
  const width = await page
    .locator(`[data-edge="${edge}"] .edge-hit`)
    .evaluate(
      (path: SVGPathElement) => Number.parseFloat(getComputedStyle(path).strokeWidth) * (path.getScreenCTM()?.a ?? 0),
    );
  expect(width).toBeCloseTo(12, 1);
  await page.locator('[data-group="stage 1"]').focus();
  await page.keyboard.press('e');
  await page.keyboard.press('e');
  await appears(card(scene));
  expect(await card(scene).getAttribute('aria-label')).toBe('Why group stage 2 comes after group stage 1');
  expect(await card(scene).getByRole('listitem').count()).toBe(8);
  await card(scene).getByRole('button', { name: 'and 12 more' }).click();
  expect(await card(scene).getByRole('listitem').count()).toBe(20);
});
