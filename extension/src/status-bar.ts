// The status bar item: the current project in a few words, or how far its run is.
import * as vscode from 'vscode';
import { counted } from '@headwater/graph';
import { nextWords } from './automation-rows.ts';
import { runObstacle } from './empty-state.ts';
import type { Model } from './model.ts';
import { countPreviews, countStatuses } from './status-book.ts';

export function showStatusBar(model: Model): vscode.Disposable {
  return vscode.Disposable.from(showStatus(model), showAutomation(model));
}

/** Whether the current project runs by itself, and when next; a click switches it. Only where something could. */
function showAutomation(model: Model): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('headwater.automation', vscode.StatusBarAlignment.Left, 9);
  item.name = 'Headwater Automation';
  item.command = 'headwater.toggleAutomation';
  const update = (): void => {
    const { current } = model;
    const { document, hasAny } = current?.automation ?? {};
    if (!current || !document || hasAny !== true) return item.hide();
    const [next] = [
      ...document.assets.map((each) => each.next),
      ...document.schedules.map((each) => (each.on ? (each.next[0] ?? null) : null)),
    ]
      .filter((time) => time !== null)
      .sort();
    const late = document.assets.filter(({ freshness }) => freshness?.state === 'fail').length;
    const now = new Date();
    item.text = document.on ? `$(play-circle) Auto` : `$(debug-pause) Auto off`;
    if (document.on && next !== undefined) item.text += ` · ${nextWords(next, now)}`;
    if (late > 0) item.text += ` $(warning) ${late} too old`;
    item.tooltip = document.on
      ? `${current.name} runs by itself. Click to switch it off.`
      : `${current.name} could run by itself: ${counted(document.assets.length, 'asset')}, ${counted(document.schedules.length, 'schedule')}, ${counted(document.sensors.length, 'sensor')}. Click to switch it on.`;
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
