// What the tests in the extension host ask the real window: its lenses, its diagnostics, its editors, always waiting for an event.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../src/extension-api.ts';

export const project = vscode.workspace.workspaceFolders![0]!.uri.fsPath;

export function pathOf(file: string): string {
  return join(project, file);
}

/** Activates the extension and waits for the example's graph and statuses. */
export async function openProject(): Promise<ExtensionApi> {
  await openFile('src/bronze.ts');
  const extension = vscode.extensions.getExtension<ExtensionApi>('headwater.headwater-vscode');
  if (!extension) throw new Error('The extension is not in this window.');
  const api = await extension.activate();
  await api.whenReady(project);
  return api;
}

export async function openFile(file: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(vscode.Uri.file(pathOf(file)));
}

/** Puts a file on the disk for one test; the answer removes it and closes its tab. */
export function writeFile(file: string, text: string): () => Promise<void> {
  writeFileSync(pathOf(file), text);
  return async () => {
    await revert(file);
    rmSync(pathOf(file), { force: true });
  };
}

export async function replaceText(editor: vscode.TextEditor, from: string, to: string): Promise<void> {
  const { document } = editor;
  const start = document.getText().indexOf(from);
  if (start < 0) throw new Error(`${document.uri.fsPath} has no "${from}".`);
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + from.length));
  if (!(await editor.edit((edit) => edit.replace(range, to)))) throw new Error('The editor refused the edit.');
}

/** Saves a document; where VS Code did not, the error says how it stands against the disk. */
export async function save(document: vscode.TextDocument): Promise<void> {
  if ((await document.save()) && !document.isDirty) return;
  const disk = readFileSync(document.uri.fsPath, 'utf8');
  const how = disk === document.getText() ? 'the same text' : 'another text';
  throw new Error(
    `${document.uri.fsPath} was not saved: it is ${document.isDirty ? '' : 'not '}dirty, the disk has ${how}, ` +
      `and files.autoSave is ${vscode.workspace.getConfiguration('files').get<string>('autoSave')}.`,
  );
}

/** Closes a file's tab, giving up what was not saved. */
export async function revert(file: string): Promise<void> {
  const uri = vscode.Uri.file(pathOf(file));
  const open = vscode.workspace.textDocuments.find((document) => document.uri.fsPath === uri.fsPath);
  if (!open) return;
  await vscode.window.showTextDocument(open);
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

export interface Lens {
  /** Counts from 1. */
  readonly line: number;
  readonly title: string;
}

export async function lensesOf(file: string): Promise<Lens[]> {
  const uri = vscode.Uri.file(pathOf(file));
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  return lenses
    .filter(({ command }) => command?.command.startsWith('headwater.'))
    .map(({ range, command }) => ({ line: range.start.line + 1, title: command?.title ?? '' }));
}

export function diagnosticsOf(file: string, source?: string): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(vscode.Uri.file(pathOf(file)))
    .filter((each) => (source ? each.source === source : each.source?.startsWith('headwater')));
}

/** Looks now and after each event until the answer is neither null nor false. */
export function until<T>(
  look: () => T | null | false | Promise<T | null | false>,
  ...events: readonly vscode.Event<unknown>[]
): Promise<T> {
  return new Promise((resolve, reject) => {
    const listeners: vscode.Disposable[] = [];
    const again = async (): Promise<void> => {
      try {
        const answer = await look();
        if (answer === null || answer === false) return;
        for (const listener of listeners) listener.dispose();
        resolve(answer);
      } catch (error) {
        reject(error);
      }
    };
    for (const event of events) listeners.push(event(() => void again()));
    void again();
  });
}

/** The 1-based line of the first occurrence. */
export function lineOf(file: string, text: string): number {
  return (
    readFileSync(pathOf(file), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}
