// What runs inside a real VS Code: the tests of extension/test on a copy of an example, so that its folder stays clean.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@vscode/test-cli';

const root = fileURLToPath(new URL('.', import.meta.url));
/** Unset, a desktop VS Code is downloaded; `npm test` names the one of tools/vscode-host. */
const executable = process.env['VSCODE_TEST_EXECUTABLE'];

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-tests-')));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const shop = join(folder, 'shop');
const left = new Set(['node_modules', '.headwater']);
cpSync(join(root, 'examples/ecommerce'), shop, { recursive: true, filter: (file) => !left.has(basename(file)) });
mkdirSync(join(shop, 'node_modules'));
symlinkSync(join(root, 'sdk'), join(shop, 'node_modules/headwater'), 'junction');

export default defineConfig({
  files: 'dist/test/*.test.cjs',
  workspaceFolder: shop,
  mocha: { ui: 'bdd', timeout: 60_000 },
  ...(executable
    ? { useInstallation: { fromPath: executable }, skipExtensionDependencies: true }
    : { version: 'stable' }),
});
