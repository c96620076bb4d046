// History, numbers over time and drifted columns in a real Chromium: told in pages, by keyboard, to screen readers, in every theme.
import { describe, expect, test } from 'vitest';
import { historyEntry } from '../gallery/history-scenes.ts';
import { PROJECT, status } from '../gallery/scene-parts.ts';
import { appears, assetNode as node, useGallery } from './gallery-fixture.ts';
import type { OpenOptions, OpenScene } from './open-gallery.ts';
import { readContrasts } from './read-contrasts.ts';

const { drawn } = useGallery();

async function shown(key: string, options: Partial<OpenOptions> = {}) {
  return select(await drawn({ scene: 'history', ...options }), key);
}

async function select(scene: OpenScene, key: string) {
  await node(scene, key).click();
  const region = scene.page.getByRole('region', { name: `Details of ${key}` });
  await appears(region);
  const part = (name: string) => region.getByRole('region', { name, exact: true });
  return { scene, region, part };
}

describe('D07, D09', () => {
  test('the newest ten are told, and older ones when they are asked for by keyboard', async () => {
    const { scene, part } = await shown('orders');
    const entries = part('History').getByRole('listitem');
    await expect.poll(() => entries.count()).toBe(10);
    expect((await scene.asked()).filter(({ type }) => type === 'history')).toEqual([
      { type: 'history', project: PROJECT, key: 'orders' },
    ]);
    const [first, , third] = await entries.allInnerTexts();
    expect(first?.replaceAll(/\s+/g, ' ')).toBe(
      '2 min ago 1,280 rows · 124 kB · 355 ms run a1b2e8 · dev · all 2 checks passed',
    );
    expect(third?.replaceAll(/\s+/g, ' ')).toContain(
      '· reused 1 of 2 checks failed: positive run a1b2e6 · dev · made by run a1b2e4',
    );
    await part('History').getByRole('button', { name: 'Older ones' }).focus();
    await scene.page.keyboard.press('Enter');
    await expect.poll(() => entries.count()).toBe(20);
    expect((await scene.asked()).at(-1)).toEqual({ type: 'history', project: PROJECT, key: 'orders', before: 31 });
    expect(await entries.last().innerText()).toContain('value no longer stored');
    for (const count of [30, 40]) {
      await part('History').getByRole('button', { name: 'Older ones' }).click();
      await expect.poll(() => entries.count()).toBe(count);
    }
    expect(await part('History').getByRole('button', { name: 'Older ones' }).count()).toBe(0);
    expect(await part('History').innerText()).toContain('112 older ones are only counted, the first of');
  });

  test('each number has a picture with a point for each materialization; run, code and columns are told', async () => {
    const { scene, region, part } = await shown('orders');
    const numbers = part('Numbers over time');
    expect(await numbers.getByRole('heading', { level: 4 }).allInnerTexts()).toEqual([
      expect.stringMatching(/^Rows\s+1,280$/),
      expect.stringMatching(/^Size\s+124 kB$/),
      expect.stringMatching(/^share_of_returns\s+0.08$/),
      expect.stringMatching(/^total\s+5\d,\d+/),
    ]);
    const rows = numbers.getByRole('img').first();
    expect(await rows.getAttribute('aria-label')).toMatch(/^Line chart\. Rows: (\w+ \d+ [\d,]+(, |\.)){10}$/);
    expect(await rows.locator('circle').count()).toBe(10);
    const fact = (name: string) =>
      region.locator('.facts dl > div', { has: scene.page.getByText(name, { exact: true }) }).locator('dd');
    await expect.poll(() => fact('Run').innerText()).toBe('a1b2e8, dev');
    expect(await fact('Its code').innerText()).toBe('changed since: its body changed');
    const columns = part('Columns');
    await expect
      .poll(async () =>
        (await columns.getByRole('listitem').allInnerTexts()).map((each) => each.replaceAll(/\s+/g, ' ')),
      )
      .toEqual([
        'orderId text',
        'amount real, stored as text stored as another type',
        'maxTmpf2 real missing in the store',
        'legacy_discount_code_of_the_old_shop text stored, not declared',
      ]);
  });

  test('a materialization while it is open is told at once, and what was opened stays', async () => {
    const { scene, part } = await shown('orders');
    const entries = part('History').getByRole('listitem');
    await expect.poll(() => entries.count()).toBe(10);
    const made = status('orders', 'fresh', { rows: 1_500 });
    const entry = { ...historyEntry(41, { run: 'run-1', rows: 1_500 }), time: made.lastMaterialization?.time ?? '' };
    await scene.say({ type: 'status', project: PROJECT, full: false, statuses: [made] });
    await expect.poll(async () => (await scene.asked()).filter(({ type }) => type === 'history').length).toBe(2);
    const entriesNow = [entry, ...Array.from({ length: 9 }, (_, index) => historyEntry(40 - index))];
    await scene.say({
      type: 'history',
      project: PROJECT,
      key: 'orders',
      before: null,
      history: { entries: entriesNow, next: 32, folded: null },
      message: null,
    });
    await expect.poll(() => entries.count()).toBe(11);
    expect(await entries.first().innerText()).toContain('1,500 rows');
  });

  test('what was never made, and what cannot be told, say so in a sentence', async () => {
    const never = await shown('unmade');
    expect(await never.part('History').ariaSnapshot()).toBe(
      [
        '- region "History":',
        '  - heading "History" [level=3]',
        '  - paragraph: "Never materialized: its history begins with its first run."',
      ].join('\n'),
    );
    expect((await never.scene.asked()).filter(({ type }) => type === 'history')).toEqual([]);
    const { scene } = never;
    const { part } = await select(scene, 'unreadable');
    await appears(part('History').getByText('The store could not be read.'));
    await part('History').getByRole('button', { name: 'Try again' }).click();
    await expect.poll(async () => (await scene.asked()).filter(({ type }) => type === 'history').length).toBe(2);
    const once = await select(scene, 'once');
    await expect.poll(() => once.part('History').getByRole('listitem').count()).toBe(1);
    expect(await once.part('Numbers over time').count()).toBe(0);
  });
});

test('every text of it can be read on its background, in every theme, and fits a sidebar of 280 px', async () => {
  for (const theme of ['dark', 'light', 'high-contrast'] as const) {
    const { scene, part } = await shown('orders', { theme, width: 280, height: 900 });
    await expect.poll(() => part('History').getByRole('listitem').count()).toBe(10);
    const wide = await scene.page.locator('.details').evaluate((each) => each.scrollWidth - each.clientWidth);
    expect({ theme, wide, faults: await scene.page.evaluate(readContrasts) }).toEqual({ theme, wide: 0, faults: [] });
    expect(await scene.complaints()).toEqual([]);
  }
});
