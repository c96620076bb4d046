// Decides what a request runs, skips and loads: pure, from the graph, the statuses and what is stored.
import {
  directUpstream,
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
  type ForeignAsset,
  type GraphDocument,
  type StoredFacts,
} from '@headwater/graph';
import type { HostError, MaterializeRequest, PlanDocument } from '../protocol.ts';

/** One body to run, with what the run wants of it. */
export interface PlanStep {
  readonly step: string;
  /** Several for a multi-asset; never empty. */
  readonly nodes: readonly [AssetNode, ...AssetNode[]];
}

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
}

export interface PlanInput {
  readonly request: MaterializeRequest;
  readonly graph: GraphDocument;
  readonly statuses: readonly AssetStatus[];
  readonly facts: StoredFacts;
  /** What is left of the run that `fromFailure` names. */
  readonly resume?: { readonly run: string; readonly assets: readonly AssetKey[] };
}

export type Planned = { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly error: HostError };

/** Nothing has run when this refuses: a missing upstream or a broken definition is said before any body starts. */
export function plan({ request, graph, statuses, facts, resume }: PlanInput): Planned {
  const wanted = wantedKeys({ request, graph, statuses, ...(resume && { resume }) });
  if ('code' in wanted) return { ok: false, error: wanted };
  const byKey = new Map(graph.assets.map((node) => [node.key, node]));
  const statusOf = new Map(statuses.map((status) => [status.key, status]));
  const skip: { asset: AssetKey; why: string }[] = [];
  const bodies = new Map<string, AssetNode[]>();
  for (const key of topologicalOrder(graph.assets)) {
    const node = byKey.get(key);
    if (!node || !wanted.has(key)) continue;
    if (node.kind === 'external')
      skip.push({ asset: key, why: 'it is external: produced elsewhere, only loaded here' });
    else bodies.set(node.step, [...(bodies.get(node.step) ?? []), node]);
  }
  const steps: PlanStep[] = [];
  for (const [step, nodes] of bodies) {
    const isFresh = ({ key }: AssetNode): boolean =>
      request.staleOnly === true && statusOf.get(key)?.status === 'fresh';
    // One body makes all its outputs, unless it can make some alone.
    const run = nodes.every(isFresh) ? [] : wholeBody(nodes, graph).filter((node) => !node.canSubset || !isFresh(node));
    const chosen = new Set(run);
    skip.push(...nodes.filter((node) => !chosen.has(node)).map(({ key }) => ({ asset: key, why: 'it is fresh' })));
    const [first, ...others] = run;
    if (first) steps.push({ step, nodes: [first, ...others] });
  }
  const nodes = steps.flatMap((step) => step.nodes);
  const refusal = refuse({ nodes, graph, byKey, facts }) ?? wrongConfig(request, graph);
  if (refusal) return { ok: false, error: refusal };
  const running = new Set(nodes.map(({ key }) => key));
  const load = new Set(nodes.flatMap((node) => Object.values(node.inputs)).filter((key) => !running.has(key)));
  const run = nodes.map((node) => ({
    asset: node.key,
    why: whyRun({ request, node, wanted, status: statusOf.get(node.key) }),
  }));
  const document: PlanDocument = { version: 1, run, skip, load: [...load].sort() };
  const warnings = resume ? changedSince(document.load, statusOf) : [];
  return {
    ok: true,
    plan: { document, steps, parent: resume?.run ?? null, selection: describeRequest(request), warnings },
  };
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

function refuse({
  nodes,
  graph,
  byKey,
  facts,
}: {
  nodes: readonly AssetNode[];
  graph: GraphDocument;
  byKey: ReadonlyMap<AssetKey, AssetNode>;
  facts: StoredFacts;
}): HostError | null {
  const running = new Set(nodes.map(({ key }) => key));
  const blocking = graph.problems.find(
    (problem) =>
      problem.severity === 'error' &&
      // With two of them it is not known which resources and environments stand.
      (problem.code === 'two-definitions' ||
        nodes.some(
          (node) =>
            node.file === problem.file && problem.line >= node.range.startLine && problem.line <= node.range.endLine,
        )),
  );
  if (blocking) return { code: 'problems', message: `${blocking.file}:${blocking.line}: ${blocking.message}` };
  for (const node of nodes) {
    for (const key of directUpstream(node)) {
      const foreign = byKey.get(key)?.foreign;
      const unloadable =
        foreign && Object.values(node.inputs).includes(key) && cannotLoad({ key, foreign, node, facts });
      if (unloadable) return unloadable;
      if (running.has(key) || facts.materializations[key] || byKey.get(key)?.kind === 'external') continue;
      return {
        code: 'never-materialized',
        missing: { asset: key, neededBy: node.key },
        message: `\`${key}\` has never been materialized, and \`${node.key}\` needs it: materialize it first, or select it too with \`+key:"${node.key}"\`.`,
      };
    }
  }
  return null;
}

/** What another project makes is loaded from its default store, once it is there. */
function cannotLoad(of: {
  readonly key: AssetKey;
  readonly foreign: ForeignAsset;
  readonly node: AssetNode;
  readonly facts: StoredFacts;
}): HostError | null {
  const { key, foreign, node, facts } = of;
  const there = `the project \`${foreign.project}\` (${foreign.root})`;
  const stored = facts.foreign?.[key];
  if (foreign.kind === 'external')
    return {
      code: 'failed',
      message: `\`${node.key}\` reads \`${key}\`, which is external in ${there}, too: nothing of it is stored there. Declare it with externalAsset in this project, with an \`io\` that loads it.`,
    };
  if (stored === undefined)
    return {
      code: 'never-materialized',
      missing: { asset: key, neededBy: node.key },
      message: `\`${key}\` has never been materialized in ${there}, and \`${node.key}\` needs it: run \`headwater -C ${foreign.root} materialize --select 'key:"${foreign.key}"'\` first.`,
    };
  if (stored.io !== undefined)
    return {
      code: 'failed',
      message: `\`${node.key}\` reads \`${key}\`, which the IO manager \`${stored.io}\` of ${there} keeps: only what is in the default store of another project can be loaded. Store it there without \`io\`, or declare it with externalAsset in this project.`,
    };
  if (stored.path === undefined)
    return {
      code: 'failed',
      message: `\`${node.key}\` reads \`${key}\`, which stored no value in ${there}: name it in deps instead of inputs.`,
    };
  return null;
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

function describeRequest({ keys, select: text, widen, staleOnly, fromFailure }: MaterializeRequest): string {
  if (fromFailure !== undefined) return `from the failure of ${fromFailure}`;
  const [before, after] = [widen === 'upstream' ? '+' : '', widen === 'downstream' ? '+' : ''];
  const what = text ?? keys?.map((key) => `${before}key:"${key}"${after}`).join(' or ') ?? '*';
  return staleOnly ? `${what} (stale only)` : what;
}
