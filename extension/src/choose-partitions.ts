// Asks a person which partitions of an asset are meant.
import * as vscode from 'vscode';
import type { AssetKey } from '@headwater/graph';
import { partitionChoices, type PartitionChoice } from './partition-choices.ts';
import type { ProjectSession } from './project-session.ts';

interface ChoiceItem extends vscode.QuickPickItem {
  readonly choice: PartitionChoice;
}

/** Null when nothing was chosen; what the host cannot tell is shown in its words. */
export async function choosePartitions(session: ProjectSession, key: AssetKey): Promise<PartitionChoice | null> {
  const reply = await session.runner.request('partitions', { key, from: 'last' });
  if (!reply.ok) {
    void vscode.window.showErrorMessage(reply.error.message);
    return null;
  }
  const { result } = reply;
  if (result.counts.total === 0) {
    void vscode.window.showInformationMessage(
      `${key} has no partition yet: the first one exists once its time window has ended, or its key was added.`,
    );
    return null;
  }
  const pick = vscode.window.createQuickPick<ChoiceItem>();
  pick.title = `Materialize which partitions of ${key}?`;
  pick.placeholder = `A key or from..to; first ${result.first ?? ''}, last ${result.last ?? ''}`;
  pick.matchOnDescription = true;
  const show = (typed: string): void => {
    pick.items = partitionChoices(result, typed).map((choice) => ({
      label: choice.label,
      description: choice.description,
      ...(choice.detail !== undefined && { detail: choice.detail }),
      // What is typed is offered whatever VS Code's own filter makes of it.
      alwaysShow: choice.label.startsWith('$(edit)'),
      choice,
    }));
  };
  show('');
  const chosen = await new Promise<PartitionChoice | null>((resolve) => {
    pick.onDidChangeValue(show);
    pick.onDidAccept(() => resolve(pick.selectedItems[0]?.choice ?? null));
    pick.onDidHide(() => resolve(null));
    pick.show();
  });
  pick.dispose();
  return chosen;
}

const OF_ALL: readonly (vscode.QuickPickItem & Pick<PartitionChoice, 'partitions' | 'only'>)[] = [
  { label: '$(warning) All that are missing, stale or failed', partitions: null, only: 'stale' },
  { label: '$(circle-outline) All that are missing', partitions: null, only: 'missing' },
  { label: '$(layers) All', description: 'fresh ones too', partitions: null },
];

/** Of several assets at once, whose partitions need not be the same; null when nothing was chosen. */
export async function chooseWhichOfAll(): Promise<Pick<PartitionChoice, 'partitions' | 'only'> | null> {
  const title = 'Some of these assets are made in partitions. Materialize which of them?';
  return (await vscode.window.showQuickPick(OF_ALL, { title })) ?? null;
}
