// Finds the parts of the workbench that tests look at, and does what a person does with the keyboard.

/** @typedef {import('playwright-core').Page} Page @typedef {import('playwright-core').Locator} Locator */
/** @typedef {string | RegExp} Text */

const LENS_PATIENCE_MS = 3_000;

/**
 * Also matches a lens of several commands by each of them; clicking works.
 * @param {Page} page @param {Text} text
 * @returns {Locator}
 */
export const codeLens = (page, text) => page.locator('.codelens-decoration a', { hasText: text });

/**
 * Waits until a lens can be clicked. After a change VS Code first shows the lenses it remembers, without links, and
 * under load it now and then leaves them so until the editor gets the focus again: then this gives it.
 * @param {Page} page @param {Text} text @param {{ timeout?: number }} [options]
 * @returns {Promise<Locator>} the link
 */
export async function waitForCodeLens(page, text, { timeout = 60_000 } = {}) {
  const link = codeLens(page, text).first();
  await page.locator('.codelens-decoration', { hasText: text }).first().waitFor({ timeout });
  const linked = await link.waitFor({ timeout: LENS_PATIENCE_MS }).then(
    () => true,
    () => false,
  );
  if (!linked) await runCommand(page, 'View: Focus Active Editor Group');
  await link.waitFor({ timeout });
  return link;
}

/**
 * @param {Page} page @param {string} title of the view container
 * @returns {Locator}
 */
export const activityBar = (page, title) =>
  page.locator(`.activitybar a.action-label[aria-label^=${JSON.stringify(title)}]`);

/**
 * @param {Page} page @param {Text} text
 * @returns {Locator}
 */
export const statusBar = (page, text) => page.locator('.statusbar-item', { hasText: text });

/**
 * @param {Page} page
 * @returns {Locator} with a text like `Ln 7, Col 1`
 */
export const cursorPosition = (page) => page.locator('.statusbar-item[id="status.editor.selection"]');

/**
 * @param {Page} page @param {Text} name of the file or panel
 * @returns {Locator}
 */
export const editorTab = (page, name) => page.locator('.tabs-container .tab', { hasText: name });

/**
 * @param {Page} page @param {Text} text
 * @returns {Locator}
 */
export const editorLine = (page, text) => page.locator('.editor-instance .view-line', { hasText: text });

/**
 * Not shown when the server runs with the smoke driver.
 * @param {Page} page @param {Text} text
 * @returns {Locator}
 */
export const toast = (page, text) => page.locator('.notification-toast', { hasText: text });

/**
 * @param {Page} page
 * @returns {Locator}
 */
export const outputPanel = (page) => page.locator('.output-view .view-lines');

/**
 * @param {Page} page @param {Text} text
 * @returns {Locator}
 */
export const treeItem = (page, text) => page.locator('.part.sidebar .monaco-list-row', { hasText: text });

/**
 * The document of an extension's webview.
 * @param {Page} page
 * @param {string} extensionId `publisher.name`
 * @param {{ where?: 'view' | 'editor' }} [options] needed when the extension shows one in a view and one in an editor tab
 * @returns {import('playwright-core').FrameLocator}
 */
export function webviewFrame(page, extensionId, { where } = {}) {
  const purpose =
    where === undefined ? '' : where === 'view' ? '[src*="purpose=webviewView"]' : ':not([src*="purpose=webviewView"])';
  return page
    .frameLocator(`iframe.webview.ready[src*="extensionId=${extensionId}"]${purpose}`)
    .frameLocator('iframe#active-frame');
}

/**
 * Runs a command from the command palette.
 * @param {Page} page
 * @param {string} title as the palette shows it, e.g. `Headwater: Materialize All`
 */
export async function runCommand(page, title) {
  await page.keyboard.press('F1');
  await choose(page, `>${title}`, title);
}

/**
 * Opens a file of the workspace by its name.
 * @param {Page} page
 * @param {string} name
 */
export async function openFile(page, name) {
  await page.keyboard.press('ControlOrMeta+P');
  await choose(page, name, name.split('/').at(-1) ?? name);
}

/**
 * @param {Page} page
 * @param {string} query
 * @param {string} label
 */
async function choose(page, query, label) {
  const input = page.locator('.quick-input-widget input[type="text"]');
  await input.fill(query);
  await page
    .locator('.quick-input-list .monaco-list-row', { has: page.locator('.label-name', { hasText: exactly(label) }) })
    .first()
    .click();
}

/** @param {string} text */
function exactly(text) {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
