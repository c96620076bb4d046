// The catalogue in the sidebar: gives VS Code the rows, tells it which have changed, and knows what a click on one opens.
import { join } from 'node:path';
import * as vscode from 'vscode';
import { formatBytes, type AssetKey, type AssetStatus } from '@headwater/graph';
import type { StorageDocument } from '@headwater/runner/protocol';
import { Catalogue } from './catalogue.ts';
import type { CatalogueElement } from './catalogue-element.ts';
import type { Arrangement } from './catalogue-project.ts';
import { catalogueTooltip } from './catalogue-tooltip.ts';
import { emptyState, runObstacle } from './empty-state.ts';
import type { Model, ModelChange } from './model.ts';
import { openAsset, openPlace } from './open-asset.ts';
import { paced } from './paced.ts';
import type { ProjectSession } from './project-session.ts';
import { Signal } from './signal.ts';
import { treeItem } from './tree-item.ts';
import { treeTwin } from './tree-twin.ts';

const VIEW_ID = 'headwater.catalogue';
const OPEN_COMMAND = 'headwater.openCatalogueRow';
const ARRANGEMENT = 'headwater.catalogueBy';
/** During a run every step changes a row: a small catalogue follows at once, a large one in steps. */
const PAUSE_MS = 250;
const LARGE = { assets: 1_000, pauseMs: 2_000 };
/** The store's size is read from the disk. */
const STORAGE_PAUSE_MS = 2_000;
/** A second click, or Enter, within this time means to go to the code. */
const TWICE_MS = 500;

export class CatalogueTree implements vscode.Disposable {
  /** The view was shown or hidden, or a project in it opened or closed. */
  readonly needsChanged = new Signal<void>();
  readonly #model: Model;
  readonly #memory: vscode.Memento;
  readonly #catalogue: Catalogue;
  readonly #storage = new Map<string, StorageDocument>();
  readonly #opened = new Set<string>();
  readonly #changed = new vscode.EventEmitter<readonly CatalogueElement[] | undefined>();
  readonly #view: vscode.TreeView<CatalogueElement>;
  readonly #registrations: vscode.Disposable;
  readonly #update = paced(
    () => this.#tellChanges(),
    () => (this.#assets() > LARGE.assets ? LARGE.pauseMs : PAUSE_MS),
  );
  /** The row that was opened last, and when. */
  #opening = { id: '', time: 0 };
  /** Where a cause took the cursor: being there is no wish to leave the cause. */
  #ledTo = { file: '', line: 0 };
  /** What is selected in the page, or where the cursor is, is selected here too; the keyboard stays where it is. */
  readonly #twin = treeTwin<CatalogueElement>({
    reveal: async (element) => this.#view.reveal(element, { select: true, focus: false }),
    chosen: ({ project, ...element }) => {
      const session = this.#model.session(project);
      if (session && 'key' in element) this.#model.select({ session, key: element.key, by: 'tree' });
    },
  });
  readonly #measure = paced(() => void this.#askStorage(), STORAGE_PAUSE_MS);

  constructor({ model, memory }: { readonly model: Model; readonly memory: vscode.Memento }) {
    this.#model = model;
    this.#memory = memory;
    this.#catalogue = new Catalogue(
      {
        projects: () => model.sessions,
        storage: (project) => this.#storage.get(project) ?? null,
        notice: () => this.#notice(),
      },
      memory.get(ARRANGEMENT) === 'status' ? 'status' : 'group',
    );
    this.#view = vscode.window.createTreeView(VIEW_ID, { treeDataProvider: this.provider, showCollapseAll: true });
    const stop = model.changed.on((change) => this.#follow(change));
    this.#registrations = vscode.Disposable.from(
      this.#view,
      this.#changed,
      this.#view.onDidChangeVisibility(() => this.#becomeVisible()),
      this.#view.onDidChangeSelection(({ selection: [element] }) => element && this.#twin.selected(element)),
      this.#view.onDidExpandElement(({ element }) => this.#setOpened(element, true)),
      this.#view.onDidCollapseElement(({ element }) => this.#setOpened(element, false)),
      vscode.commands.registerCommand(OPEN_COMMAND, (id: string) => this.#open(id)),
      { dispose: stop },
    );
    this.#tellArrangement();
  }

  /** The rows as the view shows them. */
  get provider(): vscode.TreeDataProvider<CatalogueElement> {
    return {
      onDidChangeTreeData: this.#changed.event as vscode.Event<CatalogueElement[] | undefined>, // VS Code only reads it
      getChildren: (element) => [...this.#catalogue.children(element)],
      getParent: (element) => this.#catalogue.parent(element),
      getTreeItem: (element) => this.#item(element),
      resolveTreeItem: (item, element) => this.#resolve(item, element),
    };
  }

  /** The view as VS Code has it: what is selected in it, and by whom. */
  get view(): Pick<vscode.TreeView<CatalogueElement>, 'selection' | 'onDidChangeSelection'> {
    return this.#view;
  }

  get visible(): boolean {
    return this.#view.visible;
  }

  /** Whether its rows are looked at: those of the current project, and of the ones that were opened. */
  needs(session: ProjectSession): boolean {
    return this.visible && (session === this.#model.current || this.#opened.has(session.project));
  }

  arrange(by: Arrangement): void {
    this.#catalogue.arrange(by);
    void this.#memory.update(ARRANGEMENT, by);
    this.#tellArrangement();
    this.#changed.fire(undefined);
  }

  /** The store has changed without a run. */
  measure(): void {
    this.#measure.ask();
  }

  dispose(): void {
    this.#update.stop();
    this.#measure.stop();
    this.#registrations.dispose();
  }

  #item(element: CatalogueElement): vscode.TreeItem {
    const item = treeItem(element.id, this.#catalogue.row(element));
    const notice = element.type === 'notice' ? this.#notice()?.action : undefined;
    if (notice) item.command = { command: notice.command, title: notice.label };
    if ('key' in element) item.command = { command: OPEN_COMMAND, title: 'Open Code', arguments: [element.id] };
    return item;
  }

  /** Asked for the row under the pointer alone. */
  #resolve(item: vscode.TreeItem, element: CatalogueElement): vscode.TreeItem {
    if (!('key' in element) || element.type === 'cause') return item;
    const session = this.#model.session(element.project);
    const status = session?.statuses.of(element.key);
    if (!session || !status) return item;
    const storage = this.#storage.get(element.project) ?? null;
    const node = session.graph.assets.get(element.key) ?? null;
    item.tooltip = new vscode.MarkdownString(catalogueTooltip({ node, status, storage, now: new Date() }));
    return item;
  }

  #follow(change: ModelChange): void {
    if (change.type === 'focus' || (change.type === 'select' && change.by === 'page')) this.#show(change);
    const news = change.type === 'session' ? change.change.type : change.type;
    if (news === 'select' || news === 'focus' || news === 'run') return;
    if (news === 'status' || news === 'host') this.#measure.ask();
    this.#update.ask();
  }

  /** A tree that nobody sees is not brought up for it. */
  #show({ session, key }: { readonly session: ProjectSession; readonly key: AssetKey }): void {
    if (!this.visible || this.#standsFor(session, key) || isCursorAt(this.#ledTo)) return;
    const element = this.#catalogue.asset(session.project, key);
    if (element) this.#twin.show(element);
  }

  /** An asset has a row in each place that leads to it: the one that was chosen stays. */
  #standsFor({ project }: ProjectSession, key: AssetKey): boolean {
    return this.#view.selection.some(
      (row) => row.project === project && (row.type === 'asset' || row.type === 'link') && row.key === key,
    );
  }

  #assets(): number {
    return this.#model.sessions.reduce((sum, { graph }) => sum + graph.assets.size, 0);
  }

  #tellChanges(): void {
    if (!this.visible) return;
    const notice = this.#notice();
    const words = notice === null ? '' : `${notice.title}. ${notice.message}`;
    if (this.#view.message !== words) this.#view.message = words;
    const outdated = this.#catalogue.outdated();
    if (outdated === 'all') this.#changed.fire(undefined);
    else if (outdated.length > 0) this.#changed.fire(outdated);
  }

  #becomeVisible(): void {
    this.needsChanged.fire();
    if (!this.visible) return;
    this.#changed.fire(undefined);
    this.#update.ask();
    this.#measure.ask();
    const { at } = this.#model;
    if (at) this.#show(at);
  }

  #setOpened(element: CatalogueElement, opened: boolean): void {
    if (element.type !== 'project') return;
    if (opened) this.#opened.add(element.project);
    else this.#opened.delete(element.project);
    this.needsChanged.fire();
  }

  #notice(): ReturnType<typeof emptyState> {
    const situation = this.#model.situation();
    return emptyState(situation) ?? runObstacle(situation);
  }

  /** Only of hosts that stand: a size is no reason to start one. */
  async #askStorage(): Promise<void> {
    if (!this.visible) return;
    await Promise.all(
      this.#model.sessions.map(async ({ project, runner }) => {
        if (runner.state.state !== 'ready') return;
        const reply = await runner.request('storage', {});
        if (reply.ok) this.#storage.set(project, reply.result);
      }),
    );
    const open = new Set(this.#model.sessions.map(({ project }) => project));
    for (const project of this.#storage.keys()) if (!open.has(project)) this.#storage.delete(project);
    const total = [...this.#storage.values()].reduce((sum, each) => sum + each.total, 0);
    this.#view.description = this.#storage.size === 0 ? '' : `${formatBytes(total)} stored`;
    this.#update.ask();
  }

  #tellArrangement(): void {
    void vscode.commands.executeCommand('setContext', ARRANGEMENT, this.#catalogue.arrangement);
  }

  /**
   * One click, or Enter, selects a row and shows its code beside the tree, as VS Code's own trees of files and symbols do: in a passing
   * tab, and the keyboard stays in the tree, so that one can walk on. A second one soon after goes there. VS Code tells trees of
   * extensions the command of a row and nothing else, so the two are told apart by their time.
   */
  async #open(id: string): Promise<void> {
    const element = this.#catalogue.element(id);
    const session = element && this.#model.session(element.project);
    if (!element || !session) return;
    const isSecond = this.#opening.id === id && Date.now() - this.#opening.time < TWICE_MS;
    this.#opening = { id, time: Date.now() };
    const passing = !isSecond;
    if (element.type === 'asset' || element.type === 'link') return openAsset({ session, key: element.key, passing });
    if (element.type === 'orphan') {
      const declared = session.statuses.of(element.key)?.declared;
      return declared && openLastPlace({ session, key: element.key, declared, passing });
    }
    if (element.type !== 'cause') return;
    const cause = session.statuses.of(element.key)?.causes[element.index];
    if (cause?.file === undefined) return openAsset({ session, key: cause?.asset ?? element.key, passing });
    const { line = 1, column = 1 } = cause;
    const file = join(session.project, cause.file);
    this.#ledTo = { file, line };
    return openPlace({ file, line, column, beside: false, passing });
  }
}

function isCursorAt({ file, line }: { readonly file: string; readonly line: number }): boolean {
  const editor = vscode.window.activeTextEditor;
  return editor?.document.uri.fsPath === file && editor.selection.active.line === line - 1;
}

async function openLastPlace(of: {
  readonly session: ProjectSession;
  readonly key: AssetKey;
  readonly declared: NonNullable<AssetStatus['declared']>;
  readonly passing: boolean;
}): Promise<void> {
  const { session, key, declared, passing } = of;
  const { file, line = 1 } = declared;
  const path = join(session.project, file);
  try {
    await vscode.workspace.fs.stat(vscode.Uri.file(path));
  } catch {
    return void vscode.window.showInformationMessage(`${key} was declared in ${file}, which is there no more.`);
  }
  await openPlace({ file: path, line, column: 1, beside: false, passing });
}
