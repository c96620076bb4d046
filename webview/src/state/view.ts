// What the person is looking at: chosen, opened, narrowed; kept over a reload.
import type { AssetKey, StatusName } from '@headwater/graph';

export type Hops = 'all' | 1 | 2 | 3;

/** What the person is looking at. */
export interface View {
  /** A node of the picture: an asset or a collapsed group. */
  readonly selected: string | null;
  /** Several assets chosen at once, in the order they were; empty while there is one or none, which is the selected one. */
  readonly chosen: readonly AssetKey[];
  /** Around which asset the hops are counted. */
  readonly centre: AssetKey | null;
  /** Where the cursor stands in the code. */
  readonly active: AssetKey | null;
  /** Null until the person chooses: then the size of the project decides. */
  readonly hops: Hops | null;
  /** The centre stays although the cursor moves on. */
  readonly pinned: boolean;
  /** Groups the person opened or closed; others go by the size of the picture. */
  readonly collapsed: Readonly<Record<string, boolean>>;
  /** The text of a selection: what it does not mean is not drawn. Empty: everything is. */
  readonly filter: string;
  /** Assets of these statuses are not drawn. */
  readonly hidden: readonly StatusName[];
  /** The picture tells what changed since a commit. */
  readonly diff: boolean;
  /** …and shows only that, with what is next to it. */
  readonly onlyChanges: boolean;
}

export const FIRST_VIEW: View = {
  selected: null,
  chosen: [],
  centre: null,
  active: null,
  hops: null,
  pinned: false,
  collapsed: {},
  filter: '',
  hidden: [],
  diff: false,
  onlyChanges: false,
};
