// Compares what is defined with what is stored: each asset's status, and the causes that make it stale.
import { directCauses, incomparable, placeOf } from './direct-causes.ts';
import { driftCauses } from './drift.ts';
import type { AssetKey, AssetNode, CodeParts, Problem } from './model.ts';
import { orphanStatus } from './orphan-status.ts';
import { renamedFacts } from './renamed-facts.ts';
import type { PartitionsRead } from './partition-facts.ts';
import type { PartitionCounts } from './partition-model.ts';
import { judgePartitions, type JudgedGroup } from './partition-status.ts';
import { upstreamFirst } from './order.ts';
import type {
  AssetStatus,
  Cause,
  CheckResult,
  Failure,
  LastMaterialization,
  Materialization,
  StatusName,
  StoredFacts,
} from './status-model.ts';
import { begin, firstTrouble, placeIn, upstreamCauses, type Above, type Trouble } from './trouble.ts';
import { directUpstream } from './walk.ts';

/**
 * Statuses of every asset and every orphan, sorted by key. With `code`, what the nodes' `code` names, a changed code says which
 * piece it was. With `problems`, those of the graph, what may be defined where the source cannot be read is no orphan.
 */
export function computeStatus(
  nodes: Iterable<AssetNode>,
  facts: StoredFacts,
  code: CodeParts = {},
  problems: readonly Problem[] = [],
): AssetStatus[] {
  const all = [...nodes];
  return judgeAll(all, { facts: renamedFacts(all, facts), code, troubles: new Map(), orphans: { problems } });
}

/** What one computation found out for the next, which then only looks at what changed. */
export type StatusMemo = Map<AssetKey, Trouble>;

/**
 * Statuses of some assets of a graph whose others are known to the memo: first give it all assets, then those that changed with
 * everything downstream of them. No orphans: only the whole graph knows them, and what was renamed; `facts` are those that `renamedFacts` gives for it.
 */
export function computeSomeStatuses(
  nodes: Iterable<AssetNode>,
  { facts, code, memo }: { readonly facts: StoredFacts; readonly code: CodeParts; readonly memo: StatusMemo },
): AssetStatus[] {
  return judgeAll(nodes, { facts, code, troubles: memo, orphans: null });
}

/** How each group of the partitions of each partitioned asset stands, in the order of the facts. */
export function judgeGroups(
  nodes: Iterable<AssetNode>,
  { facts, code }: { readonly facts: StoredFacts; readonly code: CodeParts },
): ReadonlyMap<AssetKey, readonly JudgedGroup[]> {
  const all = [...nodes];
  const groups = new Map<AssetKey, readonly JudgedGroup[]>();
  judgeAll(all, { facts: renamedFacts(all, facts), code, troubles: new Map(), orphans: null, groups });
  return groups;
}

interface Judging {
  readonly groups?: Map<AssetKey, readonly JudgedGroup[]>;
  readonly facts: StoredFacts;
  readonly code: CodeParts;
  readonly troubles: StatusMemo;
  /** Null: they are not wanted. */
  readonly orphans: { readonly problems: readonly Problem[] } | null;
}

function judgeAll(nodes: Iterable<AssetNode>, { facts, code, troubles, orphans, groups }: Judging): AssetStatus[] {
  const byKey = new Map<AssetKey, AssetNode>();
  const upstream = new Map<AssetKey, readonly AssetKey[]>();
  for (const node of nodes) {
    byKey.set(node.key, node);
    upstream.set(node.key, directUpstream(node));
  }
  const running = new Set(facts.running);
  const statuses: AssetStatus[] = [];
  for (const key of upstreamFirst(upstream)) {
    const node = byKey.get(key);
    if (node === undefined) continue;
    const judged = judge({ node, upstream: upstream.get(key) ?? [], facts, code, troubles });
    if (judged.trouble !== null) troubles.set(key, judged.trouble);
    else troubles.delete(key);
    const status = running.has(key) && judged.status !== 'external' ? 'running' : judged.status;
    const materialization = own(node.foreign === undefined ? facts.materializations : (facts.foreign ?? {}), key);
    if (judged.groups !== undefined) groups?.set(key, judged.groups);
    const { causes, counts } = judged;
    statuses.push(assetStatus({ key, status, causes, counts, materialization, checks: outcomes(node, facts) }));
  }
  for (const materialization of orphans === null ? [] : Object.values(facts.materializations)) {
    if (byKey.has(materialization.asset)) continue;
    const judged = orphanStatus(materialization, { nodes: byKey, problems: orphans?.problems ?? [] });
    statuses.push({ ...judged, lastMaterialization: last(materialization, []) });
  }
  return statuses.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

interface Judged {
  readonly status: StatusName;
  readonly causes: readonly Cause[];
  readonly trouble: Trouble | null;
  readonly counts?: PartitionCounts;
  readonly groups?: readonly JudgedGroup[];
}

interface Case {
  readonly node: AssetNode;
  readonly upstream: readonly AssetKey[];
  readonly facts: StoredFacts;
  readonly code: CodeParts;
  /** Of everything upstream. */
  readonly troubles: ReadonlyMap<AssetKey, Trouble>;
}

function judge(given: Case): Judged {
  const { node, facts } = given;
  if (node.kind === 'external') return { status: 'external', causes: [], trouble: null };
  const partitions = node.partitions && own(facts.partitions ?? {}, node.key);
  if (partitions !== undefined) {
    const newest = own(facts.materializations, node.key);
    const drift = newest?.partition === undefined ? [] : driftCauses(node, newest, facts.lost?.[newest.seq]);
    return judgePartitions({ ...given, facts: partitions, drift });
  }
  const stored = own(facts.materializations, node.key);
  // What was made of one partition is not the whole of an asset that has none any more.
  const materialization = stored?.partition !== undefined && !node.partitions ? undefined : stored;
  const failure = newerFailure(own(facts.failures, node.key), materialization);
  const drift =
    materialization === undefined ? [] : driftCauses(node, materialization, facts.lost?.[materialization.seq]);
  const direct =
    materialization === undefined
      ? []
      : directCauses({
          ...given,
          made: materialization,
          changedBy: (key) => changedBy(key, { given, materialization }),
        });
  const upstream = materialization === undefined ? [] : upstreamCauses(aboveOf(given));
  const notes = materialization === undefined ? [] : incomparable(node, materialization);
  const staleness = [...drift, ...direct, ...upstream, ...notes];
  if (failure !== undefined) {
    const cause = failedCause(failure);
    return {
      status: 'failed',
      causes: [cause, ...staleness],
      trouble: begin(node, { ...cause, message: 'its last run failed' }),
    };
  }
  if (materialization === undefined) {
    return {
      status: 'never',
      causes: [],
      trouble: begin(node, { message: 'it was never materialized', ...placeOf(node) }),
    };
  }
  // Stale data is what was asked for once, and can be read; drifted data breaks whoever reads it. So the word is drift, also
  // where the code has changed with the columns: the further causes say that.
  const [differs] = drift;
  if (differs !== undefined) return { status: 'drift', causes: staleness, trouble: begin(node, differs) };
  const [first] = direct;
  if (first !== undefined) return { status: 'stale', causes: staleness, trouble: begin(node, first) };
  const [above] = upstream;
  if (above === undefined) return { status: 'fresh', causes: staleness, trouble: null };
  return { status: 'upstream-stale', causes: staleness, trouble: firstTrouble(aboveOf(given)) };
}

/** Nothing stored now is no new data: it is for the upstream's own status to say. */
function changedBy(
  key: AssetKey,
  {
    given: { node, facts },
    materialization,
  }: { readonly given: Case; readonly materialization: Pick<Materialization, 'inputs'> },
): string | null {
  const read = readOf(key, { node, facts });
  const stored = own(facts.materializations, key);
  // What of its partitions is read is known to whoever knows their definition: without that, nothing is said.
  const whole = stored?.partition === undefined ? (stored ?? own(facts.observations, key)) : undefined;
  const { dataVersion = null, run = null } = read ?? whole ?? {};
  return dataVersion !== null && dataVersion !== materialization.inputs[key]?.dataVersion ? (run ?? '') : null;
}

const readOf = (key: AssetKey, { node, facts }: Pick<Case, 'node' | 'facts'>): PartitionsRead | undefined =>
  own(own(facts.partitionsRead ?? {}, node.key) ?? {}, key);

function aboveOf({ node, facts, upstream, troubles }: Case): Above {
  return { upstream, troubles, reads: (key) => readOf(key, { node, facts })?.from };
}

function newerFailure(failure: Failure | undefined, materialization: Materialization | undefined): Failure | undefined {
  return failure !== undefined && (materialization === undefined || failure.seq > materialization.seq)
    ? failure
    : undefined;
}

function failedCause(failure: Failure): Cause {
  return { kind: 'failed', message: failure.message, run: failure.run, ...placeIn(failure) };
}

function assetStatus(of: {
  readonly key: AssetKey;
  readonly status: StatusName;
  readonly causes: readonly Cause[];
  readonly counts: PartitionCounts | undefined;
  readonly materialization: Materialization | undefined;
  readonly checks: readonly CheckResult[];
}): AssetStatus {
  const { key, status, causes, counts, materialization, checks } = of;
  const always = counts === undefined ? { key, status, causes } : { key, status, causes, partitions: counts };
  return materialization === undefined ? always : { ...always, lastMaterialization: last(materialization, checks) };
}

/** In the order they are defined; what never ran is not there. */
function outcomes(node: AssetNode, facts: StoredFacts): CheckResult[] {
  const known = own(facts.checks, node.key);
  return known === undefined ? [] : node.checks.flatMap((name) => own(known, name) ?? []);
}

function last(of: Materialization, checks: readonly CheckResult[]): LastMaterialization {
  const { run, partition, time, codeVersion, dataVersion, rows, bytes, durationMs, metadata } = of;
  const whole = { run, time, codeVersion, dataVersion, durationMs, metadata, checks };
  const always = partition === undefined ? whole : { ...whole, partition };
  if (rows === undefined && bytes === undefined) return always;
  return { ...always, ...(rows !== undefined && { rows }), ...(bytes !== undefined && { bytes }) };
}

/** A key may be called `constructor`: only what was put there counts. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
