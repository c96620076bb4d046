// Notices when a Headwater project is in the window, and when what a project needs may have changed on disk.
import * as vscode from 'vscode';
import { documentSelector } from './language-server.ts';
import { namesHeadwater, projectOf } from './project-probe.ts';
import { Signal } from './signal.ts';

/** Folders searched at the start; a larger repository is found file by file as its files are opened. */
const SEARCHED = 500;

export class ProjectWatch implements vscode.Disposable {
  /** A project is here: the language server is worth its memory. */
  readonly found = new Signal<void>();
  /** A package.json or a lock file changed. */
  readonly packagesChanged = new Signal<void>();
  readonly #registrations: vscode.Disposable;

  constructor() {
    const manifests = vscode.workspace.createFileSystemWatcher(
      '**/{package.json,package-lock.json,pnpm-lock.yaml,yarn.lock,bun.lock}',
    );
    const changed = (uri: vscode.Uri): void => {
      if (uri.path.includes('/node_modules/')) return;
      if (uri.path.endsWith('/package.json') && namesHeadwater(uri.fsPath)) this.found.fire();
      this.packagesChanged.fire();
    };
    this.#registrations = vscode.Disposable.from(
      manifests,
      manifests.onDidCreate(changed),
      manifests.onDidChange(changed),
      manifests.onDidDelete(changed),
      vscode.workspace.onDidOpenTextDocument((document) => this.#look(document)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.search()),
    );
  }

  dispose(): void {
    this.#registrations.dispose();
  }

  /** Looks at the open files first, then for every package.json of the window. */
  async search(): Promise<void> {
    for (const document of vscode.workspace.textDocuments) this.#look(document);
    const manifests = await vscode.workspace.findFiles('**/package.json', '**/node_modules/**', SEARCHED);
    if (manifests.some((uri) => namesHeadwater(uri.fsPath))) this.found.fire();
  }

  #look(document: vscode.TextDocument): void {
    if (vscode.languages.match(documentSelector, document) > 0 && projectOf(document.uri.fsPath) !== null)
      this.found.fire();
  }
}
