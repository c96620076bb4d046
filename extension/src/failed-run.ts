// Which run to go on from: the one a page names, that of the failed asset at the cursor, else one a person picks.
import * as vscode from 'vscode';
import { formatAge } from '@headwater/graph';
import type { RunSummary } from '@headwater/runner/protocol';
import { assetAtCursor } from './active-asset.ts';
import type { Model } from './model.ts';
import type { ProjectSession } from './project-session.ts';

export interface ChosenRun {
  readonly session: ProjectSession;
  readonly run: string;
}

/** Runs that are offered. */
const OFFERED = 20;

export async function chooseFailedRun(model: Model, project: unknown, run: unknown): Promise<ChosenRun | null> {
  if (typeof project === 'string' && typeof run === 'string') {
    const session = model.session(project);
    return session && { session, run };
  }
  const at = assetAtCursor(model);
  const failed = at?.inside ? at.session.statuses.of(at.node.key) : null;
  const here = failed?.causes.find((cause) => cause.kind === 'failed')?.run;
  if (at && here !== undefined) return { session: at.session, run: here };
  const session = at?.session ?? model.current;
  if (!session) return null;
  await session.runner.start();
  const reply = await session.runner.request('runs', {});
  if (!reply.ok) {
    void vscode.window.showWarningMessage(reply.error.message);
    return null;
  }
  const unfinished = reply.result.runs.filter(({ status }) => status !== 'success' && status !== 'running');
  if (unfinished.length === 0) {
    void vscode.window.showInformationMessage(`No run of ${session.name} has failed.`);
    return null;
  }
  const items = unfinished.slice(0, OFFERED).map(itemOf);
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: 'What the run made is loaded, what it did not make is made',
    matchOnDescription: true,
  });
  return picked ? { session, run: picked.run } : null;
}

function itemOf({ run, status, started, selection, counts }: RunSummary) {
  const { materialized, failed, skipped, cancelled } = counts;
  const parts = Object.entries({ materialized, failed, skipped, cancelled }).filter(([, count]) => count > 0);
  return {
    run,
    label: `${status}, ${formatAge(started, new Date()) ?? started}`,
    description: selection,
    detail: parts.map(([word, count]) => `${count} ${word}`).join(', '),
  };
}
