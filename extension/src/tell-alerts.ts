// Tells a person that something became too old, once; and brings up the hosts of projects that run by themselves.
import * as vscode from 'vscode';
import { LENS_COMMANDS } from '@headwater/server/protocol';
import type { Model } from './model.ts';
import type { ProjectSession } from './project-session.ts';

/** Projects whose automation was on when the window was closed. */
const SWITCHED_ON = 'headwater.automationOn';

export function tellAlerts({
  model,
  memory,
}: {
  readonly model: Model;
  readonly memory: vscode.Memento;
}): vscode.Disposable {
  const followed = new WeakSet<ProjectSession>();
  const follow = (session: ProjectSession): void => {
    if (followed.has(session)) return;
    followed.add(session);
    session.alerted.on((alert) => void tell(session, alert));
    if (memory.get<readonly string[]>(SWITCHED_ON, []).includes(session.project)) void session.runner.start();
  };
  const stop = model.changed.on((change) => {
    if (change.type === 'projects') model.sessions.forEach(follow);
    if (change.type === 'session' && change.change.type === 'automation') remember(change.session);
  });
  const remember = ({ project, automation: { document } }: ProjectSession): void => {
    const known = memory.get<readonly string[]>(SWITCHED_ON, []);
    const on = document?.on === true;
    if (known.includes(project) === on) return;
    void memory.update(SWITCHED_ON, on ? [...known, project] : known.filter((each) => each !== project));
  };
  model.sessions.forEach(follow);
  return { dispose: stop };
}

async function tell(
  session: ProjectSession,
  { asset, to, message }: { readonly asset: string; readonly to: string; readonly message: string },
): Promise<void> {
  if (to !== 'fail' && to !== 'warn') return;
  const show = to === 'fail' ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const chosen = await show(`${asset}: ${message}`, 'Show Asset', 'Why?');
  if (chosen === 'Show Asset') await vscode.commands.executeCommand(LENS_COMMANDS.status, session.project, asset);
  if (chosen === 'Why?') await vscode.commands.executeCommand('headwater.whyAsset', session.project, asset);
}
