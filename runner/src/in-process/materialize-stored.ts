// `materialize()` on the project's store: the run is the host's, as if the terminal had asked; the values are read back here.
import { join } from 'node:path';
import type { AssetKey } from '@headwater/graph';
import { DEFINITION, type EngineOptions, type RawLog, type RawResult } from 'headwater/internal';
import { withProject } from '../host/open-project.ts';
import type { ProjectClient } from '../host/project-client.ts';
import type { StoredAt } from '../ipc.ts';
import type { MaterializeRequest } from '../protocol.ts';
import { quietListener } from '../quiet-listener.ts';
import type { RunEvent } from '../run-event.ts';
import { createValueStore } from '@headwater/stores';
import { loadedRun } from '../worker/loaded-run.ts';
import { runResources } from '../worker/run-resources.ts';
import { logTo } from '../worker/step-body.ts';
import { valueKeeping } from '../worker/value-keeping.ts';
import { givenGraph, type Given, type GivenGraph } from './given-graph.ts';
import { rawNode } from './raw-node.ts';

export interface StoredProject {
  /** Absolute. */
  readonly project: string;
  readonly open: () => Promise<ProjectClient>;
}

/** @throws Error when the project knows no such asset, or the run cannot be planned. */
export async function materializeStored(
  given: Given,
  options: EngineOptions,
  { project, open }: StoredProject,
): Promise<RawResult> {
  if (Object.keys(options.resources).length > 0)
    throw new Error(
      "materialize: resources cannot be replaced with store: 'project', because bodies run in processes of their own; name an `env` of definitions(…), or use the memory.",
    );
  const graph = givenGraph(given);
  return withProject(open, async (client) => {
    const events = await runEvents(client, requestOf(graph, options), options.signal);
    const definitions = graph.definitions;
    const loaded = { ...loadedRun(graph.modules, { bindings: graph.bindings, definitions: null }), definitions };
    const scope = { run: events[0]?.run ?? '', env: options.env, config: options.config };
    const resources = runResources({ definitions, scope, inProcess: false, log: () => undefined });
    const fallback = createValueStore({ dir: join(project, '.headwater') });
    const keeping = valueKeeping({ loaded, resources, fallback, log: logTo(quietListener()) });
    const made = new Map<AssetKey, Map<string | undefined, StoredAt>>();
    for (const event of events) {
      if (event.type !== 'materialized') continue;
      const of = made.get(event.asset) ?? new Map<string | undefined, StoredAt>();
      made.set(event.asset, of.set(event.partition, storedAt(event)));
    }
    const sliced = new Set(graph.document.assets.flatMap(({ key, partitions }) => (partitions ? [key] : [])));
    const loadOne = async (key: AssetKey, stored: StoredAt | undefined): Promise<unknown> => {
      if (stored?.path === undefined && stored?.io === undefined) return undefined;
      return keeping.load({ asset: key, stored, as: 'The result' });
    };
    const load = async (key: AssetKey): Promise<unknown> => {
      const of = made.get(key);
      if (!sliced.has(key)) return loadOne(key, of?.get(undefined));
      const each = [...(of ?? [])].map(async ([one = '', stored]) => [one, await loadOne(key, stored)] as const);
      return Object.fromEntries(await Promise.all(each));
    };
    const nodes = await Promise.all(
      graph.document.assets.map(({ key }) => rawNode(key, { graph, events, loads: [], load })),
    );
    await resources.dispose();
    const end = events.at(-1);
    return {
      run: scope.run,
      success: end?.type === 'run-finished' && end.status === 'success',
      nodes,
      logs: logsOf(events),
    };
  });
}

function requestOf(graph: GivenGraph, options: EngineOptions): MaterializeRequest {
  const { selection, config, env, concurrency, partitionKey } = options;
  const keyOf = new Map([...graph.byKey].map(([key, value]) => [value[DEFINITION], key]));
  const chosen =
    typeof selection === 'string'
      ? { select: selection }
      : { keys: selection?.map((node) => keyOf.get(node[DEFINITION]) ?? '') ?? graph.own };
  return {
    ...chosen,
    config,
    ...(env !== null && { env }),
    ...(concurrency !== null && { concurrency }),
    ...(partitionKey !== null && { partitions: [partitionKey] }),
  };
}

/** All that happens in the run, to its end. */
async function runEvents(
  client: ProjectClient,
  request: MaterializeRequest,
  signal: AbortSignal | null,
): Promise<RunEvent[]> {
  const heard: RunEvent[] = [];
  let look: () => void = () => undefined;
  const stop = client.listen((message) => {
    if (!('type' in message) || message.type !== 'event') return;
    heard.push(message.event);
    look();
  });
  try {
    const { run } = await client.request('materialize', request);
    const cancel = (): void => void client.request('cancel', { run });
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();
    const isEnd = (event: RunEvent): boolean => event.run === run && event.type === 'run-finished';
    const finished = new Promise<void>((resolve) => {
      look = () => {
        if (heard.some(isEnd)) resolve();
      };
      look();
    });
    const gone = client.gone.then(() => {
      throw new Error(
        'The process that ran this ended before the run was done; `headwater status` shows what it made.',
      );
    });
    await Promise.race([finished, gone]);
    return heard.filter((event) => event.run === run);
  } finally {
    stop();
  }
}

function storedAt({ path, io, partition }: Extract<RunEvent, { type: 'materialized' }>): StoredAt {
  return {
    ...(path !== undefined && { path }),
    ...(io !== undefined && { io }),
    ...(partition !== undefined && { partition }),
  };
}

function logsOf(events: readonly RunEvent[]): RawLog[] {
  return events.flatMap((event) =>
    event.type === 'log' ? [{ asset: event.asset, level: event.level, message: event.message }] : [],
  );
}
