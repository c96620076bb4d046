// What a person can do to see less of a project, and to see all of it again; what is left is told aloud.
import { counted, parseSelection, STATUS_NAMES, type AssetKey, type StatusName } from '@headwater/graph';
import { formatNumber } from './format.ts';
import { leavesAsset, type StatusOf, NOTHING_NAMED } from './narrow-assets.ts';
import type { Observable, Value } from './observable.ts';
import type { PageState } from './page-state.ts';
import type { View } from './view.ts';
import type { Viewport } from './saved-view.ts';
import type { Scene } from './scene.ts';
import type { VisibleGraph } from './visible-graph.ts';

export interface NarrowingActions {
  /** Draws only what the text of a selection means; one that cannot be read changes nothing. */
  filterBy(text: string): void;
  /** Takes the filter in force back into the search box. */
  editFilter(): void;
  clearFilter(): void;
  /** Draws the assets of a status, or no longer. */
  toggleStatus(status: StatusName): void;
  /** Draws the assets of one status, and of no other. */
  showOnlyStatus(status: StatusName): void;
  showStatuses(): void;
  /** Nothing is hidden any more, by the filter or by a status. */
  showAll(): void;
}

type Narrowness = Pick<View, 'filter' | 'hidden'>;

export const ALL_SHOWN: Narrowness = { filter: '', hidden: [] };

export function createNarrowing({
  state,
  viewport,
}: {
  readonly state: PageState;
  readonly viewport: Value<Viewport | null>;
}): NarrowingActions {
  const change = (to: Partial<Narrowness>): void => state.view.update((view) => ({ ...view, ...to }));
  /** Another picture: it fits itself into the page again. */
  const changeAll = (to: Partial<Narrowness>): void => {
    change(to);
    viewport.set(null);
  };
  return {
    filterBy(text) {
      if (parseSelection(text).kind !== 'error') changeAll({ filter: text.trim() });
    },
    editFilter: () => state.query.set(state.view.get().filter),
    clearFilter: () => changeAll({ filter: '' }),
    toggleStatus(status) {
      const { hidden } = state.view.get();
      change({ hidden: hidden.includes(status) ? hidden.filter((each) => each !== status) : [...hidden, status] });
    },
    showOnlyStatus: (status) => changeAll({ hidden: STATUS_NAMES.filter((each) => each !== status) }),
    showStatuses: () => change({ hidden: [] }),
    showAll() {
      if (isNarrow(state.view.get())) changeAll(ALL_SHOWN);
    },
  };
}

export function isNarrow({ filter, hidden }: Narrowness): boolean {
  return filter !== '' || hidden.length > 0;
}

/** Neither is ever changed in place. */
export function isSame(a: Narrowness, b: Narrowness): boolean {
  return a.filter === b.filter && a.hidden === b.hidden;
}

/** The asset is drawn as far as filter and statuses go. */
export function isLeft(state: PageState, key: AssetKey, by: Narrowness = state.view.get()): boolean {
  const assets = state.changes.get()?.assets ?? state.assets.get();
  if (assets === null || !isNarrow(by)) return true;
  const { filter, hidden } = by;
  const statusOf: StatusOf = (each) => state.statuses.get(each)?.status;
  const { named = NOTHING_NAMED } = state.project.get() ?? {};
  return assets.has(key) && leavesAsset(assets, { filter, hidden, statusOf, named, key });
}

/** The filter and the hidden statuses, without what hides this asset. */
export function showing(state: PageState, key: AssetKey): Narrowness {
  const { filter, hidden } = state.view.get();
  if (isLeft(state, key)) return { filter, hidden };
  const status = state.statuses.get(key)?.status ?? 'unknown';
  const fewer = hidden.filter((each) => each !== status);
  return { filter: isLeft(state, key, { filter, hidden: fewer }) ? filter : '', hidden: fewer };
}

/** `12 of 340 assets shown`, as soon as the picture is of the filter and the statuses that were chosen last. */
export function announceNarrowing({
  state,
  scene,
}: {
  readonly state: PageState;
  readonly scene: Observable<Scene>;
}): void {
  let told = ALL_SHOWN;
  scene.subscribe(() => {
    const { picture } = scene.get();
    const now = state.view.get();
    if (picture === null || !isSame(picture.visible.narrowed.by, now) || isSame(told, now)) return;
    const wasNarrow = isNarrow(told);
    told = { filter: now.filter, hidden: now.hidden };
    if (wasNarrow || isNarrow(told)) state.announcement.set(narrowedWords(picture.visible));
  });
}

/** `12 of 340 assets` */
export function leftWords(left: number, total: number): string {
  return `${formatNumber(left)} of ${counted(total, 'asset')}`;
}

export function narrowedWords({ narrowed, shown }: Pick<VisibleGraph, 'narrowed' | 'shown'>): string {
  const { assets, total } = narrowed;
  const left =
    assets.size === total ? `All ${counted(total, 'asset')} shown` : `${leftWords(assets.size, total)} shown`;
  return shown < assets.size ? `${left}, ${formatNumber(shown)} of them in this part of the lineage` : left;
}
