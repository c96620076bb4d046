// `materialize()` in memory: the same planning and the same run as in a project, with bodies in this process and no file left behind.
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { DEFINITION, type EngineOptions, type RawLog, type RawResult } from 'headwater/internal';
import type { AssetKey, Materialization } from '@headwater/graph';
import type { Catalogue } from '../catalogue.ts';
import type { Binding, RunScope } from '../ipc.ts';
import { carryOut } from '../host/run.ts';
import { runTasks } from '../host/run-tasks.ts';
import { stepConfigs } from '../host/step-configs.ts';
import type { StepLogs } from '../host/step-log.ts';
import { planPartitions } from '../host/partitions-now.ts';
import { rangeWords } from '../plan/plan-refusals.ts';
import { plan, type Plan } from '../plan/plan.ts';
import type { MaterializeRequest } from '../protocol.ts';
import { quietListener } from '../quiet-listener.ts';
import type { RunEvent } from '../run-event.ts';
import { installHooks } from '../worker/install-hooks.ts';
import { loadedRun } from '../worker/loaded-run.ts';
import { runResources } from '../worker/run-resources.ts';
import { logTo } from '../worker/step-body.ts';
import { valueKeeping } from '../worker/value-keeping.ts';
import { givenGraph, type Given, type GivenGraph } from './given-graph.ts';
import { inProcessExecutor } from './in-process-executor.ts';
import { createMemoryCatalogue } from './memory-catalogue.ts';
import { createMemoryStore } from '@headwater/stores';
import { rawNode } from './raw-node.ts';

const NO_FILES: StepLogs = { write: () => undefined, close: () => Promise.resolve() };

/** @throws Error when the run cannot be planned: a selection that selects nothing, an upstream that was not handed in. */
export async function materializeInMemory(given: Given, options: EngineOptions): Promise<RawResult> {
  const secrets = installHooks();
  const graph = givenGraph(given);
  const run = `memory-${randomBytes(6).toString('hex')}`;
  const catalogue = createMemoryCatalogue();
  const planned = planGiven(graph, { options, catalogue });
  const scope: RunScope = {
    run,
    bundle: '',
    project: process.cwd(),
    store: '',
    env: options.env,
    config: options.config,
    definitions: null,
    bindings: graph.bindings,
  };
  const definitions = {
    ...(graph.definitions ?? EMPTY),
    resources: { ...graph.definitions?.resources, ...options.resources },
  };
  const logs: RawLog[] = [];
  const loaded = { ...loadedRun(graph.modules, { bindings: graph.bindings, definitions: null }), definitions };
  const resources = runResources({
    definitions,
    inProcess: true,
    scope,
    log: (level, message) => {
      logs.push({ asset: null, level, message: secrets.text(message) });
    },
  });
  const store = createMemoryStore();
  const concurrency = options.concurrency ?? Math.max(2, availableParallelism());
  const events: RunEvent[] = [];
  const built = {
    type: 'built' as const,
    bundle: '',
    bindings: graph.bindings as readonly Binding[],
    checks: graph.checks,
    definitions: null,
  };
  // What is given in this process need not be JSON, and nothing is kept that would have a version of it.
  const configs = { ...stepConfigs(graph.document.assets, options.config), version: () => undefined };
  const outcome = await carryOut({
    run,
    plan: planned,
    staleOnly: false,
    reuse: null,
    configs,
    built,
    checks: graph.document.checks,
    tasks: runTasks({
      scope,
      built,
      assets: graph.document.assets,
      configs,
      facts: catalogue.facts(),
      opResults: {},
      catalogue,
    }),
    openLogs: () => NO_FILES,
    env: options.env,
    catalogue,
    executor: inProcessExecutor({ loaded, resources, definitions, store, concurrency }),
    signal: options.signal ?? new AbortController().signal,
    emit: (event) => {
      const masked = secrets.mask(event);
      events.push(masked);
      if (masked.type === 'log') logs.push({ asset: masked.asset, level: masked.level, message: masked.message });
    },
  });
  const quietly = logTo(quietListener());
  const keeping = valueKeeping({ loaded, resources, fallback: store, log: quietly });
  const { materializations } = catalogue.facts();
  const sliced = new Set(graph.document.assets.flatMap(({ key, partitions }) => (partitions ? [key] : [])));
  const load = async (key: AssetKey): Promise<unknown> => {
    const partitions = catalogue.partitionsOf(key).keys;
    if (!sliced.has(key)) return loadOne(key, materializations[key]);
    const each = partitions.map(async (one) => [one, await loadOne(key, catalogue.partition(key, one))] as const);
    return Object.fromEntries(await Promise.all(each));
  };
  const loadOne = async (key: AssetKey, made: Materialization | undefined): Promise<unknown> => {
    if (made && made.path === undefined && made.io === undefined) return undefined;
    return keeping.load({ asset: key, stored: made ?? {}, as: 'The result' });
  };
  const nodes = await Promise.all(
    graph.document.assets.map((node) => rawNode(node.key, { graph, events, loads: planned.document.load, load })),
  );
  await resources.dispose();
  return { run, success: outcome === 'success', nodes, logs };
}

function planGiven(
  graph: GivenGraph,
  { options, catalogue }: { readonly options: EngineOptions; readonly catalogue: Catalogue },
): Plan {
  const { selection, config, partitionKey } = options;
  const keyOf = new Map([...graph.byKey].map(([key, value]) => [value[DEFINITION], key]));
  const request: MaterializeRequest = {
    ...(typeof selection === 'string'
      ? { select: selection }
      : { keys: selection?.map((node) => keyOf.get(node[DEFINITION]) ?? '') ?? graph.own }),
    config,
    ...(partitionKey !== null && { partitions: [partitionKey] }),
  };
  const facts = { materializations: {}, failures: {}, checks: {}, observations: {}, running: [] };
  const partitions = planPartitions({ assets: graph.document.assets, facts, catalogue, now: Date.now() });
  const result = plan({ request, graph: graph.document, statuses: [], facts, partitions });
  if (result.ok) return result.plan;
  const { message, missing } = result.error;
  if (!missing) throw new Error(message);
  if (missing.partitions)
    throw new Error(
      `\`${missing.neededBy}\` needs ${rangeWords(missing.partitions)} of \`${missing.asset}\`, which this run does not make: name a partitionKey that takes them in, such as '2026-01-01..2026-01-31'.`,
    );
  throw new Error(
    `\`${missing.asset}\` has never been materialized, and \`${missing.neededBy}\` needs it: hand it to materialize() too, or read the project's store with { store: 'project' }.`,
  );
}

const EMPTY = {
  type: 'definitions',
  assets: null,
  jobs: [],
  schedules: [],
  sensors: [],
  resources: {},
  env: {},
  pools: {},
  onFailure: null,
} as const;
