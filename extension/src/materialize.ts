// Runs assets for a person: saves first, shows progress that can be cancelled, and says how it ended.
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { MaterializeRequest, RunProgress } from '@headwater/runner/protocol';
import { LENS_COMMANDS } from '@headwater/server/protocol';
import { leftUndone } from '@headwater/webview/protocol';
import { backfill } from './backfill.ts';
import { backfillRequest } from './backfill-request.ts';
import { choosePartitions, chooseWhichOfAll } from './choose-partitions.ts';
import { confirmRun } from './confirm-run.ts';
import { runObstacle } from './empty-state.ts';
import { projectFile, type Model } from './model.ts';
import { openPlace } from './open-asset.ts';
import type { ProjectSession } from './project-session.ts';
import type { FinishedRun } from './run-book.ts';
import { settingsOf } from './settings.ts';

/** Null when nothing was run; else how the run ended, after the statuses tell it. */
export type Materialize = (
  session: ProjectSession,
  request: MaterializeRequest,
  how?: MaterializeHow,
) => Promise<FinishedRun | null>;

export interface MaterializeHow {
  /** A large run is asked about first. */
  readonly confirm?: boolean;
}

/** A run shorter than this is told by lenses and status bar alone. */
const QUIET_MS = 400;

export function materializeFor({ model, output }: { model: Model; output: vscode.LogOutputChannel }): Materialize {
  return async (session, asked, { confirm = false } = {}) => {
    const obstacle = await obstacleOf(model, session);
    if (obstacle) {
      void offer(obstacle);
      return null;
    }
    if (settingsOf(session.project).saveBeforeRun && !(await saveProject(session.project))) return null;
    const request = await withPartitions(session, asked);
    if (request === null || (confirm && !(await confirmRun(session, request)))) return null;
    const reply = await session.materialize(request);
    if (!reply.ok && reply.error.code === 'no-partition') {
      const chosen = await chooseWhichOfAll();
      if (chosen !== null) await backfill(session, backfillRequest(request, chosen));
      return null;
    }
    if (!reply.ok) {
      output.error(reply.error.message);
      void showFailure(
        reply.error.message,
        reply.error.code === 'problems' ? [problemsAction] : [outputAction(output)],
      );
      return null;
    }
    const left = leftUndone(reply.result.plan);
    if (left !== null) void vscode.window.showInformationMessage(left);
    if (reply.result.plan.run.length === 0) return null;
    const { run } = reply.result;
    const finished = session.finished(reply.result);
    void showProgress({ session, run, finished });
    const ended = await finished;
    void sayEnd({ session, ended, output });
    return ended;
  };
}

/** Of what is made in partitions a person says which. More than one is a backfill, and no run of this request: then null, as when nothing was chosen. */
async function withPartitions(
  session: ProjectSession,
  request: MaterializeRequest,
): Promise<MaterializeRequest | null> {
  const { keys = [], partitions } = request;
  const partitioned = keys.find((key) => session.graph.assets.get(key)?.partitions !== undefined);
  if (partitioned === undefined || partitions !== undefined) return request;
  const chosen = await choosePartitions(session, partitioned);
  if (chosen === null) return null;
  if (chosen.count === 1 && chosen.partitions !== null) return { ...request, partitions: chosen.partitions };
  await backfill(session, backfillRequest(request, chosen));
  return null;
}

/** Starts the host to know whether anything stands in the way. */
async function obstacleOf(model: Model, session: ProjectSession): Promise<ReturnType<typeof runObstacle>> {
  const { trusted } = model.situation();
  if (trusted) await session.runner.start();
  return runObstacle({ trusted, project: { name: session.name, host: session.runner.state } });
}

async function offer(obstacle: NonNullable<ReturnType<typeof runObstacle>>): Promise<void> {
  const { title, message, action } = obstacle;
  const chosen = await vscode.window.showWarningMessage(`${title}. ${message}`, ...(action ? [action.label] : []));
  if (chosen && action) await vscode.commands.executeCommand(action.command);
}

/** A run reads the disk. False when a file could not be saved, which VS Code has then said itself. */
async function saveProject(project: string): Promise<boolean> {
  const changed = vscode.workspace.textDocuments.filter(
    (document) =>
      document.isDirty &&
      !document.isUntitled &&
      document.uri.scheme === 'file' &&
      projectFile(project, document.uri.fsPath) !== null,
  );
  const saved = await Promise.all(changed.map((document) => document.save()));
  return saved.every((done) => done);
}

async function showProgress({
  session,
  run,
  finished,
}: {
  session: ProjectSession;
  run: string;
  finished: Promise<FinishedRun>;
}): Promise<void> {
  const short = await Promise.race([
    finished.then(() => true),
    new Promise<false>((resolve) => setTimeout(() => resolve(false), QUIET_MS)),
  ]);
  if (short) return;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Materializing ${session.name}`,
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (progress, token) => {
    token.onCancellationRequested(() => void session.runner.request('cancel', { run }));
    let shown = 0;
    const show = (): void => {
      const now = session.runs.progressOf(run);
      if (!now) return progress.report({ message: 'waits for the run before it' });
      const percent = now.total === 0 ? 0 : (now.done / now.total) * 100;
      progress.report({ message: progressWords(now), increment: percent - shown });
      shown = percent;
    };
    show();
    const stop = session.changed.on(({ type }) => type === 'run' && show());
    await finished;
    stop();
  });
}

function progressWords({ done, total, running }: RunProgress): string {
  const [first, ...others] = running;
  const name = first === undefined ? '' : ` · ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`;
  return `${done} of ${total}${name}`;
}

async function sayEnd({
  session,
  ended,
  output,
}: {
  session: ProjectSession;
  ended: FinishedRun;
  output: vscode.LogOutputChannel;
}): Promise<void> {
  const { outcome, materialized, failures, message } = ended;
  if (outcome === 'success') {
    vscode.window.setStatusBarMessage(
      `$(check) Materialized ${materialized === 1 ? 'one asset' : `${materialized} assets`}`,
      5_000,
    );
    return;
  }
  if (outcome === 'cancelled') {
    vscode.window.setStatusBarMessage(`$(circle-slash) Cancelled after ${materialized} of ${ended.total}`, 5_000);
    return;
  }
  const [first, ...others] = failures;
  const [check] = ended.failedChecks.filter(({ severity }) => severity === 'error');
  if (!first && check)
    return showFailure(`Check ${check.check} of ${check.asset} failed.`, [
      {
        label: 'Show Asset',
        act: () => vscode.commands.executeCommand(LENS_COMMANDS.status, session.project, check.asset),
      },
      outputAction(output),
    ]);
  if (!first) return showFailure(message ?? 'The run failed.', [outputAction(output)]);
  const { file, line, column } = first.error;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  const node = session.graph.assets.get(first.asset);
  const place = file !== undefined && line !== undefined ? { file, line, column: column ?? 1 } : node;
  const openCode = place && {
    label: 'Open Code',
    act: () =>
      openPlace({ file: join(session.project, place.file), line: place.line, column: place.column, beside: false }),
  };
  return showFailure(`${first.asset} failed${more}: ${first.error.message}`, [
    ...(openCode ? [openCode] : []),
    outputAction(output),
  ]);
}

interface Action {
  readonly label: string;
  readonly act: () => unknown;
}

const outputAction = (output: vscode.LogOutputChannel): Action => ({
  label: 'Show Output',
  act: () => output.show(true),
});
const problemsAction: Action = {
  label: 'Show Problems',
  act: () => vscode.commands.executeCommand('workbench.actions.view.problems'),
};

async function showFailure(message: string, actions: readonly Action[]): Promise<void> {
  const chosen = await vscode.window.showErrorMessage(message, ...actions.map(({ label }) => label));
  await actions.find(({ label }) => label === chosen)?.act();
}
