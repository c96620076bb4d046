// What a person can do on the page.
import type { AssetKey } from '@headwater/graph';
import type { FromPage } from '../protocol.ts';
import { chosenKeys } from './choice.ts';
import { createChoosing, type Choosing } from './choosing.ts';
import { canOpenChanges } from './diff.ts';
import type { HistoryRequests } from './history-requests.ts';
import type { PlaceMemory } from './keep-views.ts';
import { createNarrowing, showing, type NarrowingActions } from './narrowing.ts';
import { neighbourOf, type Direction } from './neighbour.ts';
import { assetId, assetOf, groupId, groupOf } from './node-id.ts';
import type { Observable, Value } from './observable.ts';
import type { PageState } from './page-state.ts';
import { FIRST_VIEW, type Hops } from './view.ts';
import type { Viewport } from './saved-view.ts';
import type { Picture, Scene } from './scene.ts';
import { nextTold, type Place } from './told-edge.ts';

export interface Actions extends Choosing, NarrowingActions {
  /** Selects a node of the picture, and it alone; null selects nothing. */
  select(id: string | null, how?: { readonly mayBeDouble?: boolean }): void;
  /** Selects an asset wherever it is: its group opens, the hops are counted around it, and what hides it is dropped. */
  goTo(key: AssetKey): void;
  /** One step with the keyboard; `extend` adds where it leads to what is chosen, `keep` leaves that as it is. */
  step(direction: Direction | 'first' | 'last', how?: Step): void;
  /** The next edge of a node tells why it exists, those that lead into it first; or the one before. */
  walkEdges(node: string, step: 1 | -1): void;
  /** Where the keyboard was in them, it goes back to the node they are of. */
  closeDetails(): void;
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
  /** Asks why an asset ran by itself at the last tick, or did not. */
  askWhy(key: AssetKey): void;
  switchAutomation(): void;
  /** Asks for the newest of an asset's history again, or for older ones. */
  askHistory(key: AssetKey, which: 'again' | 'more'): void;
  setHops(hops: Hops): void;
  /** Shows what changed since a commit, or the plain picture again. */
  toggleChanges(): void;
  /** Shows nothing but what changed and what is next to it, or everything again. */
  toggleOnlyChanges(): void;
  /** Lets the person choose what to compare with. */
  chooseBase(): void;
  /** Shows what changed in the file of an asset, or a removed one as it was. */
  openChanges(key: AssetKey): void;
  togglePin(): void;
  /** Shows another project of the window. */
  showProject(project: string): void;
  /** Shows an asset that another project declares in that project. */
  showForeign(key: AssetKey): void;
  toggleGroup(group: string): void;
  /** Asks the editor as which file the picture is wanted. */
  askExport(): void;
  /** A command that an empty state offers. */
  run(command: string): void;
  copy(text: string): void;
  /** Asks for the graph again. */
  resync(): void;
  /** Starts anew after something broke: nothing selected, nothing remembered that may have broken it. */
  restart(): void;
  report(message: string): void;
}

/** From the node that has the keyboard. */
export interface Step {
  readonly from?: string;
  readonly choice?: 'extend' | 'keep';
}

export function createActions(of: {
  readonly state: PageState;
  readonly scene: Observable<Scene>;
  readonly viewport: Value<Viewport | null>;
  readonly histories: HistoryRequests;
  readonly places: PlaceMemory;
  readonly post: (message: FromPage) => void;
}): Actions {
  const { state, scene, viewport, histories, places, post } = of;
  let came: string | null = null;

  const project = (): string | null => state.project.get()?.project ?? null;
  const inProject = (message: (project: string) => FromPage): void => {
    const now = project();
    if (now !== null) post(message(now));
  };
  const select = (id: string | null, { mayBeDouble = false } = {}): void => {
    const { selected, chosen } = state.view.get();
    if (selected === id && chosen.length === 0) return;
    came = selected;
    state.mayBeDouble.set(mayBeDouble);
    state.view.update((view) => ({ ...view, selected: id, chosen: [] }));
    tellSelected(assetOf(id));
  };
  const tellSelected = (key: AssetKey | null): void => inProject((now) => ({ type: 'select', project: now, key }));
  const choosing = createChoosing({ state, scene, selected: tellSelected });
  /** The keyboard goes on, what is chosen stays. */
  const selectKeeping = (id: string): void => {
    const visible = scene.get().picture?.visible ?? { nodes: [] };
    state.view.update((view) => ({ ...view, selected: id, chosen: chosenKeys(view, visible) }));
    tellSelected(assetOf(id));
  };
  /** Of what was removed there is code in the base only. */
  const open = (key: AssetKey): void => {
    const isGone = state.changes.get()?.of.get(key)?.look === 'removed';
    if (isGone && !canOpenChanges(state, key)) return;
    inProject((now) => ({ type: isGone ? 'open-changes' : 'open', project: now, key }));
  };
  const moveTo = (id: string, { centre = false } = {}): void => {
    state.reveal.set({ id, centre });
    state.focusWish.set(id);
  };

  const toggleGroup = (group: string): void => {
    const closed = scene.get().picture?.placed.nodes[groupId(group)] !== undefined;
    const { selected, chosen } = state.view.get();
    const inside = state.assets.get()?.get(assetOf(selected) ?? '')?.group === group;
    state.view.update((view) => ({ ...view, collapsed: { ...view.collapsed, [group]: !closed } }));
    // What was selected is not in the picture any more, or has become its members.
    const move = chosen.length > 0 ? selectKeeping : select;
    if (!closed) {
      if (inside) move(groupId(group));
      state.focusWish.set(groupId(group));
      return;
    }
    const left = scene.get().picture?.visible.narrowed.assets.values() ?? [];
    const first = [...left].find((asset) => asset.group === group);
    if (!first) return;
    const id = assetId(first.key);
    if (selected === groupId(group)) {
      move(id);
      moveTo(id);
    } else state.focusWish.set(id);
  };

  return {
    ...choosing,
    ...createNarrowing({ state, viewport }),
    select,
    goTo(key) {
      const asset = (state.changes.get()?.assets ?? state.assets.get())?.get(key);
      if (!asset) return;
      state.view.update((view) => ({
        ...view,
        ...showing(state, key),
        centre: key,
        collapsed: { ...view.collapsed, [asset.group]: false },
      }));
      select(assetId(key));
      moveTo(assetId(key), { centre: true });
    },
    step(direction, { from = state.view.get().selected, choice } = {}) {
      const { picture } = scene.get();
      if (!picture) return;
      const next = nextNode(picture, { direction, from, came });
      if (next === null || next === from) return;
      if (choice === 'extend') choosing.chooseToo(next);
      else if (choice === 'keep') selectKeeping(next);
      else select(next);
      came = from;
      moveTo(next);
    },
    walkEdges(node, step) {
      const { picture } = scene.get();
      if (!picture) return;
      const told = nextTold(picture, { node, told: state.told.get(), step });
      state.told.set(told);
      if (!told) state.announcement.set('No edge leads here or away.');
    },
    closeDetails() {
      state.focusWish.set(state.view.get().selected);
      select(null);
    },
    focusPicture() {
      const { picture } = scene.get();
      const { selected } = state.view.get();
      const entry = selected !== null && picture?.placed.nodes[selected] ? selected : picture?.visible.nodes[0]?.id;
      if (entry !== undefined) moveTo(entry);
    },
    open,
    openPlace: (place) => inProject((now) => ({ type: 'open-place', project: now, ...place })),
    openOp: (key, op) => inProject((now) => ({ type: 'open', project: now, key, op })),
    enter(id) {
      const [key, group] = [assetOf(id), groupOf(id)];
      if (key !== null) open(key);
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
    askWhy(key) {
      const { evaluation = null } = state.whys.get(key) ?? {};
      state.whys.setMany([[key, { loading: true, evaluation, message: null }]]);
      inProject((now) => ({ type: 'why', project: now, key }));
    },
    switchAutomation: () => inProject((now) => ({ type: 'switch-automation', project: now })),
    setHops(hops) {
      const { selected, centre, active } = state.view.get();
      state.view.update((view) => ({ ...view, hops, centre: assetOf(selected) ?? centre ?? active }));
      viewport.set(null);
    },
    toggleChanges() {
      state.view.update((view) => ({ ...view, diff: !view.diff }));
    },
    toggleOnlyChanges() {
      // What changed lies anywhere: hops around one asset would hide most of it.
      state.view.update((view) => {
        const onlyChanges = !view.onlyChanges;
        return { ...view, onlyChanges, hops: onlyChanges ? 'all' : null };
      });
      viewport.set(null);
    },
    chooseBase: () => inProject((now) => ({ type: 'choose-base', project: now })),
    openChanges: (key) => inProject((now) => ({ type: 'open-changes', project: now, key })),
    togglePin: () => state.view.update((view) => ({ ...view, pinned: !view.pinned })),
    showProject: (wanted) => post({ type: 'show-project', project: wanted }),
    showForeign: (key) => inProject((now) => ({ type: 'show-foreign', project: now, key })),
    toggleGroup,
    askExport: () => post({ type: 'ask-export' }),
    run: (command) => post({ type: 'command', command }),
    copy: (text) => post({ type: 'copy', text }),
    resync: () => post({ type: 'resync' }),
    restart() {
      state.view.set(FIRST_VIEW);
      viewport.set(null);
      places.forget();
      state.previews.clear();
      state.histories.clear();
      state.whys.clear();
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
