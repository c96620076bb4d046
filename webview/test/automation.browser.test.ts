// What runs by itself and in slices, in a real Chromium: bars of partitions, the switch, freshness, and the answer to "why not?".
import { describe, expect, test } from 'vitest';
import { PROJECT } from '../gallery/scene-parts.ts';
import { assetNode as node, useGallery } from './gallery-fixture.ts';
import type { OpenScene } from './open-gallery.ts';

const { drawn } = useGallery();

const select = async (scene: OpenScene, key: string) => {
  await node(scene, key).click();
  const region = scene.page.getByRole('region', { name: `Details of ${key}` });
  await region.waitFor();
  return region;
};

describe('what runs by itself', () => {
  test('V3, R7: a node has a bar of its partitions, says them to a screen reader, and the details count them', async () => {
    const scene = await drawn({ scene: 'automation' });
    const words = '500 of 975 partitions fresh, 120 stale, 4 failed, 351 missing';
    expect(await node(scene, 'revenue').locator('.spoken-name').textContent()).toContain(words);
    const shares = await node(scene, 'revenue')
      .locator('.partitions-bar rect')
      .evaluateAll((all) =>
        all.map((each) => [each.getAttribute('class'), Number.parseFloat(each.getAttribute('width') ?? '')]),
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
    expect(await node(scene, 'dashboard').locator('.partitions-bar').count()).toBe(0);
    const region = await select(scene, 'revenue');
    await region.getByText('day (daily from 2026-01-01, Europe/Berlin) × country (de, fr, us)').waitFor();
    expect(await region.locator('.partitions-counts li').allInnerTexts()).toEqual([
      '500 fresh',
      '120 stale',
      '4 failed',
      '351 missing',
    ]);
    expect(await scene.complaints()).toEqual([]);
  });

  test('R6: the details say how it runs by itself, switch it, and answer why it did not', async () => {
    const scene = await drawn({ scene: 'automation' });
    const region = await select(scene, 'revenue');
    const automation = region.getByRole('region', { name: 'Automation' });
    await automation.getByText('not asked for: orders is missing').waitFor();
    await automation.getByRole('button', { name: 'Switch off' }).click();
    await automation.getByRole('button', { name: 'Why, or why not?' }).click();
    await automation.getByText('partition 2026-03-01 was never materialized').waitFor();
    // What says no is open, what says yes is closed.
    expect(await automation.getByText('orders was updated 2 min ago').isVisible()).toBe(false);
    expect((await scene.asked()).filter(({ type }) => type === 'why' || type === 'switch-automation')).toEqual([
      { type: 'switch-automation', project: PROJECT },
      { type: 'why', project: PROJECT, key: 'revenue' },
    ]);
    await automation.getByRole('button', { name: 'orders' }).click();
    await scene.page.getByRole('region', { name: 'Details of orders' }).waitFor();
    const dashboard = await select(scene, 'dashboard');
    await dashboard.getByText(/too old: its data is 42 min old/).waitFor();
    await dashboard.getByRole('button', { name: 'Why, or why not?' }).click();
    await dashboard.getByText('It was not evaluated yet').waitFor();
    expect(await scene.complaints()).toEqual([]);
  });
});
