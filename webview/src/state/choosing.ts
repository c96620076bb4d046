// What a person can do to choose several assets at once; each is told aloud.
import { downstreamOf, upstreamOf, type AssetKey } from '@headwater/graph';
import type { Rect } from '../layout/layout-model.ts';
import { added, between, chosenKeys, exactly, keysOf, membersOf, toggled, within, type Choice } from './choice.ts';
import { assetOf } from './node-id.ts';
import type { Observable } from './observable.ts';
import type { PageState } from './page-state.ts';
import type { Picture, Scene } from './scene.ts';

/** A gesture that a second click may follow moves nothing under the pointer yet. */
interface ByPointer {
  readonly mayBeDouble?: boolean;
}

export interface Choosing {
  /** Adds a node to what is chosen, or takes it out. */
  toggleChosen(id: string, how?: ByPointer): void;
  /** Adds all that lies between the selected node and this one. */
  chooseTo(id: string, how?: ByPointer): void;
  /** Adds a node, and puts the keyboard on it. */
  chooseToo(id: string): void;
  /** Chooses what a rectangle of the picture touches; `add` keeps what was chosen. */
  chooseWithin(area: Rect, how: { readonly add: boolean }): void;
  /** Chooses everything the picture shows. */
  chooseAll(): void;
  /** Chooses these, with all that feeds them or all they feed. */
  chooseWith(direction: 'upstream' | 'downstream', keys: readonly AssetKey[]): void;
  /** Chooses these and no others. */
  choose(keys: readonly AssetKey[]): void;
  /** From several to one, from one to none. */
  chooseLess(): void;
}

export function createChoosing({
  state,
  scene,
  selected,
}: {
  readonly state: PageState;
  readonly scene: Observable<Scene>;
  /** Tells the editor. */
  readonly selected: (key: AssetKey | null) => void;
}): Choosing {
  const NOTHING: Picture['visible']['nodes'] = [];
  const shown = () => scene.get().picture?.visible ?? { nodes: NOTHING };

  const take = (make: (choice: Choice) => Choice, { mayBeDouble = false }: ByPointer = {}): void => {
    const before = state.view.get();
    const after = make(before);
    state.mayBeDouble.set(mayBeDouble);
    state.view.set({ ...before, ...after });
    const count = chosenKeys(after, shown()).length;
    state.announcement.set(count === 0 ? 'Nothing chosen' : `${count} ${count === 1 ? 'asset' : 'assets'} chosen`);
    if (after.selected !== before.selected) selected(assetOf(after.selected));
  };
  const all = () => [...(state.assets.get()?.values() ?? [])];

  return {
    toggleChosen: (id, how) => take((choice) => toggled(choice, id, shown()), how),
    chooseTo: (id, how) =>
      take((choice) => {
        const from = membersOf(choice.selected, shown());
        const keys = between(state.assets.get() ?? new Map(), from, membersOf(id, shown()));
        return added(choice, { id, keys }, shown());
      }, how),
    chooseToo: (id) => take((choice) => added(choice, { id, keys: membersOf(id, shown()) }, shown())),
    chooseWithin(area, { add }) {
      const { picture } = scene.get();
      if (!picture) return;
      const touched = within(area, picture);
      take((choice) =>
        exactly(choice, add ? [...new Set([...chosenKeys(choice, shown()), ...touched])] : touched, shown()),
      );
    },
    chooseAll: () => take((choice) => exactly(choice, shown().nodes.flatMap(keysOf), shown())),
    chooseWith: (direction, keys) =>
      take((choice) =>
        exactly(choice, [...(direction === 'upstream' ? upstreamOf : downstreamOf)(all(), keys)], shown()),
      ),
    choose: (keys) => take((choice) => exactly(choice, keys, shown())),
    chooseLess: () => take(({ selected: id, chosen }) => ({ selected: chosen.length === 0 ? null : id, chosen: [] })),
  };
}
