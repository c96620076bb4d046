// Several assets chosen at once: what each gesture makes of the choice. Pure, so that every one can be tried without a page.
import { downstreamOf, upstreamOf, type AssetKey, type AssetNode } from '@headwater/graph';
import type { Rect } from '../layout/layout-model.ts';
import { assetId, assetOf, groupOf } from './node-id.ts';
import type { View } from './view.ts';
import type { VisibleGraph, VisibleNode } from './visible-graph.ts';

/** `chosen` is empty while there is one or none: then the selected node is the whole choice. */
export type Choice = Pick<View, 'selected' | 'chosen'>;

type Shown = Pick<VisibleGraph, 'nodes'>;

export const keysOf = (node: VisibleNode): readonly AssetKey[] =>
  node.kind === 'asset' ? [node.asset.key] : node.keys;

/** A group, closed or open, stands for its members that are shown. */
export function membersOf(id: string | null, { nodes }: Shown): readonly AssetKey[] {
  const node = nodes.find((each) => each.id === id);
  if (node) return keysOf(node);
  const group = groupOf(id);
  if (group === null) return [];
  return nodes.flatMap((each) => (each.kind === 'asset' && each.asset.group === group ? [each.asset.key] : []));
}

/** Everything that is chosen, in the order it came to be. */
export function chosenKeys({ selected, chosen }: Choice, shown: Shown): readonly AssetKey[] {
  if (chosen.length > 0) return chosen;
  const key = assetOf(selected);
  return key === null ? membersOf(selected, shown) : [key];
}

/** What an act on a node is about: all that is chosen where it is one of them, else the node alone. */
export function meantBy(
  id: string,
  { choice, shown }: { readonly choice: Choice; readonly shown: Shown },
): readonly AssetKey[] {
  const members = membersOf(id, shown);
  return partChosen({ id, keys: members }, choice) === 'all' ? chosenKeys(choice, shown) : members;
}

/** The one asset whose details are shown; null when several are chosen, or none. */
export function onlyAsset({ selected, chosen }: Choice): AssetKey | null {
  return chosen.length > 1 ? null : assetOf(selected);
}

/** Adds a node to the choice, or takes it out. The keyboard stays on it either way. */
export function toggled(choice: Choice, id: string, shown: Shown): Choice {
  const members = membersOf(id, shown);
  const before = chosenKeys(choice, shown);
  const had = new Set(before);
  if (!members.every((key) => had.has(key))) return added(choice, { id, keys: members }, shown);
  const gone = new Set(members);
  return settled(
    id,
    before.filter((key) => !gone.has(key)),
  );
}

/** Adds keys, and puts the keyboard on a node. */
export function added(
  choice: Choice,
  more: { readonly id: string; readonly keys: Iterable<AssetKey> },
  shown: Shown,
): Choice {
  return settled(more.id, [...new Set([...chosenKeys(choice, shown), ...more.keys])]);
}

/** One that is alone and has the keyboard needs no list. */
function settled(selected: string | null, chosen: readonly AssetKey[]): Choice {
  const [only] = chosen;
  if (only === undefined) return { selected: null, chosen: [] };
  return chosen.length === 1 ? { selected: assetId(only), chosen: [] } : { selected, chosen };
}

/** These and no others; the keyboard stays where it is, when that is one of them. */
export function exactly(choice: Choice, keys: readonly AssetKey[], shown: Shown): Choice {
  const wanted = new Set(keys);
  const stays = membersOf(choice.selected, shown);
  if (stays.length > 0 && stays.every((key) => wanted.has(key))) return settled(choice.selected, keys);
  return settled(shown.nodes.find((node) => keysOf(node).every((key) => wanted.has(key)))?.id ?? null, keys);
}

/** All that lies on a way from one to the other, with both ends; only the ends where no way leads. */
export function between(
  assets: ReadonlyMap<AssetKey, AssetNode>,
  one: readonly AssetKey[],
  other: readonly AssetKey[],
): readonly AssetKey[] {
  const nodes = [...assets.values()];
  const onTheWay = (from: readonly AssetKey[], to: readonly AssetKey[]): AssetKey[] => {
    const below = downstreamOf(nodes, from);
    return [...upstreamOf(nodes, to)].filter((key) => below.has(key));
  };
  return [...new Set([...one, ...onTheWay(one, other), ...onTheWay(other, one), ...other])];
}

/** What a rectangle of the picture touches, in the picture's order. */
export function within(
  area: Rect,
  { visible, placed }: { readonly visible: Shown; readonly placed: { readonly nodes: Readonly<Record<string, Rect>> } },
): readonly AssetKey[] {
  return visible.nodes.flatMap((node) => {
    const place = placed.nodes[node.id];
    return place && touches(area, place) ? keysOf(node) : [];
  });
}

function touches(a: Rect, b: Rect): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

/** How much of a node is chosen: a closed group can be in part. */
export type Part = 'all' | 'some' | 'none';

export function partChosen(node: { readonly id: string; readonly keys: readonly AssetKey[] }, choice: Choice): Part {
  if (choice.chosen.length === 0) return choice.selected === node.id ? 'all' : 'none';
  const chosen = setOf(choice.chosen);
  let count = 0;
  for (const key of node.keys) if (chosen.has(key)) count++;
  return count === 0 ? 'none' : count === node.keys.length ? 'all' : 'some';
}

/** Every node of the picture asks for it after each change. */
const sets = new WeakMap<readonly AssetKey[], ReadonlySet<AssetKey>>();

function setOf(chosen: readonly AssetKey[]): ReadonlySet<AssetKey> {
  const known = sets.get(chosen) ?? new Set(chosen);
  sets.set(chosen, known);
  return known;
}

/** What of the choice can run here: an external asset is made elsewhere, a removed one is not made at all. */
export function runnableOf(
  keys: readonly AssetKey[],
  assets: ReadonlyMap<AssetKey, AssetNode> | null,
): readonly AssetKey[] {
  return keys.filter((key) => {
    const kind = assets?.get(key)?.kind;
    return kind !== undefined && kind !== 'external';
  });
}
