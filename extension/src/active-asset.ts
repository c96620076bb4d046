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

/** What is remembered of the cursor from one life of the window to the next. */
const PLACE = 'headwater.cursor';

interface Place {
  readonly file: string;
  readonly key: string;
}

export function followCursor({
  model,
  memory,
}: {
  readonly model: Model;
  readonly memory: vscode.Memento;
}): vscode.Disposable {
  /** An editor that comes back with the window is no move: what was looked at stays. */
  const before = memory.get<Partial<Place>>(PLACE);
  let lastFile = before?.file ?? null;
  let last: Place | null = null;
  let timer: NodeJS.Timeout | undefined;

  const follow = (): void => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return; // a page or the output has the focus: what was followed stays
    const file = editor.document.uri.fsPath;
    const session = model.sessionOfFile(file);
    if (session && file !== lastFile) {
      lastFile = file;
      model.cursorIn(session);
    }
    const at = assetAtCursor(model, editor);
    void vscode.commands.executeCommand('setContext', 'headwater.editorHasAssets', at !== null);
    if (!at) return;
    const { key } = at.node;
    const reveal = file !== last?.file;
    if (!reveal && (!at.inside || key === last?.key)) return;
    const again = last === null && before?.file === file && before.key === key;
    last = { file, key };
    if (!again) void memory.update(PLACE, last);
    model.setFocus({ session: at.session, key, reveal, again }, { byCursor: true });
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
