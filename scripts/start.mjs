// `npm start`: VS Code with the examples and the extension in it: the desktop one when it is installed, else one in the browser on loopback.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root, setup } from './setup.mjs';

// `npm start -- --profile DIR`: settings and extensions of the browser's VS Code are kept there.
const { values } = parseArgs({ options: { profile: { type: 'string' } } });
setup();
const { build } = await import('./build.mjs');
const { packageExtension, packageSdk } = await import('./package.mjs');
const { cacheFolder, ensureVscode, findDesktopCode, openDesktop, startServer, windowUrl } =
  await import('../tools/vscode-host/index.mjs');

const log = (line) => process.stdout.write(`${line}\n`);
const folder = join(root, 'examples');
const openFiles = [join(folder, 'ecommerce/src/gold.ts')];

await build();
const code = await findDesktopCode({ minVersion: oldestVscode(), log });
if (code) {
  await openDesktop({ code, extensionPath: root, folder });
  log('VS Code is open with the examples. Click the Headwater icon in the activity bar to see the lineage.');
} else {
  await serve();
}

async function serve() {
  log('Desktop VS Code is not installed here: starting one for your browser.');
  const install = await ensureVscode({ log });
  const server = await startServer({
    install,
    profileDir: values.profile ? resolve(values.profile) : join(cacheFolder(), 'start-profile'),
    vsix: [packageExtension()],
    settings: { 'headwater.packageSpec': packageSdk(), 'workbench.colorTheme': 'Dark Modern' },
  });
  log(`\nOpen this in a browser on this machine:\n\n  ${windowUrl(server, { folder, openFiles })}\n\nCtrl+C ends it.`);
  const stop = () => server.stop().finally(() => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
}

function oldestVscode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return engines.vscode.replace(/^\D+/, '');
}
