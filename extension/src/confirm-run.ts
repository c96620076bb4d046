// Asks before a large run that began with one click on the page.
import * as vscode from 'vscode';
import type { MaterializeRequest } from '@headwater/runner/protocol';
import { largeRun } from '@headwater/webview/protocol';
import type { ProjectSession } from './project-session.ts';
import { settingsOf } from './settings.ts';

/** False when the person thought better of it. */
export async function confirmRun(session: ProjectSession, request: MaterializeRequest): Promise<boolean> {
  const above = settingsOf(session.project).confirmAbove;
  // No plan can have more steps than there are assets.
  if (above === 0 || session.graph.assets.size <= above) return true;
  const reply = await session.runner.request('plan', request);
  // What stands in its way the run says itself.
  if (!reply.ok) return true;
  const large = largeRun({ plan: reply.result, above, statusOf: (key) => session.statuses.of(key)?.status });
  if (!large) return true;
  const { question, detail } = large;
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, 'Materialize');
  return chosen === 'Materialize';
}
