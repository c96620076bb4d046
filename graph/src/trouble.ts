// Why assets below another one cannot be up to date, and how that is told of them.
import type { AssetKey, AssetNode } from './model.ts';
import type { Cause } from './status-model.ts';

type Place = Pick<Cause, 'file' | 'line' | 'column'>;

/** Where it began, in words. */
export interface Trouble {
  readonly root: AssetKey;
  readonly sentence: string;
  readonly place: Place;
  /** Of a partitioned asset, by the place of the group in its facts; null: that group is in none. Absent: it is in all of it. */
  readonly groups?: readonly (Trouble | null)[];
}

/** What an asset reads of each upstream, where that is partitioned: places of groups. Undefined: all of it. */
type ReadsOf = (upstream: AssetKey) => readonly number[] | undefined;

export interface Above {
  readonly upstream: readonly AssetKey[];
  /** Of everything upstream. */
  readonly troubles: ReadonlyMap<AssetKey, Trouble>;
  readonly reads: ReadsOf;
}

export function begin(node: AssetNode, cause: Pick<Cause, 'message'> & Place): Trouble {
  return { root: node.key, sentence: cause.message, place: placeIn(cause) };
}

/** One cause for each place where staleness above begins. */
export function upstreamCauses(above: Above): Cause[] {
  const roots = new Map<AssetKey, Cause>();
  for (const key of above.upstream) {
    for (const trouble of troublesOf(key, above)) {
      if (roots.has(trouble.root)) continue;
      const through = trouble.root === key ? '' : ` (through ${key})`;
      roots.set(trouble.root, {
        kind: 'upstream',
        asset: trouble.root,
        message: `because ${trouble.root}: ${trouble.sentence}${through}`,
        ...trouble.place,
      });
    }
  }
  return [...roots.values()];
}

export function firstTrouble(above: Above): Trouble | null {
  for (const key of above.upstream) {
    const [trouble] = troublesOf(key, above);
    if (trouble !== undefined) return trouble;
  }
  return null;
}

function troublesOf(key: AssetKey, { troubles, reads }: Above): readonly Trouble[] {
  const trouble = troubles.get(key);
  if (trouble === undefined) return [];
  const { groups, ...whole } = trouble;
  const from = groups === undefined ? undefined : reads(key);
  return groups === undefined || from === undefined ? [whole] : from.flatMap((place) => groups[place] ?? []);
}

export function placeIn({ file, line, column }: Place): Place {
  return {
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  };
}
