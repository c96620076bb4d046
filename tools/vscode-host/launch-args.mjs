// Reads the command line of desktop VS Code as far as @vscode/test-electron uses it.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} LaunchArgs
 * @property {string[]} extensionDevelopmentPaths
 * @property {string} [extensionTestsPath]
 * @property {string} [userDataDir] @property {string} [extensionsDir]
 * @property {string[]} installExtensions
 * @property {string} [folder] @property {string} [workspace] @property {string[]} openFiles
 * @property {boolean} disableExtensions @property {boolean} version
 */

/** Switches that take a value, either after `=` or as the next argument; the others here have no use for theirs. */
const VALUED = new Set([
  '--extensionDevelopmentPath',
  '--extensionTestsPath',
  '--user-data-dir',
  '--extensions-dir',
  '--install-extension',
  '--folder-uri',
  '--file-uri',
  '--locale',
  '--log',
  '--profile',
]);

/**
 * Every other switch (--no-sandbox, --disable-updates, ...) has no meaning here and is passed over.
 * @param {readonly string[]} argv
 * @returns {LaunchArgs}
 */
export function parseLaunchArgs(argv) {
  /** @type {LaunchArgs} */
  const args = {
    extensionDevelopmentPaths: [],
    installExtensions: [],
    openFiles: [],
    disableExtensions: false,
    version: false,
  };
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-')) {
      addPlace(args, word);
      continue;
    }
    const [name, ...after] = word.split('=');
    const value = !VALUED.has(name ?? '') ? '' : after.length > 0 ? after.join('=') : (rest.shift() ?? '');
    applySwitch(args, name ?? '', value);
  }
  return args;
}

/**
 * @param {LaunchArgs} args
 * @param {string} name
 * @param {string} value
 */
function applySwitch(args, name, value) {
  switch (name) {
    case '--extensionDevelopmentPath':
      args.extensionDevelopmentPaths.push(path.resolve(value));
      break;
    case '--extensionTestsPath':
      args.extensionTestsPath = path.resolve(value);
      break;
    case '--user-data-dir':
      args.userDataDir = path.resolve(value);
      break;
    case '--extensions-dir':
      args.extensionsDir = path.resolve(value);
      break;
    case '--install-extension':
      args.installExtensions.push(value);
      break;
    case '--folder-uri':
    case '--file-uri':
      addPlace(args, fileURLToPath(value));
      break;
    case '--disable-extensions':
      args.disableExtensions = true;
      break;
    case '--version':
    case '-v':
      args.version = true;
      break;
  }
}

/**
 * @param {LaunchArgs} args
 * @param {string} place
 */
function addPlace(args, place) {
  const file = path.resolve(place);
  if (file.endsWith('.code-workspace')) args.workspace = file;
  else if (fs.statSync(file, { throwIfNoEntry: false })?.isDirectory()) args.folder = file;
  else args.openFiles.push(file);
}
