// Where one VS Code keeps its own things: a throw-away folder for tests, or a fixed one that a person comes back to.
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';

/** A clean window without dialogs, toasts, look-ups or AI. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.openRepositoryInParentFolders': 'never',
  'typescript.disableAutomaticTypeAcquisition': true,
  'editor.stickyScroll.enabled': false,
  'files.simpleDialog.enable': true,
  // As on the desktop: in a browser VS Code saves by itself after a second.
  'files.autoSave': 'off',
};

/**
 * @typedef {Record<string, unknown>} Settings VS Code's user settings
 * @typedef {{ root: string, userDataDir: string, extensionsDir: string, serverDataDir: string, keep: boolean }} Profile
 */

/** @returns {string} a new folder with a short path, because unix sockets in it have room for 104 bytes only */
export function temporaryFolder() {
  const usual = process.env.HEADWATER_VSCODE_TMP ?? os.tmpdir();
  return fs.realpathSync(fs.mkdtempSync(path.join(usual.length <= 30 ? usual : '/tmp', 'hw-')));
}

/**
 * @param {{ profileDir?: string, userDataDir?: string, extensionsDir?: string }} folders
 *   without `profileDir` everything not named otherwise is thrown away at the end
 * @returns {Profile}
 */
export function openProfile({ profileDir, userDataDir, extensionsDir }) {
  const root = profileDir ? path.resolve(profileDir) : temporaryFolder();
  const profile = {
    root,
    keep: profileDir !== undefined,
    userDataDir: path.resolve(userDataDir ?? path.join(root, 'user')),
    extensionsDir: path.resolve(extensionsDir ?? path.join(root, 'extensions')),
    serverDataDir: path.join(root, 'server'),
  };
  for (const folder of [profile.userDataDir, profile.extensionsDir, profile.serverDataDir])
    fs.mkdirSync(folder, { recursive: true });
  return profile;
}

/** @param {Profile} profile */
export function profileArgs(profile) {
  return [
    '--user-data-dir',
    profile.userDataDir,
    '--extensions-dir',
    profile.extensionsDir,
    '--server-data-dir',
    profile.serverDataDir,
  ];
}

/**
 * A running VS Code takes the change over at once.
 * @param {Profile} profile
 * @param {Settings} settings
 */
export function writeSettings(profile, settings) {
  const file = path.join(profile.userDataDir, 'User', 'settings.json');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  /** @type {Settings} */
  let existing = {};
  if (fs.existsSync(file)) {
    try {
      existing = JSON.parse(fs.readFileSync(file, 'utf8'));
    } catch {
      return; // has comments, so a person has edited it: theirs now
    }
  }
  const wanted = profile.keep ? { ...SETTINGS, ...settings, ...existing } : { ...SETTINGS, ...existing, ...settings };
  fs.writeFileSync(file, JSON.stringify(wanted, null, 2));
}

/**
 * Anyone who reaches the port without the token could run code as this user.
 * @param {Profile} profile
 * @returns {{ token: string, file: string }}
 */
export function connectionToken(profile) {
  const file = path.join(profile.serverDataDir, 'token');
  if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(16).toString('hex'), { mode: 0o600 });
  return { token: fs.readFileSync(file, 'utf8'), file };
}

/**
 * The browser keeps the window's layout by origin, so a kept profile keeps its port when that is free.
 * @param {Profile} profile
 * @returns {Promise<number>}
 */
export async function choosePort(profile) {
  if (!profile.keep) return 0;
  const file = path.join(profile.serverDataDir, 'port');
  const last = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0;
  const port = await freePort(last).catch(() => freePort(0));
  fs.writeFileSync(file, String(port));
  return port;
}

/**
 * @param {number} wanted
 * @returns {Promise<number>}
 */
function freePort(wanted) {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });
}
