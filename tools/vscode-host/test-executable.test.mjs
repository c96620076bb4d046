// Tests the stand-in for the desktop executable: its exit code is right also when the extension host dies.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { leftIn, ownTemporaryFolder } from './fixtures/leftovers.mjs';
import { ensureVscode } from './index.mjs';

const CODE = fileURLToPath(new URL('./bin/code.mjs', import.meta.url));
const PROBE = fileURLToPath(new URL('./fixtures/probe', import.meta.url));

const workspace = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'probe-tests-')));
const temporary = ownTemporaryFolder();
before(() => ensureVscode());
after(() => {
  for (const folder of [workspace, temporary]) fs.rmSync(folder, { recursive: true, force: true });
});

/**
 * @param {string} wish what the tests inside do
 * @param {{ env?: Record<string, string>, whenRunning?: (child: import('node:child_process').ChildProcess) => void }} [options]
 */
async function runTests(wish, { env = {}, whenRunning } = {}) {
  const userData = path.join(workspace, `user-${wish}`);
  const child = spawn(
    CODE,
    [
      workspace,
      '--no-sandbox',
      `--extensionTestsPath=${PROBE}/tests.cjs`,
      `--extensionDevelopmentPath=${PROBE}`,
      `--user-data-dir=${userData}`,
    ],
    {
      env: { ...process.env, PROBE_TESTS: wish, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      const wasRunning = output.includes('running in');
      output += chunk;
      if (!wasRunning && output.includes('running in')) whenRunning?.(child);
    });
  const [code] = await once(child, 'close');
  assert.match(output, new RegExp(`running in ${path.basename(workspace)} with headwater-tests.probe`));
  assert.deepEqual(await leftIn(temporary), []);
  return { code, output };
}

test('tests that fail show their error', async () => {
  const { code, output } = await runTests('fail');
  assert.equal(code, 1);
  assert.match(output, /Error: as told[\s\S]+tests\.cjs/);
});

test('an extension host that is killed is not a pass', async () => {
  const { code, output } = await runTests('die');
  assert.equal(code, 1);
  assert.match(output, /before the tests reported a result/);
});

test('tests that pass, also when a reload of the window starts them again', async () => {
  const { code, output } = await runTests('reload', { env: { PROBE_FLAG: path.join(workspace, 'reloaded') } });
  assert.equal(code, 0);
  assert.equal(output.match(/running in/g)?.length, 2);
});

test('tests that hang end at the limit, with a picture of the window', async () => {
  const picture = path.join(workspace, 'hang.png');
  const { code, output } = await runTests('hang', {
    env: { HEADWATER_VSCODE_TIMEOUT_MS: '3000', HEADWATER_VSCODE_SCREENSHOT: picture },
  });
  assert.equal(code, 1);
  assert.match(output, /no result after 3000 ms/);
  assert.ok(fs.statSync(picture).size > 10_000);
});

test('Ctrl-C ends everything', async () => {
  const { code } = await runTests('hang', { whenRunning: (child) => child.kill('SIGINT') });
  assert.equal(code, 130);
});

test('even kill -9 leaves nothing', async () => {
  assert.equal((await runTests('hang', { whenRunning: (child) => child.kill('SIGKILL') })).code, null);
});
