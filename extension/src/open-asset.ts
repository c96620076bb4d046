// Opens an asset's code at its name.
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { AssetKey } from '@headwater/graph';
import type { ProjectSession } from './project-session.ts';

export interface OpenAssetOptions {
  readonly session: ProjectSession;
  readonly key: AssetKey;
  /** Keep the tab that has the focus and open beside it. */
  readonly beside?: boolean;
}

export async function openAsset({ session, key, beside = false }: OpenAssetOptions): Promise<void> {
  const node = session.graph.assets.get(key);
  if (node) await openPlace({ file: join(session.project, node.file), line: node.line, column: node.column, beside });
}

/** Lines and columns count from 1. */
export async function openPlace({
  file,
  line,
  column,
  beside,
}: {
  file: string;
  line: number;
  column: number;
  beside: boolean;
}): Promise<void> {
  const uri = vscode.Uri.file(file);
  const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.fsPath === uri.fsPath)?.viewColumn;
  const at = new vscode.Position(line - 1, column - 1);
  await vscode.window.showTextDocument(uri, {
    viewColumn: shown ?? (beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active),
    selection: new vscode.Range(at, at),
    preview: false,
  });
}
