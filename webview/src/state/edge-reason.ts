// Why an edge exists: how an asset names its upstream, in the source and in words.
import { counted, type AssetKey, type AssetNode } from '@headwater/graph';
import { firstFew } from './format.ts';

/** Why an edge exists: an input by its name, or order only. */
export interface EdgeReason {
  readonly from: AssetKey;
  readonly to: AssetKey;
  readonly input: string | null;
  /** Where it is written; where that is not known, the asset that reads. */
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  /** Since the base of the diff that is drawn; a removed one is drawn where it was. */
  readonly change?: 'added' | 'removed';
  /** It is none of the source: only these assets, none of them in sight, lie between the two. */
  readonly through?: readonly AssetKey[];
}

/** An asset may read a thousand others: their names are not gone through for each of them. */
export function inputsByUpstream({ inputs }: AssetNode): Map<AssetKey | undefined, string[]> {
  return Map.groupBy(Object.keys(inputs), (name) => inputs[name]);
}

/** Every way in which an asset names one upstream. */
export function reasonsOf(
  asset: AssetNode,
  from: AssetKey,
  names: readonly string[] = inputsByUpstream(asset).get(from) ?? [],
): EdgeReason[] {
  const { key: to, deps, places, file, line, column } = asset;
  const reason = (input: string | null): EdgeReason => {
    const [named, name] = input === null ? [places?.deps, from] : [places?.inputs, input];
    const at = named && Object.hasOwn(named, name) ? named[name] : undefined;
    return { from, to, input, file, line, column, ...at };
  };
  return [...names.map(reason), ...(deps.includes(from) ? [reason(null)] : [])];
}

/** `silver reads orders as input “raw”` */
export function describeReason({ from, to, input, through }: EdgeReason): string {
  if (through) return `${to} follows from ${from} through ${throughWords(through)}`;
  return input === null ? `${to} comes after ${from}, order only (deps)` : `${to} reads ${from} as input “${input}”`;
}

/** Nothing of the source says the edge: it stands for ways through hidden assets alone. */
export function leadsThrough(reasons: readonly EdgeReason[]): boolean {
  return reasons.every(({ through }) => through !== undefined);
}

const TOLD_BETWEEN = 3;

/** `2 hidden assets: orders, customers` */
function throughWords(through: readonly AssetKey[]): string {
  return `${counted(through.length, 'hidden asset')}: ${firstFew(through, TOLD_BETWEEN)}`;
}
