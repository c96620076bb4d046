// Which of the keys that assets had before count now: those that were recorded, and those the source names; on a branch where the old key is defined, neither.
import type { AssetKey, AssetNode } from './model.ts';
import type { Rename, StoredFacts } from './status-model.ts';

export interface RenamesInForce {
  /** By `seq`; what the source says, and no run has recorded yet, comes last with `Infinity`. */
  readonly renames: readonly Rename[];
  /** Recorded, but this source defines the old key and none of those that came after it. */
  readonly dropped: readonly Rename[];
  /** Old keys that the source still names after their rename was recorded: what came of them since, on another branch, is no orphan. */
  readonly settled: readonly AssetKey[];
  readonly defined: ReadonlySet<AssetKey>;
}

type Renamed = Pick<AssetNode, 'key' | 'renamedFrom'>;

/** Null where there are none: nearly always. */
export function renamesInForce(
  nodes: Iterable<Renamed>,
  { renames: recorded = [] }: Pick<StoredFacts, 'renames'>,
): RenamesInForce | null {
  const all = [...nodes];
  if (recorded.length === 0 && all.every(({ renamedFrom }) => renamedFrom === undefined)) return null;
  const defined = new Set(all.map(({ key }) => key));
  const said = declaredRenames(all, defined);
  const settled = said.filter((each) => isRecorded(each, recorded));
  const bySeq = [
    ...recorded.toSorted((a, b) => a.seq - b.seq),
    ...said.filter((each) => !settled.includes(each)).map((each) => ({ ...each, seq: Infinity })),
  ];
  const dropped: Rename[] = [];
  for (const rename of bySeq) {
    const isBack = defined.has(rename.from) || dropped.some(({ asset }) => asset === rename.from);
    if (isBack && !hasHeir(rename, { bySeq, defined })) dropped.push(rename);
  }
  return {
    renames: bySeq.filter((rename) => !dropped.includes(rename)),
    dropped,
    settled: settled.map(({ from }) => from),
    defined,
  };
}

/** What two assets claim, or one that is still defined, is nobody's. */
function declaredRenames(nodes: readonly Renamed[], defined: ReadonlySet<AssetKey>): Omit<Rename, 'seq'>[] {
  const claims = nodes.flatMap(({ key, renamedFrom = [] }) =>
    renamedFrom.filter((from) => !defined.has(from)).map((from) => ({ asset: key, from })),
  );
  const times = Map.groupBy(claims, ({ from }) => from);
  return claims.filter(({ from }) => times.get(from)?.length === 1);
}

/** And its name was not given on since. */
function isRecorded({ asset, from }: Omit<Rename, 'seq'>, recorded: readonly Rename[]): boolean {
  const last = recorded.findLast((each) => each.asset === asset && each.from === from);
  return last !== undefined && !recorded.some((each) => each.from === asset && each.seq > last.seq);
}

/** Whether the asset that took the key's history, under this name or a later one, is defined. */
function hasHeir(
  { asset, seq }: Rename,
  known: { readonly bySeq: readonly Rename[]; readonly defined: ReadonlySet<AssetKey> },
): boolean {
  if (known.defined.has(asset)) return true;
  const next = known.bySeq.find((each) => each.from === asset && each.seq > seq);
  return next !== undefined && hasHeir(next, known);
}

export interface Naming {
  readonly key: AssetKey;
  /** What was recorded after `since`, up to `until`. */
  readonly since: number;
  readonly until: number;
}

/** The names an asset was recorded under, the newest first, each with the time it had it. */
export function namesOf(asset: AssetKey, renames: readonly Rename[], until = Infinity): Naming[] {
  // What was recorded before it gave its name to another is that one's.
  const since = renames.reduce(
    (last, { from, seq }) => (from === asset && seq < until ? Math.max(last, seq) : last),
    0,
  );
  const before = renames
    .filter((each) => each.asset === asset && each.seq > since && each.seq <= until)
    .sort((a, b) => (a.seq === b.seq ? 0 : b.seq - a.seq));
  return [{ key: asset, since, until }, ...before.flatMap(({ from, seq }) => namesOf(from, renames, seq))];
}
