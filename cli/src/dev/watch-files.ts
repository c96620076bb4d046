// Notices that files of a project were saved, came or went: watches its folders, and looks from time to time at what no watch tells.
import { readdirSync, statSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { gitIgnore, nodeDisk } from '@headwater/analyzer';

export interface FileWatchOptions {
  /** Absolute. */
  readonly project: string;
  /** Once for what is saved together. */
  readonly changed: () => void;
  readonly notice: (message: string) => void;
}

/** Whoever saves one file often saves the next at once. */
const TOGETHER_MS = 60;
/** For network disks and lock files above the project… */
const SLOW_MS = 15_000;
/** …and where the system lets nobody watch. */
const FAST_MS = 1000;

/** Gives the way to stop. */
export function watchFiles({ project, changed, notice }: FileWatchOptions): () => void {
  const watchers = new Map<string, FSWatcher>();
  let together: NodeJS.Timeout | null = null;
  let foldersMoved = false;
  let stopped = false;
  let looking = setInterval(changed, SLOW_MS);

  const soon = (): void => {
    if (together !== null || stopped) return;
    together = setTimeout(() => {
      together = null;
      // A folder that has come is watched before it is read: what is saved in it meanwhile is in one of the two.
      if (foldersMoved) follow();
      changed();
    }, TOGETHER_MS);
  };
  const close = (): void => {
    for (const watcher of watchers.values()) watcher.close();
    watchers.clear();
  };
  const giveUp = (error: unknown): void => {
    if (stopped || watchers.size === 0) return;
    close();
    clearInterval(looking);
    looking = setInterval(changed, FAST_MS);
    const why = error instanceof Error ? error.message : String(error);
    notice(`The files of the project cannot be watched (${why}): they are looked at each second instead.`);
  };
  const add = (folder: string, recursive: boolean): void => {
    const watcher = watch(folder, { recursive }, (event, name) => {
      if (name !== null && isLeftOut(name)) return;
      // What is no file any more, or never was one, may have been a folder.
      if (event === 'rename' && (name === null || watchers.has(join(folder, name)) || isFolder(join(folder, name))))
        foldersMoved = true;
      soon();
    });
    watchers.set(folder, watcher);
    watcher.on('error', (error: NodeJS.ErrnoException) => {
      // A folder that went is no failure.
      if (error.code !== 'EPERM' && error.code !== 'ENOENT') return giveUp(error);
      watcher.close();
      watchers.delete(folder);
    });
  };
  /** Linux watches single folders only; Node would watch each one of node_modules, too. */
  const follow = (): void => {
    foldersMoved = false;
    if (process.platform !== 'linux') return watchers.size > 0 ? undefined : add(project, true);
    const folders = new Set(foldersOf(project));
    for (const [folder, watcher] of watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of folders) if (!watchers.has(folder)) add(folder, false);
  };
  try {
    follow();
  } catch (error) {
    giveUp(error);
  }
  return () => {
    stopped = true;
    if (together !== null) clearTimeout(together);
    clearInterval(looking);
    close();
  };
}

/** Nothing in there is the project's own source. */
function isLeftOut(name: string): boolean {
  return name.split(/[\\/]/).some((part) => part === 'node_modules' || (part.startsWith('.') && part !== '.gitignore'));
}

/** The project's folders, without what is hidden, installed or ignored by git. */
function foldersOf(project: string): string[] {
  const ignore = gitIgnore({ disk: nodeDisk, top: project });
  const folders = [project];
  for (const folder of folders) {
    let entries;
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch {
      continue; // it went meanwhile
    }
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !isLeftOut(entry.name) && !ignore.ignores(path, 'folder')) folders.push(path);
    }
  }
  return folders;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
