// A project that runs by itself, in a real window: switched on with a click, midnight passes, and everything is made in one run.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activityBar, codeLens, runCommand, statusBar, webviewFrame } from '../../tools/vscode-host/index.mjs';
import { EXTENSION_ID, startRealVscode, type RealVscode, type VscodeWindow } from './real-window.ts';

/** An hour of the project's host passes in a second, so midnight is never further than 24 seconds away. */
const CLOCK = '2026-03-27T12:00:00Z x3600';
const ASSETS = ['tvShowInfo', 'episodes', 'characters', 'characterAppearances', 'appearancesReport'];
const CLI = fileURLToPath(new URL('../../sdk/dist/cli.mjs', import.meta.url));

let vscode: RealVscode;
let window: VscodeWindow;

beforeAll(async () => {
  vscode = await startRealVscode({ example: 'friends' }, { env: { HEADWATER_CLOCK: CLOCK } });
});

afterAll(async () => {
  await vscode?.close();
});

test('R6: five assets make themselves at midnight, in one run, and a window that is opened again goes on', async () => {
  window = await vscode.open({ files: ['src/show.ts'] });
  const { page } = window;
  await codeLens(page, /^never materialized$/)
    .first()
    .waitFor({ timeout: 90_000 });
  await activityBar(page, 'Headwater').click();
  const graph = () => webviewFrame(page, EXTENSION_ID, { where: 'view' });
  const status = (key: string) => graph().locator(`[data-asset="${key}"]`).getAttribute('data-status');
  await expect.poll(() => status('appearancesReport'), { timeout: 30_000 }).toBe('never');

  await statusBar(page, /Auto off/).click();
  await statusBar(page, /Auto · next /).waitFor({ timeout: 60_000 });
  await codeLens(page, / · next /)
    .first()
    .waitFor({ timeout: 60_000 });
  for (const key of ASSETS) await expect.poll(() => status(key), { timeout: 90_000 }).toBe('fresh');

  // Nothing is looked at any more; its automation was on, so the window that is opened again goes on with it.
  expect(runs().at(-1)).toMatchObject({ counts: { materialized: ASSETS.length } });
  await runCommand(page, 'View: Close All Editors');
  await activityBar(page, 'Explorer').click();
  await window.reload();
  await statusBar(page, /Auto · next /).waitFor({ timeout: 60_000 });
  await statusBar(page, /Auto · next /).click();
  await statusBar(page, /Auto off/).waitFor({ timeout: 60_000 });
  expect(window.pageErrors).toEqual([]);
});

/** Newest first. */
function runs(): readonly unknown[] {
  const text = execFileSync(process.execPath, [CLI, 'runs', '--json'], { cwd: vscode.project, encoding: 'utf8' });
  return (JSON.parse(text) as { runs: readonly unknown[] }).runs;
}
