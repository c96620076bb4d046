// Tests that a desktop VS Code is found, and that nothing which only looks like one is taken for it.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { findDesktopCode, openDesktop } from './desktop.mjs';

const skip = process.platform !== 'linux' ? 'the stand-ins are Linux scripts' : false;
const DESKTOP = `#!/bin/sh
# ELECTRON_RUN_AS_NODE; the real script also mentions remote-cli
if [ "$1" = --version ]; then echo 1.120.3; echo abc; echo x64; exit; fi
{ printf '%s\\n' "$@"; echo "hook=$VSCODE_IPC_HOOK"; } > "$(dirname "$0")/opened.tmp"
mv "$(dirname "$0")/opened.tmp" "$(dirname "$0")/opened"
`;

/**
 * @param {import('node:test').TestContext} t
 * @param {Record<string, string>} scripts path inside the folder -> content
 */
function machineWith(t, scripts) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'hw-desktop-'));
  const before = { ...process.env };
  const uid = process.getuid;
  t.after(() => {
    process.env = before;
    process.getuid = uid;
    fs.rmSync(root, { recursive: true, force: true });
  });
  for (const [name, content] of Object.entries(scripts)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), content, { mode: 0o755 });
  }
  const folders = Object.keys(scripts).map((name) => path.dirname(path.join(root, name)));
  process.env = {
    ...before,
    PATH: [...folders, '/usr/bin', '/bin'].join(path.delimiter),
    DISPLAY: ':9',
    VSCODE_IPC_HOOK: 'x',
  };
  delete process.env.VSCODE_IPC_HOOK_CLI;
  process.getuid = () => 1000;
  return root;
}

test('the desktop is found behind a remote `code` and a container shim, and opens the folder', { skip }, async (t) => {
  const root = machineWith(t, {
    'bin/remote-cli/code': DESKTOP,
    'shim/code': '#!/bin/sh\nexec "$(which -a code | grep remote-cli)" "$@"\n',
    'good/code': DESKTOP,
  });
  const code = await findDesktopCode({ minVersion: '1.116.0' });
  assert.deepEqual(code, { executable: path.join(root, 'good/code'), version: '1.120.3' });
  assert.ok(code);
  await openDesktop({ code, extensionPath: '/ext', folder: '/work dir' });
  const opened = path.join(root, 'good/opened');
  for (let i = 0; i < 50 && !fs.existsSync(opened); i++) await sleep(50);
  assert.deepEqual(fs.readFileSync(opened, 'utf8').trim().split('\n'), [
    '--new-window',
    '--extensionDevelopmentPath=/ext',
    '/work dir',
    'hook=',
  ]);
});

test('an old one, a terminal of a remote window, no display and root are reasons against it', { skip }, async (t) => {
  machineWith(t, { 'good/code': DESKTOP });
  assert.equal(await findDesktopCode({ minVersion: '1.121.0' }), undefined);
  process.env.VSCODE_IPC_HOOK_CLI = '/run/vscode-ipc.sock';
  assert.equal(await findDesktopCode(), undefined);
  delete process.env.VSCODE_IPC_HOOK_CLI;
  process.getuid = () => 0;
  assert.equal(await findDesktopCode(), undefined);
  process.getuid = () => 1000;
  delete process.env.DISPLAY;
  delete process.env.WAYLAND_DISPLAY;
  assert.equal(await findDesktopCode(), undefined);
});
