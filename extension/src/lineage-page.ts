// One Lineage page, in the sidebar or in a tab: tells it what the model knows, and does what it asks for.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageHtml, type ToPage } from '@headwater/webview/protocol';
import { emptyState, runObstacle } from './empty-state.ts';
import type { Focus, Model, ModelChange } from './model.ts';
import { readPageMessage } from './page-messages.ts';
import type { PageRequests } from './page-requests.ts';
import type { ProjectSession, SessionChange } from './project-session.ts';
import type { Stop } from './signal.ts';

export interface LineagePageOptions {
  readonly webview: vscode.Webview;
  readonly extensionUri: vscode.Uri;
  readonly model: Model;
  readonly requests: PageRequests;
}

export class LineagePage {
  readonly #options: LineagePageOptions;
  readonly #stops: Stop[];
  #ready = false;
  /** The project whose graph the page has. */
  #shown: ProjectSession | null = null;
  #lastProject = '';

  constructor(options: LineagePageOptions) {
    this.#options = options;
    const { webview, extensionUri, model } = options;
    const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    const listener = webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    this.#stops = [() => void listener.dispose(), model.changed.on((change) => this.#follow(change))];
    webview.html = pageHtml({
      nonce: randomBytes(16).toString('base64url'),
      cspSource: webview.cspSource,
      scriptUri: address('page.js'),
      styleUri: address('page.css'),
      workerUri: address('layout-worker.js'),
      title: 'Lineage',
    });
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
  }

  #receive(value: unknown): void {
    const message = readPageMessage(value);
    if (!message) return this.#options.requests.refused(value);
    if (message.type === 'ready' || message.type === 'resync') return this.#sendAll();
    if (message.type === 'preview') {
      const { project, key } = message;
      return void this.#options.requests
        .preview({ project, key })
        .then((answer) => this.#post({ type: 'preview', project, key, ...answer }));
    }
    if (message.type === 'history') {
      const { type, project, key, before = null } = message;
      return void this.#options.requests
        .history({ project, key, ...(before !== null && { before }) })
        .then((answer) => this.#post({ type, project, key, before, ...answer }));
    }
    this.#options.requests.handle(message);
  }

  #follow(change: ModelChange): void {
    if (!this.#ready) return;
    const { current } = this.#options.model;
    if (change.type === 'focus') return current === this.#shown ? this.#sendFocus(change) : this.#sendAll();
    if (current !== this.#shown) return this.#sendAll();
    this.#sendProject();
    if (change.type === 'session' && change.session === current) this.#sendChange(change.session, change.change);
  }

  #sendChange(session: ProjectSession, change: SessionChange): void {
    const { project } = session;
    switch (change.type) {
      case 'graph':
        return this.#post({ type: 'graph', project, delta: change.delta });
      case 'status':
        return this.#post({ type: 'status', project, full: change.full, statuses: session.shownStatuses(change) });
      case 'preview':
        return this.#post({ type: 'status', project, ...session.previewNews(change.keys) });
      case 'run':
        return this.#sendRun(session);
      case 'progress':
        return this.#post({ type: 'progress', project, key: change.key, ...change.progress });
      case 'host': // the project's message says it
      case 'lenses':
        return;
    }
  }

  /** Everything, for a page that has nothing yet, lost a delta, or is to show another project. */
  #sendAll(): void {
    const { current, focus } = this.#options.model;
    this.#ready = true;
    this.#shown = current;
    this.#lastProject = '';
    this.#sendProject();
    if (!current) return;
    const { project } = current;
    const whole = current.graph.whole();
    if (whole) this.#post({ type: 'graph', project, delta: whole });
    this.#post({ type: 'status', project, full: true, statuses: current.shownStatuses({ full: true, statuses: [] }) });
    this.#sendRun(current);
    for (const key of current.runs.runningAssets) {
      const progress = current.progress.of(key);
      if (progress) this.#post({ type: 'progress', project, key, ...progress });
    }
    if (focus) this.#sendFocus({ ...focus, reveal: true });
  }

  /** Which project, what it says instead of a graph or beside it, and whether it can run; only when that changed. */
  #sendProject(): void {
    const situation = this.#options.model.situation();
    const { current } = this.#options.model;
    const nothing = emptyState(situation);
    const obstacle = runObstacle(situation);
    const message: ToPage = {
      type: 'project',
      project: nothing ? null : (current?.project ?? null),
      name: current?.name ?? '',
      empty: nothing ?? obstacle,
      runnable: nothing === null && obstacle === null,
    };
    const text = JSON.stringify(message);
    if (text === this.#lastProject) return;
    this.#lastProject = text;
    this.#post(message);
  }

  #sendRun({ project, runs: { current } }: ProjectSession): void {
    this.#post({ type: 'run', project, run: current && { id: current.id, done: current.done, total: current.total } });
  }

  #sendFocus({ session, key, reveal }: Focus): void {
    this.#post({ type: 'focus', project: session.project, key, reveal });
  }

  #post(message: ToPage): void {
    void this.#options.webview.postMessage(message);
  }
}
