// The repository around a project, and the commits that names in it stand for.
import { posix } from 'node:path';
import { nearestName, type DiffBase } from '@headwater/graph';
import { GitProblem, refusal } from './git-problem.ts';
import { runGit, type GitAnswer, type GitCommand } from './run-git.ts';

export interface Repository {
  /** Its folder, as the project's root calls it (absolute, with `/`). */
  readonly top: string;
  readonly git: (args: readonly string[], more?: Pick<GitCommand, 'input' | 'settings'>) => Promise<GitAnswer>;
}

export interface RepositoryQuestion {
  /** Absolute, with `/`. */
  readonly root: string;
  readonly signal?: AbortSignal | undefined;
}

/** @throws GitProblem */
export async function openRepository({ root, signal }: RepositoryQuestion): Promise<Repository> {
  const git: Repository['git'] = (args, more) => runGit({ cwd: root, args, signal, ...more });
  const { code, stdout, stderr } = await git(['rev-parse', '--is-inside-work-tree', '--show-cdup']);
  if (code !== 0) {
    if (!stderr.includes('not a git repository')) throw refusal(stderr, 'read the repository');
    throw new GitProblem(
      `${posix.basename(root)} is in no git repository, so there is nothing to compare it with: \`git init\` and a first commit make one.`,
    );
  }
  const [isInside, up = ''] = stdout.toString('utf8').split('\n');
  if (isInside !== 'true') throw new GitProblem(`${posix.basename(root)} is no part of a working tree of git.`);
  // Not by its real path: links above the project are called as the project calls them.
  return { top: posix.join(root, up).replace(/(?<=.)\/$/, ''), git };
}

/** @throws GitProblem */
export async function resolveBase(repository: Repository, ref: string | undefined): Promise<DiffBase> {
  return ref === undefined ? defaultBase(repository) : namedBase(repository, ref);
}

async function namedBase(repository: Repository, ref: string): Promise<DiffBase> {
  const commit = await commitOf(repository, ref);
  if (commit !== null) return { ref, commit, title: await titleOf(repository, commit) };
  await headOf(repository);
  const near = nearestName(ref, await refNames(repository));
  const hint = near == null ? '' : ` Did you mean \`${near}\`?`;
  const { stdout } = await repository.git(['rev-parse', '--is-shallow-repository']);
  const isShallow = stdout.toString('utf8').trim() === 'true';
  throw new GitProblem(
    `There is no commit \`${ref}\` in this repository: name a branch, a tag or a commit.${hint}${
      isShallow ? ' It is a shallow clone; `git fetch --unshallow` brings the commits it left out.' : ''
    }`,
  );
}

/** Where this branch left the default branch; on that one, or where there is none, the last commit. */
async function defaultBase(repository: Repository): Promise<DiffBase> {
  const head = await headOf(repository);
  const last = async (): Promise<DiffBase> => ({
    ref: 'HEAD',
    commit: head.commit,
    title: await titleOf(repository, head.commit),
  });
  const chosen = await defaultBranch(repository);
  if (chosen === null || head.branch === `refs/heads/${chosen.name.replace(/^origin\//, '')}`) return last();
  const { code, stdout } = await repository.git(['merge-base', head.commit, chosen.commit]);
  const [commit = ''] = stdout.toString('utf8').split('\n');
  // Histories without a common commit, or one that a shallow clone left out.
  if (code !== 0 || commit === '') return last();
  return { ref: `where this branch left ${chosen.name}`, commit, title: await titleOf(repository, commit) };
}

const DEFAULT_BRANCHES = [
  'refs/remotes/origin/HEAD',
  'refs/heads/main',
  'refs/heads/master',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
];

/** What the remote says is its default, else what is usual. */
async function defaultBranch({ git }: Repository): Promise<{ readonly name: string; readonly commit: string } | null> {
  const format = '%(refname) %(objectname) %(symref)';
  const { stdout } = await git(['for-each-ref', `--format=${format}`, ...DEFAULT_BRANCHES]);
  const lines = stdout.toString('utf8').split('\n');
  const found = new Map(lines.map((line) => [line.split(' ')[0], line.split(' ')]));
  for (const ref of DEFAULT_BRANCHES) {
    const [name, commit, target = ''] = found.get(ref) ?? [];
    if (name === undefined || commit === undefined) continue;
    return { name: (target === '' ? name : target).replace(/^refs\/(?:heads|remotes)\//, ''), commit };
  }
  return null;
}

/**
 * `branch` is the whole name of the branch that is checked out, or `HEAD`.
 *
 * @throws GitProblem when nothing is committed yet.
 */
async function headOf({ git }: Repository): Promise<{ readonly commit: string; readonly branch: string }> {
  const { code, stdout } = await git(['rev-parse', '--quiet', 'HEAD^{commit}', '--symbolic-full-name', 'HEAD']);
  const [commit = '', branch = ''] = stdout.toString('utf8').split('\n');
  if (code !== 0)
    throw new GitProblem(
      'This repository has no commit yet, so there is nothing to compare with: `git commit` makes the first.',
    );
  return { commit, branch };
}

async function commitOf({ git }: Repository, ref: string): Promise<string | null> {
  // What begins so would be an option to git, and is no name of anything.
  if (ref === '' || ref.startsWith('-') || /[\0\n]/.test(ref)) return null;
  const { code, stdout } = await git(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  return code === 0 ? stdout.toString('utf8').trim() : null;
}

/** Not by `git log`, which a setting makes check signatures with another program. */
async function titleOf({ git }: Repository, commit: string): Promise<string> {
  const { code, stdout, stderr } = await git(['rev-list', '--max-count=1', '--format=%s', commit]);
  if (code !== 0) throw refusal(stderr, 'read that commit');
  return stdout.toString('utf8').split('\n')[1] ?? '';
}

async function refNames({ git }: Repository): Promise<string[]> {
  const { stdout } = await git(['for-each-ref', '--count=1000', '--format=%(refname:short)']);
  return stdout.toString('utf8').split('\n').filter(Boolean);
}
