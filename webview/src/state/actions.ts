// What a person can do on the page.
import type { AssetKey } from '@headwater/graph';
import type { FromPage } from '../protocol.ts';
import type { HistoryRequests } from './history-requests.ts';
import { neighbourOf, type Direction } from './neighbour.ts';
import { assetId, assetOf, groupId, groupOf } from './node-id.ts';
import type { Observable, Value } from './observable.ts';
import { FIRST_VIEW, type Hops, type PageState } from './page-state.ts';
import type { Viewport } from './saved-view.ts';
import type { Picture, Scene } from './scene.ts';

export interface Actions {
  /** Selects a node of the picture; null selects nothing. */
  select(id: string | null, how?: { readonly mayBeDouble?: boolean }): void;
  /** Selects an asset wherever it is: its group opens and the hops are counted around it. */
  goTo(key: AssetKey): void;
  /** One step with the keyboard. */
  step(direction: Direction | 'first' | 'last'): void;
  /** Puts the keyboard into the picture. */
  focusPicture(): void;
  open(key: AssetKey): void;
  /** Opens the place a cause names. */
  openPlace(place: Place): void;
  /** Opens the code of a step of a graph asset. */
  openOp(key: AssetKey, op: string): void;
  /** Opens an asset's code, or a group's box. */
  enter(id: string): void;
  materialize(keys: readonly AssetKey[], widen?: 'upstream' | 'downstream'): void;
  /** Makes what a failed run did not make; what it made is loaded. */
  runFromFailure(run: string): void;
  materializeAll(only: { readonly stale: boolean }): void;
  cancel(): void;
  /** Asks for the newest of an asset's history again, or for older ones. */
  askHistory(key: AssetKey, which: 'again' | 'more'): void;
  setHops(hops: Hops): void;
  togglePin(): void;
  toggleGroup(group: string): void;
  /** A command that an empty state offers. */
  run(command: string): void;
  copy(text: string): void;
  /** Asks for the graph again. */
  resync(): void;
  /** Starts anew after something broke: nothing selected, nothing remembered that may have broken it. */
  restart(): void;
  report(message: string): void;
}

/** In the source, relative to the project; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

export function createActions(of: {
  readonly state: PageState;
  readonly scene: Observable<Scene>;
  readonly viewport: Value<Viewport | null>;
  readonly histories: HistoryRequests;
  readonly post: (message: FromPage) => void;
}): Actions {
  const { state, scene, viewport, histories, post } = of;
  let came: string | null = null;

  const project = (): string | null => state.project.get()?.project ?? null;
  const inProject = (message: (project: string) => FromPage): void => {
    const now = project();
    if (now !== null) post(message(now));
  };
  const select = (id: string | null, { mayBeDouble = false } = {}): void => {
    const { selected } = state.view.get();
    if (selected === id) return;
    came = selected;
    state.mayBeDouble.set(mayBeDouble);
    state.view.update((view) => ({ ...view, selected: id }));
    inProject((now) => ({ type: 'select', project: now, key: assetOf(id) }));
  };
  const moveTo = (id: string, { centre = false } = {}): void => {
    state.reveal.set({ id, centre });
    state.focusWish.set(id);
  };

  const toggleGroup = (group: string): void => {
    const closed = scene.get().picture?.placed.nodes[groupId(group)] !== undefined;
    const { selected } = state.view.get();
    const inside = state.assets.get()?.get(assetOf(selected) ?? '')?.group === group;
    state.view.update((view) => ({ ...view, collapsed: { ...view.collapsed, [group]: !closed } }));
    // What was selected is not in the picture any more, or has become its members.
    if (!closed && inside) select(groupId(group));
    if (closed && selected === groupId(group)) {
      const first = [...(state.assets.get()?.values() ?? [])].find((asset) => asset.group === group);
      if (first) {
        select(assetId(first.key));
        moveTo(assetId(first.key));
      }
    }
  };

  return {
    select,
    goTo(key) {
      const asset = state.assets.get()?.get(key);
      if (!asset) return;
      state.view.update((view) => ({
        ...view,
        centre: key,
        collapsed: { ...view.collapsed, [asset.group]: false },
      }));
      select(assetId(key));
      moveTo(assetId(key), { centre: true });
    },
    step(direction) {
      const { picture } = scene.get();
      if (!picture) return;
      const { selected } = state.view.get();
      const next = nextNode(picture, { direction, from: selected, came });
      if (next === null || next === selected) return;
      select(next);
      moveTo(next);
    },
    focusPicture() {
      const { picture } = scene.get();
      const { selected } = state.view.get();
      const entry = selected !== null && picture?.placed.nodes[selected] ? selected : picture?.visible.nodes[0]?.id;
      if (entry !== undefined) moveTo(entry);
    },
    open: (key) => inProject((now) => ({ type: 'open', project: now, key })),
    openPlace: (place) => inProject((now) => ({ type: 'open-place', project: now, ...place })),
    openOp: (key, op) => inProject((now) => ({ type: 'open', project: now, key, op })),
    enter(id) {
      const [key, group] = [assetOf(id), groupOf(id)];
      if (key !== null) inProject((now) => ({ type: 'open', project: now, key }));
      if (group !== null) toggleGroup(group);
    },
    materialize: (keys, widen) =>
      inProject((now) => ({ type: 'materialize', project: now, keys, ...(widen && { widen }) })),
    runFromFailure: (run) => inProject((now) => ({ type: 'run-from-failure', project: now, run })),
    materializeAll: ({ stale }) => inProject((now) => ({ type: 'materialize-all', project: now, staleOnly: stale })),
    cancel() {
      const run = state.run.get();
      if (run) inProject((now) => ({ type: 'cancel', project: now, run: run.id }));
    },
    askHistory: (key, which) => histories[which](key),
    setHops(hops) {
      const { selected, centre, active } = state.view.get();
      state.view.update((view) => ({ ...view, hops, centre: assetOf(selected) ?? centre ?? active }));
      viewport.set(null);
    },
    togglePin: () => state.view.update((view) => ({ ...view, pinned: !view.pinned })),
    toggleGroup,
    run: (command) => post({ type: 'command', command }),
    copy: (text) => post({ type: 'copy', text }),
    resync: () => post({ type: 'resync' }),
    restart() {
      state.view.set(FIRST_VIEW);
      viewport.set(null);
      state.previews.clear();
      state.histories.clear();
      state.progress.clear();
      post({ type: 'resync' });
    },
    report: (message) => post({ type: 'error', message }),
  };
}

function nextNode(
  { visible, placed }: Picture,
  step: {
    readonly direction: Direction | 'first' | 'last';
    readonly from: string | null;
    readonly came: string | null;
  },
): string | null {
  const { direction, from, came } = step;
  const first = visible.nodes[0]?.id ?? null;
  if (direction === 'first') return first;
  if (direction === 'last') return visible.nodes.at(-1)?.id ?? null;
  if (from === null || !placed.nodes[from]) return first;
  return neighbourOf(from, direction, { places: placed.nodes, edges: visible.edges, came });
}
