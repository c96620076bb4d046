// The extension's settings as they stand for one project.
import * as vscode from 'vscode';

export interface Settings {
  readonly nodePath: string;
  readonly packageSpec: string;
  readonly saveBeforeRun: boolean;
}

export function settingsOf(project: string): Settings {
  const configuration = vscode.workspace.getConfiguration('headwater', vscode.Uri.file(project));
  return {
    nodePath: configuration.get('nodePath', ''),
    packageSpec: configuration.get('packageSpec', '').trim() || 'headwater',
    saveBeforeRun: configuration.get('saveBeforeRun', true),
  };
}
