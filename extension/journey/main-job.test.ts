// The main job, as a person does it in a real window: see lenses and lineage, click Materialize, look at the rows, jump to the code, come back after a restart.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  activityBar,
  codeLens,
  cursorPosition,
  editorTab,
  statusBar,
  webviewFrame,
} from '../../tools/vscode-host/index.mjs';
import { EXTENSION_ID, startRealVscode, type RealVscode, type VscodeWindow } from './real-window.ts';

let vscode: RealVscode;
let window: VscodeWindow;

beforeAll(async () => {
  vscode = await startRealVscode({ example: 'ecommerce' });
});

afterAll(async () => {
  await vscode?.close();
});

const lineage = () => webviewFrame(window.page, EXTENSION_ID, { where: 'view' });
const node = (key: string) => lineage().locator(`[data-asset="${key}"]`);
/** As the example documents its graph. */
const ASSETS = Number(
  /^(\d+) assets/m.exec(
    readFileSync(new URL('../../examples/ecommerce/expected/graph.txt', import.meta.url), 'utf8'),
  )?.[1],
);
const GOLD = ['goldDailyRevenue', 'goldRevenueByCategory', 'goldRevenueBySegment'];

test('L1 V4 B03 B05 B18 C06: the main job, end to end, in a real VS Code', async () => {
  window = await vscode.open({ files: ['src/gold.ts'], viewport: { width: 1500, height: 900 } });
  const { page } = window;

  // `▶ Materialize` stands above each asset, and nothing was ever made.
  await expect.poll(() => codeLens(page, /^▶ Materialize$/).count(), { timeout: 60_000 }).toBe(GOLD.length);
  await expect.poll(() => codeLens(page, /^never materialized/i).count(), { timeout: 30_000 }).toBe(GOLD.length);
  expect(existsSync(join(vscode.project, '.headwater', 'values'))).toBe(false);

  // The lineage is in the sidebar.
  await activityBar(page, 'Headwater').click();
  await expect.poll(() => lineage().locator('[data-asset]').count(), { timeout: 30_000 }).toBe(ASSETS);
  await expect.poll(() => node('goldDailyRevenue').textContent()).toMatch(/never/i);

  // A click runs the asset and what it needs; lens and node follow.
  await codeLens(page, /With upstream/)
    .first()
    .click();
  await expect.poll(() => codeLens(page, /^fresh/).count(), { timeout: 60_000 }).toBe(1);
  await expect.poll(() => node('goldDailyRevenue').textContent(), { timeout: 10_000 }).toMatch(/fresh/i);
  await expect.poll(() => node('bronzeOrders').textContent(), { timeout: 10_000 }).toMatch(/fresh/i);
  await codeLens(page, /^▶ Materialize$/)
    .nth(1)
    .click();
  await expect.poll(() => codeLens(page, /^fresh/).count(), { timeout: 60_000 }).toBe(2);
  await expect.poll(() => node('goldRevenueBySegment').textContent()).toMatch(/never/i);

  // The result is a SQLite file with the rows.
  const rows = storedRows('goldDailyRevenue');
  expect(rows).toHaveLength(5);
  expect(rows.reduce((sum, row) => sum + Number(row['orders']), 0)).toBe(100);

  // A click on the node shows the stored rows.
  await node('goldDailyRevenue').click();
  await expect
    .poll(() => lineage().getByRole('table').innerText(), { timeout: 15_000 })
    .toContain(String(rows[0]?.['revenue']).slice(0, 4));

  // A double click opens its code; what is out of sight comes into it first.
  await lineage().getByRole('button', { name: 'Fit the picture' }).click();
  await node('bronzeOrders').dblclick();
  await editorTab(page, 'bronze.ts').waitFor({ timeout: 15_000 });
  await expect
    .poll(() => cursorPosition(page).innerText(), { timeout: 15_000 })
    .toMatch(lineOf('src/bronze.ts', 'bronzeOrders'));
  await expect.poll(() => statusBar(page, 'Headwater').count()).toBeGreaterThan(0);

  // A restart remembers.
  await window.reload();
  await activityBar(page, 'Headwater').waitFor();
  await expect.poll(() => codeLens(page, /^fresh/).count(), { timeout: 60_000 }).toBeGreaterThan(0);
  await expect.poll(() => node('goldDailyRevenue').textContent(), { timeout: 30_000 }).toMatch(/fresh/i);
  await expect.poll(() => node('goldRevenueBySegment').textContent()).toMatch(/never/i);

  expect(window.cspViolations.filter(({ frame }) => frame.includes('webview') || frame.includes('fake.html'))).toEqual(
    [],
  );
  expect(window.pageErrors).toEqual([]);
});

/** The rows of an asset's stored value, read by another SQLite than the one that wrote them. */
function storedRows(key: string): Record<string, unknown>[] {
  const folder = readdirSync(join(vscode.project, '.headwater/values'), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.sqlite'));
  const file = folder.find((name) =>
    decodeURIComponent(name).replaceAll('\\', '/').toLowerCase().includes(key.toLowerCase()),
  );
  if (!file) throw new Error(`no stored value of ${key} among ${folder.join(', ')}`);
  const database = new DatabaseSync(join(vscode.project, '.headwater/values', file), { readOnly: true });
  try {
    expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    return database.prepare('select * from data').all() as Record<string, unknown>[];
  } finally {
    database.close();
  }
}

/** What the status bar says when the cursor is on the const's name. */
function lineOf(file: string, name: string): RegExp {
  const lines = readFileSync(join(vscode.project, file), 'utf8').split('\n');
  return new RegExp(`Ln ${lines.findIndex((line) => line.includes(`const ${name} `)) + 1}\\b`);
}
