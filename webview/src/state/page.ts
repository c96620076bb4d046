// The page without its looks: state, picture and what a person can do, told to and by the editor.
import type { LayoutClient } from '../layout/layout-client.ts';
import type { PageHost } from '../page-host.ts';
import { createActions, type Actions } from './actions.ts';
import { applyMessage } from './apply-message.ts';
import { keepHistory } from './history-requests.ts';
import { lineageOfNode, type SelectedLineage } from './lineage.ts';
import { assetId } from './node-id.ts';
import { createValue, subscribeAll, type Observable, type Value } from './observable.ts';
import { createPageState, type PageState } from './page-state.ts';
import { keepPreview } from './preview-requests.ts';
import { readMessage } from './read-message.ts';
import { readSavedView, type SavedView, type Viewport } from './saved-view.ts';
import { createScene, type Pane, type Scene } from './scene.ts';

export interface Page {
  readonly state: PageState;
  readonly scene: Observable<Scene>;
  readonly pane: Value<Pane | null>;
  /** Where the person moved the picture to; null while it fits itself into the page. */
  readonly viewport: Value<Viewport | null>;
  readonly lineage: Observable<SelectedLineage | null>;
  readonly actions: Actions;
}

const SAVE_AFTER_MS = 150;

export function createPage({ host, layout }: { readonly host: PageHost; readonly layout: LayoutClient }): Page {
  const state = createPageState();
  const pane = createValue<Pane | null>(null);
  const viewport = createValue<Viewport | null>(null);
  const scene = createScene({ state, pane, layout });
  const lineage = createValue<SelectedLineage | null>(null);
  const page = { state, scene, pane, viewport, lineage };

  subscribeAll([state.view, state.assets, scene], () => {
    const assets = state.assets.get();
    const visible = scene.get().picture?.visible;
    const { selected } = state.view.get();
    lineage.set(assets && visible ? lineageOfNode(selected, { assets, visible }) : null);
  });

  restoreThenSave({ host, ...page });
  keepPreview({ state, post: host.post });
  const histories = keepHistory({ state, post: host.post });
  host.listen((received) => {
    const message = readMessage(received);
    if (message === null) return host.post({ type: 'error', message: `not a message: ${describe(received)}` });
    applyMessage(state, message, {
      post: host.post,
      isVisible: (key) => scene.get().picture?.placed.nodes[assetId(key)] !== undefined,
    });
  });
  host.post({ type: 'ready' });
  return { ...page, actions: createActions({ ...page, histories, post: host.post }) };
}

/** What was saved counts only for the project it was saved for. */
function restoreThenSave({
  host,
  state,
  viewport,
}: Pick<Page, 'state' | 'viewport'> & { readonly host: PageHost }): void {
  const saved = readSavedView(host.load());
  let project: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (project === null) return;
    host.save({ version: 1, project, view: state.view.get(), viewport: viewport.get() } satisfies SavedView);
  };
  state.project.subscribe(() => {
    const now = state.project.get()?.project ?? null;
    if (now === null || now === project) return;
    const first = project === null;
    project = now;
    viewport.set(null);
    if (!first || saved?.project !== now) return;
    state.view.set(saved.view);
    viewport.set(saved.viewport);
  });
  subscribeAll([state.view, viewport], () => {
    timer ??= setTimeout(save, SAVE_AFTER_MS);
  });
  window.addEventListener('pagehide', save);
  document.addEventListener('visibilitychange', save);
}

function describe(received: unknown): string {
  return (JSON.stringify(received) ?? typeof received).slice(0, 200);
}
