// The host is the one of the project's own package; nothing is started where there is no trust.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findLaunch, resolveHost } from './host-launch.ts';

let project: string;
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'hw-launch-')));
  writeFileSync(join(project, 'package.json'), '{"dependencies":{"headwater":"*"}}');
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function install(folder = project): string {
  const made = join(folder, 'node_modules/headwater');
  mkdirSync(join(made, 'dist'), { recursive: true });
  writeFileSync(join(made, 'package.json'), '{"name":"headwater","exports":{"./host":"./dist/host.mjs"}}');
  writeFileSync(join(made, 'dist/host.mjs'), '');
  return join(made, 'dist/host.mjs');
}

const find = (changes: { trusted?: boolean; nodePath?: string } = {}) =>
  findLaunch({ project, root: project, trusted: true, nodePath: '', ...changes });

describe('host launch', () => {
  test('an installation is seen as soon as it is there', () => {
    expect(resolveHost(project)).toBeNull();
    const host = install();
    expect(resolveHost(project)).toBe(host);
  });

  test('a package further up is found, as the project itself would find it', () => {
    const host = install();
    mkdirSync(join(project, 'packages/app'), { recursive: true });
    expect(resolveHost(join(project, 'packages/app'))).toBe(host);
  });

  test('without trust nothing is looked for; without the package no Node is asked', async () => {
    expect(await find({ trusted: false })).toEqual({ unavailable: 'untrusted' });
    expect(await find()).toEqual({ unavailable: 'not-installed' });
  });

  test('the setting wins when it is usable, and is reported when it is not', async () => {
    const host = install();
    const found = await find({ nodePath: process.execPath });
    expect(found).toMatchObject({
      launch: { host, node: { source: 'setting', file: process.execPath, version: process.versions.node } },
    });
    const other = await find({ nodePath: join(project, 'none') });
    expect(other.nodes?.skipped[0]).toMatchObject({ source: 'setting', reason: 'there is no such file' });
    expect('launch' in other && other.launch.node.source).not.toBe('setting');
  });
});
