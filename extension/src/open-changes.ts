// Shows a file beside what it was in the base, or one that is gone as it was; VS Code's git extension reads it from the repository.
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { AssetKey, GraphDiff } from '@headwater/graph';
import type { ProjectSession } from './project-session.ts';

/** What is used of the git extension's API. */
interface GitApi {
  toGitUri(file: vscode.Uri, ref: string): vscode.Uri;
}
interface GitExports {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

/** Null where that extension is missing or turned off. */
export async function gitApi(): Promise<GitApi | null> {
  const extension = vscode.extensions.getExtension<GitExports>('vscode.git');
  if (!extension) return null;
  const git = extension.isActive ? extension.exports : await extension.activate();
  return git.enabled ? git.getAPI(1) : null;
}

export interface OpenChangesOptions {
  readonly session: ProjectSession;
  readonly key: AssetKey;
  readonly diff: GraphDiff;
  readonly beside: boolean;
}

export async function openChanges({ session, key, diff, beside }: OpenChangesOptions): Promise<void> {
  const git = await gitApi();
  const change = diff.assets.find((each) => each.key === key);
  const now = session.graph.assets.get(key);
  if (!git || !change) return;
  const uriOf = ({ file }: { readonly file: string }): vscode.Uri => vscode.Uri.file(join(session.project, file));
  const viewColumn = beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
  const { ref, commit } = diff.base;
  const then = change.was ?? now;
  if (!then) return;
  const before = git.toGitUri(uriOf(then), commit);
  if (!now || change.change === 'removed')
    return void (await vscode.window.showTextDocument(before, { viewColumn, selection: at(then) }));
  const title = `${now.file.slice(now.file.lastIndexOf('/') + 1)} (${ref} ↔ now)`;
  await vscode.commands.executeCommand('vscode.diff', before, uriOf(now), title, { viewColumn, selection: at(now) });
}

function at({ line, column }: { readonly line: number; readonly column: number }): vscode.Range {
  const position = new vscode.Position(line - 1, column - 1);
  return new vscode.Range(position, position);
}
