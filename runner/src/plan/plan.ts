// Decides what a request runs, skips and loads: pure, from the graph, the statuses and what is stored.
import {
  directUpstream,
  downstreamOf,
  formatSelectionError,
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

export interface Plan {
  readonly document: PlanDocument;
  /** What to run, upstream first. */
  readonly steps: readonly AssetNode[];
  /** The request in words, recorded with the run. */
  readonly selection: string;
}

export interface PlanInput {
  readonly request: MaterializeRequest;
  readonly graph: GraphDocument;
  readonly statuses: readonly AssetStatus[];
  readonly facts: StoredFacts;
}

export type Planned = { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly error: HostError };

/** Nothing has run when this refuses: a missing upstream or a broken definition is said before any body starts. */
export function plan({ request, graph, statuses, facts }: PlanInput): Planned {
  const wanted = wantedKeys({ request, graph, statuses });
  if ('code' in wanted) return { ok: false, error: wanted };
  const byKey = new Map(graph.assets.map((node) => [node.key, node]));
  const statusOf = new Map(statuses.map((status) => [status.key, status]));
  const skip: { asset: AssetKey; why: string }[] = [];
  const steps: AssetNode[] = [];
  for (const key of topologicalOrder(graph.assets)) {
    const node = byKey.get(key);
    if (!node || !wanted.has(key)) continue;
    const status = statusOf.get(key)?.status;
    if (node.kind === 'external')
      skip.push({ asset: key, why: 'it is external: produced elsewhere, only loaded here' });
    else if (request.staleOnly && status === 'fresh') skip.push({ asset: key, why: 'it is fresh' });
    else steps.push(node);
  }
  const refusal = refuse({ steps, graph, byKey, facts });
  if (refusal) return { ok: false, error: refusal };
  const running = new Set(steps.map(({ key }) => key));
  const load = new Set(steps.flatMap((node) => Object.values(node.inputs)).filter((key) => !running.has(key)));
  const run = steps.map(({ key }) => ({ asset: key, why: whyRun({ request, status: statusOf.get(key) }) }));
  return {
    ok: true,
    plan: { document: { version: 1, run, skip, load: [...load].sort() }, steps, selection: describeRequest(request) },
  };
}

function wantedKeys({ request, graph, statuses }: Omit<PlanInput, 'facts'>): Set<AssetKey> | HostError {
  if (request.select !== undefined) {
    const selection = parseSelection(request.select);
    if ('column' in selection)
      return { code: 'bad-selection', message: formatSelectionError(selection), column: selection.column };
    const statusOf = new Map(statuses.map(({ key, status }) => [key, status]));
    const { keys, warnings } = select(graph.assets, selection, (key) => statusOf.get(key));
    if (keys.length > 0) return new Set(keys);
    return { code: 'not-found', message: [`\`${request.select}\` selects no asset.`, ...warnings].join(' ') };
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
  steps,
  graph,
  byKey,
  facts,
}: {
  steps: readonly AssetNode[];
  graph: GraphDocument;
  byKey: ReadonlyMap<AssetKey, AssetNode>;
  facts: StoredFacts;
}): HostError | null {
  const running = new Set(steps.map(({ key }) => key));
  const blocking = graph.problems.find(
    (problem) =>
      problem.severity === 'error' &&
      steps.some(
        (node) =>
          node.file === problem.file && problem.line >= node.range.startLine && problem.line <= node.range.endLine,
      ),
  );
  if (blocking) return { code: 'problems', message: `${blocking.file}:${blocking.line}: ${blocking.message}` };
  for (const node of steps) {
    for (const key of directUpstream(node)) {
      if (running.has(key) || facts.materializations[key] || byKey.get(key)?.kind === 'external') continue;
      return {
        code: 'never-materialized',
        message: `\`${key}\` has never been materialized, and \`${node.key}\` needs it: materialize it first, or select it too with \`+key:"${node.key}"\`.`,
      };
    }
  }
  return null;
}

function whyRun({ request, status }: { request: MaterializeRequest; status: AssetStatus | undefined }): string {
  if (!request.staleOnly) return 'selected';
  return (
    status?.causes[0]?.message ?? (status?.status === 'never' ? 'never materialized' : (status?.status ?? 'selected'))
  );
}

function describeRequest({ keys, select: text, widen, staleOnly }: MaterializeRequest): string {
  const [before, after] = [widen === 'upstream' ? '+' : '', widen === 'downstream' ? '+' : ''];
  const what = text ?? keys?.map((key) => `${before}key:"${key}"${after}`).join(' or ') ?? '*';
  return staleOnly ? `${what} (stale only)` : what;
}
