// Every kind of asset, and checks, in a real Chromium: what is seen and said of them, and what one can do with them.
import { describe, expect, test } from 'vitest';
import { outcome, PROJECT, status } from '../gallery/scene-parts.ts';
import { appears, assetNode as node, useGallery } from './gallery-fixture.ts';
import type { OpenScene } from './open-gallery.ts';

const { drawn } = useGallery();

const name = (scene: OpenScene, key: string) => node(scene, key).locator('.spoken-name').textContent();
const details = ({ page }: OpenScene, key: string) => page.getByRole('region', { name: `Details of ${key}` });
const select = async (scene: OpenScene, key: string) => {
  await node(scene, key).click();
  await appears(details(scene, key));
  return details(scene, key);
};
const ran = (asked: Awaited<ReturnType<OpenScene['asked']>>) =>
  asked.filter(({ type }) => /^(materialize|run)/.test(type));

describe('kinds of assets', () => {
  test('A07: an external asset looks and is called so, and offers nothing to run', async () => {
    const scene = await drawn({ scene: 'kinds' });
    expect(await name(scene, 'warehouse/customers')).toBe('warehouse/customers, external, group sources');
    expect(await node(scene, 'warehouse/customers').innerText()).toMatch(/external/);
    const border = (key: string) => node(scene, key).evaluate((each) => getComputedStyle(each).borderTopStyle);
    expect([await border('warehouse/customers'), await border('posts')]).toEqual(['dashed', 'solid']);
    const region = await select(scene, 'warehouse/customers');
    await appears(region.getByText('It is made elsewhere'));
    expect(await region.getByRole('button', { name: /Materialize|upstream|downstream/ }).count()).toBe(0);
    await node(scene, 'warehouse/customers').focus();
    for (const key of ['m', 'u', 'd']) await scene.page.keyboard.press(key);
    expect(ran(await scene.asked())).toEqual([]);
  });

  test('A16: kinds are badges, and the details name them', async () => {
    const scene = await drawn({ scene: 'kinds' });
    expect(await node(scene, 'revenueByCustomer').locator('.kind').allInnerTexts()).toEqual(['sql', 'DDB']);
    const region = await select(scene, 'revenueByCustomer');
    await appears(region.getByText('sql, duckdb', { exact: true }));
  });

  test('A17: the outputs of one body are named on each of them, lead to each other, and run together', async () => {
    const scene = await drawn({ scene: 'kinds' });
    expect(await name(scene, 'posts')).toBe('posts, made together with users, comments, fresh, 1,810 rows, group api');
    const region = await select(scene, 'posts');
    await appears(region.getByTitle('Runs the body that makes it together with users, comments'));
    await region.getByRole('button', { name: 'comments, made by the same body, stale' }).click();
    await appears(details(scene, 'comments'));
  });

  test('A17: an output that goes is no longer named on the others', async () => {
    const scene = await drawn({ scene: 'kinds' });
    const delta = { revision: 2, base: 1, upserted: [], removed: ['comments'] };
    await scene.say({ type: 'graph', project: PROJECT, delta });
    await expect.poll(() => name(scene, 'posts')).toBe('posts, made together with users, fresh, 1,810 rows, group api');
  });

  test('A19: a graph asset is one node that counts its steps; the details list them and open their code', async () => {
    const scene = await drawn({ scene: 'kinds' });
    expect(await name(scene, 'validatedSales')).toContain('validatedSales, graph of 3 steps, fresh');
    expect(await scene.page.locator('[data-asset]').count()).toBe(9);
    const region = await select(scene, 'validatedSales');
    const steps = region.getByRole('button', { name: /^Open the code of step/ });
    expect(await steps.allInnerTexts()).toEqual(['download', 'parse', 'validate']);
    await steps.nth(1).click();
    expect((await scene.asked()).at(-1)).toEqual({
      type: 'open',
      project: PROJECT,
      key: 'validatedSales',
      op: 'parse',
    });
  });

  test('owners and tags stand in the details; an address of mail is a link', async () => {
    const scene = await drawn({ scene: 'kinds' });
    const region = await select(scene, 'validatedSales');
    expect(await region.getByRole('link', { name: 'ann@shop.example' }).getAttribute('href')).toBe(
      'mailto:ann@shop.example',
    );
    await appears(region.getByText('team:sales'));
    expect(await region.locator('.tag').allInnerTexts()).toEqual(['tier=1', 'nightly']);
  });
});

describe('checks', () => {
  test('E05: a badge says by shape, number and name how the checks came out, red where one of severity error failed', async () => {
    const scene = await drawn({ scene: 'kinds' });
    const badge = async (key: string) => {
      const found = node(scene, key).locator('.check-badge');
      return [await found.getAttribute('data-checks'), await found.innerText(), await found.getAttribute('title')];
    };
    expect(await badge('validatedSales')).toEqual(['failed', '1', '1 of 3 checks failed']);
    expect(await badge('comments')).toEqual(['warned', '1', '1 of 2 checks failed as a warning']);
    expect(await badge('users')).toEqual(['passed', '1', '1 check passed']);
    expect(await badge('forecast')).toEqual(['not-run', '1', '1 check not run']);
    expect(await node(scene, 'posts').locator('.check-badge').count()).toBe(0);
    expect(await name(scene, 'validatedSales')).toContain('1 of 3 checks failed, group sales');
    const looks = await scene.page.locator('.check-badge').evaluateAll((badges) =>
      badges.map((each) => {
        const icon = each.querySelector('.codicon');
        return [each.getAttribute('data-checks'), icon ? getComputedStyle(icon, '::before').content : ''].join(' ');
      }),
    );
    const shapes = new Map(looks.map((look) => look.split(' ') as [string, string]));
    expect(new Set(shapes.values()).size).toBe(4);
    const [red = 0, green = 0, blue = 0] = await node(scene, 'validatedSales')
      .locator('.check-badge')
      .evaluate((each) => {
        const canvas = new OffscreenCanvas(1, 1).getContext('2d');
        if (canvas) canvas.fillStyle = getComputedStyle(each).backgroundColor;
        canvas?.fillRect(0, 0, 1, 1);
        return [...(canvas?.getImageData(0, 0, 1, 1).data ?? [])];
      });
    expect(red > 2 * green && red > 2 * blue, `${red} ${green} ${blue}`).toBe(true);
  });

  test('E05: a check that fails turns the badge red while the asset stays materialized', async () => {
    const scene = await drawn({ scene: 'kinds' });
    const failed = status('users', 'fresh', { rows: 0, checks: [outcome('notEmpty', false)] });
    await scene.say({ type: 'status', project: PROJECT, full: false, statuses: [failed] });
    await expect.poll(() => node(scene, 'users').locator('.check-failed').count()).toBe(1);
    expect(await node(scene, 'users').getAttribute('data-status')).toBe('fresh');
    expect(await name(scene, 'users')).toContain('fresh, 0 rows, 1 check failed');
  });

  test('E01: checks are listed before they ever ran', async () => {
    const scene = await drawn({ scene: 'kinds' });
    const region = await select(scene, 'forecast');
    expect(await region.getByRole('region', { name: 'Checks' }).getByRole('listitem').allInnerTexts()).toEqual([
      'plausible\nnot run',
    ]);
  });

  test('E01 E05: the details tell each check’s outcome, why it failed, and its metadata', async () => {
    const scene = await drawn({ scene: 'kinds' });
    const sales = await select(scene, 'validatedSales');
    const check = (key: string) => sales.locator(`[data-check="${key}"]`);
    expect(await check('positive').locator('.check-outcome').innerText()).toBe('failed');
    expect(await check('positive').getByRole('row').allInnerTexts()).toEqual([
      'order\tamount',
      'o-17\t-4.5',
      'o-99\t-120',
    ]);
    expect(await check('unique').innerText()).toMatch(/^unique\n*passed\n*duplicates\n*0$/);
    expect(await check('recent').innerText()).toMatch(/not run$/);
    const revenue = await select(scene, 'revenueByCustomer');
    await appears(revenue.locator('[data-check="complete"]').getByText('TypeError: rows is not iterable'));
  });

  test('E05: from far off a failed check is still in sight, beside the name', async () => {
    const scene = await drawn({ scene: 'kinds', width: 420, height: 420 });
    for (let step = 0; step < 5; step++) await scene.page.getByRole('button', { name: 'Zoom out' }).click();
    await appears(scene.page.locator('.far'));
    const badge = await node(scene, 'validatedSales').locator('.check-badge').boundingBox();
    const box = await node(scene, 'validatedSales').boundingBox();
    const title = await node(scene, 'validatedSales').locator('.node-title').boundingBox();
    if (!badge || !box || !title) throw new Error('the badge is not drawn');
    expect(badge.y >= box.y && badge.y + badge.height <= box.y + box.height).toBe(true);
    expect(badge.x >= title.x + title.width && badge.x + badge.width <= box.x + box.width).toBe(true);
    expect(await node(scene, 'users').locator('.check-badge').isVisible()).toBe(false);
  });

  test('E05: a collapsed group tells of the failed checks in it', async () => {
    const scene = await drawn({ scene: 'kinds' });
    await scene.page.getByRole('button', { name: 'Collapse group sales, 3 assets' }).click();
    const group = scene.page.locator('[data-group="sales"]');
    await appears(group);
    expect(await group.locator('.spoken-name').textContent()).toContain('2 checks failed');
  });
});

describe('runs', () => {
  test('B12: a failed asset offers to go on from its failed run', async () => {
    const scene = await drawn({ scene: 'kinds' });
    const region = await select(scene, 'revenueByCustomer');
    await region.getByRole('button', { name: 'From failure' }).click();
    expect(ran(await scene.asked())).toEqual([{ type: 'run-from-failure', project: PROJECT, run: 'run-7' }]);
    const other = await select(scene, 'forecast');
    expect(await other.getByRole('button', { name: 'From failure' }).count()).toBe(0);
  });

  test('B18: a running asset tells how far it is, which attempt this is and what it said last', async () => {
    const scene = await drawn({ scene: 'kinds' });
    const text = () => node(scene, 'activity').locator('.node-line').textContent();
    expect(await text()).toBe('running · 40 % · attempt 2 · Joined 1,200 of 3,000 users');
    expect(await node(scene, 'activity').locator('progress').getAttribute('value')).toBe('0.4');
    await scene.say({ type: 'progress', project: PROJECT, key: 'activity', message: 'Sorting' });
    await expect.poll(text).toBe('running · Sorting');
    expect(await node(scene, 'activity').locator('progress').count()).toBe(0);
  });
});
