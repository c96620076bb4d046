// V8 in the picture: what changed since a commit, told apart without colour, in every kind of theme, near and far.
import { expect, test } from 'vitest';
import { PROJECT } from '../gallery/scene-parts.ts';
import { appears, assetNode, useGallery } from './gallery-fixture.ts';
import { readContrasts } from './read-contrasts.ts';

const { drawn } = useGallery();

test('V8: the strip tells the whole, each node and edge its part; the details say why and lead there', async () => {
  const scene = await drawn({ scene: 'changes' });
  const { page } = scene;
  const strip = page.getByRole('region', { name: 'Changes' });
  await appears(strip.getByText('smallest plan: 5 steps'));
  expect(await strip.ariaSnapshot()).toBe(
    `
- region "Changes":
  - paragraph:
    - text: Compared with
    - button "Change base, now main": main
    - text: (a1b2c3d “Fix prices”)
  - button "Materialize these"
  - button "Only changes"
  - button "Hide the changes"
  - list:
    - listitem: 1 added
    - listitem: 2 changed
    - listitem: 1 renamed
    - listitem: 3 removed
    - listitem: 1 becomes stale
    - listitem: "smallest plan: 5 steps"
`.trim(),
  );
  const names = await page
    .locator('[data-change]')
    .evaluateAll((nodes) => nodes.flatMap((node) => node.querySelector('.spoken-name')?.textContent ?? []));
  expect(names.map((name) => name.split(', ').slice(0, 2).join(', ')).sort()).toEqual([
    'archive, removed since main',
    'archiveIndex, removed since main',
    'discounts, added since main',
    'letters, becomes stale since main because of prices',
    'lookups, removed since main',
    'prices, changed since main',
    'report, renamed from summary since main',
    'totals, changed since main',
  ]);
  const edges = await page
    .locator('.edge[data-change]')
    .evaluateAll((all) =>
      all.map(
        (edge) => `${edge.getAttribute('data-change')} ${edge.getAttribute('data-edge')?.replaceAll('asset:', '')}`,
      ),
    );
  expect(edges.sort()).toEqual([
    'added discounts → totals',
    'removed archive → archiveIndex',
    'removed customers → totals',
    'removed lookups → totals',
    'removed orders → archive',
  ]);
  // Not by colour alone: each has another outline, glyph and word.
  const looks = (key: string) =>
    assetNode(scene, key).evaluate((node) => [
      getComputedStyle(node).borderTopStyle,
      /codicon-(\S+)/.exec(node.querySelector('.change-mark .codicon')?.className ?? '')?.[1],
      node.querySelector('.change-mark')?.textContent,
    ]);
  expect(await Promise.all(['prices', 'report', 'lookups', 'letters'].map(looks))).toEqual([
    ['solid', 'edit', 'changed'],
    ['double', 'arrow-right', 'renamed'],
    ['dashed', 'remove', 'removed'],
    ['dotted', 'history', 'becomes stale'],
  ]);

  await assetNode(scene, 'totals').click();
  const details = page.getByRole('region', { name: 'Details of totals' });
  await appears(details);
  expect((await details.locator('.changed').innerText()).replaceAll(/\s+/g, ' ').trim()).toBe(
    [
      'SINCE main changed discounts is a new dependency src/shop.ts:5',
      'reads discounts does not read lookups any more does not come after customers any more',
      'It is to be made again, also because of prices, discounts.',
    ].join(' '),
  );
  await details.getByRole('button', { name: 'Open changes' }).click();
  await details.getByRole('button', { name: 'lookups' }).click();
  await page
    .getByRole('region', { name: 'Details of lookups' })
    .getByRole('button', { name: 'Show it in main' })
    .first()
    .click();
  await strip.getByRole('button', { name: 'Materialize these' }).click();
  await strip.getByRole('button', { name: 'Change base, now main' }).click();
  const asked = await scene.asked();
  for (const message of [
    { type: 'open-changes', project: PROJECT, key: 'totals' },
    { type: 'open-changes', project: PROJECT, key: 'lookups' },
    { type: 'materialize', project: PROJECT, keys: ['prices', 'discounts', 'totals', 'report', 'letters'] },
    { type: 'choose-base', project: PROJECT },
  ])
    expect(asked).toContainEqual(message);
  expect(asked.filter(({ type }) => type === 'diff')).toEqual([{ type: 'diff', project: PROJECT, on: true }]);
});

test('only changes narrows the picture; the overlay survives a reload, goes with a key and says when it is off', async () => {
  const scene = await drawn({ scene: 'changes' });
  const { page } = scene;
  const only = page.getByRole('button', { name: 'Only changes' });
  await appears(assetNode(scene, 'rates'));
  await page.getByRole('button', { name: 'Collapse group raw, 5 assets' }).click();
  await page.getByRole('button', { name: /^group raw, 5 assets, 1 added, 1 changed, 1 removed since main, / }).click();
  await only.click();
  await page.waitForFunction(() => sessionStorage.getItem('gallery page')?.includes('"onlyChanges":true'));
  await page.reload();
  await appears(page.getByText('smallest plan: 5 steps', { exact: true }));
  expect(await page.locator('vscode-button[aria-pressed="true"]').allInnerTexts()).toContain('Only changes');
  await assetNode(scene, 'prices').focus();
  await page.keyboard.press('g');
  await page.getByRole('region', { name: 'Changes' }).waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.querySelector('[data-change]') === null);
  expect((await scene.asked()).at(-1)).toEqual({ type: 'diff', project: PROJECT, on: false });
});

test('a problem says what to do, no change says so, and both can be read in every kind of theme', async () => {
  const problem = await drawn({ scene: 'changes-problem', width: 280 });
  const strip = problem.page.getByRole('region', { name: 'Changes' });
  await appears(strip.getByText('This folder is in no git repository. Make one with `git init`'));
  await strip.getByRole('button', { name: 'Change base' }).click();
  expect((await problem.asked()).at(-1)).toEqual({ type: 'choose-base', project: PROJECT });
  const none = await drawn({ scene: 'changes-none' });
  await appears(none.page.getByText('Nothing changed: every asset and edge is as it was.'));
  expect(await none.page.getByRole('button', { name: 'Materialize these' }).count()).toBe(0);
  for (const theme of ['light', 'high-contrast'] as const) {
    const scene = await drawn({ scene: 'changes-notes', theme, ...(theme === 'light' && { width: 280 }) });
    await appears(scene.page.getByText('One thing could not be compared'));
    await assetNode(scene, 'archive').click();
    await appears(scene.page.getByRole('region', { name: 'Details of archive' }));
    expect(await scene.page.evaluate(readContrasts), theme).toEqual([]);
    const wide = await scene.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(wide, theme).toBe(false);
  }
});

test('far away what changed is painted in its colours', async () => {
  const { page } = await drawn({ scene: 'changes-far' });
  // All of it was made since: nothing is left to do.
  await appears(page.getByText('smallest plan: 21 steps, made already', { exact: true }));
  expect(await page.getByRole('button', { name: 'Materialize these' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Fit the picture' }).click();
  await appears(page.locator('.far-picture'));
  const painted = (colour: string): Promise<number> =>
    page.locator('.far-picture').evaluate((canvas, wanted) => {
      if (!(canvas instanceof HTMLCanvasElement)) return 0;
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
      if (!copy) return 0;
      const probe = document.createElement('span');
      probe.style.color = `var(--${wanted})`;
      document.body.append(probe);
      copy.fillStyle = getComputedStyle(probe).color;
      probe.remove();
      copy.fillRect(0, 0, 1, 1);
      const [r, g, b] = copy.getImageData(0, 0, 1, 1).data;
      copy.clearRect(0, 0, 1, 1);
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) if (data[i] === r && data[i + 1] === g && data[i + 2] === b) count++;
      return count;
    }, colour);
  for (const colour of ['added', 'changed', 'removed', 'stale'])
    await expect.poll(() => painted(colour), { message: colour }).toBeGreaterThan(20);
  await page.getByRole('button', { name: 'Hide the changes' }).first().click();
  await expect.poll(() => painted('removed')).toBe(0);
});
