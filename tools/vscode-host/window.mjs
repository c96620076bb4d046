// Opens a window of the VS Code server in a browser and collects what goes wrong in it.
import * as path from 'node:path';
import { collectCspViolations } from './csp-violations.mjs';
import { windowUrl } from './server.mjs';

const OPEN_LIMIT_MS = 60_000;
/** Noise of the workbench itself: files that the open-source build does not have, the gallery, a reload. */
const HARMLESS =
  /vsda|favicon|_static|bad HTTP response code \(404\)|open-vsx\.org|ERR_NAME_NOT_RESOLVED|\[lifecycle\] Long running operations|resource output:tasks/;
const THEMES = { light: 'Light 2026', dark: 'Dark 2026' };

/**
 * @typedef {object} WindowOptions
 * @property {import('playwright-core').Browser} browser
 * @property {import('./server.mjs').Server} server
 * @property {{ width: number, height: number }} [viewport]
 * @property {string} [colorTheme] `light`, `dark` or the name of a theme; a setting of the server's profile
 * @property {readonly string[]} [devExtensions] folders of extensions to load as they are in the working tree
 * @property {(page: import('playwright-core').Page) => void} [onPage] called before anything is loaded
 */

/**
 * @typedef {object} VscodeWindow
 * @property {import('playwright-core').Page} page
 * @property {import('playwright-core').BrowserContext} context
 * @property {string[]} consoleErrors @property {string[]} pageErrors uncaught exceptions
 * @property {import('./csp-violations.mjs').CspViolation[]} cspViolations
 * @property {() => Promise<void>} reload
 * @property {() => Promise<void>} close
 */

/**
 * Resolves when the workbench stands and the files to open are visible; each window is a new browser profile.
 * @param {WindowOptions & import('./server.mjs').Place} options
 * @returns {Promise<VscodeWindow>}
 */
export async function openWindow({
  browser,
  server,
  viewport = { width: 1280, height: 800 },
  colorTheme,
  devExtensions = [],
  onPage,
  ...place
}) {
  if (colorTheme) server.changeSettings({ 'workbench.colorTheme': themeName(colorTheme) });
  const context = await browser.newContext({ viewport, colorScheme: colorTheme === 'light' ? 'light' : 'dark' });
  const cspViolations = await collectCspViolations(context);
  if (devExtensions.length > 0)
    await context.addInitScript(
      addDevelopmentExtensions,
      devExtensions.map((folder) => location(server, folder)),
    );
  const page = await context.newPage();
  const { consoleErrors, pageErrors } = collectErrors(page);
  onPage?.(page);
  const ready = async () => {
    await page.locator('.monaco-workbench .part.editor').waitFor({ timeout: OPEN_LIMIT_MS });
    if (place.openFiles?.length)
      await page.locator('.monaco-editor .view-lines').first().waitFor({ timeout: OPEN_LIMIT_MS });
  };
  try {
    await page.goto(windowUrl(server, place));
    await ready();
  } catch (error) {
    await context.close();
    throw error;
  }
  return {
    page,
    context,
    consoleErrors,
    pageErrors,
    cspViolations,
    async reload() {
      await page.reload();
      await ready();
    },
    close: () => context.close(),
  };
}

/** @param {string} theme */
function themeName(theme) {
  return theme === 'light' || theme === 'dark' ? THEMES[theme] : theme;
}

/**
 * @param {import('./server.mjs').Server} server
 * @param {string} folder
 */
function location(server, folder) {
  return { scheme: 'vscode-remote', authority: server.authority, path: path.resolve(folder) };
}

/** @param {import('playwright-core').Page} page */
function collectErrors(page) {
  /** @type {string[]} */
  const consoleErrors = [];
  /** @type {string[]} */
  const pageErrors = [];
  page.on('console', (message) => {
    const text = `${message.text()} (${message.location().url})`;
    if (message.type() === 'error' && !HARMLESS.test(text)) consoleErrors.push(text);
  });
  page.on('pageerror', (error) => pageErrors.push(error.stack ?? String(error)));
  return { consoleErrors, pageErrors };
}

/**
 * Runs in the page. Does what `--extensionDevelopmentPath` does on the desktop, without the smoke-test driver, which
 * hides toasts. (Rewriting the document with Playwright's `route` instead makes Chromium block the workbench's socket.)
 * @param {readonly { scheme: string, authority: string, path: string }[]} extensions
 */
function addDevelopmentExtensions(extensions) {
  const original = Element.prototype.getAttribute;
  Element.prototype.getAttribute = function (/** @type {string} */ name) {
    const value = original.call(this, name);
    if (name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration' || !value) return value;
    const configuration = JSON.parse(value);
    configuration.developmentOptions = { ...configuration.developmentOptions, extensions };
    return JSON.stringify(configuration);
  };
}
