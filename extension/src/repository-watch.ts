// Notices that the repository of a project was committed to or checked out anew, by the files that git itself writes then.
import { join } from 'node:path';
import * as vscode from 'vscode';
import { gitFolders } from './git-folders.ts';
import { paced } from './paced.ts';
import type { Stop } from './signal.ts';

/** One commit writes several of them. */
const PAUSE_MS = 200;
/** Where HEAD is, where each branch is, and what was fetched. */
const FILES = '{HEAD,logs/HEAD,packed-refs,refs/**}';

export function watchRepository(project: string, moved: () => void): Stop {
  const soon = paced(moved, PAUSE_MS);
  const folders = gitFolders(project) ?? [join(project, '.git')];
  const watchers = folders.map((folder) =>
    vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(folder), FILES)),
  );
  for (const watcher of watchers)
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete])
      event(({ path }) => path.endsWith('.lock') || soon.ask());
  return () => {
    soon.stop();
    for (const watcher of watchers) watcher.dispose();
  };
}
