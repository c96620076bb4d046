// The context menu of the picture: what it is about, what the editor must know to show it, and what its entries do.
import type { AssetKey } from '@headwater/graph';
import type { Order } from '../deeds.ts';
import type { Actions } from './actions.ts';
import { chosenKeys, meantBy, membersOf, partChosen, runnableOf } from './choice.ts';
import { selectionText } from './choice-words.ts';
import { canOpenChanges } from './diff.ts';
import { assetId, groupId, groupOf } from './node-id.ts';
import type { Observable } from './observable.ts';
import type { PageState } from './page-state.ts';
import type { Scene } from './scene.ts';
import { placeOf } from './told-edge.ts';
import type { EdgeReason } from './edge-reason.ts';
import type { VisibleEdge } from './visible-graph.ts';

/** Where a menu was asked for. */
export type MenuPlace =
  /** An asset or a closed group. */
  | { readonly at: 'node'; readonly id: string }
  /** The head of an open group. */
  | { readonly at: 'box'; readonly group: string }
  | { readonly at: 'edge'; readonly edge: Pick<VisibleEdge, 'source' | 'target' | 'reasons'> }
  | { readonly at: 'picture' };

/** For the `when` clauses of the menu's entries in the extension's manifest. */
export interface MenuContext {
  readonly webviewSection: 'asset' | 'group' | 'edge' | 'picture';
  /** No Cut, Copy and Paste: there is no text here. */
  readonly preventDefaultContextMenuItems: true;
  readonly headwaterCount: number;
  readonly headwaterRunnable: boolean;
  readonly headwaterGroup: 'open' | 'closed' | 'none';
  /** One asset, which another project makes. */
  readonly headwaterForeign?: true;
  /** One asset that is not as it was in the base, and the editor can show it. */
  readonly headwaterChanged?: true;
}

export interface Menu {
  /** A menu comes up here: takes note of what it is about, and chooses it when it is not yet. */
  open(place: MenuPlace): MenuContext;
  do(order: Order): void;
}

interface Target {
  readonly keys: readonly AssetKey[];
  readonly group: string | null;
  readonly reason: EdgeReason | null;
}

export function createMenu(of: {
  readonly state: PageState;
  readonly scene: Observable<Scene>;
  readonly actions: Actions;
}): Menu {
  const { state, scene, actions } = of;
  const shown = () => scene.get().picture?.visible ?? { nodes: [], boxes: [] };
  let target: Target = { keys: [], group: null, reason: null };

  const aim = (place: MenuPlace): Target => {
    const nothing: Target = { keys: [], group: null, reason: null };
    switch (place.at) {
      case 'picture':
        return nothing;
      case 'box':
        return { ...nothing, keys: membersOf(groupId(place.group), shown()), group: place.group };
      case 'edge': {
        const { source, target: end, reasons } = place.edge;
        const keys = [...new Set([...membersOf(source, shown()), ...membersOf(end, shown())])];
        return { ...nothing, keys, reason: reasons[0] ?? null };
      }
      case 'node': {
        const keys = meantBy(place.id, { choice: state.view.get(), shown: shown() });
        return { ...nothing, keys, group: groupOf(place.id) ?? boxOf(keys) };
      }
    }
  };
  /** The open group around a single asset. */
  const boxOf = (keys: readonly AssetKey[]): string | null => {
    const group = keys.length === 1 ? state.assets.get()?.get(keys[0] ?? '')?.group : undefined;
    return group !== undefined && shown().boxes.some((box) => box.group === group) ? group : null;
  };

  /** Asked for without a menu, by a shortcut of the editor. */
  const chosenNow = (): Target => {
    const { selected } = state.view.get();
    const keys = chosenKeys(state.view.get(), shown());
    return { keys, group: groupOf(selected) ?? boxOf(keys), reason: null };
  };

  return {
    open(place) {
      if (place.at === 'node') {
        const node = { id: place.id, keys: membersOf(place.id, shown()) };
        if (partChosen(node, state.view.get()) !== 'all') actions.select(place.id, { mayBeDouble: true });
      }
      target = aim(place);
      const { keys, group } = target;
      const closed = group !== null && shown().nodes.some(({ id }) => id === groupId(group));
      const isGroup =
        place.at === 'box' ||
        (place.at === 'node' && groupOf(place.id) !== null && state.view.get().chosen.length === 0);
      return {
        webviewSection: isGroup ? 'group' : place.at === 'node' ? 'asset' : place.at,
        preventDefaultContextMenuItems: true,
        headwaterCount: keys.length,
        headwaterRunnable:
          state.project.get()?.runnable === true &&
          (place.at === 'picture' || runnableOf(keys, state.assets.get()).length > 0),
        ...(keys.length === 1 && state.assets.get()?.get(keys[0] ?? '')?.foreign && { headwaterForeign: true }),
        ...(keys.length === 1 && canOpenChanges(state, keys[0] ?? '') && { headwaterChanged: true }),
        headwaterGroup: group === null ? 'none' : closed ? 'closed' : 'open',
      };
    },
    do({ deed, about }) {
      const { keys, group, reason } = about === 'menu' ? target : chosenNow();
      const [only] = keys;
      const materialize = (widen?: 'upstream' | 'downstream'): void => {
        const runnable = runnableOf(keys, state.assets.get());
        if (state.project.get()?.runnable && runnable.length > 0) actions.materialize(runnable, widen);
      };
      switch (deed) {
        case 'materialize':
          return materialize();
        case 'materializeUpstream':
          return materialize('upstream');
        case 'materializeDownstream':
          return materialize('downstream');
        case 'materializeAll':
        case 'materializeStale':
          if (state.project.get()?.runnable) actions.materializeAll({ stale: deed === 'materializeStale' });
          return;
        case 'openCode':
          if (reason) return actions.openPlace(placeOf(reason));
          return only === undefined ? undefined : actions.open(only);
        case 'openChanges':
          return only === undefined ? undefined : actions.openChanges(only);
        case 'showInProject':
          return only === undefined ? undefined : actions.showForeign(only);
        case 'showOnly': {
          if (only === undefined) return;
          const { hops } = state.view.get();
          actions.select(assetId(only));
          return actions.setHops(hops === 'all' || hops === null ? 1 : hops);
        }
        case 'chooseUpstream':
          return actions.chooseWith('upstream', keys);
        case 'chooseDownstream':
          return actions.chooseWith('downstream', keys);
        case 'chooseMembers':
        case 'chooseEnds':
          return actions.choose(keys);
        case 'chooseAll':
          return actions.chooseAll();
        case 'copyKey':
        case 'copyKeys':
          return actions.copy(keys.join('\n'));
        case 'copySelection':
          return actions.copy(selectionText(keys));
        case 'expandGroup':
        case 'collapseGroup':
          return group === null ? undefined : actions.toggleGroup(group);
        case 'fit':
          return state.fitWish.update((count) => count + 1);
      }
    },
  };
}
