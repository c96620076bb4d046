// A real repository in a temporary folder, whatever this machine's own configuration of git says.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Why the tests of git cannot run here; null: they can. */
export const noGit: string | null =
  spawnSync('git', ['--version']).status === 0 ? null : 'git is not on the PATH of this machine';

const CONFIGURATION = {
  GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};

export interface GitProject {
  /** Of the repository. */
  readonly root: string;
  git(...args: string[]): string;
  write(file: string, text: string | Buffer): void;
  remove(file: string): void;
  /** Everything there is, as it is; resolves to the commit's id. */
  commit(title: string): string;
  dispose(): void;
}

export const MANIFEST = JSON.stringify({ name: 'shop', dependencies: { headwater: '*' } });

/** The files are committed on `main`. */
export function gitProject(files: Readonly<Record<string, string>>): GitProject {
  const project = emptyRepository();
  for (const [file, text] of Object.entries(files)) project.write(file, text);
  project.commit('The first state');
  return project;
}

/** In a new folder, or in one that is there. */
export function emptyRepository(
  root: string = realpathSync(mkdtempSync(join(tmpdir(), 'headwater-git-'))),
): GitProject {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, ...CONFIGURATION },
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  git('init', '--quiet', '--initial-branch=main');
  return {
    root,
    git,
    write(file, text) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    },
    remove: (file) => rmSync(join(root, file), { recursive: true }),
    commit(title) {
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '-m', title);
      return git('rev-parse', 'HEAD');
    },
    dispose: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}
