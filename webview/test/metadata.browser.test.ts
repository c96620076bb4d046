// Metadata of every kind in a real Chromium under the page's real policy: it is shown as what it is, and nothing in it runs.
import { describe, expect, test } from 'vitest';
import { PROJECT, status } from '../gallery/scene-parts.ts';
import { PNG } from '../gallery/metadata-scenes.ts';
import { appears, assetNode as node, dress, useGallery } from './gallery-fixture.ts';
import type { OpenOptions, OpenScene } from './open-gallery.ts';
import { readContrasts } from './read-contrasts.ts';

const { drawn } = useGallery();

async function shown(key: string, options: Partial<OpenOptions> = {}) {
  const scene = await drawn({ scene: 'metadata', ...options });
  await node(scene, key).click();
  const region = scene.page.getByRole('region', { name: `Details of ${key}` });
  await appears(region);
  const block = (name: string) => region.getByRole('region', { name, exact: true });
  const fact = (name: string) =>
    region.locator('.facts dl > div', { has: scene.page.getByText(name, { exact: true }) });
  return { scene, region, block, fact };
}

describe('D05: each kind is shown as what it is', () => {
  test('numbers, truth, text, times, paths and links stand in lines', async () => {
    const { scene, fact } = await shown('summary');
    const value = (name: string) => fact(name).locator('dd').innerText();
    expect(await value('num_orders')).toBe('1,234,567');
    expect(await value('share')).toBe('0.3725');
    expect(await value('complete')).toBe('true');
    expect(await value('note')).toBe('Two lines\nof plain text');
    expect(await value('limit')).toBe('100');
    expect(await fact('until').locator('time').getAttribute('datetime')).toMatch(/^\d{4}-.*Z$/);
    const link = fact('source').getByRole('link');
    expect(await link.getAttribute('href')).toBe('https://example.com/orders?page=1');
    await fact('file').getByRole('button').click();
    expect((await scene.asked()).at(-1)).toEqual({
      type: 'copy',
      text: 's3://bucket/orders/2026/03/01/part-0001.parquet',
    });
  });

  test('JSON is a tree that opens, as far as one wants', async () => {
    const { block } = await shown('summary');
    const tree = block('answer');
    await appears(tree.getByText('status:'));
    expect(await tree.getByText('page:').count()).toBe(0);
    await tree.getByText('paging:').click();
    await appears(tree.getByText('page:'));
    await tree.getByText('ids:').focus();
    await tree.locator('summary', { hasText: 'ids:' }).press('Enter');
    await tree.getByRole('button', { name: '100 more of 250' }).click();
    await tree.getByRole('button', { name: '50 more of 250' }).click();
    expect(await tree.getByText(/^24[0-9]:/).count()).toBe(10);
  });

  test('tables, schemas and the origins of columns', async () => {
    const { scene, block } = await shown('summary');
    expect(await block('sample').getByRole('row').allInnerTexts()).toEqual([
      'city\torders\trevenue',
      'Lisbon\t41\t5120.5',
      'Oslo\t8\tnull',
      'Kraków\t23\t2210',
    ]);
    expect(await block('schema').getByRole('row').allInnerTexts()).toEqual([
      'Column\tType\tDescription',
      'orderId\tstring\tFrom the shop',
      'amount\tnumber\t',
    ]);
    const columns = block('columns');
    expect(await columns.innerText()).toMatch(
      /total\s+orders\.price\s+orders\.quantity\s+city\s+elsewhere\.city\s+madeAt\s+of no column/,
    );
    await columns.getByRole('button', { name: 'orders.price' }).click();
    await appears(scene.page.getByRole('region', { name: 'Details of orders' }));
  });

  test('a picture that came with it is shown, one elsewhere is a link', async () => {
    const { block } = await shown('summary');
    const image = block('picture').getByRole('img', { name: 'A gradient' });
    expect(await image.evaluate((each: HTMLImageElement) => [each.complete, each.naturalWidth])).toEqual([true, 40]);
    const link = block('remote').getByRole('link', { name: 'Chart kept elsewhere' });
    expect(await link.getAttribute('href')).toBe('https://example.com/chart.png');
    expect(await block('remote').getByRole('img').count()).toBe(0);
  });

  test('charts have a shape for the eye and words for a screen reader', async () => {
    const { block } = await shown('summary');
    const bars = block('perDay').getByRole('img');
    expect(await bars.getAttribute('aria-label')).toBe(
      'Bar chart. orders: Mon 120, Tue 98, Wed 143, Thu 160, Fri 201, Sat 240, Sun 190. returns: Mon 12, Tue 9, Wed 4, Thu 16, Fri 21, Sat 14, Sun -6.',
    );
    const heights = await bars
      .locator('.series-0 rect')
      .evaluateAll((all) => all.map((each) => Number(each.getAttribute('height'))));
    expect(heights).toHaveLength(7);
    expect((heights[5] ?? 0) / (heights[0] ?? 1)).toBeCloseTo(2, 5);
    expect(await bars.locator('.series-1 rect').last().locator('title').textContent()).toBe('Sun, returns: -6');
    const lines = block('trend').getByRole('img');
    expect(await lines.getAttribute('aria-label')).toMatch(
      /^Line chart\. revenue: 30 points from [\d,.]+ to [\d,.]+\. cost: 30 points/,
    );
    const strokes = await lines
      .locator('g > path')
      .evaluateAll((all) => all.map((each) => getComputedStyle(each).stroke));
    expect(new Set(strokes).size).toBe(2);
  });

  test('what is not of its kind is shown as it came, and the rest all the same', async () => {
    const { scene, region, fact } = await shown('orders');
    const odd = {
      count: { kind: 'int', value: 'many' },
      later: { kind: 'hologram', value: { a: [1] } },
      chart: { kind: 'chart', value: { type: 'pie' } },
      fine: { kind: 'int', value: 3 },
    };
    const news = {
      ...status('orders', 'fresh'),
      lastMaterialization: { ...status('orders', 'fresh').lastMaterialization, metadata: odd },
    };
    await scene.page.evaluate(
      ([project, statuses]) => window.gallery.say({ type: 'status', project, full: false, statuses }),
      [PROJECT, [news]] as const,
    );
    await expect.poll(() => fact('count').locator('dd').innerText()).toBe('"many"');
    expect(await fact('fine').locator('dd').innerText()).toBe('3');
    await appears(region.getByRole('region', { name: 'later' }).getByText('a:'));
    await appears(region.getByRole('region', { name: 'chart' }).getByText('"pie"'));
  });
});

describe('D08: Markdown with its pictures, and nothing that runs', () => {
  test('the word cloud in a piece of Markdown shows its image, its table and its link', async () => {
    const { block } = await shown('summary');
    const report = block('report');
    await appears(report.getByRole('heading', { name: 'Titles of the day' }));
    const cloud = report.getByRole('img', { name: 'Word cloud of titles' });
    await expect
      .poll(() => cloud.evaluate((each: HTMLImageElement) => each.complete && each.naturalWidth > 0))
      .toBe(true);
    expect(await report.getByRole('row').allInnerTexts()).toEqual(['word\ttimes', 'rust\t31', 'sqlite\t12']);
    expect(await report.getByRole('link').getAttribute('href')).toBe('https://news.ycombinator.com');
  });

  test('scripts, handlers and javascript: are inert text, and no policy was needed to stop them', async () => {
    const { scene, region, block } = await shown('hostile');
    await expect.poll(() => block('broken').innerText()).toContain('The picture “torn” cannot be read.');
    expect(await block('script').innerText()).toContain('<script>window.ran = "script"</script>');
    expect(await region.locator('script, iframe, object, [onerror], [onload], [onmouseover]').count()).toBe(0);
    const links = await region.getByRole('link').evaluateAll((all) => all.map((each) => each.getAttribute('href')));
    expect(links).toEqual(['https://example.com/spy.png']);
    const sources = await region
      .getByRole('img')
      .evaluateAll((all) => all.map((each) => each.getAttribute('src')?.slice(0, 15)));
    expect(sources).toEqual([PNG.slice(0, 15), 'data:image/svg+']);
    await block('link').getByText('click').click();
    await region.getByText('javascript:window.ran=6').click();
    await region.getByText('<b onmouseover').hover();
    expect(await scene.page.evaluate(() => 'ran' in window)).toBe(false);
  });
});

test('every text of checks and metadata can be read on its background, in every theme, and fits a sidebar', async () => {
  for (const [scene, key] of [
    ['metadata', 'summary'],
    ['kinds', 'validatedSales'],
    ['kinds', 'comments'],
  ] as const) {
    const opened = await drawn({ scene, width: 300, height: 900 });
    await node(opened, key).click();
    await appears(opened.page.getByRole('region', { name: `Details of ${key}` }));
    for (const theme of ['dark', 'light', 'high-contrast'] as const) {
      await dress(opened, theme);
      expect(await faults(opened), `${theme} ${key}`).toEqual([]);
    }
  }
});

async function faults({ page }: OpenScene): Promise<string[]> {
  const wide = await page.locator('.details').evaluate((each) => each.scrollWidth - each.clientWidth);
  return [...(wide > 0 ? [`${wide} px too wide`] : []), ...(await page.evaluate(readContrasts))];
}
