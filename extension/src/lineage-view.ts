// The two places of the Lineage page: the view in the sidebar, and a tab that survives a reload of the window.
import * as vscode from 'vscode';
import type { DiffBases } from '@headwater/server/protocol';
import type { Deed, Order } from '@headwater/webview/protocol';
import { askExportWish, readExportWish, type ExportWish } from './export-picture.ts';
import { LineagePage } from './lineage-page.ts';
import type { Materialize } from './materialize.ts';
import { chooseBase } from './choose-base.ts';
import type { GraphChanges } from './graph-changes.ts';
import type { Model } from './model.ts';
import type { ProjectSession } from './project-session.ts';
import { pageRequests } from './page-requests.ts';
import { projectChoices } from './project-choices.ts';
import { Signal } from './signal.ts';

export const VIEW_ID = 'headwater.lineage';
const PANEL_TYPE = 'headwater.lineagePanel';
const TITLE = 'Lineage';

export interface LineageOptions {
  readonly extensionUri: vscode.Uri;
  readonly model: Model;
  readonly materialize: Materialize;
  readonly output: vscode.LogOutputChannel;
  /** Of the workspace. */
  readonly memory: vscode.Memento;
  readonly changes: GraphChanges;
  /** What a project can be compared with; null where there is no answer. */
  readonly askBases: (project: string) => Promise<DiffBases | null>;
}

/** Which page's menu it was, and whether it came from one. */
export interface AskedBy extends Pick<Order, 'about'> {
  readonly viewType: string | null;
}

export class Lineage implements vscode.Disposable {
  /** A page was shown or hidden. */
  readonly visibilityChanged = new Signal<void>();
  readonly #options: LineageOptions;
  readonly #registrations: vscode.Disposable;
  #view: vscode.WebviewView | null = null;
  #panel: vscode.WebviewPanel | null = null;
  #viewPage: LineagePage | null = null;
  /** The export that waits for the sidebar's page. */
  #wanted: ExportWish | null = null;
  #panelPage: LineagePage | null = null;
  readonly #pages = new Set<LineagePage>();
  /** The next page is to show what changed. */
  #showsChanges = false;

  constructor(options: LineageOptions) {
    this.#options = options;
    this.#registrations = vscode.Disposable.from(
      vscode.window.registerWebviewViewProvider(
        VIEW_ID,
        { resolveWebviewView: (view) => this.#adoptView(view) },
        { webviewOptions: { retainContextWhenHidden: true } },
      ),
      vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, {
        deserializeWebviewPanel: async (panel) => this.#adoptPanel(panel),
      }),
      { dispose: options.model.changed.on((change) => change.type !== 'session' && this.#tellProject()) },
    );
  }

  get visible(): boolean {
    return this.#view?.visible === true || this.#panel?.visible === true;
  }

  dispose(): void {
    this.#registrations.dispose();
    this.#panel?.dispose();
  }

  /** Shows the page where it is already seen, else in the sidebar. */
  async reveal(): Promise<void> {
    if (this.#panel?.visible && !this.#view?.visible) return this.#panel.reveal(undefined, true);
    await vscode.commands.executeCommand(`${VIEW_ID}.focus`);
  }

  /** Has a page do what an entry of its context menu says: where none is named the one that is seen, and where none is seen none. */
  do(deed: Deed, { viewType, about }: AskedBy): void {
    const inPanel = viewType === null ? this.#view?.visible !== true : viewType === PANEL_TYPE;
    (inPanel ? this.#panelPage : this.#viewPage)?.do({ deed, about });
  }

  /** Shows what changed in a project since the commit it is compared with. */
  async showChanges(session: ProjectSession): Promise<void> {
    this.#options.model.lookAt(session);
    // A view that is seen for the first time has its page only some time after it was revealed.
    this.#showsChanges = this.#pages.size === 0;
    await this.reveal();
    for (const page of this.#pages) page.showChanges();
  }

  /** Lets the person choose what a project is compared with, and shows what comes of it. */
  async changeBase(session: ProjectSession): Promise<void> {
    const { changes, askBases } = this.#options;
    const { project, name } = session;
    const chosen = await chooseBase({ name, now: changes.base(project), bases: askBases(project) });
    if (chosen === undefined) return;
    await changes.setBase(project, chosen);
    await this.showChanges(session);
  }

  /** Saves what a page shows as a file: the page whose menu was used, else the tab, else the sidebar. `context`: that menu's, or a wish. */
  async exportPicture(context: unknown): Promise<void> {
    const { current } = this.#options.model;
    if (!current || current.graph.assets.size === 0)
      return void vscode.window.showInformationMessage('There is nothing to export yet: no asset is known.');
    const wish = readExportWish(context) ?? (await askExportWish());
    if (!wish) return;
    const ofSidebar = this.#view?.visible === true && isOfSidebar(context);
    if (this.#panel?.visible && !ofSidebar) return this.#panelPage?.export(wish);
    if (!this.#view?.visible) await this.reveal();
    // A view that was never seen gets its page later.
    if (this.#viewPage) this.#viewPage.export(wish);
    else this.#wanted = wish;
  }

  openTab(): void {
    if (this.#panel) return this.#panel.reveal();
    this.#adoptPanel(
      vscode.window.createWebviewPanel(PANEL_TYPE, TITLE, vscode.ViewColumn.Active, {
        retainContextWhenHidden: true,
      }),
    );
  }

  #adoptView(view: vscode.WebviewView): void {
    const page = this.#page(view.webview, false);
    this.#view = view;
    this.#viewPage = page;
    if (this.#wanted) page.export(this.#wanted);
    this.#wanted = null;
    this.#tellProject();
    view.onDidChangeVisibility(() => {
      page.setVisible(view.visible);
      this.visibilityChanged.fire();
    });
    view.onDidDispose(() => {
      page.dispose();
      this.#pages.delete(page);
      this.#view = this.#viewPage = null;
      this.visibilityChanged.fire();
    });
    this.visibilityChanged.fire();
  }

  #adoptPanel(panel: vscode.WebviewPanel): void {
    const page = this.#page(panel.webview, true);
    this.#panel = panel;
    this.#panelPage = page;
    panel.iconPath = new vscode.ThemeIcon('type-hierarchy');
    this.#tellProject();
    panel.onDidChangeViewState(() => {
      page.setVisible(panel.visible);
      this.visibilityChanged.fire();
    });
    panel.onDidDispose(() => {
      page.dispose();
      this.#pages.delete(page);
      this.#panel = this.#panelPage = null;
      this.visibilityChanged.fire();
    });
    this.visibilityChanged.fire();
  }

  /** Where there are several projects, the one that is shown stands beside the title. */
  #tellProject(): void {
    const { current, sessions } = this.#options.model;
    const choices = sessions.length > 1 ? projectChoices(sessions, current) : [];
    const name = choices.find(({ shown }) => shown)?.name ?? '';
    const title = name === '' ? TITLE : `${TITLE}: ${name}`;
    if (this.#view && (this.#view.description ?? '') !== name) this.#view.description = name;
    if (this.#panel && this.#panel.title !== title) this.#panel.title = title;
  }

  #page(webview: vscode.Webview, beside: boolean): LineagePage {
    const { extensionUri, model, changes } = this.#options;
    const changeBase = (session: ProjectSession): Promise<void> => this.changeBase(session);
    const requests = pageRequests({ ...this.#options, beside, changeBase });
    const key = `headwater.views.${beside ? 'tab' : 'sidebar'}`;
    const memory = {
      get: () => this.#options.memory.get(key) ?? null,
      set: (saved: unknown) => void this.#options.memory.update(key, saved),
    };
    const page = new LineagePage({ webview, extensionUri, model, requests, memory, changes });
    this.#pages.add(page);
    if (this.#showsChanges) page.showChanges();
    this.#showsChanges = false;
    return page;
  }
}

/** What a menu of a page's picture hands on. */
function isOfSidebar(context: unknown): boolean {
  return typeof context === 'object' && context !== null && 'webview' in context && context.webview === VIEW_ID;
}
