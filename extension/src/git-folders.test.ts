// Where a repository is, for its root, a folder in it, a worktree and a folder in none; real git makes them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { gitFolders } from './git-folders.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-git-folders-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('from a root, from within, from a worktree and from nowhere', () => {
  const [shop, other] = [join(folder, 'shop'), join(folder, 'other')];
  mkdirSync(join(shop, 'packages/data'), { recursive: true });
  const git = (...args: string[]): void => {
    const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
    execFileSync('git', [...who, ...args], { cwd: shop, stdio: 'ignore' });
  };
  expect(gitFolders(shop)).toBeNull();
  git('init', '--quiet');
  git('commit', '--quiet', '--allow-empty', '--message=First');
  git('worktree', 'add', '--quiet', other);
  expect(gitFolders(shop)).toEqual([join(shop, '.git')]);
  expect(gitFolders(join(shop, 'packages/data'))).toEqual([join(shop, '.git')]);
  expect(gitFolders(other)).toEqual([join(shop, '.git/worktrees/other'), join(shop, '.git')]);
});
