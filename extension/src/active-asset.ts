// Follows the cursor: which asset a person is at, and whether they came to it from another file.
import * as vscode from 'vscode';
import type { AssetNode } from '@headwater/graph';
import { projectFile, type Model } from './model.ts';
import type { ProjectSession } from './project-session.ts';

export interface AssetAtCursor {
  readonly session: ProjectSession;
  readonly node: AssetNode;
  /** False when the cursor stands in no asset and this is the first one of the file. */
  readonly inside: boolean;
}

export function assetAtCursor(model: Model, editor = vscode.window.activeTextEditor): AssetAtCursor | null {
  if (!editor || editor.document.uri.scheme !== 'file') return null;
  const session = model.sessionOfFile(editor.document.uri.fsPath);
  const file = session && projectFile(session.project, editor.document.uri.fsPath);
  const near = session && file && session.graph.assetNear(file, editor.selection.active.line + 1);
  return near ? { session, ...near } : null;
}

/** Moves of the cursor within this time count as one. */
const CURSOR_PAUSE_MS = 80;

export function followCursor(model: Model): vscode.Disposable {
  let lastFile: string | null = null;
  let lastKey: string | null = null;
  let timer: NodeJS.Timeout | undefined;

  const follow = (): void => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return; // a page or the output has the focus: what was followed stays
    const file = editor.document.uri.fsPath;
    const session = model.sessionOfFile(file);
    if (session) model.lookAt(session);
    const at = assetAtCursor(model, editor);
    void vscode.commands.executeCommand('setContext', 'headwater.editorHasAssets', at !== null);
    if (!at) return;
    const reveal = file !== lastFile;
    if (!reveal && (!at.inside || at.node.key === lastKey)) return;
    lastFile = file;
    lastKey = at.node.key;
    model.setFocus({ session: at.session, key: at.node.key, reveal });
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(follow, CURSOR_PAUSE_MS);
  };
  const stop = model.changed.on((change) => {
    if (change.type === 'projects' || (change.type === 'session' && change.change.type === 'graph')) soon();
  });
  follow();
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(soon),
    vscode.window.onDidChangeTextEditorSelection(
      ({ textEditor }) => textEditor === vscode.window.activeTextEditor && soon(),
    ),
    { dispose: stop },
    { dispose: () => clearTimeout(timer) },
  );
}
