// `npm run package`: the .vsix that ships, and the npm tarball of `headwater`, both into the repository's folder.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, run, setup } from './setup.mjs';

/** Builds nothing: call after `build()`. @returns {string} path of the .vsix */
export function packageExtension() {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const out = join(root, 'dist', `${name}-${version}.vsix`);
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  const args = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--readme-path',
    'docs/marketplace.md',
    '-o',
    out,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [vsce, ...args], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`vsce could not package the extension:\n${stdout}${stderr}`);
  return out;
}

/** Packs the `headwater` npm package as a user would get it. @returns {string} path of the .tgz */
export function packageSdk() {
  const out = join(root, 'dist');
  const status = run('npm', ['pack', '--silent', '--workspace', 'headwater', '--pack-destination', out], {
    stdio: 'ignore',
  });
  const tarball = readdirSync(out).find((file) => /^headwater-\d.*\.tgz$/.test(file));
  if (status !== 0 || !tarball)
    throw new Error('npm pack of headwater failed: run `npm pack --workspace headwater` to see why.');
  return join(out, tarball);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup();
  const { build } = await import('./build.mjs');
  await build();
  for (const file of [packageExtension(), packageSdk()])
    process.stdout.write(`${file} (${(statSync(file).size / 1e6).toFixed(2)} MB)\n`);
}
