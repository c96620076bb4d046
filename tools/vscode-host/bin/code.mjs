#!/usr/bin/env node
// Stands in for the desktop VS Code executable that @vscode/test-electron spawns, with the same command line.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { ensureBrowser } from '../browser.mjs';
import { ensureVscode } from '../install.mjs';
import { parseLaunchArgs } from '../launch-args.mjs';
import { openProfile } from '../profile.mjs';
import { installExtension } from '../server.mjs';
import { runTests } from '../run-tests.mjs';

const SIGNALS = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 });

process.exit(await main(process.argv.slice(2)));

/**
 * @param {readonly string[]} argv
 * @returns {Promise<number>}
 */
async function main(argv) {
  const launch = parseLaunchArgs(argv);
  const install = await ensureVscode();
  if (launch.version) {
    process.stdout.write(`${JSON.parse(fs.readFileSync(path.join(install.vscode, 'package.json'), 'utf8')).version}\n`);
    return 0;
  }
  if (launch.installExtensions.length > 0) return installAll(install, launch);
  const { extensionTestsPath } = launch;
  if (!extensionTestsPath) {
    process.stderr.write(
      'This stand-in for VS Code only knows --extensionTestsPath, --install-extension and --version; use `npm start` to open a window.\n',
    );
    return 2;
  }
  const browser = await ensureBrowser();
  return runTests({ launch: { ...launch, extensionTestsPath }, install, browser, interrupted: interruption() });
}

/**
 * @param {import('../install.mjs').Installation} install
 * @param {import('../launch-args.mjs').LaunchArgs} launch
 */
async function installAll(install, launch) {
  const profile = openProfile(launch);
  try {
    for (const file of launch.installExtensions) await installExtension({ install, profile, file });
  } finally {
    fs.rmSync(profile.root, { recursive: true, force: true });
  }
  return 0;
}

/** @returns {Promise<import('../run-tests.mjs').Outcome>} resolves when this run is no longer wanted */
function interruption() {
  const parent = process.ppid;
  return new Promise((resolve) => {
    for (const [signal, code] of Object.entries(SIGNALS))
      process.on(signal, () => resolve({ code, why: `ended by ${signal}` }));
    setInterval(() => {
      if (process.ppid !== parent) resolve({ code: 1, why: 'the process that started it is gone' });
    }, 1_000).unref();
  });
}
