// What is left of a project by the filter and the hidden statuses, and which of what is left hidden assets still connect.
import {
  directUpstream,
  parseSelection,
  select,
  selectionAttributes,
  type AssetKey,
  type AssetNode,
  type NamedSelections,
  type StatusName,
} from '@headwater/graph';
import type { View } from './view.ts';

/** Two assets in sight with nothing but hidden ones between them. */
export interface Passage {
  readonly from: AssetKey;
  readonly to: AssetKey;
  /** The hidden ones of a shortest way, upstream first; never empty. */
  readonly hidden: readonly AssetKey[];
}

export interface Narrowed {
  /** By what. */
  readonly by: Pick<View, 'filter' | 'hidden'>;
  readonly assets: ReadonlyMap<AssetKey, AssetNode>;
  readonly passages: readonly Passage[];
  /** There are more passages than a picture can tell, so that none is drawn. */
  readonly passagesLeftOut: boolean;
  /** Of the assets that the filter leaves, whatever their status. */
  readonly matched: number;
  readonly total: number;
  /** Why the filter is not in force: it cannot be read. */
  readonly problem: string | null;
  /** Sentences about names in the filter that nothing has. */
  readonly warnings: readonly string[];
}

export interface Narrowing extends Pick<View, 'filter' | 'hidden'> {
  readonly statusOf: StatusOf;
  /** What `job:` names. */
  readonly named?: NamedSelections;
  /** The same assets with other edges, where those of the assets are not what is drawn. */
  readonly walked?: ReadonlyMap<AssetKey, AssetNode>;
}

export type StatusOf = (key: AssetKey) => StatusName | undefined;

/** More dashed lines than these are a grey sheet. */
export const MOST_PASSAGES = 2000;
/** Looking for passages stops after so many steps: a picture must not wait for them. */
const MOST_STEPS = 400_000;

export function narrowAssets(assets: ReadonlyMap<AssetKey, AssetNode>, narrowing: Narrowing): Narrowed {
  const { filter, hidden, walked = assets } = narrowing;
  const { keys, problem, warnings } = filtered(assets, narrowing);
  const isLeft = leftBy(keys, narrowing);
  const left = keys === null && hidden.length === 0 ? assets : new Map([...assets].filter(([key]) => isLeft(key)));
  const passages = left.size === assets.size ? [] : passagesBetween(left, { assets, walked });
  return {
    by: { filter, hidden },
    assets: left,
    passages: passages ?? [],
    passagesLeftOut: passages === null,
    matched: keys?.size ?? assets.size,
    total: assets.size,
    problem,
    warnings,
  };
}

/** Whether one of them is left; for who needs no picture. */
export function leavesAsset(
  assets: ReadonlyMap<AssetKey, AssetNode>,
  narrowing: Narrowing & { readonly key: AssetKey },
): boolean {
  return leftBy(filtered(assets, narrowing).keys, narrowing)(narrowing.key);
}

/** `keys`: those that the filter means; null for all. */
function leftBy(
  keys: ReadonlySet<AssetKey> | null,
  { hidden, statusOf }: Pick<Narrowing, 'hidden' | 'statusOf'>,
): (key: AssetKey) => boolean {
  const unwanted = new Set(hidden);
  return (key) => (keys?.has(key) ?? true) && !unwanted.has(statusOf(key) ?? 'unknown');
}

/** What a project names none of. */
export const NOTHING_NAMED: NamedSelections = { jobs: [], schedules: [], sensors: [] };

const SELECTS: ReadonlySet<string> = new Set(['job', 'schedule', 'sensor']);

/** A change of status can bring assets in and out; a job's own selection may ask for them, too. */
export function asksForStatus({ filter, hidden }: Pick<View, 'filter' | 'hidden'>): boolean {
  return hidden.length > 0 || selectionAttributes(filter).some(({ name }) => name === 'status' || SELECTS.has(name));
}

function filtered(
  assets: ReadonlyMap<AssetKey, AssetNode>,
  { filter, statusOf, named = NOTHING_NAMED }: Pick<Narrowing, 'filter' | 'statusOf' | 'named'>,
): { readonly keys: ReadonlySet<AssetKey> | null } & Pick<Narrowed, 'problem' | 'warnings'> {
  if (filter.trim() === '') return { keys: null, problem: null, warnings: [] };
  const selection = parseSelection(filter);
  if (selection.kind === 'error') return { keys: null, problem: selection.message, warnings: [] };
  const { keys, warnings } = select(assets.values(), selection, { statusOf, ...named });
  return { keys: new Set(keys), problem: null, warnings };
}

/** From each asset in sight upstream through hidden ones to the next in sight; null where there are too many. */
function passagesBetween(
  left: ReadonlyMap<AssetKey, AssetNode>,
  {
    assets,
    walked,
  }: { readonly assets: ReadonlyMap<AssetKey, AssetNode>; readonly walked: ReadonlyMap<AssetKey, AssetNode> },
): readonly Passage[] | null {
  const upstreamOf = (key: AssetKey): readonly AssetKey[] => {
    const node = walked.get(key);
    return node === undefined ? [] : directUpstream(node);
  };
  const passages: Passage[] = [];
  let steps = 0;
  for (const to of left.keys()) {
    const direct = upstreamOf(to);
    const seen = new Set<AssetKey>([to, ...direct]);
    /** Hidden assets, each with the hidden one further down that led to it. */
    const below = new Map<AssetKey, AssetKey | null>();
    for (const key of direct) if (!left.has(key) && assets.has(key)) below.set(key, null);
    for (const key of below.keys()) {
      for (const from of upstreamOf(key)) {
        if (++steps > MOST_STEPS) return null;
        if (seen.has(from) || !assets.has(from)) continue;
        seen.add(from);
        if (!left.has(from)) below.set(from, key);
        else if (passages.push({ from, to, hidden: wayDown(key, below) }) > MOST_PASSAGES) return null;
      }
    }
  }
  return passages;
}

function wayDown(start: AssetKey, below: ReadonlyMap<AssetKey, AssetKey | null>): AssetKey[] {
  const way: AssetKey[] = [];
  for (let key: AssetKey | null | undefined = start; key != null; key = below.get(key)) way.push(key);
  return way;
}
