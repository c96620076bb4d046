// Odd input in a real Chromium: cycles, undeclared inputs, names nobody expects. Something true is drawn or said, nothing overflows.
import type { Locator } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { SCENES } from '../gallery/scenes.ts';
import { appears, useGallery } from './gallery-fixture.ts';
import { galleryAddress } from './gallery-server.ts';
import type { OpenScene } from './open-gallery.ts';

const { drawn, open, gallery } = useGallery();

const details = ({ page }: OpenScene): Locator => page.getByRole('region', { name: /^Details of/ });

/** Another scene on the same page, as another project of that name. */
async function show(scene: OpenScene, name: string, count: number): Promise<Locator> {
  for (const message of SCENES[name]?.().messages ?? [])
    await scene.say({ ...message, project: `/projects/${name}`, ...(message.type === 'project' && { name }) });
  const picture = scene.page.getByRole('application', {
    name: `Lineage of ${name}: ${count} ${count === 1 ? 'asset' : 'assets'}`,
    exact: true,
  });
  await appears(picture.locator('[data-node]').first());
  return picture;
}

async function select(scene: OpenScene, key: string): Promise<Locator> {
  const node = scene.page.locator(`[data-asset=${JSON.stringify(key)}]`);
  await node.click();
  const region = details(scene);
  await expect.poll(() => region.getAttribute('aria-label')).toBe(`Details of ${key}`);
  return region;
}

const closing = ({ page }: OpenScene): Promise<(string | null)[]> =>
  page.locator('.edge-closing').evaluateAll((edges) => edges.map((edge) => edge.getAttribute('data-edge')));

/** Where the middle of the one edge that closes a cycle is on the screen. */
const closingMiddle = ({ page }: OpenScene): Promise<{ readonly x: number; readonly y: number }> =>
  page.locator('.edge-closing .edge-hit').evaluate((path: SVGPathElement) => {
    const { x, y } = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM() ?? undefined);
    return { x, y };
  });

/** What sticks out of a node, a box or the page. */
const overflowing = ({ page }: OpenScene): Promise<string[]> =>
  page.evaluate(() => {
    const inside = (inner: DOMRect, outer: DOMRect): boolean =>
      inner.left >= outer.left - 1 &&
      inner.right <= outer.right + 1 &&
      inner.top >= outer.top - 1 &&
      inner.bottom <= outer.bottom + 1;
    const found = [...document.querySelectorAll('.node, .box')].flatMap((node) =>
      [...node.querySelectorAll('.node-title, .node-line, .node-trouble, .box-head, .box-count')].flatMap((part) =>
        inside(part.getBoundingClientRect(), node.getBoundingClientRect())
          ? []
          : `${part.className} of ${node.getAttribute('data-node') ?? node.getAttribute('data-box')}`,
      ),
    );
    for (const wide of [document.documentElement, ...document.querySelectorAll('.details')])
      if (wide.scrollWidth > wide.clientWidth) found.push(`${wide.className || 'page'} is ${wide.scrollWidth} wide`);
    return found;
  });

test('V2: cycles are drawn, told at every asset of them, and one edge is marked; nothing undeclared is lost', async () => {
  const scene = await open({ scene: 'waiting' });

  expect(await (await show(scene, 'two-cycle', 2)).ariaSnapshot()).toBe(
    [
      `- 'application "Lineage of two-cycle: 2 assets"':`,
      `  - 'button "b, in a cycle: a → b → a, never materialized, group default"'`,
      `  - 'button "a, in a cycle: a → b → a, never materialized, group default"'`,
    ].join('\n'),
  );
  expect(await closing(scene)).toEqual(['asset:b → asset:a']);
  const { x, y } = await closingMiddle(scene);
  await scene.page.mouse.click(x, y);
  await appears(scene.page.getByText('Closes a cycle, so none of it can run: a → b → a'));

  expect(await (await show(scene, 'self-loop', 2)).ariaSnapshot()).toBe(
    [
      `- 'application "Lineage of self-loop: 2 assets"':`,
      `  - button "a, its own input, never materialized, group default"`,
      `  - button "b, never materialized, group default"`,
    ].join('\n'),
  );
  expect(await (await select(scene, 'a')).ariaSnapshot()).toContain(
    '- paragraph:\n    - text: It is its own input, so it can never run. Take it out of its inputs.\n    - button "src/assets.ts:1"',
  );

  await show(scene, 'ring', 13);
  expect(await closing(scene)).toEqual(['asset:ring_11 → asset:ring_0']);
  expect(await scene.page.locator('[data-asset]:has(.node-trouble)').count()).toBe(12);
  await scene.page.getByRole('button', { name: 'Collapse group part 1, 4 assets' }).click();
  await appears(scene.page.getByRole('button', { name: /^group part 1, 4 assets, 4 in a cycle/ }));

  await show(scene, 'undeclared', 1);
  const report = await select(scene, 'report');
  expect(await report.ariaSnapshot()).toContain(
    'It reads what nothing declares: shop/orders, nightly/export. Correct the name, or declare it.',
  );
  expect(await report.ariaSnapshot()).toContain('listitem: shop/orders is missing');
  await scene.page
    .getByRole('button', { name: '2 errors in the code: what stands there may be missing here. Show them' })
    .click();
  expect(await scene.asked()).toContainEqual({ type: 'command', command: 'headwater.showProblems' });
  expect(await overflowing(scene)).toEqual([]);

  // One asset and none at all, on the same page.
  expect(await (await show(scene, 'one', 1)).ariaSnapshot()).toContain(
    '- button "report, never materialized, group default"',
  );
  for (const message of SCENES['empty']?.().messages ?? []) await scene.say({ ...message, project: '/projects/empty' });
  await appears(scene.page.getByRole('heading', { name: 'No assets yet' }));
});

test('V2: names of any length, script and direction stay in their nodes and turn nothing around them', async () => {
  const scene = await drawn({ scene: 'odd-names', width: 1200 });
  const { page } = scene;
  expect(await page.locator('[data-asset]').count()).toBe(12);
  // Nothing of a name became an element, and one that cannot be seen is told by its characters.
  expect(await page.locator('.node b, .node script, .box b').count()).toBe(0);
  await appears(page.getByRole('button', { name: 'Collapse group (U+200B U+200B), 1 asset' }));
  const region = await select(scene, 'abc/الإجمالي/xyz');
  expect(await overflowing(scene)).toEqual([]);
  // Each name and value begins at its own left: what one turns ends with it.
  const tag = region.locator('.tag');
  const [name, value] = await tag
    .locator('bdi')
    .evaluateAll((all) => all.map((each) => each.getClientRects()[0]?.left));
  expect(await tag.evaluate((each) => each.getClientRects()[0]?.left)).toBeLessThan(name ?? 0);
  expect(value).toBeDefined();
  await page.setViewportSize({ width: 280, height: 900 });
  await appears(page.locator('.react-flow__node-asset').first());
  await expect.poll(() => overflowing(scene)).toEqual([]);
});

test('V2: a layout worker that dies is told with a way to try again, and the next one draws', async () => {
  const page = await gallery().tab();
  await page.addInitScript(() => {
    // The first worker dies with its first question, as one does that has no memory left.
    let broken = true;
    window.Worker = class extends Worker {
      override postMessage(message: unknown): void {
        if (!broken) return super.postMessage(message);
        broken = false;
        this.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
      }
    };
  });
  await page.goto(galleryAddress(inject('gallery'), { scene: 'never' }));
  await appears(page.getByRole('heading', { name: 'The picture could not be arranged' }));
  await appears(page.getByText('The layout worker stopped: out of memory'));
  await page.getByRole('button', { name: 'Try again' }).click();
  await appears(page.getByRole('application', { name: 'Lineage of shop: 7 assets' }));
});
