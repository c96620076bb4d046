// Tests that the command line of @vscode/test-electron is understood.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLaunchArgs } from './launch-args.mjs';

test('what test-electron passes is read, everything else is passed over', () => {
  const args = parseLaunchArgs([
    '/',
    '--no-sandbox',
    '--disable-gpu-sandbox',
    '--skip-welcome',
    '--extensionTestsPath=/t/runner.cjs',
    '--extensionDevelopmentPath=/a=b',
    '--extensionDevelopmentPath',
    '/c',
    '--locale',
    'de',
    '--user-data-dir=/u',
    '--extensions-dir=/e',
    '--folder-uri',
    'file:///tmp',
    '/x/y.code-workspace',
    '/x/file.ts',
  ]);
  assert.deepEqual(args, {
    extensionDevelopmentPaths: ['/a=b', '/c'],
    extensionTestsPath: '/t/runner.cjs',
    userDataDir: '/u',
    extensionsDir: '/e',
    installExtensions: [],
    folder: '/tmp',
    workspace: '/x/y.code-workspace',
    openFiles: ['/x/file.ts'],
    disableExtensions: false,
    version: false,
  });
});

test('extensions to install and the version are asked for by switches', () => {
  const args = parseLaunchArgs([
    '--install-extension',
    'a.vsix',
    '--install-extension=b.vsix',
    '--disable-extensions',
    '--version',
  ]);
  assert.deepEqual([args.installExtensions, args.disableExtensions, args.version], [['a.vsix', 'b.vsix'], true, true]);
});
