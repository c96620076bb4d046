// Compares what is defined with what is stored: each asset's status, and the causes that make it stale.
import { codeChange } from './code-change.ts';
import { driftCauses } from './drift.ts';
import { inputNames, isSameInput } from './input-names.ts';
import type { AssetKey, AssetNode, CodeParts, Problem } from './model.ts';
import { orphanStatus } from './orphan-status.ts';
import { renamedFacts } from './renamed-facts.ts';
import { shortRun } from './short-run.ts';
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

interface Judging {
  readonly facts: StoredFacts;
  readonly code: CodeParts;
  readonly troubles: StatusMemo;
  /** Null: they are not wanted. */
  readonly orphans: { readonly problems: readonly Problem[] } | null;
}

function judgeAll(nodes: Iterable<AssetNode>, { facts, code, troubles, orphans }: Judging): AssetStatus[] {
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
    statuses.push(assetStatus({ key, status, causes: judged.causes, materialization, checks: outcomes(node, facts) }));
  }
  for (const materialization of orphans === null ? [] : Object.values(facts.materializations)) {
    if (byKey.has(materialization.asset)) continue;
    const judged = orphanStatus(materialization, { nodes: byKey, problems: orphans?.problems ?? [] });
    statuses.push({ ...judged, lastMaterialization: last(materialization, []) });
  }
  return statuses.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** Why assets below this one cannot be up to date: where it began, in words. */
interface Trouble {
  readonly root: AssetKey;
  readonly sentence: string;
  readonly place: Pick<Cause, 'file' | 'line' | 'column'>;
}

interface Judged {
  readonly status: StatusName;
  readonly causes: readonly Cause[];
  readonly trouble: Trouble | null;
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
  const materialization = own(facts.materializations, node.key);
  const failure = newerFailure(own(facts.failures, node.key), materialization);
  const drift =
    materialization === undefined ? [] : driftCauses(node, materialization, facts.lost?.[materialization.seq]);
  const direct = materialization === undefined ? [] : directCauses(given, materialization);
  const upstream = materialization === undefined ? [] : upstreamCauses(given);
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
  return { status: 'upstream-stale', causes: staleness, trouble: firstTrouble(given) };
}

/** CODE, DATA, DEPENDENCIES: what differs between the materialization's provenance and now. */
function directCauses({ node, upstream, facts, code }: Case, materialization: Materialization): Cause[] {
  const causes: Cause[] = [];
  let kept = 0;
  if (codeDiffers(node.codeVersion, materialization.codeVersion))
    causes.push({ kind: 'code', ...codeChange({ node, then: materialization.code, now: code }) });
  for (const key of upstream) {
    const provenance = own(materialization.inputs, key);
    if (provenance === undefined) {
      causes.push({ kind: 'deps', asset: key, message: `${key} is a new dependency`, ...placeOf(node) });
      continue;
    }
    kept++;
    if (!isSameInput(node, { upstream: key, then: provenance })) {
      const message = `${key} is ${inputWords(inputNames(node, key))} now, and was ${inputWords(provenance.names ?? [])}`;
      causes.push({ kind: 'deps', asset: key, message, ...placeOf(node) });
    }
    const current = own(facts.materializations, key) ?? own(facts.observations, key);
    // Nothing stored now is no new data: it is for the upstream's own status to say.
    if (current !== undefined && current.dataVersion !== provenance.dataVersion)
      causes.push({ kind: 'data', asset: key, message: `${key} has new data (run ${shortRun(current.run)})` });
  }
  const before = Object.keys(materialization.inputs);
  // A set only where something is gone: most assets of most graphs come through here unchanged.
  if (before.length === kept) return causes;
  const now = new Set(upstream);
  for (const key of before) {
    if (!now.has(key))
      causes.push({ kind: 'deps', asset: key, message: `${key} is no longer a dependency`, ...placeOf(node) });
  }
  return causes;
}

const inputWords = (names: readonly string[]): string =>
  names.length === 0 ? 'no input' : `the input ${names.map((name) => `\`${name}\``).join(' and ')}`;

/** One cause for each place where staleness above this asset begins. */
function upstreamCauses({ upstream, troubles }: Case): Cause[] {
  const roots = new Map<AssetKey, Cause>();
  for (const key of upstream) {
    const trouble = troubles.get(key);
    if (trouble === undefined || roots.has(trouble.root)) continue;
    const through = trouble.root === key ? '' : ` (through ${key})`;
    roots.set(trouble.root, {
      kind: 'upstream',
      asset: trouble.root,
      message: `because ${trouble.root}: ${trouble.sentence}${through}`,
      ...trouble.place,
    });
  }
  return [...roots.values()];
}

function firstTrouble({ upstream, troubles }: Case): Trouble | null {
  for (const key of upstream) {
    const trouble = troubles.get(key);
    if (trouble !== undefined) return trouble;
  }
  return null;
}

function begin(node: AssetNode, cause: Pick<Cause, 'message' | 'file' | 'line' | 'column'>): Trouble {
  return { root: node.key, sentence: cause.message, place: placeIn(cause) };
}

function codeDiffers(now: string | null, then: string | null): boolean {
  return now !== null && then !== null && now !== then && algorithm(now) === algorithm(then);
}

/** Versions of two algorithms say nothing about each other: the asset stays fresh, with a note. */
function incomparable(node: AssetNode, { codeVersion }: Materialization): Cause[] {
  if (node.codeVersion === null || codeVersion === null || algorithm(node.codeVersion) === algorithm(codeVersion))
    return [];
  return [
    {
      kind: 'unknown',
      message: 'whether its code changed is not known: it was materialized by a version that reads code differently',
    },
  ];
}

/** `c1:…` is of the algorithm `c1`. */
function algorithm(codeVersion: string): string {
  const end = codeVersion.indexOf(':');
  return end < 0 ? '' : codeVersion.slice(0, end);
}

function newerFailure(failure: Failure | undefined, materialization: Materialization | undefined): Failure | undefined {
  return failure !== undefined && (materialization === undefined || failure.seq > materialization.seq)
    ? failure
    : undefined;
}

function failedCause(failure: Failure): Cause {
  return { kind: 'failed', message: failure.message, run: failure.run, ...placeIn(failure) };
}

function placeOf(node: AssetNode): Pick<Cause, 'file' | 'line' | 'column'> {
  return { file: node.file, line: node.line, column: node.column };
}

function placeIn({
  file,
  line,
  column,
}: Pick<Cause, 'file' | 'line' | 'column'>): Pick<Cause, 'file' | 'line' | 'column'> {
  return {
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  };
}

function assetStatus(of: {
  readonly key: AssetKey;
  readonly status: StatusName;
  readonly causes: readonly Cause[];
  readonly materialization: Materialization | undefined;
  readonly checks: readonly CheckResult[];
}): AssetStatus {
  const { key, status, causes, materialization, checks } = of;
  return materialization === undefined
    ? { key, status, causes }
    : { key, status, causes, lastMaterialization: last(materialization, checks) };
}

/** In the order they are defined; what never ran is not there. */
function outcomes(node: AssetNode, facts: StoredFacts): CheckResult[] {
  const known = own(facts.checks, node.key);
  return known === undefined ? [] : node.checks.flatMap((name) => own(known, name) ?? []);
}

function last(of: Materialization, checks: readonly CheckResult[]): LastMaterialization {
  const { run, time, codeVersion, dataVersion, rows, bytes, durationMs, metadata } = of;
  const always = { run, time, codeVersion, dataVersion, durationMs, metadata, checks };
  if (rows === undefined && bytes === undefined) return always;
  return { ...always, ...(rows !== undefined && { rows }), ...(bytes !== undefined && { bytes }) };
}

/** A key may be called `constructor`: only what was put there counts. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
