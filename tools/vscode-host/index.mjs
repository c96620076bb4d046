// The door of tools/vscode-host: a real VS Code for tests and for `npm start`.
export { ensureBrowser, launchBrowser } from './browser.mjs';
export { cacheFolder } from './cache-folder.mjs';
export { findDesktopCode, openDesktop } from './desktop.mjs';
export { ensureVscode } from './install.mjs';
export {
  activityBar,
  codeLens,
  cursorPosition,
  editorLine,
  editorTab,
  openFile,
  outputPanel,
  runCommand,
  statusBar,
  toast,
  treeItem,
  waitForCodeLens,
  webviewFrame,
} from './selectors.mjs';
export { startServer, windowUrl } from './server.mjs';
export { openWindow } from './window.mjs';
