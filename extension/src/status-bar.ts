// The status bar item: the current project in a few words, or how far its run is.
import * as vscode from 'vscode';
import { runObstacle } from './empty-state.ts';
import type { Model } from './model.ts';
import { countPreviews, countStatuses } from './status-book.ts';

export function showStatusBar(model: Model): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('headwater.status', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Headwater';
  item.command = 'headwater.focusLineage';
  const update = (): void => {
    const { current } = model;
    if (!current || current.graph.assets.size === 0) return item.hide();
    const run = current.runs.current;
    const obstacle = runObstacle(model.situation());
    const assets = current.graph.assets.size;
    const known = countStatuses(current.statuses.all);
    const coming = countPreviews(current.preview.shown.values());
    if (run) item.text = `$(sync~spin) Headwater: ${run.done} of ${run.total}`;
    else if (obstacle) item.text = `$(circle-slash) Headwater: ${assets} ${assets === 1 ? 'asset' : 'assets'}`;
    else
      item.text = `Headwater: ${known === '' ? `${assets} ${assets === 1 ? 'asset' : 'assets'}` : known}${coming === '' ? '' : ` $(edit) ${coming}`}`;
    item.tooltip = run
      ? `Materializing ${run.running.join(', ')}`
      : obstacle
        ? `${current.name}: ${obstacle.title}`
        : coming === ''
          ? `${current.name}: show the lineage`
          : `${current.name}: once everything is saved, ${coming.replaceAll(' · ', ', ')}; nothing of it is recorded yet`;
    item.show();
  };
  const stop = model.changed.on(({ type }) => type !== 'focus' && update());
  update();
  return vscode.Disposable.from(item, { dispose: stop });
}
