// The groups, badges, tags and owners of a project, each as a selection says it, with the number of its assets.
import { countValues, selectionValue, type AssetNode } from '@headwater/graph';

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
  const counts = {
    group: countValues(assets, ({ group }) => group),
    kind: countValues(assets, ({ kinds }) => kinds),
    tag: countValues(assets, ({ tags }) => Object.keys(tags)),
    owner: countValues(assets, ({ owners }) => owners),
  };
  return Object.entries(counts).flatMap(([attribute, values]) =>
    values.map(([value, many]) => ({ text: `${attribute}:${selectionValue(value)}`, value, count: many })),
  );
}
