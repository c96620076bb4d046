// Finds where git keeps the repository of a folder, as it stands on the disk: no git is run for it.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The repository's own folder, for a worktree with the one it shares; null where the project is in no repository. */
export function gitFolders(project: string): string[] | null {
  for (let folder = project; ; folder = dirname(folder)) {
    const git = join(folder, '.git');
    const kind = kindOf(git);
    if (kind === 'folder') return [git];
    if (kind === 'file') return worktreeFolders(git);
    if (dirname(folder) === folder) return null;
  }
}

/** A worktree's `.git` is a file that names its folder, in which another names that of all worktrees. */
function worktreeFolders(file: string): string[] | null {
  const own = /^gitdir: (.+)$/m.exec(readText(file))?.[1];
  if (own === undefined) return null;
  const folder = resolve(dirname(file), own);
  const shared = readText(join(folder, 'commondir')).trim();
  return shared === '' ? [folder] : [folder, resolve(folder, shared)];
}

function kindOf(path: string): 'file' | 'folder' | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? (found.isDirectory() ? 'folder' : 'file') : null;
}

function readText(path: string): string {
  return kindOf(path) === 'file' ? readFileSync(path, 'utf8') : '';
}
