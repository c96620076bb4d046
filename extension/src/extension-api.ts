// What other extensions, and the tests in the extension host, may ask of this one.
import * as vscode from 'vscode';
import type { AssetStatus } from '@headwater/graph';
import type { Model } from './model.ts';
import type { CatalogueElement } from './catalogue.ts';
import type { CatalogueTree } from './catalogue-tree.ts';
import { Signal } from './signal.ts';

export interface ExtensionApi {
  /** Resolves when the project's graph is known and its statuses were asked for, or nothing of it can run. */
  whenReady(project: string): Promise<void>;
  /** The statuses as last told by the project's host; empty where nothing can run. */
  status(project: string): readonly AssetStatus[];
  /** Fired with the project's folder after its graph, statuses or runs changed. */
  readonly onDidChange: vscode.Event<string>;
  /** The rows of the catalogue view. */
  readonly catalogue: vscode.TreeDataProvider<CatalogueElement>;
}

export function extensionApi(model: Model, catalogue: CatalogueTree): ExtensionApi & vscode.Disposable {
  const emitter = new vscode.EventEmitter<string>();
  const changed = new Signal<void>();
  const stop = model.changed.on((change) => {
    changed.fire();
    if (change.type === 'session') emitter.fire(change.session.project);
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
    onDidChange: emitter.event,
    catalogue: catalogue.provider,
    dispose() {
      stop();
      emitter.dispose();
    },
  };
}
