// Tells a person that something became too old.
import * as vscode from 'vscode';
import type { FreshnessAlert } from '@headwater/runner/protocol';
import { LENS_COMMANDS } from '@headwater/server/protocol';
import type { ProjectSession } from './project-session.ts';

export async function tellAlert({ project }: ProjectSession, { asset, to, message }: FreshnessAlert): Promise<void> {
  if (to !== 'fail' && to !== 'warn') return;
  const show = to === 'fail' ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const chosen = await show(`${asset}: ${message}`, 'Show Asset', 'Why?');
  if (chosen === 'Show Asset') await vscode.commands.executeCommand(LENS_COMMANDS.status, project, asset);
  if (chosen === 'Why?') await vscode.commands.executeCommand('headwater.whyAsset', project, asset);
}
