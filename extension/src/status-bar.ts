// The status bar item: the current project in a few words, or how far its run is.
import * as vscode from 'vscode';
import { automationBar } from './automation-bar.ts';
import { runObstacle } from './empty-state.ts';
import type { Model } from './model.ts';
import { countPreviews, countStatuses } from './status-book.ts';

export function showStatusBar(model: Model): vscode.Disposable {
  return vscode.Disposable.from(showStatus(model), showAutomation(model));
}

/** Only where there is something to say. */
function showAutomation(model: Model): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('headwater.automation', vscode.StatusBarAlignment.Left, 9);
  item.name = 'Headwater Automation';
  const update = (): void => {
    const { current } = model;
    const document = current?.automation.document;
    const bar = document && automationBar({ name: current.name, document, now: new Date() });
    if (!bar) return item.hide();
    item.text = bar.text;
    item.tooltip = bar.tooltip;
    item.command = bar.command;
    item.show();
  };
  const stop = model.changed.on((change) => {
    const news = change.type === 'session' ? change.change.type : change.type;
    if (news === 'automation' || news === 'projects' || news === 'host' || news === 'lenses') update();
  });
  update();
  return vscode.Disposable.from(item, { dispose: stop });
}

function showStatus(model: Model): vscode.Disposable {
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
