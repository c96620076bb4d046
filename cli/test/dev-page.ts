// The page of `headwater dev` in a real Chromium.
import { chromium, type Browser, type Page } from 'playwright-core';

export function launchBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', args });
}

/** `complaints`: what the browser's console says of the page. */
export async function openPage(browser: Browser, address: string): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') complaints.push(line.text());
  });
  await page.goto(address);
  return { page, complaints };
}

export const node = (page: Page, key: string) => page.locator(`.react-flow__node[data-id="asset:${key}"]`);
export const nodeStatus = (page: Page, key: string, status: string) =>
  node(page, key).locator('.node-status', { hasText: status });
