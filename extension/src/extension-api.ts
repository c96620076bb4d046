// What other extensions, and the tests in the extension host, may ask of this one.
import * as vscode from 'vscode';
import type { AssetStatus, GraphDiff } from '@headwater/graph';
import type { GraphChanges } from './graph-changes.ts';
import type { AutomationDocument } from '@headwater/runner/protocol';
import type { AutomationElement } from './automation-element.ts';
import type { AutomationTree } from './automation-tree.ts';
import type { Model } from './model.ts';
import type { CatalogueElement } from './catalogue-element.ts';
import type { CatalogueTree } from './catalogue-tree.ts';
import { Signal } from './signal.ts';

export interface ExtensionApi {
  /** Resolves when the project's graph is known and its statuses were asked for, or nothing of it can run. */
  whenReady(project: string): Promise<void>;
  /** The statuses as last told by the project's host; empty where nothing can run. */
  status(project: string): readonly AssetStatus[];
  /** What of the project runs by itself, as its host last told; null until then. */
  automation(project: string): AutomationDocument | null;
  /** The rows of the automation view. */
  readonly automationTree: vscode.TreeDataProvider<AutomationElement>;
  /** Fired with the project's folder after its graph, statuses or runs changed. */
  readonly onDidChange: vscode.Event<string>;
  /** Calls back with what changed since the commit that the project is compared with, and whenever that is something else. */
  followChanges(project: string, heard: (diff: GraphDiff) => void): vscode.Disposable;
  /** The rows of the catalogue view. */
  readonly catalogue: vscode.TreeDataProvider<CatalogueElement>;
  /** The catalogue view: what is selected in it. */
  readonly catalogueView: CatalogueTree['view'];
  /** Fired with the asset that a person selected, in a page or in the catalogue. */
  readonly onDidSelect: vscode.Event<{ readonly project: string; readonly key: string }>;
}

export function extensionApi({
  model,
  catalogue,
  automation,
  changes,
}: {
  readonly model: Model;
  readonly catalogue: CatalogueTree;
  readonly automation: AutomationTree;
  readonly changes: GraphChanges;
}): ExtensionApi & vscode.Disposable {
  const emitter = new vscode.EventEmitter<string>();
  const selected = new vscode.EventEmitter<{ readonly project: string; readonly key: string }>();
  const changed = new Signal<void>();
  const stop = model.changed.on((change) => {
    changed.fire();
    if (change.type === 'session') emitter.fire(change.session.project);
    if (change.type === 'select') selected.fire({ project: change.session.project, key: change.key });
  });
  const settled = (project: string): boolean => {
    const session = model.session(project);
    return (
      session !== null &&
      session.graph.known &&
      session.runner.state.state !== 'starting' &&
      session.runner.state.state !== 'waiting'
    );
  };
  return {
    async whenReady(project) {
      if (!settled(project)) await changed.next(() => settled(project));
      await model.session(project)?.refreshStatus();
    },
    status: (project) => model.session(project)?.statuses.all ?? [],
    automation: (project) => model.session(project)?.automation.document ?? null,
    automationTree: automation.provider,
    onDidChange: emitter.event,
    followChanges(of, heard) {
      const tell = (project: string): void => {
        const diff = changes.of(of);
        if (project === of && diff) heard(diff);
      };
      const stops = [changes.changed.on(tell), changes.follow(of)];
      tell(of);
      return { dispose: () => stops.forEach((each) => each()) };
    },
    catalogue: catalogue.provider,
    catalogueView: catalogue.view,
    onDidSelect: selected.event,
    dispose() {
      stop();
      emitter.dispose();
      selected.dispose();
    },
  };
}
