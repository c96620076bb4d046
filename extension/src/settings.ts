// The extension's settings as they stand for one project.
import * as vscode from 'vscode';

export interface Settings {
  readonly nodePath: string;
  readonly packageSpec: string;
  readonly saveBeforeRun: boolean;
  /** A run of more assets that was begun on the page is asked about; 0 asks about none. */
  readonly confirmAbove: number;
}

export function settingsOf(project: string): Settings {
  const configuration = vscode.workspace.getConfiguration('headwater', vscode.Uri.file(project));
  return {
    nodePath: configuration.get('nodePath', ''),
    packageSpec: configuration.get('packageSpec', '').trim() || 'headwater',
    saveBeforeRun: configuration.get('saveBeforeRun', true),
    confirmAbove: configuration.get('confirmAbove', 50),
  };
}
