// The graph, as a person uses it in a real window: four examples and two thousand generated assets in one workspace, under git.
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activityBar, codeLens, editorTab, runCommand, webviewFrame } from '../../tools/vscode-host/index.mjs';
import { EXTENSION_ID, startRealVscode, type RealVscode, type VscodeWindow } from './real-window.ts';

const GENERATED = 2000;
/** In the middle of the generated project; it reads nothing, and four read it. */
const MIDDLE = 'amounts1234';
const hasGit = spawnSync('git', ['--version']).status === 0;

let vscode: RealVscode;
let window: VscodeWindow;

beforeAll(async () => {
  vscode = await startRealVscode({
    examples: ['ecommerce', 'friends', 'hackernews', 'weather'],
    generated: GENERATED,
  });
  writeFileSync(join(vscode.project, '.gitignore'), 'node_modules\n.headwater\n');
  if (!hasGit) return;
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Start');
});

afterAll(async () => {
  await vscode?.close();
});

const tab = () => webviewFrame(window.page, EXTENSION_ID, { where: 'editor' });
const node = (key: string) => tab().locator(`[data-asset="${key}"]`);
const menuItem = (name: string) => window.page.getByRole('menuitem', { name, exact: true });
/** VS Code passes over a click on a menu that is still opening; one that was taken closes it. */
const choose = async (name: string) => {
  const item = menuItem(name);
  await item.waitFor({ timeout: 30_000 });
  const isOpen = async () => {
    // Gone between two looks: it was taken.
    await item.click({ timeout: 5_000 }).catch(() => undefined);
    return item.isVisible();
  };
  await expect.poll(isOpen, { timeout: 30_000, interval: 500 }).toBe(false);
};
const show = async (project: string) => {
  await tab().getByRole('combobox', { name: 'Project' }).click();
  await tab().getByRole('option', { name: project }).click();
};

test('V1 V2 V3 V4 V5 V6 V7: found, narrowed, opened, run and followed to its code, among thousands', async () => {
  window = await vscode.open({ files: ['ecommerce/src/gold.ts'], viewport: { width: 1500, height: 900 } });
  const { page } = window;
  await codeLens(page, 'Materialize').first().waitFor({ timeout: 90_000 });
  await runCommand(page, 'Headwater: Open Lineage in an Editor Tab');
  await activityBar(page, 'Headwater').click();
  await node('goldDailyRevenue').waitFor({ timeout: 30_000 });

  // The largest project starts with its groups, each with its count.
  await show('generated');
  await expect.poll(() => tab().locator('[data-node]').count(), { timeout: 30_000 }).toBe(3);
  await editorTab(page, 'Lineage: generated').waitFor();

  // A few letters find one of thousands, and its neighbours stand around it.
  await tab().getByRole('combobox', { name: 'Find an asset or filter' }).fill(MIDDLE);
  await page.keyboard.press('Enter');
  await node(MIDDLE).waitFor({ timeout: 15_000 });
  await expect.poll(() => tab().locator('[data-asset]').count()).toBe(5);

  // A menu of the editor's own on a node runs it, and whatever shows it follows.
  await node(MIDDLE).click({ button: 'right' });
  await choose('Materialize');
  await expect.poll(() => node(MIDDLE).getAttribute('data-status'), { timeout: 90_000 }).toBe('fresh');
  await expect.poll(() => tab().getByRole('table').innerText(), { timeout: 15_000 }).toContain('alpha');

  // The tree beside it is in step.
  await page.locator('.pane-header', { hasText: 'Catalogue' }).click();
  const row = page.locator('.monaco-list-row.selected', { hasText: MIDDLE });
  await row.waitFor({ timeout: 15_000 });
  expect(await row.getAttribute('aria-label')).toMatch(/fresh/i);

  // Everything at once, one group opened, is there in a moment, and only what is in sight is mounted.
  await tab().getByRole('combobox', { name: 'How much of the lineage to show' }).click();
  await tab().getByRole('option', { name: 'All' }).click();
  await expect.poll(() => tab().locator('[data-node]').count(), { timeout: 30_000 }).toBeGreaterThan(20);
  expect(await tab().locator('[data-node]').count()).toBeLessThan(400);
  await node(MIDDLE).waitFor();

  // A double click opens its code.
  await node(MIDDLE).dblclick();
  await editorTab(page, 'amounts-308.ts').waitFor({ timeout: 15_000 });

  expect(window.pageErrors).toEqual([]);
});

test.skipIf(!hasGit)(
  'V8: an edit that is not even saved shows what it changes, makes stale, and takes to rebuild',
  async () => {
    const { page } = window;
    await editorTab(page, 'Lineage').click();
    await show('example-ecommerce');
    await node('silverOrdersEnriched').waitFor({ timeout: 15_000 });
    await tab().getByRole('button', { name: 'Show what changed since a commit' }).click();
    const strip = tab().locator('.changes-strip');
    await expect.poll(() => strip.innerText(), { timeout: 60_000 }).toMatch(/nothing/i);

    await editorTab(page, 'gold.ts').click();
    await page.locator('.editor-instance .view-line', { hasText: 'const days = revenueBy' }).first().click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('void days;');
    await editorTab(page, 'Lineage').click();
    await expect.poll(() => strip.innerText(), { timeout: 60_000 }).toMatch(/1 changed/);
    await expect.poll(() => node('goldDailyRevenue').textContent()).toMatch(/changed/i);
    expect(await node('bronzeOrders').textContent()).not.toMatch(/changed/i);

    expect(
      window.cspViolations.filter(({ frame }) => frame.includes('webview') || frame.includes('fake.html')),
    ).toEqual([]);
    expect(window.pageErrors).toEqual([]);
  },
);

function git(...args: string[]): void {
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  };
  execFileSync('git', args, { cwd: vscode.project, env, stdio: 'ignore' });
}
