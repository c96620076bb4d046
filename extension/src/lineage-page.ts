// One Lineage page, in the sidebar or in a tab: tells it what the model knows, and does what it asks for.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import {
  automationFact,
  pageHtml,
  readPageMessage,
  type Order,
  type FromPage,
  type ToPage,
} from '@headwater/webview/protocol';
import { emptyState, OFFERED_COMMANDS, runObstacle } from './empty-state.ts';
import type { GraphChanges } from './graph-changes.ts';
import { askExportWish, savePicture, type ExportWish } from './export-picture.ts';
import type { Focus, Model, ModelChange, Selection } from './model.ts';
import { gitApi } from './open-changes.ts';
import { pageOutbox, type PageOutbox } from './page-outbox.ts';
import { isQuestion, pageAnswer } from './page-answers.ts';
import type { PageRequests } from './page-requests.ts';
import { projectChoices } from './project-choices.ts';
import type { ProjectSession, SessionChange } from './project-session.ts';
import type { Stop } from './signal.ts';

export interface LineagePageOptions {
  readonly webview: vscode.Webview;
  readonly extensionUri: vscode.Uri;
  readonly model: Model;
  readonly requests: PageRequests;
  /** What a page in this place saved last; it outlives the window. */
  readonly memory: { readonly get: () => unknown; readonly set: (saved: unknown) => void };
  readonly changes: GraphChanges;
}

/** What may change the words about a project, its own or those of the others. */
const SAYS_PROJECT: ReadonlySet<SessionChange['type']> = new Set<SessionChange['type']>(['graph', 'status', 'host']);

export class LineagePage {
  readonly #options: LineagePageOptions;
  readonly #stops: Stop[];
  readonly #outbox: PageOutbox;
  #ready = false;
  /** The project whose graph the page has. */
  #shown: ProjectSession | null = null;
  #lastProject = '';
  #visible = true;
  #pinned = false;
  /** The project whose changes the page wants to know… */
  #compared: string | null = null;
  /** …and the one whose changes are kept up to date for it, while somebody sees it. */
  #comparing: { readonly project: string; readonly stop: Stop } | null = null;
  #opensBase = false;
  #showsChanges = false;
  readonly #orders: Order[] = [];
  /** The export that the page is still to be asked for, and the one it was asked for. */
  #wanted: ExportWish | null = null;
  #asked: ExportWish | null = null;

  constructor(options: LineagePageOptions) {
    this.#options = options;
    const { webview, extensionUri, model, changes } = options;
    const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    const listener = webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    this.#outbox = pageOutbox((message) => void webview.postMessage(message));
    this.#stops = [
      () => void listener.dispose(),
      model.changed.on((change) => this.#follow(change)),
      this.#outbox.stop,
      () => model.setPinned(this, false),
      changes.changed.on((project) => this.#sendChanges(project)),
      () => this.#comparing?.stop(),
    ];
    webview.html = pageHtml({
      nonce: randomBytes(16).toString('base64url'),
      cspSource: webview.cspSource,
      scriptUri: address('page.js'),
      styleUri: address('page.css'),
      workerUri: address('layout-worker.js'),
      title: 'Lineage',
      saved: this.#options.memory.get(),
    });
  }

  /** A page that is hidden goes on living, and is told what it missed when it is seen again. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#outbox.setVisible(visible);
    this.#tellPin();
    this.#keepComparing();
  }

  /** Has the page do what an entry of its context menu says, once it can. */
  do(order: Order): void {
    this.#orders.push(order);
    if (this.#ready) this.#sendOrders();
  }

  /** Shows what changed since a commit. */
  showChanges(): void {
    this.#showsChanges = true;
    if (this.#ready) this.#sendShowChanges();
  }

  /** Asks the page for its picture, once it has one. */
  export(wish: ExportWish): void {
    this.#wanted = wish;
    if (this.#ready) this.#sendExport();
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
  }

  #receive(value: unknown): void {
    const message = readPageMessage(value, OFFERED_COMMANDS);
    if (!message) return this.#options.requests.refused(value);
    if (message.type === 'ready') {
      this.#compared = null;
      this.#pinned = false;
      this.#tellPin();
    }
    if (message.type === 'ready' || message.type === 'resync') return this.#sendAll();
    if (message.type === 'ask-export') return void askExportWish().then((wish) => wish && this.export(wish));
    if (message.type === 'export') return this.#save(message);
    if (message.type === 'diff') {
      if (message.on) this.#compared = message.project;
      else if (this.#compared === message.project) this.#compared = null;
      return this.#keepComparing();
    }
    if (message.type === 'save') return this.#options.memory.set(message.saved);
    if (message.type === 'pin') {
      this.#pinned = message.pinned;
      return this.#tellPin();
    }
    if (isQuestion(message))
      return void pageAnswer(message, this.#options.requests).then((answer) => this.#post(answer));
    this.#options.requests.handle(message);
  }

  #follow(change: ModelChange): void {
    if (!this.#ready) return;
    const { current } = this.#options.model;
    if (current !== this.#shown) return this.#sendAll();
    if (change.type === 'focus') return change.session === current ? this.#sendFocus(change) : undefined;
    if (change.type === 'select') return this.#sendSelection(change);
    if (change.type !== 'session' || SAYS_PROJECT.has(change.change.type)) this.#sendProject();
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
      case 'automation':
        return this.#sendAutomation(session);
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
    this.#sendAutomation(current);
    for (const key of current.runs.runningAssets) {
      const progress = current.progress.of(key);
      if (progress) this.#post({ type: 'progress', project, key, ...progress });
    }
    if (focus) this.#sendFocus({ ...focus, reveal: true, again: true });
    this.#sendShowChanges();
    this.#sendOrders();
    this.#sendExport();
  }

  /** Which project, what it says instead of a graph or beside it, and whether it can run; only when that changed. */
  #sendProject(): void {
    const situation = this.#options.model.situation();
    const { current } = this.#options.model;
    const nothing = emptyState(situation);
    const projects = projectChoices(this.#options.model.sessions, current);
    const obstacle = runObstacle(situation);
    const message: ToPage = {
      type: 'project',
      project: nothing ? null : (current?.project ?? null),
      name: current?.name ?? '',
      ...(projects.length > 1 && { projects }),
      empty: nothing ?? obstacle,
      runnable: nothing === null && obstacle === null,
      ...(situation.project && situation.project.errors > 0 && { errors: situation.project.errors }),
      ...(current?.named && { named: current.named }),
    };
    const text = JSON.stringify(message);
    if (text === this.#lastProject) return;
    this.#lastProject = text;
    this.#post(message);
  }

  #sendRun({ project, runs: { current } }: ProjectSession): void {
    this.#post({ type: 'run', project, run: current && { id: current.id, done: current.done, total: current.total } });
  }

  #sendAutomation({ project, automation: { document } }: ProjectSession): void {
    if (document)
      this.#post({ type: 'automation', project, on: document.on, assets: document.assets.map(automationFact) });
  }

  #sendFocus({ session, key, reveal, again = false }: Focus): void {
    this.#post({ type: 'focus', project: session.project, key, reveal, ...(again && { again }) });
  }

  /** A page has selected its own already. */
  #sendSelection({ session, key, by }: Selection): void {
    if (by === 'tree' && session === this.#shown) this.#post({ type: 'select', project: session.project, key });
  }

  /** A page that nobody sees holds nobody. */
  #tellPin(): void {
    this.#options.model.setPinned(this, this.#pinned && this.#visible);
  }

  #keepComparing(): void {
    const wanted = this.#visible ? this.#compared : null;
    if (wanted === (this.#comparing?.project ?? null)) return;
    this.#comparing?.stop();
    this.#comparing = null;
    if (wanted === null) return;
    this.#comparing = { project: wanted, stop: this.#options.changes.follow(wanted) };
    this.#sendChanges(wanted);
    void gitApi().then((api) => {
      if (this.#opensBase === (api !== null)) return;
      this.#opensBase = api !== null;
      this.#sendChanges(wanted);
    });
  }

  #sendChanges(project: string): void {
    const diff = this.#options.changes.of(project);
    if (diff && this.#comparing?.project === project)
      this.#post({ type: 'diff', project, diff, opensBase: this.#opensBase });
  }

  #sendOrders(): void {
    const project = this.#shown?.project;
    if (project === undefined) return;
    for (const order of this.#orders.splice(0)) this.#post({ type: 'do', project, ...order });
  }

  #sendShowChanges(): void {
    const project = this.#shown?.project;
    if (!this.#showsChanges || project === undefined) return;
    this.#showsChanges = false;
    this.#post({ type: 'show-changes', project, on: true });
  }

  #sendExport(): void {
    const project = this.#shown?.project;
    if (this.#wanted === null || project === undefined) return;
    this.#asked = this.#wanted;
    this.#wanted = null;
    this.#post({ type: 'export', project, format: this.#asked.format });
  }

  /** Nothing is saved that was not asked for. */
  #save(message: Extract<FromPage, { type: 'export' }>): void {
    const session = this.#options.model.session(message.project);
    const asked = this.#asked;
    this.#asked = null;
    if (session && asked?.format === message.format) void savePicture(session, message, asked.file ?? null);
    else this.#options.requests.refused({ type: message.type, format: message.format });
  }

  #post(message: ToPage): void {
    this.#outbox.post(message);
  }
}
