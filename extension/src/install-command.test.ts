// The command fits the package manager that the project already uses.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { installCommand } from './install-command.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hw-install-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('install command', () => {
  test('npm where nothing says otherwise', () => {
    expect(installCommand({ folder, packageSpec: 'headwater' })).toEqual({
      program: 'npm',
      args: ['install', 'headwater'],
    });
    expect(installCommand({ folder, packageSpec: null })).toEqual({ program: 'npm', args: ['install'] });
  });

  test('the lock file of the folder, or of the workspace above it', () => {
    writeFileSync(join(folder, 'pnpm-lock.yaml'), '');
    const inside = join(folder, 'packages/app');
    mkdirSync(inside, { recursive: true });
    expect(installCommand({ folder: inside, packageSpec: '/tmp/headwater.tgz' })).toEqual({
      program: 'pnpm',
      args: ['add', '/tmp/headwater.tgz'],
    });
    writeFileSync(join(inside, 'yarn.lock'), '');
    expect(installCommand({ folder: inside, packageSpec: null })).toEqual({ program: 'yarn', args: ['install'] });
  });
});
