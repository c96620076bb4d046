// Makes many partitions for a person: starts a backfill, shows how far it is with a way to cancel, and says how it ended.
import * as vscode from 'vscode';
import { counted } from '@headwater/graph';
import type { BackfillRequest, BackfillState } from '@headwater/runner/protocol';
import type { ProjectSession } from './project-session.ts';

/** More runs than these are asked about first. */
const CONFIRM_ABOVE = 100;

/** False when it was not started. */
export async function backfill(session: ProjectSession, request: BackfillRequest): Promise<boolean> {
  const planned = await session.runner.request('backfill', { ...request, dryRun: true });
  if (!planned.ok) {
    void vscode.window.showErrorMessage(planned.error.message);
    return false;
  }
  const { total } = planned.result.counts;
  if (total === 0) {
    void vscode.window.showInformationMessage('Nothing to backfill: none of these partitions is to be made.');
    return false;
  }
  if (total > CONFIRM_ABOVE && !(await confirmed(total, planned.result.selection))) return false;
  const reply = await session.runner.request('backfill', request);
  if (!reply.ok) {
    void vscode.window.showErrorMessage(reply.error.message);
    return false;
  }
  session.automation.ask();
  void follow(session, reply.result);
  return true;
}

async function confirmed(total: number, selection: string): Promise<boolean> {
  const go = 'Backfill';
  const chosen = await vscode.window.showWarningMessage(
    `Make ${counted(total, 'partition')} of ${selection}?`,
    { modal: true, detail: 'It goes on when this window is closed and opened again, and can be paused and cancelled.' },
    go,
  );
  return chosen === go;
}

async function follow(session: ProjectSession, { backfill: id, selection }: BackfillState): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Backfilling ${selection}`,
    cancellable: true,
  };
  const end = await vscode.window.withProgress(options, (progress, token) => {
    token.onCancellationRequested(() => void session.runner.request('steerBackfill', { backfill: id, to: 'cancel' }));
    let shown = 0;
    return new Promise<BackfillState | null>((resolve) => {
      const look = (): void => {
        const state = session.automation.backfills.find((each) => each.backfill === id);
        if (!state) return;
        const { made, failed, total } = state.counts;
        const percent = total === 0 ? 100 : ((made + failed) / total) * 100;
        progress.report({ message: progressWords(state), increment: percent - shown });
        shown = percent;
        if (state.status !== 'running') settle(state);
      };
      const stops = [
        session.automation.changed.on(look),
        session.runner.changed.on(({ state }) => {
          if (state === 'unavailable' || state === 'stopped') settle(null);
        }),
      ];
      const settle = (state: BackfillState | null): void => {
        for (const stop of stops) stop();
        resolve(state);
      };
      look();
    });
  });
  if (end) return sayEnd(end);
  vscode.window.setStatusBarMessage(
    `$(debug-pause) The backfill of ${selection} goes on when the project runs again`,
    5_000,
  );
}

function progressWords({ counts: { made, failed, total } }: BackfillState): string {
  const lost = failed > 0 ? `, ${failed.toLocaleString('en-US')} failed` : '';
  return `${made.toLocaleString('en-US')} of ${counted(total, 'partition')}${lost}`;
}

function sayEnd({ status, selection, counts, message }: BackfillState): void {
  const made = counted(counts.made, 'partition');
  if (status === 'success') vscode.window.setStatusBarMessage(`$(check) Made ${made} of ${selection}`, 5_000);
  if (status === 'cancelled') vscode.window.setStatusBarMessage(`$(circle-slash) Cancelled after ${made}`, 5_000);
  if (status === 'paused') vscode.window.setStatusBarMessage(`$(debug-pause) Paused after ${made}`, 5_000);
  if (status !== 'failure') return;
  const how = counts.failed === 0 ? 'failed' : `ended with ${counted(counts.failed, 'failed partition')}`;
  // What the host says is a sentence of its own.
  const why = message === undefined ? '' : ` ${message}`;
  void vscode.window.showErrorMessage(`The backfill of ${selection} ${how}.${why}`);
}
