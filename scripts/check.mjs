// Everything that can be said about the code without running it: types, lint, format, import arrows, unused code.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { root, setup } from './setup.mjs';

/** Name, then the module each runs. */
const checks = [
  [
    'types',
    'typescript/bin/tsc',
    '-p',
    'tsconfig.json',
    '--incremental',
    '--tsBuildInfoFile',
    'node_modules/.cache/headwater/main.tsbuildinfo',
  ],
  [
    'types of the page',
    'typescript/bin/tsc',
    '-p',
    'webview/tsconfig.json',
    '--incremental',
    '--tsBuildInfoFile',
    'node_modules/.cache/headwater/page.tsbuildinfo',
  ],
  ['imports', '../scripts/check-imports.mjs'],
  ['house style', '../scripts/check-house.mjs'],
  ['lint', 'eslint/bin/eslint.js', '.', '--cache', '--cache-location', 'node_modules/.cache/headwater/eslint'],
  ['format', 'prettier/bin/prettier.cjs', '--check', '.', '--cache', '--log-level', 'warn'],
  ['unused code', 'knip/bin/knip.js', '--no-progress'],
];

/** Runs all checks, two at a time, and prints each one's findings. Resolves to the number that passed and failed. */
export async function check() {
  const queue = [...checks];
  const tally = { passed: 0, failed: 0 };
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [name, module, ...args] = next;
      const { code, output } = await execute([join(root, 'node_modules', module), ...args]);
      process.stdout.write(`${code === 0 ? '✓' : '✗'} ${name}\n${code === 0 ? '' : output}`);
      tally[code === 0 ? 'passed' : 'failed'] += 1;
    }
  };
  await Promise.all([lane(), lane()]);
  return tally;
}

/** @param {string[]} args @returns {Promise<{ code: number, output: string }>} */
function execute(args) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup();
  const { failed } = await check();
  process.exit(failed > 0 ? 1 : 0);
}
