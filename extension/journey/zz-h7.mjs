const { EXTENSION_ID, startRealVscode } = await import('./real-window.ts');
const { activityBar, codeLens, webviewFrame } = await import('../../tools/vscode-host/index.mjs');
import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
const themes = process.argv.slice(2);
const vscode = await startRealVscode({ example: 'ecommerce' });
import { mkdirSync } from 'node:fs';
mkdirSync(join(vscode.project, '.vscode'), { recursive: true }); writeFileSync(join(vscode.project, '.vscode/settings.json'), JSON.stringify({ 'files.autoSave': 'off' }));
const out = (name, theme) => `/tmp/hw/h7/${name}-${theme}.png`;
try {
  for (const colorTheme of themes) {
    const window = await vscode.open({ files: ['src/silver.ts'], colorTheme, viewport: { width: 1600, height: 1000 } });
    const { page } = window;
    const step = async (name, work) => { try { await work(); console.log('ok', name); } catch (e) { console.log('FAIL', name, String(e).slice(0, 300)); await page.screenshot({ path: out(name + '-fail', colorTheme) }); } };
    await codeLens(page, 'Materialize').first().waitFor({ timeout: 60000 });
    const editor = page.locator('.editor-instance .view-lines').first();
    const go = async (file) => { await page.keyboard.press('Control+p'); await page.waitForTimeout(500); await page.keyboard.type(file, { delay: 10 }); await page.waitForTimeout(1000); await page.keyboard.press('Enter'); await page.waitForTimeout(800); };
    const word = (text, n = 0) => editor.locator('.view-line span', { hasText: text }).filter({ hasNot: page.locator('span') }).nth(n);
    await step('fresh', async () => {
      await page.keyboard.press('F1'); await page.keyboard.type('headwater materialize all', { delay: 10 }); await page.waitForTimeout(800); await page.keyboard.press('Enter');
      await codeLens(page, 'fresh').first().waitFor({ timeout: 90000 });
      await page.waitForTimeout(3000);
      
      await activityBar(page, 'Headwater').click().catch((e) => console.log(String(e).slice(0,100)));
      await page.waitForTimeout(2500);
      await page.screenshot({ path: out('fresh', colorTheme) });
    });
    await step('typed', async () => {
      await go('money.ts');
      await page.waitForTimeout(800);
      await editor.click();
      await page.keyboard.press('Control+f'); await page.keyboard.type('* 100', { delay: 10 }); await page.keyboard.press('Enter'); await page.keyboard.press('Escape');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.type('0 / 10', { delay: 15 });
      await page.waitForTimeout(200);
      await page.screenshot({ path: out('helper', colorTheme) });
      await go('silver.ts');
      await codeLens(page, 'once saved').first().waitFor({ timeout: 15000 });
      await page.waitForTimeout(600);
      await page.screenshot({ path: out('typed', colorTheme) });
    });
    await step('page', async () => {
      const frame = await webviewFrame(page, EXTENSION_ID, { where: 'view' });
      await frame.locator('[data-asset="silverOrdersEnriched"]').click();
      await page.waitForTimeout(1500);
      await page.screenshot({ path: out('page', colorTheme) });
      await frame.locator('.situation .cause-place').first().click();
      await page.waitForTimeout(1500);
      await page.screenshot({ path: out('place', colorTheme) });
      await go('silver.ts');
      await page.waitForTimeout(800);
    });
    await step('hover', async () => {
      await word('silverOrdersEnriched', 0).hover();
      await page.locator('.monaco-hover-content', { hasText: 'group' }).first().waitFor({ timeout: 20000 });
      await page.waitForTimeout(1500);
      await page.screenshot({ path: out('hover', colorTheme) });
      await page.keyboard.press('Escape');
    });
    await step('undo', async () => {
      await go('money.ts');
      await page.waitForTimeout(600);
      await page.keyboard.press('Control+s');
      await go('silver.ts');
      await codeLens(page, 'stale:').first().waitFor({ timeout: 15000 });
      await page.waitForTimeout(800);
      await page.screenshot({ path: out('saved', colorTheme) });
    });
    await window.close();
  }
} catch (e) { console.log(String(e).slice(0, 600)); } finally { await vscode.close(); }
