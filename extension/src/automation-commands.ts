// What a person does about what runs by itself: switch it, ask why, see what a tick would do, steer backfills.
import * as vscode from 'vscode';
import { counted } from '@headwater/graph';
import type { CatchUp } from '@headwater/runner/protocol';
import type { ProjectSession } from './project-session.ts';

const CATCH_UP: readonly (vscode.QuickPickItem & { readonly catchUp: CatchUp })[] = [
  { label: 'Skip what passed', detail: 'Only what becomes due from now on runs.', catchUp: 'skip' },
  { label: 'Catch up once', detail: 'What became due while it was off runs once, as of now.', catchUp: 'latest' },
  { label: 'Catch up tick by tick', detail: 'Each tick that passed while it was off runs, in order.', catchUp: 'all' },
];

/** Switches the project, or one schedule or sensor of it. Switched on again, a person says what becomes of what passed. */
export async function toggleAutomation(session: ProjectSession, name?: string): Promise<void> {
  await session.automation.refresh();
  const { document } = session.automation;
  if (!document) {
    const { state } = session.runner;
    const why = state.state === 'unavailable' ? state.message : 'Its host has not answered yet.';
    return void vscode.window.showWarningMessage(`The automation of ${session.name} cannot be switched. ${why}`);
  }
  const named = [...document.schedules, ...document.sensors].find((each) => each.name === name);
  const on = !(named ?? document).on;
  const wasOn = on && named === undefined && document.since !== null;
  const catchUp = wasOn ? await askCatchUp(session.name) : 'skip';
  if (catchUp === null) return;
  const refused = await session.automation.switchTo(on, { ...(name !== undefined && { name }), catchUp });
  if (refused !== null) void vscode.window.showErrorMessage(refused);
}

async function askCatchUp(project: string): Promise<CatchUp | null> {
  const picked = await vscode.window.showQuickPick(CATCH_UP, {
    title: `Automation of ${project}`,
    placeHolder: 'What becomes of what was due while it was off?',
  });
  return picked?.catchUp ?? null;
}

/** What a tick now would ask for, without asking for it. */
export async function dryRunAutomation(session: ProjectSession): Promise<void> {
  const reply = await session.runner.request('automationDryRun', {});
  if (!reply.ok) return void vscode.window.showErrorMessage(reply.error.message);
  const { runs } = reply.result;
  if (runs.length === 0)
    return void vscode.window.showInformationMessage(
      `Nothing of ${session.name} is due: a tick now would run nothing.`,
    );
  await vscode.window.showQuickPick(
    runs.map(({ assets, because }) => ({
      label: assets.slice(0, 3).join(', ') + (assets.length > 3 ? ` and ${assets.length - 3} more` : ''),
      description: counted(assets.length, 'asset'),
      detail: because,
    })),
    { title: `A tick now would ask for ${counted(runs.length, 'run')} of ${session.name}` },
  );
}

export async function steerBackfill(
  session: ProjectSession,
  backfill: string,
  to: 'pause' | 'resume' | 'cancel',
): Promise<void> {
  const reply = await session.runner.request('steerBackfill', { backfill, to });
  if (!reply.ok) return void vscode.window.showErrorMessage(reply.error.message);
  session.automation.ask();
}
