// The page without its looks: state, picture and what a person can do, told to and by the editor.
import type { LayoutClient } from '../layout/layout-client.ts';
import type { PageHost } from '../page-host.ts';
import { answerExport } from '../export/answer-export.ts';
import { createActions, type Actions } from './actions.ts';
import { applyMessage } from './apply-message.ts';
import { keepHistory } from './history-requests.ts';
import { keepChanges } from './keep-changes.ts';
import { lineageOfChoice, type SelectedLineage } from './lineage.ts';
import { announceNarrowing } from './narrowing.ts';
import { createMenu, type Menu } from './menu.ts';
import { assetId } from './node-id.ts';
import { createValue, subscribeAll, type Observable, type Value } from './observable.ts';
import { createPageState, type PageState } from './page-state.ts';
import { keepPin } from './keep-pin.ts';
import { keepViews } from './keep-views.ts';
import { keepPreview } from './preview-requests.ts';
import { readMessage } from './read-message.ts';
import type { Viewport } from './saved-view.ts';
import { createScene, type Pane, type Scene } from './scene.ts';
import { cyclesOf, NO_CYCLES, type Cycles } from './trouble.ts';

export interface Page {
  readonly state: PageState;
  readonly scene: Observable<Scene>;
  readonly pane: Value<Pane | null>;
  /** Where the person moved the picture to; null while it fits itself into the page. */
  readonly viewport: Value<Viewport | null>;
  readonly lineage: Observable<SelectedLineage | null>;
  /** Which assets wait for each other. */
  readonly cycles: Observable<Cycles>;
  readonly actions: Actions;
  readonly menu: Menu;
}

export function createPage({ host, layout }: { readonly host: PageHost; readonly layout: LayoutClient }): Page {
  const state = createPageState();
  const pane = createValue<Pane | null>(null);
  const viewport = createValue<Viewport | null>(null);
  const places = keepViews({ host, state, viewport });
  const scene = createScene({ state, pane, layout, places });
  const lineage = createValue<SelectedLineage | null>(null);
  const cycles = createValue(NO_CYCLES);
  const page = { state, scene, pane, viewport, lineage, cycles };

  state.assets.subscribe(() => cycles.set(cyclesOf(state.assets.get() ?? new Map())));

  subscribeAll([state.view, state.assets, scene], () => {
    const assets = state.changes.get()?.walked ?? state.assets.get();
    const visible = scene.get().picture?.visible;
    lineage.set(assets && visible ? lineageOfChoice(state.view.get(), { assets, visible }) : null);
  });

  announceNarrowing({ state, scene });
  keepChanges({ state, post: host.post });
  window.addEventListener('pagehide', places.flush);
  document.addEventListener('visibilitychange', places.flush);
  keepPin({ state, post: host.post });
  keepPreview({ state, post: host.post });
  const histories = keepHistory({ state, post: host.post });
  const actions = createActions({ ...page, histories, places, post: host.post });
  const menu = createMenu({ state, scene, actions });
  host.listen((received) => {
    const message = readMessage(received);
    if (message === null) return host.post({ type: 'error', message: `not a message: ${describe(received)}` });
    if (message.type === 'do') return message.project === state.project.get()?.project ? menu.do(message) : undefined;
    if (message.type === 'export') return void answerExport(page, message, host.post);
    applyMessage(state, message, {
      post: host.post,
      isVisible: (key) => scene.get().picture?.placed.nodes[assetId(key)] !== undefined,
    });
  });
  host.post({ type: 'ready' });
  return { ...page, actions, menu };
}

function describe(received: unknown): string {
  return (JSON.stringify(received) ?? typeof received).slice(0, 200);
}
