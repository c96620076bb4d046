// Compiles the two of VS Code's native add-ons that are worth it; everything else comes prebuilt or is not needed.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { tryNpm } from './npm.mjs';
import { findOnPath, tail } from './run-to-end.mjs';

/** spdlog: log files and Output channels. native-watchdog: ends extension hosts whose server died. */
const ADDONS = ['@vscode/spdlog', '@vscode/native-watchdog'];

/**
 * @param {{ vscode: string, nodeFolder: string, log: import('./install-once.mjs').Log }} options
 * @returns {Promise<boolean>} whether they are there; VS Code runs without them, but its Output channels stay empty
 */
export async function buildAddons({ vscode, nodeFolder, log }) {
  const missing = missingTools();
  if (missing.length > 0) {
    log(
      `      skipped, Output channels will be empty: ${missing.join(', ')} not found (install them, clear the cache and try again to have them).`,
    );
    return false;
  }
  const { code, output } = await tryNpm(['rebuild', ...ADDONS], { cwd: vscode, nodeFolder, scripts: true });
  const built = ADDONS.map((name) => path.join(vscode, 'node_modules', name, 'build/Release'));
  if (code !== 0 || !built.every((folder) => fs.existsSync(folder))) {
    log(`      could not be compiled, Output channels will be empty:\n${tail(output)}`);
    return false;
  }
  for (const folder of built) fs.rmSync(path.join(folder, 'obj.target'), { recursive: true, force: true });
  return true;
}

/** @returns {string[]} */
function missingTools() {
  if (process.env.HEADWATER_VSCODE_NATIVE === '0') return ['(HEADWATER_VSCODE_NATIVE=0) a compiler'];
  const anyOf = [
    ['make', 'gmake'],
    ['g++', 'c++', 'clang++'],
    ['python3', 'python'],
  ];
  return anyOf
    .filter((names) => names.every((name) => findOnPath(name).length === 0))
    .map(([name]) => /** @type {string} */ (name));
}
