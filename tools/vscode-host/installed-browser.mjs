// Finds a Chromium-based browser that is already on this machine.
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { findOnPath, isExecutable, runToEnd } from './run-to-end.mjs';

/** The workbench and React Flow need a browser of the last years. */
const OLDEST = 120;
const NAMES = [
  'chromium',
  'google-chrome-stable',
  'google-chrome',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser',
];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'];

/**
 * @param {import('./install-once.mjs').Log} log
 * @returns {Promise<string | undefined>} absolute path of its executable
 */
export async function findInstalledBrowser(log) {
  for (const candidate of candidates()) {
    if (isSnap(candidate)) {
      log(`Passing over ${candidate}: a snap cannot see temporary folders.`);
      continue;
    }
    const { code, output } = await runToEnd(candidate, ['--version'], { timeoutMs: 15_000 });
    const major = Number(/(\d+)\.\d+\.\d+/.exec(output)?.[1] ?? 0);
    if (code === 0 && major >= OLDEST) return candidate;
    log(`Passing over ${candidate}: ${code === 0 ? `version ${major} is older than ${OLDEST}` : 'it does not start'}.`);
  }
  return undefined;
}

/** @returns {string[]} */
function candidates() {
  if (process.platform === 'darwin') {
    return ['/Applications', path.join(os.homedir(), 'Applications')]
      .flatMap((folder) => MAC_APPS.map((app) => path.join(folder, `${app}.app/Contents/MacOS/${app}`)))
      .filter(isExecutable);
  }
  const usual = ['/usr/bin', '/usr/local/bin'].flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  const known = [...NAMES.flatMap(findOnPath), ...usual, '/opt/google/chrome/chrome', '/usr/lib/chromium/chromium'];
  return [...new Set(known)].filter(isExecutable);
}

/**
 * Ubuntu's `chromium` is a snap, or a script that starts one.
 * @param {string} file
 */
function isSnap(file) {
  const real = fs.realpathSync(file);
  if (real.endsWith('/snap') || real.startsWith('/snap/')) return true;
  return fs.statSync(real).size < 20_000 && fs.readFileSync(real, 'latin1').includes('/snap/bin/');
}
