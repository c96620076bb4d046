// The two places of the Lineage page: the view in the sidebar, and a tab that survives a reload of the window.
import * as vscode from 'vscode';
import { LineagePage } from './lineage-page.ts';
import type { Materialize } from './materialize.ts';
import type { Model } from './model.ts';
import { pageRequests } from './page-requests.ts';
import { Signal } from './signal.ts';

export const VIEW_ID = 'headwater.lineage';
const PANEL_TYPE = 'headwater.lineagePanel';

export interface LineageOptions {
  readonly extensionUri: vscode.Uri;
  readonly model: Model;
  readonly materialize: Materialize;
  readonly output: vscode.LogOutputChannel;
}

export class Lineage implements vscode.Disposable {
  /** A page was shown or hidden. */
  readonly visibilityChanged = new Signal<void>();
  readonly #options: LineageOptions;
  readonly #registrations: vscode.Disposable;
  #view: vscode.WebviewView | null = null;
  #panel: vscode.WebviewPanel | null = null;

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

  openTab(): void {
    if (this.#panel) return this.#panel.reveal();
    this.#adoptPanel(
      vscode.window.createWebviewPanel(PANEL_TYPE, 'Lineage', vscode.ViewColumn.Active, {
        retainContextWhenHidden: true,
      }),
    );
  }

  #adoptView(view: vscode.WebviewView): void {
    const page = this.#page(view.webview, false);
    this.#view = view;
    view.onDidChangeVisibility(() => this.visibilityChanged.fire());
    view.onDidDispose(() => {
      page.dispose();
      this.#view = null;
      this.visibilityChanged.fire();
    });
    this.visibilityChanged.fire();
  }

  #adoptPanel(panel: vscode.WebviewPanel): void {
    const page = this.#page(panel.webview, true);
    this.#panel = panel;
    panel.iconPath = new vscode.ThemeIcon('type-hierarchy');
    panel.onDidChangeViewState(() => this.visibilityChanged.fire());
    panel.onDidDispose(() => {
      page.dispose();
      this.#panel = null;
      this.visibilityChanged.fire();
    });
    this.visibilityChanged.fire();
  }

  #page(webview: vscode.Webview, beside: boolean): LineagePage {
    const { extensionUri, model } = this.#options;
    return new LineagePage({ webview, extensionUri, model, requests: pageRequests({ ...this.#options, beside }) });
  }
}
