// Deletes stored data for a person: says first what would go, and does it only after a yes.
import * as vscode from 'vscode';
import type { AssetKey } from '@headwater/graph';
import type { ProjectSession } from './project-session.ts';
import { forgetDone, forgetQuestion, gcDone, gcQuestion, type Question } from './store-words.ts';

/** Deletes what is stored of a key that is no asset any more. True when it did. */
export async function forgetAsset(session: ProjectSession, key: AssetKey): Promise<boolean> {
  const { runner } = session;
  const planned = await runner.request('forget', { key, dryRun: true });
  if (!planned.ok) return refuse(planned.error.message);
  if (!(await confirm(forgetQuestion(planned.result)))) return false;
  const done = await runner.request('forget', { key });
  if (!done.ok) return refuse(done.error.message);
  await session.refreshStatus();
  vscode.window.setStatusBarMessage(`$(trash) ${forgetDone(done.result)}`, SHOWN_MS);
  return true;
}

/** Deletes what retention does not keep. True when it did. */
export async function collectGarbage(session: ProjectSession): Promise<boolean> {
  const { runner, name } = session;
  const planned = await runner.request('gc', { dryRun: true });
  if (!planned.ok) return refuse(planned.error.message);
  const question = gcQuestion(planned.result, name);
  if (question === null) {
    void vscode.window.showInformationMessage(`Nothing to free in ${name}: all that is stored is to be kept.`);
    return false;
  }
  if (!(await confirm(question))) return false;
  const progress = { location: vscode.ProgressLocation.Window, title: 'Freeing space' };
  const done = await vscode.window.withProgress(progress, () => runner.request('gc', {}));
  if (!done.ok) return refuse(done.error.message);
  vscode.window.setStatusBarMessage(`$(trash) ${gcDone(done.result)}`, SHOWN_MS);
  return true;
}

const SHOWN_MS = 5_000;

async function confirm({ message, detail, action }: Question): Promise<boolean> {
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, action)) === action;
}

function refuse(message: string): false {
  void vscode.window.showErrorMessage(message);
  return false;
}
