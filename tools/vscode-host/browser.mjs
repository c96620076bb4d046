// Finds a browser for the workbench, or fetches one: what is named, what is installed, npm's Chromium, Debian's.
import * as fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { findInstalledBrowser } from './installed-browser.mjs';
import { logToStderr } from './install.mjs';
import { ensureNpmChromium, npmChromiumRunsHere } from './npm-chromium.mjs';
import { findOnPath, isExecutable, runToEnd, tail } from './run-to-end.mjs';

/** @typedef {'installed' | 'npm' | 'debian'} Source */
/** @typedef {{ executablePath: string, args: string[] }} BrowserChoice what Playwright's `launch` wants */

/** Quiet and offline but for this machine: nothing it would look up is needed. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/**
 * CHROMIUM_PATH, when set, is taken before any source.
 * @param {{ log?: import('./install-once.mjs').Log, sources?: readonly Source[] }} [options]
 *   `sources`: which ways may be gone, in order (default: all, or HEADWATER_BROWSER_SOURCES, e.g. `npm,debian`)
 * @returns {Promise<BrowserChoice>}
 */
export async function ensureBrowser({ log = logToStderr, sources = defaultSources() } = {}) {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!isExecutable(named))
      throw new Error(`CHROMIUM_PATH names ${named}, which is not an executable file; correct it or unset it.`);
    return { executablePath: named, args: ARGS };
  }
  const failures = [];
  for (const source of sources) {
    try {
      const executablePath = await WAYS[source](log);
      if (executablePath) return { executablePath, args: ARGS };
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    [
      'No browser was found: install Chromium, Google Chrome or Microsoft Edge, or set CHROMIUM_PATH to one.',
      ...failures,
    ].join('\n'),
  );
}

/**
 * @param {{ install: { playwright: string }, browser: BrowserChoice, headless?: boolean }} options
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser({ install, browser, headless = true }) {
  /** @type {typeof import('playwright-core')} */
  const { chromium } = await import(pathToFileURL(install.playwright).href);
  return chromium.launch({
    ...browser,
    headless,
    // on Ctrl-C Playwright would end this process before its own clean-up has run
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** @type {Record<Source, (log: import('./install-once.mjs').Log) => Promise<string | undefined>>} */
const WAYS = {
  installed: findInstalledBrowser,
  npm: async (log) => (npmChromiumRunsHere() ? ensureNpmChromium(log) : undefined),
  debian: installDebianChromium,
};

/** @returns {Source[]} */
function defaultSources() {
  const wanted = process.env.HEADWATER_BROWSER_SOURCES?.split(',').map((source) => source.trim());
  const all = /** @type {Source[]} */ (Object.keys(WAYS));
  const unknown = wanted?.find((source) => !all.some((known) => known === source));
  if (unknown !== undefined)
    throw new Error(`HEADWATER_BROWSER_SOURCES names "${unknown}"; it knows ${all.join(', ')}.`);
  return wanted ? /** @type {Source[]} */ (wanted) : all;
}

/**
 * @param {import('./install-once.mjs').Log} log
 * @returns {Promise<string | undefined>}
 */
async function installDebianChromium(log) {
  const debian = fs.existsSync('/etc/debian_version') && findOnPath('apt-get').length > 0;
  if (!debian || process.getuid?.() !== 0) return undefined;
  log("Installing Debian's chromium (half a minute).");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { code, output } = await runToEnd('apt-get', args, { env });
    if (code !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${tail(output)}`);
  }
  return findInstalledBrowser(log);
}
