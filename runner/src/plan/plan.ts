// Decides what a request runs, skips and loads: pure, from the graph, the statuses and what is stored.
import { toRanges, type PartitionSet } from '@headwater/calendar';
import {
  downstreamOf,
  formatSelectionError,
  nearestName,
  parseSelection,
  select,
  topologicalOrder,
  upstreamOf,
  type AssetKey,
  type AssetNode,
  type AssetStatus,
  type GraphDocument,
  type StoredFacts,
} from '@headwater/graph';
import type { HostError, MaterializeRequest, PlanDocument } from '../protocol.ts';
import { choosePartitions, type Body } from './choose-partitions.ts';
import {
  isUnnamed,
  NO_PARTITIONS,
  resumedSets,
  tooManyOf,
  UNNAMED,
  withoutFresh,
  type PlanPartitions,
  type Resume,
} from './plan-partitions.ts';
import { refusePlan } from './plan-refusals.ts';
import { planSteps, type PlanStep } from './plan-steps.ts';
import { BadPartitions, type Slicing } from './slicing.ts';

export type { PlanStep } from './plan-steps.ts';

export interface Plan {
  readonly document: PlanDocument;
  /** What to run, upstream first. */
  readonly steps: readonly PlanStep[];
  /** The run whose failure this one goes on from. */
  readonly parent: string | null;
  /** The request in words, recorded with the run. */
  readonly selection: string;
  /** What whoever asked should know: said in the run's log. */
  readonly warnings: readonly string[];
  /** The partitions of the graph as they were when it was planned. */
  readonly slicing: Slicing;
}

export interface PlanInput {
  readonly request: MaterializeRequest;
  readonly graph: GraphDocument;
  readonly statuses: readonly AssetStatus[];
  readonly facts: StoredFacts;
  /** What is left of the run that `fromFailure` names. */
  readonly resume?: Resume;
  /** Absent: nothing is made in partitions. */
  readonly partitions?: PlanPartitions;
}

export type Planned = { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly error: HostError };

/** What a selection makes, body by body, upstream first. */
export function selectedBodies(of: Pick<PlanInput, 'request' | 'graph' | 'statuses'>): Body[] | HostError {
  const wanted = wantedKeys(of);
  if ('code' in wanted) return wanted;
  const { graph } = of;
  const byKey = new Map(graph.assets.map((node) => [node.key, node]));
  const chosen = topologicalOrder(graph.assets).flatMap((key) => {
    const node = byKey.get(key);
    return node && wanted.has(key) && node.kind !== 'external' ? [node] : [];
  });
  return [...Map.groupBy(chosen, ({ step }) => step).values()].flatMap((nodes): Body[] => {
    const [first, ...others] = wholeBody(nodes, graph);
    return first ? [[first, ...others]] : [];
  });
}

/** Nothing has run when this refuses: a missing upstream or a broken definition is said before any body starts. */
export function plan(input: PlanInput): Planned {
  try {
    return planned(input);
  } catch (error) {
    if (!(error instanceof BadPartitions)) throw error;
    return { ok: false, error: { code: 'problems', message: error.message } };
  }
}

function planned({ request, graph, statuses, facts, resume, partitions = NO_PARTITIONS }: PlanInput): Planned {
  const wanted = wantedKeys({ request, graph, statuses, ...(resume && { resume }) });
  if ('code' in wanted) return { ok: false, error: wanted };
  const byKey = new Map(graph.assets.map((node) => [node.key, node]));
  const statusOf = new Map(statuses.map((status) => [status.key, status]));
  const { slicing, stored } = partitions;
  const skip: PlanDocument['skip'][number][] = [];
  const bodies = new Map<string, AssetNode[]>();
  for (const key of topologicalOrder(graph.assets)) {
    const node = byKey.get(key);
    if (!node || !wanted.has(key)) continue;
    if (node.kind === 'external')
      skip.push({ asset: key, why: 'it is external: produced elsewhere, only loaded here' });
    else if (isUnnamed(node, { request, resume, slicing }))
      skip.push({ asset: key, ...(statusOf.get(key)?.status === 'fresh' ? { why: 'it is fresh' } : UNNAMED) });
    else bodies.set(node.step, [...(bodies.get(node.step) ?? []), node]);
  }
  const chosen: Body[] = [];
  for (const nodes of bodies.values()) {
    const isFresh = ({ key }: AssetNode): boolean =>
      request.staleOnly === true && slicing.of(key) === null && statusOf.get(key)?.status === 'fresh';
    // One body makes all its outputs, unless it can make some alone.
    const run = nodes.every(isFresh) ? [] : wholeBody(nodes, graph).filter((node) => !node.canSubset || !isFresh(node));
    const running = new Set(run);
    skip.push(...nodes.filter((node) => !running.has(node)).map(({ key }) => ({ asset: key, why: 'it is fresh' })));
    const [first, ...others] = run;
    if (first) chosen.push([first, ...others]);
  }
  const sets = resume
    ? resumedSets(chosen, { resume, slicing })
    : choosePartitions({ bodies: chosen, texts: request.partitions, slicing, stored });
  if ('code' in sets) return { ok: false, error: sets };
  const { sets: setOf, left } = request.staleOnly ? withoutFresh(chosen, { sets, partitions }) : { sets, left: [] };
  skip.push(...left.flatMap((nodes) => nodes.map(({ key }) => ({ asset: key, why: 'these partitions are fresh' }))));
  const nodes = chosen.filter((body) => !left.includes(body)).flat();
  const ofKey = new Map(
    nodes.flatMap(({ key, step }): [AssetKey, PartitionSet][] => {
      const set = setOf.get(step);
      return set ? [[key, set]] : [];
    }),
  );
  const refusal =
    refusePlan({ nodes, sets: ofKey, graph, byKey, facts, slicing, stored }) ??
    tooManyOf(ofKey) ??
    wrongConfig(request, graph);
  if (refusal) return { ok: false, error: refusal };
  const steps = chosen.flatMap((body) =>
    left.includes(body) ? [] : planSteps(body, { set: setOf.get(body[0].step) ?? null, slicing }),
  );
  const running = new Set(nodes.map(({ key }) => key));
  const load = new Set(nodes.flatMap((node) => Object.values(node.inputs)).filter((key) => !running.has(key)));
  const run = nodes.map((node) => ({
    asset: node.key,
    why: whyRun({ request, node, wanted, status: statusOf.get(node.key) }),
    ...rangesOf(node.key, { set: ofKey.get(node.key), slicing }),
  }));
  const document: PlanDocument = { version: 1, run, skip, load: [...load].sort() };
  const warnings = resume ? changedSince(document.load, statusOf) : [];
  return {
    ok: true,
    plan: { document, steps, parent: resume?.run ?? null, selection: describeRequest(request), warnings, slicing },
  };
}

function rangesOf(key: AssetKey, { set, slicing }: { set: PartitionSet | undefined; slicing: Slicing }) {
  const partitions = slicing.of(key);
  return set && partitions ? { partitions: toRanges(set, partitions) } : {};
}

/** A run that goes on reuses what is stored, also where it would come out otherwise by now. */
function changedSince(loads: readonly AssetKey[], statusOf: ReadonlyMap<AssetKey, AssetStatus>): string[] {
  return loads
    .filter((key) => statusOf.get(key)?.causes.some(({ kind }) => kind === 'code'))
    .map((key) => `The stored value of \`${key}\` is reused, though its code has changed since it was made.`);
}

function wholeBody(nodes: readonly AssetNode[], graph: GraphDocument): readonly AssetNode[] {
  const [first] = nodes;
  if (first?.kind !== 'multi' || first.canSubset === true) return nodes;
  return graph.assets.filter(({ step }) => step === first.step);
}

function wrongConfig({ config }: MaterializeRequest, graph: GraphDocument): HostError | null {
  const keys = graph.assets.map(({ key }) => key);
  const given = Object.keys(config?.assets ?? {});
  const unknown = given.find((key) => !keys.includes(key));
  if (unknown === undefined) return twiceConfigured(given, graph);
  const near = nearestName(unknown, keys);
  const advice = near == null ? '' : ` Did you mean \`${near}\`?`;
  return {
    code: 'not-found',
    message: `The configuration names \`${unknown}\`, which is no asset of this project.${advice}`,
  };
}

/** One body has one configuration, under whichever of its assets. */
function twiceConfigured(given: readonly AssetKey[], { assets }: GraphDocument): HostError | null {
  const bodies = Map.groupBy(
    assets.filter(({ key }) => given.includes(key)),
    ({ step }) => step,
  );
  const several = [...bodies.values()].find((nodes) => nodes.length > 1);
  if (!several) return null;
  const names = several.map(({ key }) => `\`${key}\``).join(' and ');
  return {
    code: 'bad-request',
    message: `The configuration names ${names}, which one body makes: give it under one of them.`,
  };
}

function wantedKeys({ request, graph, statuses, resume }: Omit<PlanInput, 'facts'>): Set<AssetKey> | HostError {
  if (resume) return new Set(resume.assets);
  if (request.select !== undefined) {
    const selection = parseSelection(request.select);
    if ('column' in selection)
      return { code: 'bad-selection', message: formatSelectionError(selection), column: selection.column };
    const statusOf = new Map(statuses.map(({ key, status }) => [key, status]));
    const { keys, warnings } = select(graph.assets, selection, {
      statusOf: (key) => statusOf.get(key),
      jobs: graph.jobs,
      schedules: graph.schedules,
      sensors: graph.sensors,
    });
    if (keys.length > 0) return new Set(keys);
    const why = warnings.length === 0 ? '' : `: ${warnings.join('; ')}`;
    return { code: 'not-found', message: `\`${request.select}\` selects no asset${why}` };
  }
  if (request.keys === undefined) return new Set(graph.assets.map(({ key }) => key));
  const known = new Set(graph.assets.map(({ key }) => key));
  const unknown = request.keys.filter((key) => !known.has(key));
  if (unknown.length > 0)
    return {
      code: 'not-found',
      message: `There is no asset \`${unknown.join('`, `')}\` in this project on disk; save the file that defines it.`,
    };
  if (request.widen === 'upstream') return upstreamOf(graph.assets, request.keys);
  if (request.widen === 'downstream') return downstreamOf(graph.assets, request.keys);
  return new Set(request.keys);
}

function whyRun({
  request,
  node,
  wanted,
  status,
}: {
  request: MaterializeRequest;
  node: AssetNode;
  wanted: ReadonlySet<AssetKey>;
  status: AssetStatus | undefined;
}): string {
  if (!wanted.has(node.key)) return 'made by the same body';
  if (request.fromFailure !== undefined) return `not made by run ${request.fromFailure}`;
  if (!request.staleOnly) return 'selected';
  return (
    status?.causes[0]?.message ?? (status?.status === 'never' ? 'never materialized' : (status?.status ?? 'selected'))
  );
}

export function describeRequest(request: MaterializeRequest): string {
  const { keys, select: text, widen, staleOnly, fromFailure, partitions } = request;
  if (fromFailure !== undefined) return `from the failure of ${fromFailure}`;
  const [before, after] = [widen === 'upstream' ? '+' : '', widen === 'downstream' ? '+' : ''];
  const what = text ?? keys?.map((key) => `${before}key:"${key}"${after}`).join(' or ') ?? '*';
  const slices = partitions === undefined ? what : `${what} [${partitions.join(', ')}]`;
  return staleOnly ? `${slices} (stale only)` : slices;
}
