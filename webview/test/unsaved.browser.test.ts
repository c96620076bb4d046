// What is typed and not saved, in the picture and in the details: what would become of assets, told apart without colour.
import { expect, test } from 'vitest';
import { PROJECT, status } from '../gallery/scene-parts.ts';
import { appears, assetNode, useGallery } from './gallery-fixture.ts';
import { readContrasts } from './read-contrasts.ts';

const { drawn } = useGallery();

test('nodes say what they would be once saved, and look it; the recorded status takes its place', async () => {
  const scene = await drawn({ scene: 'unsaved' });
  const { page } = scene;
  expect(await page.getByRole('application').ariaSnapshot()).toBe(
    `
- 'application "Lineage of shop: 6 assets"':
  - button "Collapse group raw, 3 assets" [expanded]
  - button "Collapse group shop, 3 assets" [expanded]
  - button "orders, fresh, 100 rows, group raw"
  - 'button "prices, would be stale once saved, 10 rows, its code changed: \`parsePrice\` in src/price.ts:14, group raw"'
  - button "rates, external, group raw"
  - 'button "totals, would still be stale once saved, 100 rows, because prices: its code changed: \`parsePrice\` in src/price.ts:14, group shop"'
  - 'button "report, would be upstream stale once saved, 5 rows, because prices: its code changed: \`parsePrice\` in src/price.ts:14 (through totals), group shop"'
  - button "letters, not saved yet, group shop"
`.trim(),
  );
  const looks = (key: string): Promise<string[]> =>
    assetNode(scene, key).evaluate((element) => {
      const icon = element.querySelector('.status-icon');
      return [getComputedStyle(element).borderTopStyle, icon ? getComputedStyle(icon).outlineStyle : ''];
    });
  expect(await looks('prices')).toEqual(['dashed', 'dashed']);
  expect(await looks('orders')).toEqual(['solid', 'none']);
  await scene.say({
    type: 'status',
    project: PROJECT,
    full: false,
    statuses: [status('prices', 'fresh', { rows: 10 })],
  });
  await appears(page.getByRole('button', { name: 'prices, fresh, 10 rows, group raw' }));
  expect(await looks('prices')).toEqual(['solid', 'none']);
});

test('a cause leads to the asset it lies in and to its place in the code', async () => {
  const scene = await drawn({ scene: 'unsaved' });
  const { page } = scene;
  await assetNode(scene, 'totals').click();
  const details = page.getByRole('region', { name: 'Details of totals' });
  await appears(details);
  expect(await details.locator('.situation').innerText()).toBe(
    [
      'Would still be stale once saved',
      'Nothing of it is recorded: it follows from what is not saved yet.',
      'because prices: its code changed: `parsePrice` in src/price.ts:14\norders has new data',
    ].join('\n\n'),
  );
  await details.getByRole('button', { name: 'src/price.ts:14' }).click();
  expect((await scene.asked()).at(-1)).toEqual({
    type: 'open-place',
    project: PROJECT,
    file: 'src/price.ts',
    line: 14,
    column: 1,
  });
  await details.locator('.situation').getByRole('button', { name: 'prices' }).click();
  await appears(page.getByRole('region', { name: 'Details of prices' }));
});

test('what is not saved can be read in every theme, and a closed group tells of it', async () => {
  for (const theme of ['light', 'high-contrast'] as const) {
    const scene = await drawn({ scene: 'unsaved', theme });
    await assetNode(scene, 'report').click();
    await appears(scene.page.getByRole('region', { name: 'Details of report' }));
    expect(await scene.page.evaluate(readContrasts), theme).toEqual([]);
    await scene.page.getByRole('button', { name: 'Collapse group shop, 3 assets' }).click();
    await appears(scene.page.getByRole('button', { name: /^group shop, 3 assets, .*, 3 of them only once saved$/ }));
  }
});
