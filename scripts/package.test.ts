// What the packaged extension brings along, as the packager lists it.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

test('L3 the pages about problem codes, which diagnostics lead to', () => {
  const packager = join(root, 'node_modules/@vscode/vsce/vsce');
  const { stdout } = spawnSync(process.execPath, [packager, 'ls', '--no-dependencies'], {
    cwd: root,
    encoding: 'utf8',
  });
  const pages = readdirSync(join(root, 'docs/problems')).map((page) => `docs/problems/${page}`);
  expect(stdout.split('\n').filter((file) => file.startsWith('docs/problems/'))).toEqual(pages);
});
