// Runs a test module in the extension host of a real VS Code and returns the exit code that desktop VS Code would have.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from './browser.mjs';
import { followFile } from './follow-file.mjs';
import { temporaryFolder } from './profile.mjs';
import { remoteUri, startServer, windowUrl } from './server.mjs';

const ENTRY = fileURLToPath(new URL('./tests-entry.cjs', import.meta.url));
const HOST_EXITED = /Extension Host Process exited/;
/** A reload of the window ends the old host with code 0. */
const HOST_DIED = /Extension Host Process exited with code: (null|[1-9]\d*), signal: (\w+)/;
/** From the opening of the window until the extension host has the tests; a machine under load takes its time. */
const START_LIMIT_MS = 180_000;
const LOOK_INTERVAL_MS = 50;
/** After its result the host deactivates the extensions and writes coverage. */
const SHUTDOWN_LIMIT_MS = 15_000;
/** Time for a report that was already on its way. */
const LAST_WORDS_MS = 3_000;

/** @typedef {{ code: number, why?: string, reported?: boolean }} Outcome `reported`: the tests' own word */

/**
 * @param {object} options
 * @param {import('./launch-args.mjs').LaunchArgs & { extensionTestsPath: string }} options.launch
 * @param {import('./install.mjs').Installation} options.install
 * @param {import('./browser.mjs').BrowserChoice} options.browser
 * @param {Promise<Outcome>} options.interrupted
 * @returns {Promise<number>}
 */
export async function runTests({ launch, install, browser: choice, interrupted }) {
  const scratch = temporaryFolder();
  process.env.TMPDIR = scratch; // Playwright's browser profile goes there, so that even kill -9 leaves nothing
  const [begun, passed] = [path.join(scratch, 'begun'), path.join(scratch, 'passed')];
  const output = followFile(path.join(scratch, 'output'));
  const run = {
    server: /** @type {import('./server.mjs').Server | undefined} */ (undefined),
    browser: /** @type {import('playwright-core').Browser | undefined} */ (undefined),
    log: /** @type {string[]} */ ([]),
  };

  /** @type {Outcome} */
  const outcome = await Promise.race([interrupted, start()]).catch((error) => ({ code: 1, why: error.stack }));
  if (outcome.reported) await run.server?.printed(HOST_EXITED, SHUTDOWN_LIMIT_MS).catch(() => undefined);
  const code = outcome.code === 0 && !fs.existsSync(passed) ? 1 : outcome.code;
  const why =
    outcome.why ?? (code !== outcome.code ? 'the extension host ended before the tests reported a result' : undefined);
  await run.browser?.close().catch(() => undefined);
  await run.server?.stop();
  await output.end();
  fs.rmSync(scratch, { recursive: true, force: true });
  if (why) process.stderr.write(`VS Code: ${why}\n`);
  if (code !== 0) keepLog([...run.log, '--- server ---', run.server?.output() ?? '']);
  return code;

  /** @returns {Promise<Outcome>} */
  async function start() {
    run.server = await startServer({
      install,
      smokeDriver: true,
      userDataDir: launch.userDataDir,
      extensionsDir: launch.extensionsDir,
      removeAtEnd: [scratch],
      env: {
        HEADWATER_TESTS_OUTPUT: output.file,
        HEADWATER_TESTS_BEGUN: begun,
        HEADWATER_TESTS_PASSED: passed,
        HEADWATER_TESTS_PATH: launch.extensionTestsPath,
      },
    });
    run.browser = await launchBrowser({ install, browser: choice });
    return openAndWait({ launch, server: run.server, browser: run.browser, begun, log: run.log });
  }
}

/**
 * @param {object} options
 * @param {import('./launch-args.mjs').LaunchArgs} options.launch
 * @param {import('./server.mjs').Server} options.server
 * @param {import('playwright-core').Browser} options.browser
 * @param {string} options.begun a file that is there as soon as the tests have begun
 * @param {string[]} options.log
 * @returns {Promise<Outcome>}
 */
async function openAndWait({ launch, server, browser, begun, log }) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const limit = Number(process.env.HEADWATER_VSCODE_TIMEOUT_MS ?? 600_000);
  /** @type {(outcome: Outcome) => void} */
  let settle = () => {};
  /** @type {Promise<Outcome>} */
  const settled = new Promise((resolve) => {
    settle = resolve;
  });
  browser.once('disconnected', () => settle({ code: 1, why: 'the browser went away' }));
  page.once('crash', () => settle({ code: 1, why: 'the workbench page crashed' }));
  // the workbench looks for both while it loads
  await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => settle({ code, reported: true }));
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ level, /** @type {unknown[]} */ args) => {
    log.push(`[${level}] ${args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ')}`);
  });
  page.on('pageerror', (error) => log.push(`[uncaught] ${error}`));
  await page.goto(
    windowUrl(server, {
      folder: launch.folder,
      workspace: launch.workspace,
      openFiles: launch.openFiles,
      payload: [
        ...launch.extensionDevelopmentPaths.map(
          (folder) => /** @type {const} */ (['extensionDevelopmentPath', remoteUri(server, folder)]),
        ),
        ['extensionTestsPath', remoteUri(server, ENTRY)],
        ['enableProposedApi', ''],
        ...(launch.disableExtensions ? [/** @type {const} */ (['disableExtensions', 'true'])] : []),
      ],
    }),
    { timeout: START_LIMIT_MS },
  );
  /** @type {Outcome} */
  const outcome = await Promise.race([settled, hostLost(server, START_LIMIT_MS + limit), tooLong(begun, limit)]);
  if (!outcome.reported)
    await page
      .screenshot({
        path: process.env.HEADWATER_VSCODE_SCREENSHOT ?? path.join(server.profile.userDataDir, 'no-result.png'),
      })
      .catch(() => undefined);
  return outcome;
}

/**
 * The limit is that of the tests: how long the window took to open is no matter of theirs.
 * @param {string} begun
 * @param {number} limit
 * @returns {Promise<Outcome>}
 */
async function tooLong(begun, limit) {
  const opened = performance.now();
  while (!fs.existsSync(begun)) {
    if (performance.now() - opened > START_LIMIT_MS)
      return { code: 1, why: `the tests had not begun after ${START_LIMIT_MS} ms` };
    await sleep(LOOK_INTERVAL_MS, undefined, { ref: false });
  }
  return sleep(limit, { code: 1, why: `no result after ${limit} ms` }, { ref: false });
}

/**
 * Without it the workbench could wait for ever for a host that was killed or ran out of memory.
 * @param {import('./server.mjs').Server} server
 * @param {number} limit
 * @returns {Promise<Outcome>}
 */
async function hostLost(server, limit) {
  try {
    const [, code, signal] = await server.printed(HOST_DIED, limit + 60_000);
    await sleep(LAST_WORDS_MS);
    return {
      code: 1,
      why: `the extension host exited (code ${code}, signal ${signal}) before the tests reported a result`,
    };
  } catch {
    return { code: 1, why: 'the VS Code server ended' };
  }
}

/** @param {readonly string[]} lines */
function keepLog(lines) {
  const file = process.env.HEADWATER_VSCODE_LOG;
  if (file) fs.writeFileSync(file, `${lines.join('\n')}\n`);
}
