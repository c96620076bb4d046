// Finds an installed desktop VS Code and opens a development window of an extension in it.
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { findOnPath, isExecutable, runToEnd } from './run-to-end.mjs';
import { cleanEnvironment } from './server.mjs';

/** `code` of a remote window's terminal: it talks to the window of another machine and cannot start one. */
const REMOTE = /[\\/](remote-cli|\.vscode(-\w+)*-server|\.vscode-remote|code-server|vscode-host|\.cursor-server)[\\/]/;
const NAMES = process.platform === 'win32' ? ['code.cmd', 'code-insiders.cmd'] : ['code', 'code-insiders'];

/** @typedef {{ executable: string, version: string }} DesktopCode */

/**
 * @param {{ minVersion?: string, log?: import('./install-once.mjs').Log }} [options] `minVersion`, e.g. `1.116.0`
 * @returns {Promise<DesktopCode | undefined>} undefined also where it could not show a window
 */
export async function findDesktopCode({ minVersion = '1.0.0', log = () => {} } = {}) {
  const obstacle = noDesktopBecause();
  if (obstacle) {
    log(`Not looking for a desktop VS Code: ${obstacle}.`);
    return undefined;
  }
  for (const executable of candidates()) {
    const version = await versionOf(executable);
    if (version !== undefined && atLeast(version, minVersion)) return { executable, version };
    log(
      `Passing over ${executable}: ${version === undefined ? 'it does not tell its version' : `${version} is older than ${minVersion}`}.`,
    );
  }
  return undefined;
}

/**
 * Returns when the window is asked for; it outlives this process.
 * @param {{ code: DesktopCode, extensionPath: string, folder: string }} options
 * @returns {Promise<void>}
 */
export async function openDesktop({ code, extensionPath, folder }) {
  const args = ['--new-window', `--extensionDevelopmentPath=${path.resolve(extensionPath)}`, path.resolve(folder)];
  const { command, words } = commandLine(code.executable, args);
  const child = spawn(command, words, {
    env: cleanEnvironment(),
    stdio: 'ignore',
    detached: true,
    shell: needsShell(code.executable),
  });
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new Error(`${code.executable} could not be started: ${error.message}`)));
  });
  child.unref();
}

/** @returns {string | undefined} */
function noDesktopBecause() {
  const { env } = process;
  if (env.VSCODE_IPC_HOOK_CLI) return 'this terminal belongs to a remote VS Code window';
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display';
  if (process.platform === 'linux' && process.getuid?.() === 0) return 'it refuses to run as root';
  if (process.platform !== 'linux' && env.SSH_CONNECTION) return 'this is a terminal over SSH';
  return undefined;
}

/** @returns {string[]} */
function candidates() {
  const files = [...NAMES.flatMap(findOnPath), ...usualPlaces()].filter(isExecutable);
  return [...new Set(files)].filter((file) => !isForeign(file));
}

/** @returns {string[]} */
function usualPlaces() {
  if (process.platform === 'darwin') {
    return ['/Applications', path.join(os.homedir(), 'Applications')].flatMap((folder) =>
      ['Visual Studio Code', 'Visual Studio Code - Insiders'].map((app) =>
        path.join(folder, `${app}.app/Contents/Resources/app/bin/code`),
      ),
    );
  }
  if (process.platform === 'win32') {
    return [
      process.env.LOCALAPPDATA && path.join(process.env.LOCALAPPDATA, 'Programs'),
      process.env.ProgramFiles,
    ].flatMap((folder) => (folder ? [path.join(folder, 'Microsoft VS Code', 'bin', 'code.cmd')] : []));
  }
  return ['/usr/share/code/bin/code', '/usr/bin/code', '/snap/bin/code'];
}

/**
 * @param {string} file
 * @returns {boolean}
 */
function isForeign(file) {
  // in WSL the Windows `code` is on PATH: it cannot load an extension from a Linux path
  const windowsFromLinux = process.platform === 'linux' && /^\/mnt\/[a-z]\//.test(file);
  return windowsFromLinux || REMOTE.test(file) || REMOTE.test(fs.realpathSync(file)) || isContainerShim(file);
}

/**
 * Development containers carry a `code` of a few lines that only looks for the remote one.
 * The desktop's own script mentions the remote one too, but goes on to start Electron.
 * @param {string} file
 */
function isContainerShim(file) {
  if (process.platform === 'win32' || fs.statSync(file).size > 20_000) return false;
  const script = fs.readFileSync(file, 'latin1');
  return /remote-cli|vscode-(remote|server)/i.test(script) && !/electron/i.test(script);
}

/**
 * @param {string} executable
 * @returns {Promise<string | undefined>}
 */
async function versionOf(executable) {
  const { command, words } = commandLine(executable, ['--version']);
  const { code, output } = await runToEnd(command, words, {
    env: cleanEnvironment(),
    timeoutMs: 20_000,
    shell: needsShell(executable),
  });
  return code === 0 ? /^\d+\.\d+\.\d+/m.exec(output)?.[0] : undefined;
}

/**
 * @param {string} version
 * @param {string} least
 */
function atLeast(version, least) {
  return version.localeCompare(least, 'en', { numeric: true }) >= 0;
}

/** @param {string} executable */
function needsShell(executable) {
  return executable.endsWith('.cmd');
}

/**
 * @param {string} executable
 * @param {readonly string[]} args
 */
function commandLine(executable, args) {
  if (!needsShell(executable)) return { command: executable, words: [...args] };
  return { command: `"${executable}"`, words: args.map((arg) => `"${arg}"`) };
}
