// Opens an asset's code at its name, or that of one of its steps.
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { AssetKey } from '@headwater/graph';
import type { ProjectSession } from './project-session.ts';

export interface OpenAssetOptions {
  readonly session: ProjectSession;
  readonly key: AssetKey;
  /** A step of a graph asset. */
  readonly op?: string;
  /** Keep the tab that has the focus and open beside it. */
  readonly beside?: boolean;
  readonly passing?: boolean;
}

export async function openAsset({
  session,
  key,
  op,
  beside = false,
  passing = false,
}: OpenAssetOptions): Promise<void> {
  const node = session.graph.assets.get(key);
  const step = op === undefined ? undefined : node?.ops?.find(({ name }) => name === op);
  const place = step ?? node;
  if (place)
    await openPlace({
      file: join(session.project, place.file),
      line: place.line,
      column: place.column,
      beside,
      passing,
    });
}

/** Lines and columns count from 1. */
export async function openPlace({
  file,
  line,
  column,
  beside,
  passing = false,
}: {
  file: string;
  line: number;
  column: number;
  beside: boolean;
  /** In a tab that the next one replaces, and the keyboard stays where it is. */
  passing?: boolean;
}): Promise<void> {
  const uri = vscode.Uri.file(file);
  const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.fsPath === uri.fsPath)?.viewColumn;
  const at = new vscode.Position(line - 1, column - 1);
  await vscode.window.showTextDocument(uri, {
    viewColumn: shown ?? (beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active),
    selection: new vscode.Range(at, at),
    preview: passing,
    preserveFocus: passing,
  });
}
