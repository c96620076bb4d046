// What runs by itself and in slices, in a real Chromium: bars of partitions, the switch, freshness, and the answer to "why not?".
import { describe, expect, test } from 'vitest';
import { PROJECT } from '../gallery/scene-parts.ts';
import { appears, assetNode as node, useGallery } from './gallery-fixture.ts';
import type { OpenScene } from './open-gallery.ts';

const { drawn } = useGallery();

declare global {
  interface Window {
    /** Of the nodes that something was changed in. */
    redrawn: Set<string>;
  }
}

const select = async (scene: OpenScene, key: string) => {
  await node(scene, key).click();
  const region = scene.page.getByRole('region', { name: `Details of ${key}` });
  await appears(region);
  return region;
};

describe('what runs by itself', () => {
  test('V3, R7: a node has a bar of its partitions, says them to a screen reader, and the details count them', async () => {
    const scene = await drawn({ scene: 'automation' });
    const words = '500 of 975 partitions fresh, 120 stale, 4 failed, 351 missing';
    expect(await node(scene, 'revenue').locator('.spoken-name').textContent()).toContain(words);
    const shares = await node(scene, 'revenue')
      .locator('.partitions-bar line')
      .evaluateAll((all) =>
        all.map((each) => {
          const [from = NaN, to = NaN] = ['x1', 'x2'].map((end) => Number.parseFloat(each.getAttribute(end) ?? ''));
          return [each.getAttribute('class'), to - from, getComputedStyle(each).strokeDasharray] as const;
        }),
      );
    expect(shares.map(([state]) => state)).toEqual([
      'partitions-fresh',
      'partitions-stale',
      'partitions-failed',
      'partitions-missing',
    ]);
    // Four of a thousand are seen, and the bar is full.
    expect(Number(shares[2]?.[1])).toBeGreaterThan(2);
    expect(shares.reduce((sum, [, share]) => sum + Number(share), 0)).toBeCloseTo(100, 3);
    // Told apart without colours, too.
    expect(new Set(shares.slice(0, 3).map(([, , pattern]) => pattern)).size).toBe(3);
    expect(await node(scene, 'dashboard').locator('.partitions-bar').count()).toBe(0);
    const region = await select(scene, 'revenue');
    await appears(region.getByText('day (daily from 2026-01-01, Europe/Berlin) × country (de, fr, us)'));
    expect(await region.locator('.partitions-counts li').allInnerTexts()).toEqual([
      '500 fresh',
      '120 stale',
      '4 failed',
      '351 missing',
    ]);
    expect(await scene.complaints()).toEqual([]);
  });

  test('R6: a node says that it is too old, by shape and word, and news of others leave it as it is', async () => {
    const scene = await drawn({ scene: 'automation' });
    const mark = (key: string) => node(scene, key).locator('.freshness-mark');
    await appears(mark('dashboard').locator('.codicon-watch'));
    expect([await mark('dashboard').innerText(), await mark('clicks').innerText()]).toEqual([
      'too old',
      'nearly too old',
    ]);
    expect(await mark('orders').count()).toBe(0);
    const spoken = (key: string) => node(scene, key).locator('.spoken-name').textContent();
    expect(await spoken('dashboard')).toContain('fresh, too old, runs by itself, 12 rows');
    expect(await spoken('clicks')).toContain('stale, nearly too old,');
    await scene.page.evaluate(() => {
      window.redrawn = new Set();
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const element = target instanceof Element ? target : target.parentElement;
          window.redrawn.add(element?.closest('[data-asset]')?.getAttribute('data-asset') ?? 'elsewhere');
        }
      }).observe(document.querySelector('.react-flow__nodes') ?? document.body, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
    });
    await scene.say({
      type: 'automation',
      project: PROJECT,
      on: true,
      assets: [
        ...['orders', 'revenue'].map((key) => ({
          key,
          condition: 'eager()',
          next: null,
          decision: null,
          freshness: null,
        })),
        {
          key: 'dashboard',
          condition: 'eager()',
          next: null,
          decision: 'asked for',
          freshness: { state: 'pass', message: 'it is 1 min old, 30 min are allowed' },
        },
        { key: 'clicks', condition: null, next: null, decision: null, freshness: { state: 'warn', message: 'm' } },
      ],
    });
    await mark('dashboard').waitFor({ state: 'detached' });
    expect(await spoken('dashboard')).toContain('fresh, runs by itself, 12 rows');
    expect(await scene.page.evaluate(() => [...window.redrawn].sort())).toEqual(['clicks', 'dashboard']);
  });

  test('R6: the details say how it runs by itself, switch it, and answer why it did not', async () => {
    const scene = await drawn({ scene: 'automation' });
    const region = await select(scene, 'revenue');
    const automation = region.getByRole('region', { name: 'Automation' });
    await appears(automation.getByText('not asked for: orders is missing'));
    await automation.getByRole('button', { name: 'Switch off' }).click();
    await automation.getByRole('button', { name: 'Why, or why not?' }).click();
    await appears(automation.getByText('partition 2026-03-01 was never materialized'));
    // What says no is open, what says yes is closed.
    expect(await automation.getByText('orders was updated 2 min ago').isVisible()).toBe(false);
    expect((await scene.asked()).filter(({ type }) => type === 'why' || type === 'switch-automation')).toEqual([
      { type: 'switch-automation', project: PROJECT },
      { type: 'why', project: PROJECT, key: 'revenue' },
    ]);
    // What a person opened and closed stays so when it is asked again; all of it by the keyboard.
    const summary = automation.locator('summary');
    for (const closed of [1, 2]) await summary.nth(closed).press('Enter');
    await appears(automation.getByText('orders was updated 2 min ago'));
    await summary.last().press(' ');
    await automation.getByText('never materialized').waitFor({ state: 'hidden' });
    await automation.getByRole('button', { name: 'Why? Ask again' }).press('Enter');
    await expect.poll(async () => (await scene.asked()).filter(({ type }) => type === 'why').length).toBe(2);
    await appears(automation.getByRole('button', { name: 'Why? Ask again', disabled: false }));
    expect(await automation.getByText('orders was updated 2 min ago').isVisible()).toBe(true);
    expect(await automation.getByText('never materialized').isVisible()).toBe(false);
    await automation.getByRole('button', { name: 'orders' }).press('Enter');
    await appears(scene.page.getByRole('region', { name: 'Details of orders' }));
    const dashboard = await select(scene, 'dashboard');
    await appears(dashboard.getByText(/too old: its data is 42 min old/));
    await dashboard.getByRole('button', { name: 'Why, or why not?' }).click();
    await appears(dashboard.getByText('It was not evaluated yet'));
    expect(await scene.complaints()).toEqual([]);
  });
});
