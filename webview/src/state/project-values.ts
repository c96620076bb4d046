// The groups, badges, tags and owners of a project, each as a selection says it, with the number of its assets.
import { selectionValue, type AssetNode } from '@headwater/graph';

export interface ProjectValue {
  /** As a selection says it: `group:silver`. */
  readonly text: string;
  readonly value: string;
  readonly count: number;
}

/** Counted once for each state of the project, not for each letter that is typed. */
const counted = new WeakMap<readonly AssetNode[], readonly ProjectValue[]>();

export function projectValues(assets: readonly AssetNode[]): readonly ProjectValue[] {
  const known = counted.get(assets) ?? count(assets);
  counted.set(assets, known);
  return known;
}

function count(assets: readonly AssetNode[]): readonly ProjectValue[] {
  const of = {
    group: new Map<string, number>(),
    kind: new Map<string, number>(),
    tag: new Map<string, number>(),
    owner: new Map<string, number>(),
  };
  const add = (values: Map<string, number>, value: string): void =>
    void values.set(value, (values.get(value) ?? 0) + 1);
  for (const { group, kinds, tags, owners } of assets) {
    add(of.group, group);
    for (const kind of kinds) add(of.kind, kind);
    for (const tag of Object.keys(tags)) add(of.tag, tag);
    for (const owner of owners) add(of.owner, owner);
  }
  return Object.entries(of).flatMap(([attribute, values]) =>
    Array.from(values, ([value, many]) => ({ text: `${attribute}:${selectionValue(value)}`, value, count: many })),
  );
}
