// Starts and stops the VS Code server on a loopback port, with a profile of its own.
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startGuarded } from './guarded-process.mjs';
import { choosePort, connectionToken, openProfile, profileArgs, temporaryFolder, writeSettings } from './profile.mjs';
import { runToEnd, tail } from './run-to-end.mjs';

const START_LIMIT_MS = 60_000;
/** What a terminal of VS Code leaves in the environment, which would tie this server to that window. */
const FOREIGN =
  /^(ELECTRON_|VSCODE_(IPC_HOOK|ESM_|HANDLES_|CWD|NLS_|PID|GIT_|INSPECTOR_OPTIONS|INJECTION|AGENT_FOLDER))|^GIT_ASKPASS$/;

/**
 * @typedef {object} ServerOptions
 * @property {import('./install.mjs').Installation} install
 * @property {string} [profileDir] a folder that is kept between starts (default: a new one, removed by `stop`)
 * @property {string} [userDataDir] @property {string} [extensionsDir] single folders that lie elsewhere and are kept
 * @property {readonly string[]} [vsix] extensions to install first
 * @property {import('./profile.mjs').Settings} [settings] user settings beside the ones for a quiet window
 * @property {Record<string, string>} [env] more environment variables for the server and its extension hosts
 * @property {readonly string[]} [removeAtEnd] more folders to remove when the server is gone
 * @property {boolean} [smokeDriver] needed to run tests in the extension host; hides notification toasts
 */

/**
 * @typedef {object} Server
 * @property {import('./install.mjs').Installation} install
 * @property {string} origin @property {string} authority @property {number} port @property {string} token
 * @property {import('./profile.mjs').Profile} profile
 * @property {number} pid the id of its process group
 * @property {() => string} output everything it has printed
 * @property {import('./guarded-process.mjs').GuardedProcess['printed']} printed
 * @property {(settings: import('./profile.mjs').Settings) => void} changeSettings
 * @property {() => Promise<void>} stop ends every process of it and removes a throw-away profile
 */

/**
 * It ends with this process, whatever ends this one.
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 */
export async function startServer({
  install,
  profileDir,
  userDataDir,
  extensionsDir,
  vsix = [],
  settings = {},
  env = {},
  removeAtEnd = [],
  smokeDriver = false,
}) {
  const profile = openProfile({ profileDir, userDataDir, extensionsDir });
  writeSettings(profile, settings);
  const sockets = temporaryFolder();
  const serverEnv = { ...cleanEnvironment(), TMPDIR: sockets, XDG_RUNTIME_DIR: sockets, ...env };
  for (const file of vsix) await installExtension({ install, profile, file, env: serverEnv });
  const { token, file: tokenFile } = connectionToken(profile);
  const child = startGuarded(
    install.node,
    [
      path.join(install.vscode, 'out/server-main.js'),
      '--host',
      '127.0.0.1',
      '--port',
      String(await choosePort(profile)),
      '--connection-token-file',
      tokenFile,
      '--accept-server-license-terms',
      '--disable-telemetry',
      '--disable-workspace-trust',
      '--disable-update-check',
      '--disable-getting-started-override',
      ...(smokeDriver ? ['--enable-smoke-test-driver'] : []),
      ...profileArgs(profile),
    ],
    { env: serverEnv, removeAtEnd: [...removeAtEnd, sockets, ...(profile.keep ? [] : [profile.root])] },
  );
  try {
    await child.printed(/Extension host agent started|Web UI available/, START_LIMIT_MS);
    const port = Number((await child.printed(/Extension host agent listening on (\d+)/, START_LIMIT_MS))[1]);
    const authority = `127.0.0.1:${port}`;
    return {
      install,
      origin: `http://${authority}`,
      authority,
      port,
      token,
      profile,
      pid: child.pid,
      output: child.output,
      printed: child.printed,
      stop: child.stop,
      changeSettings: (changed) => writeSettings({ ...profile, keep: false }, changed),
    };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

/**
 * The address a browser opens. Contains the token: print it only for the person who started the server.
 * @param {Server} server
 * @param {Place & { payload?: readonly (readonly [string, string])[] }} [place]
 *
 * @typedef {object} Place what the window shows
 * @property {string} [folder] @property {string} [workspace] a folder, or a .code-workspace file
 * @property {readonly string[]} [openFiles] files to open, as `path` or `path:line` or `path:line:column`
 * @returns {string}
 */
export function windowUrl(server, { folder, workspace, openFiles = [], payload = [] } = {}) {
  const url = new URL(`${server.origin}/`);
  url.searchParams.set('tkn', server.token);
  if (folder) url.searchParams.set('folder', path.resolve(folder));
  if (workspace) url.searchParams.set('workspace', path.resolve(workspace));
  url.searchParams.set(
    'payload',
    JSON.stringify([
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
      ...(openFiles.length > 0 ? [['gotoLineMode', 'true']] : []),
      ...openFiles.map((file) => ['openFile', remoteUri(server, file)]),
      ...payload,
    ]),
  );
  return url.href;
}

/**
 * @param {{ authority: string }} server
 * @param {string} file
 * @returns {string} how the workbench names a file of the server's machine
 */
export function remoteUri(server, file) {
  return `vscode-remote://${server.authority}${pathToFileURL(path.resolve(file)).pathname}`;
}

/**
 * @param {{ install: import('./install.mjs').Installation, profile: import('./profile.mjs').Profile, file: string, env?: NodeJS.ProcessEnv }} options
 */
export async function installExtension({ install, profile, file, env = cleanEnvironment() }) {
  const args = [
    path.join(install.vscode, 'out/server-main.js'),
    ...profileArgs(profile),
    '--accept-server-license-terms',
    '--install-extension',
    file,
    '--force',
  ];
  const { code, output } = await runToEnd(install.node, args, { env });
  if (code !== 0) throw new Error(`VS Code could not install ${file}:\n${tail(output)}`);
}

/** @returns {NodeJS.ProcessEnv} */
export function cleanEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
}
