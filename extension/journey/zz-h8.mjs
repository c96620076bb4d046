const { EXTENSION_ID, startRealVscode } = await import('./real-window.ts');
const { activityBar, codeLens, webviewFrame } = await import('../../tools/vscode-host/index.mjs');
const themes = process.argv.slice(2);
const vscode = await startRealVscode({ example: 'ecommerce' });
const out = (name, theme) => `/tmp/hw/h8/s-${name}-${theme}.png`;
try {
  for (const colorTheme of themes) {
    const window = await vscode.open({ files: ['src/gold.ts'], colorTheme, viewport: { width: 1500, height: 1000 } });
    const { page } = window;
    const step = async (name, work) => { try { await work(); console.log('ok', name); } catch (e) { console.log('FAIL', name, String(e).slice(0, 400)); await page.screenshot({ path: out(name + '-fail', colorTheme) }); } };
    await codeLens(page, 'Materialize').first().waitFor({ timeout: 90000 });
    await step('side', async () => {
      await activityBar(page, 'Headwater').click();
      await page.waitForTimeout(6000);
      await page.screenshot({ path: out('side', colorTheme) });
      console.log(await page.locator('.pane-header').allInnerTexts());
    });

    const { readFileSync, writeFileSync } = await import('node:fs');
    const lens = async () => { await codeLens(page, 'With upstream').first().click(); await page.waitForTimeout(7000); };
    await step('fresh', lens); await step('again', lens);
    const tree = page.locator('.pane', { has: page.locator('.pane-header', { hasText: 'Catalogue' }) });
    const row = (text) => tree.locator('.monaco-list-row', { hasText: text }).first();
    await step('open', async () => {
      await codeLens(page, '▶ Materialize').nth(1).click(); await page.waitForTimeout(4000);
      await page.locator('.pane-header', { hasText: 'Catalogue' }).click();
      await page.waitForTimeout(2500);
      await page.screenshot({ path: out('opened', colorTheme) });
      const gold = vscode.project + '/src/gold.ts';
      const text = readFileSync(gold, 'utf8').replace('?? \'unknown\' )', '').replace("category ?? 'unknown'", "category ?? 'none'").replace('goldDailyRevenue', 'goldPerDay');
      writeFileSync(gold, text);
      await page.waitForTimeout(4000);
      await page.locator('.editor-instance .view-line', { hasText: 'function revenueBy' }).first().click();
      await page.keyboard.press('Control+End'); await page.keyboard.type('\n'); await page.keyboard.press('Control+s');
      await page.waitForTimeout(3000);
      await page.locator('.pane-header', { hasText: 'Lineage' }).first().click();
      await page.waitForTimeout(1500);
      await page.screenshot({ path: out('orphan', colorTheme) });
      await row('goldRevenueByCategory').hover();
      await page.waitForTimeout(3000);
      await page.screenshot({ path: out('hover', colorTheme) });
    });
    await step('status', async () => {
      await tree.locator('.pane-header').hover();
      await tree.locator('.action-label[aria-label*="by Status"]').click();
      await page.waitForTimeout(2500);
      await page.screenshot({ path: out('status', colorTheme) });
      await row('goldDailyRevenue').hover();
      await page.waitForTimeout(2500);
      await page.screenshot({ path: out('orphan-hover', colorTheme) });
      await tree.locator('.monaco-list-row', { hasText: 'goldDailyRevenue' }).locator('.action-label').first().click();
      await page.waitForTimeout(2500);
      await page.screenshot({ path: out('forget', colorTheme) });
      await page.keyboard.press('Escape');
    });
    await step('tab', async () => {
      await page.keyboard.press('F1'); await page.waitForTimeout(600);
      await page.keyboard.type('Headwater: Open Lineage in an Editor Tab'); await page.waitForTimeout(1200); await page.keyboard.press('Enter');
      await page.waitForTimeout(5000);
      const frame = await webviewFrame(page, EXTENSION_ID, { where: 'editor' });
      await frame.getByText('bronzeOrders').first().click();
      await page.waitForTimeout(3000);
      await frame.locator('.details').evaluate((each) => each.scrollTo(0, 99999));
      await page.waitForTimeout(1500);
      await page.screenshot({ path: out('tab', colorTheme) });
    });
    await window.close();
  }
} catch (e) { console.log(String(e).slice(0, 600)); } finally { await vscode.close(); }
