// Runs a script again where it can import the rooms' sources: after the setup and a build, in a Node that strips types and reads no bundles.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { root, setup } from './setup.mjs';

const SOURCES = '--conditions=@headwater/source';

/**
 * Resolves inside that Node; outside of it the process ends as the inner one did.
 * @param {string} script the caller's `import.meta.url`
 */
export async function fromSources(script) {
  if (process.execArgv.includes(SOURCES)) return;
  setup();
  const { build } = await import('./build.mjs');
  await build({ quiet: true });
  const args = [SOURCES, '--disable-warning=ExperimentalWarning', fileURLToPath(script), ...process.argv.slice(2)];
  process.exit(spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1);
}
