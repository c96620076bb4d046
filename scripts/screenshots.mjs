// `npm run screenshots`: pictures of the real window (lenses, lineage before and after a run, light and dark) into docs/img.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, setup } from './setup.mjs';

setup();
const { build } = await import('./build.mjs');
await build({ quiet: true });
const { EXTENSION_ID, startRealVscode } = await import('../extension/journey/real-window.ts');
const { activityBar, codeLens, webviewFrame } = await import('../tools/vscode-host/index.mjs');

const out = join(root, 'docs/img');
mkdirSync(out, { recursive: true });
const vscode = await startRealVscode({ example: 'ecommerce' });
try {
  await pictures({ colorTheme: 'dark', before: true });
  await pictures({ colorTheme: 'light', before: false });
} finally {
  await vscode.close();
}

/** The first call materializes what the second only shows. @param {{ colorTheme: string, before: boolean }} options */
async function pictures({ colorTheme, before }) {
  const window = await vscode.open({ files: ['src/gold.ts'], colorTheme, viewport: { width: 1440, height: 860 } });
  const { page } = window;
  const take = async (name) => {
    const path = join(out, `${name}-${colorTheme}.png`);
    await page.screenshot({ path });
    process.stdout.write(`${path}\n`);
  };
  await codeLens(page, 'Materialize').first().waitFor({ timeout: 60_000 });
  await activityBar(page, 'Headwater').click();
  const nodes = webviewFrame(page, EXTENSION_ID, { where: 'view' }).locator('[data-asset]');
  await nodes.nth(6).waitFor({ timeout: 30_000 });
  await widenSidebar(page);
  if (before) {
    await take('window-before');
    await webviewFrame(page, EXTENSION_ID, { where: 'view' }).getByRole('button', { name: 'Materialize all' }).click();
  }
  await codeLens(page, /^fresh/)
    .nth(2)
    .waitFor({ timeout: 60_000 });
  await nodes.filter({ hasText: 'goldDailyRevenue' }).click();
  await webviewFrame(page, EXTENSION_ID, { where: 'view' }).getByRole('table').waitFor({ timeout: 30_000 });
  await take('window');
  await window.close();
}

/** @param {import('playwright-core').Page} page */
async function widenSidebar(page) {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (!box) return;
  const edge = { x: box.x + box.width, y: box.y + box.height / 2 };
  await page.mouse.move(edge.x, edge.y);
  await page.mouse.down();
  await page.mouse.move(620, edge.y, { steps: 5 });
  await page.mouse.up();
}
