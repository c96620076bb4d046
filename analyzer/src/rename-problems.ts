// What is wrong with the keys that assets say they had: another asset has the key now, or says the same.
import type { AssetKey, Problem, RelatedPlace } from '@headwater/graph';
import { badFormerKey } from './key.ts';
import type { LinkedAsset } from './linked.ts';
import { problemAt } from './problem-at.ts';

/** `assets`: those in the graph. */
export function renameProblems(assets: readonly LinkedAsset[]): Problem[] {
  const renamed = assets.filter(({ former }) => former.length > 0);
  if (renamed.length === 0) return [];
  const byKey = new Map(assets.map((asset) => [asset.node.key, asset]));
  const claims = new Map<AssetKey, LinkedAsset[]>();
  for (const asset of renamed) for (const { key } of asset.former) claims.set(key, [...(claims.get(key) ?? []), asset]);
  return renamed.flatMap(({ node: { key, file }, former }) =>
    former.flatMap(({ key: from, place }): Problem[] => {
      const wrong = whatIsWrong({ key, from, byKey, claims: claims.get(from) ?? [] });
      if (wrong === null) return [];
      const { message, related } = wrong;
      const problem = problemAt({ code: 'bad-rename', file, place, message });
      return [related === null ? problem : { ...problem, related: [related] }];
    }),
  );
}

interface Claim {
  readonly key: AssetKey;
  readonly from: AssetKey;
  readonly byKey: ReadonlyMap<AssetKey, LinkedAsset>;
  /** Everyone who says so. */
  readonly claims: readonly LinkedAsset[];
}

function whatIsWrong({
  key,
  from,
  byKey,
  claims,
}: Claim): { readonly message: string; readonly related: RelatedPlace | null } | null {
  const bad = badFormerKey(from);
  if (bad !== null) return { message: `${bad}, so no asset had the key \`${from}\`. Take it out.`, related: null };
  if (from === key) return { message: `\`${key}\` has this key still. Take it out of \`renamedFrom\`.`, related: null };
  const present = byKey.get(from);
  if (present !== undefined)
    return {
      message: `\`${from}\` is an asset of its own (${at(present)}), so what is stored under that key stays there. Take it out of \`renamedFrom\`, or delete the other asset.`,
      related: relatedTo(present, `\`${from}\``),
    };
  const other = claims.find(({ node }) => node.key !== key);
  if (other === undefined) return null;
  return {
    message: `\`${key}\` and \`${other.node.key}\` (${at(other)}) both say that they were \`${from}\`, so neither has what is stored under it. Take it out of one of them.`,
    related: relatedTo(other, `also renamed from \`${from}\``),
  };
}

function at({ node: { file, line } }: LinkedAsset): string {
  return `${file}:${line}`;
}

function relatedTo({ node: { file, line, column } }: LinkedAsset, message: string): RelatedPlace {
  return { message, file, line, column };
}
