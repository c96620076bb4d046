// Saves what a Lineage page shows as a file: asks as which and where, and says where it is.
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { ExportFormat, FromPage } from '@headwater/webview/protocol';
import { exportBytes, exportFileName } from './export-file.ts';
import type { ProjectSession } from './project-session.ts';

const FORMATS: readonly (vscode.QuickPickItem & { readonly format: ExportFormat })[] = [
  { format: 'svg', label: 'SVG', detail: 'Sharp at any size; text can be searched. For documents and READMEs.' },
  { format: 'png', label: 'PNG', detail: 'Pixels, twice as large as on the screen. For chats and slides.' },
];

/** As which file a picture is wanted, and where; without a place the person is asked. */
export interface ExportWish {
  readonly format: ExportFormat;
  readonly file?: vscode.Uri;
}

/** What a keybinding, a task or another extension hands on to the command: `{ format: 'svg', file }`; null for anything else. */
export function readExportWish(value: unknown): ExportWish | null {
  if (typeof value !== 'object' || value === null || !('format' in value)) return null;
  const { format } = value;
  if (format !== 'svg' && format !== 'png') return null;
  const file = 'file' in value ? value.file : undefined;
  return { format, ...(file instanceof vscode.Uri && { file }) };
}

export async function askExportWish(): Promise<ExportWish | null> {
  const picked = await vscode.window.showQuickPick(FORMATS, { placeHolder: 'Export the lineage as' });
  return picked ? { format: picked.format } : null;
}

/** Resolves with where the file is; null where there is none. `to`: where it is wanted, if that was said. */
export async function savePicture(
  session: ProjectSession,
  { format, data, note }: Extract<FromPage, { type: 'export' }>,
  to: vscode.Uri | null,
): Promise<vscode.Uri | null> {
  if (data === null) {
    void vscode.window.showInformationMessage(note ?? 'There is nothing to export.');
    return null;
  }
  const bytes = exportBytes(format, data);
  if (!bytes) {
    void vscode.window.showErrorMessage(
      `The page sent something that is no ${format.toUpperCase()}: nothing was saved.`,
    );
    return null;
  }
  const file = to ?? (await askWhere(session, format));
  if (!file) return null;
  try {
    await vscode.workspace.fs.writeFile(file, bytes);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`The lineage could not be saved to ${file.fsPath}: ${why}`);
    return null;
  }
  void tell(file, note);
  return file;
}

async function askWhere(session: ProjectSession, format: ExportFormat): Promise<vscode.Uri | undefined> {
  const project = vscode.Uri.file(session.project);
  const folder = vscode.workspace.getWorkspaceFolder(project)?.uri ?? project;
  return vscode.window.showSaveDialog({
    title: 'Export Lineage',
    defaultUri: vscode.Uri.file(join(folder.fsPath, exportFileName(session.name, format))),
    filters: format === 'svg' ? { 'SVG drawing': ['svg'] } : { 'PNG picture': ['png'] },
  });
}

async function tell(file: vscode.Uri, note: string | null): Promise<void> {
  const where = `Saved ${basename(file.fsPath)} to ${vscode.workspace.asRelativePath(vscode.Uri.joinPath(file, '..'))}.`;
  const open = await vscode.window.showInformationMessage([where, ...(note === null ? [] : [note])].join(' '), 'Open');
  if (open) await vscode.commands.executeCommand('vscode.open', file);
}
