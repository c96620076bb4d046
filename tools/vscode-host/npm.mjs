// Calls npm so that neither the user's npmrc nor a surrounding `npm run` changes what is installed.
import { runToEnd, tail } from './run-to-end.mjs';

/** A surrounding `npm run -w x` or an npmrc can set these; registry, proxy and cache settings must stay as they are. */
const SHAPING =
  /^npm_config_(workspaces?|include_workspace_root|global|location|prefix|dry_run|omit|include|only|production|package_lock|package_lock_only|ignore_scripts|nodedir|loglevel|engine_strict|install_strategy|os|cpu|libc)$/i;

const FIXED = [
  '--no-global',
  '--no-dry-run',
  '--package-lock',
  '--include=optional',
  '--include=prod',
  '--no-engine-strict',
  '--install-strategy=hoisted',
  `--os=${process.platform}`,
  `--cpu=${process.arch}`,
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--loglevel=error',
];

/**
 * @param {readonly string[]} args
 * @param {{ cwd: string, nodeFolder?: string, scripts?: boolean }} options
 *   `nodeFolder`: the Node (binary and headers) to run npm and compile add-ons with
 * @returns {Promise<{ code: number, output: string }>}
 */
export function tryNpm(args, { cwd, nodeFolder, scripts = false }) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !SHAPING.test(name)));
  // node-gyp would otherwise take the headers of another Node, or of a `nodedir` in the user's npmrc
  if (nodeFolder) Object.assign(env, { npm_config_nodedir: nodeFolder, PATH: `${nodeFolder}/bin:${env.PATH ?? ''}` });
  return runToEnd('npm', [...args, scripts ? '--no-ignore-scripts' : '--ignore-scripts', ...FIXED], { cwd, env });
}

/**
 * @param {readonly string[]} args
 * @param {{ cwd: string, nodeFolder?: string }} options
 */
export async function npm(args, options) {
  const { code, output } = await tryNpm(args, options);
  if (code === 127) throw new Error('npm is not on PATH; install Node.js with npm and try again.');
  if (code !== 0) throw new Error(`npm ${args.join(' ')} failed; is the npm registry reachable?\n${tail(output)}`);
}
