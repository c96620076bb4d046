// `node scripts/read-themes.mjs`: writes webview/src/style/themes.css, the colours a real VS Code hands to a webview in each theme.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, setup } from './setup.mjs';

setup();
const host = await import('../tools/vscode-host/index.mjs');

/** The name of each in the gallery, and VS Code's id of it. */
const THEMES = {
  dark: 'Dark+',
  light: 'Light+',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
  monokai: 'Monokai',
  'solarized-light': 'Solarized Light',
  'dark-2026': 'Dark 2026',
  'light-2026': 'Light 2026',
};
/** An extension whose only view is a webview. */
const PROBE = join(root, 'tools/vscode-host/fixtures/probe');
const PROBE_ID = 'headwater-tests.probe';
const HEAD = `/* What VS Code's own themes hand to a webview, as far as the page asks: written by scripts/read-themes.mjs, not by hand. */\n`;
const OUT = 'themes.css';
const NAME = /--vscode-[\w-]+/g;

const asked = namesAskedFor([
  ...['src/style', 'src/view', 'src/controls'].map((each) => join(root, 'webview', each)),
  join(root, 'node_modules/@vscode/webview-ui-toolkit/dist'),
  join(root, 'webview/gallery'),
]);
const folder = mkdtempSync(join(tmpdir(), 'headwater-themes-'));
const install = await host.ensureVscode();
const server = await host.startServer({ install });
const browser = await host.launchBrowser({ install, browser: await host.ensureBrowser() });
try {
  const rules = [];
  for (const [name, colorTheme] of Object.entries(THEMES)) {
    const window = await host.openWindow({ browser, server, folder, devExtensions: [PROBE], colorTheme });
    await host.activityBar(window.page, 'Probe').click();
    const view = host.webviewFrame(window.page, PROBE_ID);
    await view.locator(`body[data-vscode-theme-id="${colorTheme}"]`).waitFor();
    rules.push(ruleOf(name, colorTheme, await view.locator('html').evaluate((html) => html.style.cssText)));
    await window.close();
    process.stdout.write(`${colorTheme}\n`);
  }
  writeFileSync(join(root, 'webview/src/style', OUT), [HEAD, ...rules].join('\n'));
} finally {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} name @param {string} colorTheme @param {string} style what VS Code set on the document */
function ruleOf(name, colorTheme, style) {
  const lines = style
    .split(';')
    .map((each) => each.trim())
    .filter((each) => asked.has(each.slice(0, each.indexOf(':'))) && !/^--vscode-(editor-)?font-/.test(each))
    .sort();
  return `/* ${colorTheme} */\n[data-theme='${name}'] {\n${lines.map((line) => `  ${line};\n`).join('')}}\n`;
}

/** @param {readonly string[]} folders */
function namesAskedFor(folders) {
  const texts = folders.flatMap((each) =>
    readdirSync(each, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(css|tsx?|js)$/.test(file) && file !== OUT)
      .map((file) => readFileSync(join(each, file), 'utf8')),
  );
  return new Set(texts.flatMap((text) => text.match(NAME) ?? []));
}
