// Notices that files of a project were saved, came or went: watches its folders, and looks from time to time at what no watch tells.
import { readdirSync, statSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { gitIgnore, nodeDisk } from '@headwater/analyzer';
import { sentenceOf } from '../sentence-of.ts';

export interface FileWatchOptions {
  /** Absolute. */
  readonly project: string;
  /** Once for what is saved together; resolves when it was looked at. */
  readonly changed: () => Promise<void>;
  readonly notice: (message: string) => void;
}

/** Whoever saves one file often saves the next at once. */
const TOGETHER_MS = 60;
interface Looks {
  readonly pauseMs: number;
  /** Of all time at most, however large the project. */
  readonly share: number;
}

/** For network disks and lock files above the project… */
const SELDOM: Looks = { pauseMs: 15_000, share: 0.01 };
/** …and where the system lets nobody watch. */
const OFTEN: Looks = { pauseMs: 1000, share: 0.2 };

/** Gives the way to stop. */
export function watchFiles({ project, changed, notice }: FileWatchOptions): () => void {
  const watchers = new Map<string, FSWatcher>();
  let together: NodeJS.Timeout | null = null;
  let foldersMoved = false;
  let stopped = false;
  let gaveUp = false;
  let looks = SELDOM;
  let looking: NodeJS.Timeout | null = null;

  const lookAfter = (tookMs: number): void => {
    if (looking !== null) clearTimeout(looking);
    if (stopped) return;
    looking = setTimeout(
      () => {
        const began = performance.now();
        void changed().finally(() => lookAfter(performance.now() - began));
      },
      Math.max(looks.pauseMs, tookMs / looks.share),
    );
  };
  lookAfter(0);

  const soon = (): void => {
    if (together !== null || stopped) return;
    together = setTimeout(() => {
      together = null;
      // A folder that has come is watched before it is read: what is saved in it meanwhile is in one of the two.
      if (foldersMoved) follow();
      void changed();
    }, TOGETHER_MS);
  };
  const close = (): void => {
    for (const watcher of watchers.values()) watcher.close();
    watchers.clear();
  };
  const giveUp = (error: unknown): void => {
    if (stopped || gaveUp) return;
    gaveUp = true;
    close();
    looks = OFTEN;
    lookAfter(0);
    notice(
      `The files of the project cannot be watched (${sentenceOf(error)}): they are looked at about each second instead.`,
    );
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
  const addAll = (): void => {
    if (process.platform !== 'linux') return watchers.size > 0 ? undefined : add(project, true);
    const folders = new Set(foldersOf(project));
    for (const [folder, watcher] of watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of folders) if (!watchers.has(folder) && isFolder(folder)) add(folder, false);
  };
  function follow(): void {
    foldersMoved = false;
    if (gaveUp) return;
    try {
      addAll();
    } catch (error) {
      giveUp(error);
    }
  }
  follow();
  return () => {
    stopped = true;
    if (together !== null) clearTimeout(together);
    if (looking !== null) clearTimeout(looking);
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
