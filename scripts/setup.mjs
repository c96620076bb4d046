// Makes a fresh clone ready: the locked packages (with Node 24 among them), then this same command again under that Node.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} command @param {readonly string[]} args @param {import('node:child_process').SpawnSyncOptions} [options] */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/** True when node_modules was made from today's lock file. */
function dependenciesAreCurrent() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

function installDependencies() {
  if (dependenciesAreCurrent()) return;
  process.stdout.write('Installing the locked packages (npm ci, about a minute the first time)…\n');
  const status = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) {
    process.stderr.write(
      'npm ci failed. The lines above say why; with a network that reaches the npm registry, run the command again.\n',
    );
    process.exit(status);
  }
}

/** The project's own Node (24), or null where no build of it exists for this machine. */
export function projectNode() {
  const modules = join(root, 'node_modules');
  const name = readdirSync(modules).find((entry) => /^node-(bin-)?(linux|darwin|win)-/.test(entry));
  if (!name) return null;
  const { bin } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'));
  return join(modules, name, typeof bin === 'string' ? bin : bin.node);
}

/**
 * Installs what is missing and leaves this process under the project's Node: when the current one is older, runs the same
 * command line again with it and ends with its exit code.
 */
export function setup() {
  installDependencies();
  const wanted = projectNode();
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 24) return;
  if (!wanted) {
    process.stderr.write(
      `Headwater's scripts need Node 24 or newer. This is ${process.version}, and no Node comes with the packages for ${process.platform}-${process.arch}: install Node 24 and run the command again.\n`,
    );
    process.exit(1);
  }
  const path = [dirname(wanted), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  process.exit(run(wanted, process.argv.slice(1), { shell: false, env: { ...process.env, PATH: path } }));
}
