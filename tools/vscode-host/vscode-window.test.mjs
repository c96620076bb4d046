// Tests a window of a real VS Code as a person would use it: install, open, look, click, reload, stop, nothing left.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as host from './index.mjs';
import { leftIn, ownTemporaryFolder } from './fixtures/leftovers.mjs';

const PROBE = fileURLToPath(new URL('./fixtures/probe', import.meta.url));
const PROBE_ID = 'headwater-tests.probe';
const LIMIT = { timeout: 30_000 };

const workspace = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'probe-workspace-')));
const temporary = ownTemporaryFolder();
const app = path.join(workspace, 'app.js');
fs.writeFileSync(app, 'const first = 1;\n\nfunction second() {}\n');

/** @type {{ install: Awaited<ReturnType<typeof host.ensureVscode>>, server: Awaited<ReturnType<typeof host.startServer>>, browser: import('playwright-core').Browser }} */
let room;

before(async () => {
  const install = await host.ensureVscode();
  const choice = await host.ensureBrowser();
  room = {
    install,
    server: await host.startServer({ install }),
    browser: await host.launchBrowser({ install, browser: choice }),
  };
});

after(async () => {
  await room?.browser.close();
  await room?.server.stop();
  for (const folder of [workspace, temporary]) fs.rmSync(folder, { recursive: true, force: true });
});

test('what is installed is taken at once', async () => {
  /** @type {string[]} */
  const lines = [];
  assert.deepEqual(await host.ensureVscode({ log: (line) => lines.push(line) }), room.install);
  assert.deepEqual(lines, []);
});

test('the server answers nobody without its token', async () => {
  const response = await fetch(`${room.server.origin}/`);
  assert.equal(response.status, 403);
});

test('a window shows a file, an extension, its webviews, its messages, and survives a reload', async () => {
  const window = await host.openWindow({
    ...room,
    folder: workspace,
    openFiles: [`${app}:3:4`],
    devExtensions: [PROBE],
    colorTheme: 'dark',
    viewport: { width: 1400, height: 900 },
  });
  const { page } = window;
  await host.waitForCodeLens(page, 'Probe lens');
  assert.equal(await host.cursorPosition(page).textContent(), 'Ln 3, Col 4');
  assert.equal(await page.locator('.monaco-workbench.vs-dark').count(), 1);
  assert.equal(window.cspViolations.length, 0);

  await host.activityBar(page, 'Probe').click();
  await host.webviewFrame(page, PROBE_ID).getByText('answer to view').waitFor(LIMIT);
  assert.deepEqual(
    window.cspViolations.map((violation) => violation.directive),
    ['style-src-attr'],
  );

  await (await host.waitForCodeLens(page, 'Probe lens')).click();
  await host.toast(page, 'Hello from the probe').waitFor(LIMIT);
  if (room.install.outputChannels) await host.outputPanel(page).getByText('probe is active').waitFor(LIMIT);

  await host.runCommand(page, 'Probe: Open Panel');
  await host.webviewFrame(page, PROBE_ID, { where: 'editor' }).getByText('Probe panel').waitFor(LIMIT);
  await host.editorTab(page, 'Probe Panel').waitFor(LIMIT);
  await host.openFile(page, 'app.js');
  await host.editorLine(page, 'function second').waitFor(LIMIT);

  await window.reload();
  await host.waitForCodeLens(page, 'Probe lens');
  assert.deepEqual(window.pageErrors, []);
  await window.close();
});

test('stopping leaves no process and no folder', async () => {
  const { origin } = room.server;
  await room.browser.close();
  await room.server.stop();
  assert.deepEqual(await leftIn(temporary), []);
  await assert.rejects(fetch(`${origin}/`));
});
