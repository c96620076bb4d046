// What is stored as the assets are called now: what was recorded under a key they had before is theirs, and is nobody else's.
import type { AssetKey, AssetNode } from './model.ts';
import { renamesInForce, type RenamesInForce } from './renames-in-force.ts';
import type { CheckResult, Failure, Materialization, Observation, Rename, StoredFacts } from './status-model.ts';

/** The same object where no asset ever had another key. Done twice, it changes nothing. */
export function renamedFacts(nodes: Iterable<Pick<AssetNode, 'key' | 'renamedFrom'>>, facts: StoredFacts): StoredFacts {
  const names = renamesInForce(nodes, facts);
  return names === null ? facts : inNamesOf(names, facts);
}

/** What is stored by key, where it may be changed. */
export interface FactRecords {
  readonly materializations: Record<AssetKey, Materialization>;
  readonly failures: Record<AssetKey, Failure>;
  readonly checks: Record<AssetKey, Readonly<Record<string, CheckResult>>>;
  readonly observations: Record<AssetKey, Observation>;
}

/** What is stored of `from` is that of `asset` too; of two outcomes the newer one stands. */
export function handOn(
  { materializations, failures, checks, observations }: FactRecords,
  { asset, from }: Pick<Rename, 'asset' | 'from'>,
): void {
  const [made, failed, checked, observed] = [materializations[from], failures[from], checks[from], observations[from]];
  if (isNewer(made, materializations[asset])) {
    const { storedAs = from, ...rest } = made;
    materializations[asset] = { ...rest, asset, ...(storedAs !== asset && { storedAs }) };
  }
  if (isNewer(failed, failures[asset])) failures[asset] = { ...failed, asset };
  const newer = Object.entries(checked ?? {}).filter(([name, result]) => isNewer(result, checks[asset]?.[name]));
  if (newer.length > 0) checks[asset] = Object.assign(copied(checks[asset] ?? {}), Object.fromEntries(newer));
  if (observed !== undefined) observations[asset] ??= observed;
}

function inNamesOf(names: RenamesInForce, facts: StoredFacts): StoredFacts {
  const materializations = copied(facts.materializations);
  const failures = copied(facts.failures);
  const checks = copied(facts.checks);
  const observations = copied(facts.observations);

  /** What was recorded of a key up to here is told of under another. */
  function hide(key: AssetKey, upTo: number): void {
    if ((materializations[key]?.seq ?? Infinity) < upTo) remove(materializations, key);
    if ((failures[key]?.seq ?? Infinity) < upTo) remove(failures, key);
    const kept = Object.entries(checks[key] ?? {}).filter(([, { seq }]) => seq > upTo);
    if (kept.length === 0) remove(checks, key);
    else checks[key] = Object.fromEntries(kept);
  }

  function forget(key: AssetKey): void {
    hide(key, Infinity);
    remove(observations, key);
  }

  for (const { asset, seq } of names.dropped) hide(asset, seq);
  // Before anything is handed on: a key that an asset has again has nothing of its own from the time before.
  for (const { from, seq } of names.renames)
    if (seq !== Infinity && !names.renames.some((back) => back.asset === from && back.seq > seq)) hide(from, seq);
  for (const key of names.settled) forget(key);
  for (const rename of names.renames) {
    if (rename.seq !== Infinity) continue;
    handOn({ materializations, failures, checks, observations }, rename);
    forget(rename.from);
  }
  for (const [key, each] of Object.entries(materializations)) materializations[key] = withNames(each, names);
  return { ...facts, materializations, failures, checks, observations, renames: [] };
}

/** What it read, as that is called now. */
function withNames(materialization: Materialization, names: RenamesInForce): Materialization {
  const { inputs, seq } = materialization;
  const keys = Object.keys(inputs);
  if (keys.every((key) => nameNow(key, { seq, names }) === key)) return materialization;
  const now = keys.map((key) => [nameNow(key, { seq, names }), inputs[key]] as const);
  return { ...materialization, inputs: Object.fromEntries(now) as Materialization['inputs'] };
}

function nameNow(key: AssetKey, { seq, names }: { readonly seq: number; readonly names: RenamesInForce }): AssetKey {
  const name = nameAfter(key, seq, names);
  if (names.defined.has(name)) return name;
  // Read on a branch that had not renamed it yet, later than it was renamed on this one.
  const last = names.renames.findLast(({ from }) => from === name);
  const heir = last === undefined ? name : nameAfter(last.asset, last.seq, names);
  if (names.defined.has(heir)) return heir;
  return names.dropped.reduceRight((each, { asset, from }) => (each === asset ? from : each), name);
}

function nameAfter(key: AssetKey, seq: number, names: RenamesInForce): AssetKey {
  const next = names.renames.find((each) => each.from === key && each.seq > seq);
  return next === undefined ? key : nameAfter(next.asset, next.seq, names);
}

/** Without a prototype: an asset may be named `constructor`. */
function copied<T>(record: Readonly<Record<AssetKey, T>>): Record<AssetKey, T> {
  return Object.assign(Object.create(null) as Record<AssetKey, T>, record);
}

function isNewer<T extends { readonly seq: number }>(one: T | undefined, other: T | undefined): one is T {
  return one !== undefined && (other === undefined || one.seq > other.seq);
}

function remove(record: Record<AssetKey, unknown>, key: AssetKey): void {
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- keyed by asset, a copy of our own
  delete record[key];
}
