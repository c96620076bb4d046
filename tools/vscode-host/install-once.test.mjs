// Tests that a cache folder is filled once, whole or not at all.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { installOnce } from './install-once.mjs';

const log = () => {};
const needs = ['whole'];

/** @param {import('node:test').TestContext} t */
function cacheOf(t) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'hw-once-'));
  t.after(() => fs.rmSync(root, { recursive: true, force: true }));
  return { root, folder: path.join(root, 'thing'), names: () => fs.readdirSync(root) };
}

/** @param {string} staging */
async function build(staging) {
  fs.writeFileSync(path.join(staging, 'whole'), '');
  return { made: true };
}

const neverBuild = async () => {
  throw new Error('must not be built again');
};

test('what is there is taken without building', async (t) => {
  const { folder, names } = cacheOf(t);
  assert.deepEqual(await installOnce({ folder, needs, build, log }), { made: true });
  assert.deepEqual(await installOnce({ folder, needs, build: neverBuild, log }), { made: true });
  assert.deepEqual(names(), ['thing']);
});

test('a failed build leaves nothing behind, and the next one starts anew', async (t) => {
  const { folder, names } = cacheOf(t);
  const broken = async (/** @type {string} */ staging) => {
    fs.writeFileSync(path.join(staging, 'half'), '');
    throw new Error('no network');
  };
  await assert.rejects(installOnce({ folder, needs, build: broken, log }), /no network/);
  assert.deepEqual(names(), []);
  await installOnce({ folder, needs, build, log });
  assert.deepEqual(fs.readdirSync(folder).sort(), ['complete.json', 'whole']);
});

test('a folder without its marker, or without a file it needs, is replaced', async (t) => {
  const { folder } = cacheOf(t);
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'whole'), 'old');
  await installOnce({ folder, needs, build, log });
  fs.rmSync(path.join(folder, 'whole'));
  await installOnce({ folder, needs, build, log });
  assert.equal(fs.readFileSync(path.join(folder, 'whole'), 'utf8'), '');
});

test('what a killed installation left is cleaned up and does not block', async (t) => {
  const { root, folder, names } = cacheOf(t);
  const longAgo = new Date(Date.now() - 3_600_000);
  fs.mkdirSync(`${folder}.installing-dead`);
  fs.writeFileSync(`${folder}.lock`, '1');
  for (const name of names()) fs.utimesSync(path.join(root, name), longAgo, longAgo);
  await installOnce({ folder, needs, build, log });
  assert.deepEqual(names(), ['thing']);
});

test('of several processes at once one builds and all get the result', async (t) => {
  const { root, folder } = cacheOf(t);
  const processes = Array.from({ length: 4 }, () =>
    fork(fileURLToPath(new URL('./fixtures/install-child.mjs', import.meta.url)), [folder]),
  );
  const codes = await Promise.all(processes.map((child) => once(child, 'exit')));
  assert.deepEqual(
    codes.map(([code]) => code),
    [0, 0, 0, 0],
  );
  assert.equal(fs.readFileSync(path.join(root, 'builds'), 'utf8'), 'built\n');
});
