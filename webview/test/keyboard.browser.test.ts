// The keyboard alone: the order of its stops, where it goes when what had it is gone, and that it is always seen; forced colours and stillness.
import { expect, test } from 'vitest';
import { PROJECT } from '../gallery/scene-parts.ts';
import { appears, useGallery } from './gallery-fixture.ts';
import { THEMES, type OpenScene } from './open-gallery.ts';
import { readContrasts } from './read-contrasts.ts';

const { drawn } = useGallery();

/** The node, or the name of the control. */
const stop = ({ page }: OpenScene): Promise<string> =>
  page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return 'nowhere';
    return focused.getAttribute('data-node') ?? focused.getAttribute('aria-label') ?? focused.textContent?.trim() ?? '';
  });

async function stops(scene: OpenScene, count: number): Promise<string[]> {
  const found: string[] = [];
  while (found.length < count) {
    await scene.page.keyboard.press('Tab');
    found.push(await stop(scene));
  }
  return found;
}

test('V6: Tab goes through the bar, one node of the picture, its controls and the details; Escape leads back', async () => {
  const scene = await drawn({ scene: 'fresh' });
  const { page } = scene;
  const round = await stops(scene, 12);
  expect(round[0]).toBe('Find an asset or filter');
  expect(round.indexOf('asset:bronzeOrders')).toBeGreaterThan(round.indexOf('Materialize all'));
  expect(round.filter((each) => each.startsWith('asset:'))).toEqual(['asset:bronzeOrders']);
  expect(round.indexOf('Zoom in')).toBe(round.indexOf('asset:bronzeOrders') + 1);

  await page.locator('[data-asset="silverOrdersEnriched"]').focus();
  await page.keyboard.press(' ');
  await appears(page.locator('.details'));
  const inDetails = await stops(scene, 14);
  expect(inDetails.slice(inDetails.indexOf('Open code'))).toEqual([
    'Open code',
    'Close details',
    'Materialize',
    'With upstream',
    'With downstream',
    'the article',
    expect.stringMatching(/^bronzeOrders/),
    expect.stringMatching(/^bronzeProducts/),
    expect.stringMatching(/^bronzeCustomers/),
  ]);
  await page.keyboard.press('Escape');
  await page.locator('.details').waitFor({ state: 'hidden' });
  expect(await stop(scene)).toBe('asset:silverOrdersEnriched');
});

test('V6: the keyboard is never lost: details closed, a group closed and opened, the list of keys, an asset that is gone', async () => {
  const scene = await drawn({ scene: 'fresh' });
  const { page } = scene;
  await page.locator('[data-asset="goldDailyRevenue"]').focus();
  await page.keyboard.press(' ');
  await page.getByRole('button', { name: 'Close details' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.details').waitFor({ state: 'hidden' });
  expect(await stop(scene)).toBe('asset:goldDailyRevenue');

  await page.keyboard.press('c');
  await expect.poll(() => stop(scene)).toBe('group:gold');
  await page.keyboard.press('Enter');
  await expect.poll(() => stop(scene)).toMatch(/^asset:gold/);
  await page.keyboard.press('?');
  await appears(page.getByRole('dialog', { name: 'Keyboard shortcuts' }));
  expect(await stop(scene)).toBe('Close');
  await page.keyboard.press('Escape');
  await expect.poll(() => stop(scene)).toMatch(/^asset:gold/);

  const [gone] = (await stop(scene)).split('asset:').slice(1);
  await scene.say({
    type: 'graph',
    project: PROJECT,
    delta: { revision: 2, base: 1, upserted: [], removed: [gone ?? ''] },
  });
  await page.locator(`[data-asset="${gone ?? ''}"]`).waitFor({ state: 'detached' });
  await expect.poll(() => stop(scene)).toMatch(/^asset:/);
  // Of the node that has it now the arrows go on.
  const now = await stop(scene);
  await page.keyboard.press(now === 'asset:bronzeOrders' ? 'End' : 'Home');
  await expect.poll(() => stop(scene)).not.toBe(now);
});

test('V6: of a large picture the keys reach what is not drawn', async () => {
  const scene = await drawn({ scene: 'chain' });
  const { page } = scene;
  expect(await page.locator('[data-asset="link_1999"]').count()).toBe(0);
  await page.locator('[data-node]').first().focus();
  await page.keyboard.press('End');
  await expect.poll(() => stop(scene)).toBe('asset:link_1999');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => stop(scene)).toBe('asset:link_1998');
  const seen = page.locator('[data-asset="link_1998"]');
  await expect
    .poll(async () => {
      const box = await seen.boundingBox();
      return box !== null && box.x >= 0 && box.x + box.width <= 1200 && box.y >= 0 && box.y + box.height <= 800;
    })
    .toBe(true);
});

test('V6: in each of VS Code’s themes the ring around what has the keyboard stands out from its ground, 3 to 1', async () => {
  const scene = await drawn({ scene: 'fresh' });
  const { page } = scene;
  const faint: string[] = [];
  for (const theme of THEMES) {
    await page.evaluate(async (wanted) => {
      window.dress(wanted);
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    }, theme);
    for (const selector of ['[data-asset="bronzeOrders"]', '.search input', '.canvas-controls vscode-button']) {
      await page.locator(selector).first().focus();
      // By a key, so that it is the keyboard's ring.
      await page.keyboard.press('Shift');
      const contrast = await page.evaluate(ringContrast);
      if (contrast < 3) faint.push(`${theme} ${selector}: ${contrast.toFixed(2)}`);
    }
  }
  expect(faint).toEqual([]);
});

test('V6: forced colours keep every text, edge and mark', async () => {
  const scene = await drawn({ scene: 'changes', forcedColors: 'active' });
  const { page } = scene;
  expect(await page.evaluate(readContrasts)).toEqual([]);
  const strokes = await page
    .locator('.edge-line')
    .evaluateAll((lines) => [...new Set(lines.map((line) => getComputedStyle(line).stroke))]);
  // Canvas text and highlight, nothing of the theme's own.
  const system = await page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('span'));
    return ['CanvasText', 'Highlight'].map((name) => {
      probe.style.color = name;
      return getComputedStyle(probe).color;
    });
  });
  expect(strokes.filter((stroke) => !system.includes(stroke))).toEqual([]);
});

test('V6: where stillness is wished for, of the system or of VS Code, nothing moves', async () => {
  // The gallery's tabs wish for it; VS Code's own setting is a class.
  const scene = await drawn({ scene: 'mixed' });
  const { page } = scene;
  const moving = () =>
    page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
  expect(await moving()).toBe(0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect.poll(moving).toBeGreaterThan(0);
  await page.evaluate(() => document.body.classList.add('vscode-reduce-motion'));
  await expect.poll(moving).toBe(0);
});

/** Of the ring around what is focused, with the ground of the page. Runs in the page. */
function ringContrast(): number {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const luminance = (colour: string): number => {
    if (!canvas) return 0;
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
      const value = part / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const host = document.activeElement;
  const focused = host?.shadowRoot?.activeElement ?? host;
  if (!focused) return 0;
  const { outlineColor, outlineStyle } = getComputedStyle(focused);
  if (outlineStyle === 'none') return 0;
  const [a, b] = [luminance(outlineColor), luminance(getComputedStyle(document.body).backgroundColor)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
