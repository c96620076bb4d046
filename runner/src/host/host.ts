// The owner of a project: answers the door's methods, plans and carries out one run at a time, and tells every listener.
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { computeStatus, type AssetKey } from '@headwater/graph';
import type { Describe } from '../describe.ts';
import {
  PROTOCOL_VERSION,
  type HostMessage,
  type HostMethod,
  type HostMethods,
  type MaterializeReply,
  type MaterializeRequest,
} from '../protocol.ts';
import { isDurable, type RunEvent } from '../run-event.ts';
import { openCatalogue } from '../store/index.ts';
import { warmBuild } from '../build/user-bundle.ts';
import { assetHistory } from './asset-history.ts';
import { chosenStatuses } from './chosen-statuses.ts';
import { collectGarbage, tidyAfterRun } from './collect-garbage.ts';
import { describeLoaded } from './describe-loaded.ts';
import { foreseenReuse } from './foreseen-reuse.ts';
import { withForeignStores } from './foreign-stores.ts';
import { forgetAsset } from './forget-asset.ts';
import { HostRefusal } from './host-refusal.ts';
import { keepSettings } from './keep-settings.ts';
import { localExecutor } from './local-executor.ts';
import { recordRenames } from './record-renames.ts';
import { observeExternals } from './observe-externals.ts';
import { carryOut } from './run.ts';
import { checksOf, createPlanner, type Planning } from './planner.ts';
import { runTasks } from './run-tasks.ts';
import { showAsset } from './show-asset.ts';
import { storeSize } from './store-size.ts';
import { openStepLogs, readStepLogs } from './step-log.ts';

export interface HostOptions {
  /** Absolute. */
  readonly project: string;
  readonly describe: Describe;
  readonly workerFile: string;
  /** Version of the package this host belongs to. */
  readonly headwater: string;
  readonly concurrency?: number;
  /** Keep a worker ready between runs, as a host that stays does. */
  readonly keepWarm?: boolean;
}

export interface Host {
  request<M extends HostMethod>(method: M, params: HostMethods[M]['params']): Promise<HostMethods[M]['result']>;
  /** Returns the way to stop listening. */
  listen(listener: (message: HostMessage) => void): () => void;
  /** Resolves when no run is under way or waiting. */
  idle(): Promise<void>;
  /** Starts a worker and the build before they are needed. */
  warm(): void;
  close(): Promise<void>;
}

/** Whether this process may write to the project's store. */
export interface HostRights {
  /** False from the moment it may not any more. */
  held(): boolean;
  /** Why it never may. */
  readonly readOnly: string | null;
}

export async function createHost(
  {
    project,
    describe: describeSource,
    workerFile,
    headwater,
    concurrency = defaultConcurrency(),
    keepWarm = false,
  }: HostOptions,
  { held, readOnly }: HostRights,
): Promise<Host> {
  const store = join(project, '.headwater');
  const settings = keepSettings(project);
  const { catalogue, describe } = withForeignStores({
    project,
    describe: describeSource,
    catalogue: await openCatalogue({ dir: store, held, readOnly, keep: settings.keep }),
  });
  const listeners = new Set<(message: HostMessage) => void>();
  const tell = (message: HostMessage): void => {
    for (const listener of listeners) listener(message);
  };
  const onStrayLog = (_level: unknown, message: string): void => {
    tell({ type: 'notice', message });
  };
  const executor = localExecutor({ workerFile, project, concurrency, onStrayLog });
  const planner = createPlanner({ describe, catalogue, project, store, envOf });
  const at = { describe, catalogue, project, store, workerFile };
  const runs = new Map<string, AbortController>();
  let turn: Promise<unknown> = Promise.resolve();

  const methods: { [M in HostMethod]: (params: HostMethods[M]['params']) => Promise<HostMethods[M]['result']> } = {
    hello: () =>
      Promise.resolve({
        protocol: PROTOCOL_VERSION,
        headwater,
        node: process.version,
        execPath: process.execPath,
        pid: process.pid,
        project,
        owner: true,
        notices: [...settings.notices, ...catalogue.notices],
      }),
    graph: async () => (await describe()).document,
    status: async ({ select: text }) => {
      const { document, code } = await describe();
      const assets = computeStatus(document.assets, catalogue.facts(), code, document.problems);
      if (text === undefined) return { version: 1, assets };
      return { version: 1, assets: chosenStatuses(document, assets, text) };
    },
    plan: async (request) => foreseenReuse(await planner.plan(request)),
    materialize,
    cancel: ({ run }) => {
      const abort = runs.get(run);
      abort?.abort(new Error('cancelled'));
      return Promise.resolve({ cancelled: abort !== undefined });
    },
    show: (asked) => showAsset(asked, { ...at, defaultEnv }),
    runs: ({ limit = 50, before }) => Promise.resolve({ version: 1, runs: catalogue.runs(limit, before) }),
    run: ({ run }) => {
      const { summary, steps } = planner.recordedRun(run);
      return Promise.resolve({ version: 1, run: summary, steps });
    },
    logs: async ({ run, step }) => {
      const { summary } = planner.recordedRun(run);
      return {
        version: 1,
        lines: await readStepLogs({ store, run: summary.run, ...(step !== undefined && { step }) }),
      };
    },
    history: (page) => assetHistory(page, at),
    forget: async (asked) => {
      if (asked.dryRun !== true) refuseReadOnly();
      const done = await forgetAsset(asked, { ...at, defaultEnv, runs: () => runs.keys(), betweenRuns });
      tell({ type: 'status-changed' });
      return done;
    },
    gc: ({ dryRun = false }) => {
      refuseReadOnly();
      return betweenRuns(() => collectGarbage({ store, catalogue, dryRun }));
    },
    storage: () => storeSize(store),
    facts: () => Promise.resolve(catalogue.facts()),
    describe: ({ env }) =>
      turn.then(() => describeLoaded({ describe, project, store, executor, env: env ?? defaultEnv() })),
    shutdown: async () => {
      for (const abort of runs.values()) abort.abort(new Error('the host is closing'));
      await turn;
      return {};
    },
  };

  function betweenRuns<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }

  function refuseReadOnly(): void {
    if (catalogue.readOnly !== null) throw new HostRefusal({ code: 'failed', message: catalogue.readOnly });
  }

  async function materialize(request: MaterializeRequest): Promise<MaterializeReply> {
    refuseReadOnly();
    const run = newRunId();
    if (request.staleOnly)
      for (const { asset, dataVersion } of await observeExternals({ ...at, env: envOf(request) }))
        await catalogue.record(run, { type: 'observed', step: asset, asset, attempt: 1, dataVersion }).then(emit);
    const first = await planner.plan(request);
    const abort = new AbortController();
    // What stands before this run in the queue may change everything: then it is planned again.
    const planNow = runs.size === 0 ? first : null;
    runs.set(run, abort);
    turn = turn.then(() => perform({ run, request, abort, planNow }));
    return { run, plan: first.plan.document };
  }

  async function perform({ run, request, abort, planNow }: QueuedRun): Promise<void> {
    const made = new Set<AssetKey>();
    try {
      const { planning, built } = await planner.build(request, planNow);
      executor.setConcurrency(request.concurrency ?? concurrency);
      const scope = { run, project, store, env: envOf(request), config: request.config ?? {} };
      const { description, facts, opResults, configs, reuse } = planning;
      const named = await recordRenames(description.document.assets, catalogue);
      await carryOut({
        run,
        plan: planning.plan,
        built,
        checks: checksOf(planning),
        code: description.code ?? {},
        configs,
        reuse,
        tasks:
          built.type === 'built'
            ? runTasks({
                scope: { ...scope, bundle: built.bundle, definitions: built.definitions, bindings: built.bindings },
                built,
                assets: description.document.assets,
                configs,
                facts,
                opResults,
              })
            : null,
        staleOnly: request.staleOnly ?? false,
        openLogs: () => openStepLogs({ store, run }),
        env: scope.env,
        catalogue: named,
        executor,
        signal: abort.signal,
        emit(event) {
          if (event.type === 'materialized' && event.io === undefined) made.add(event.asset);
          emit(event);
        },
      });
    } catch (error) {
      // The journal cannot record, or the project changed under the queue: there is no run to tell of, only this.
      tell({
        type: 'notice',
        message: `The run could not be carried out: ${error instanceof Error ? error.message : String(error)}`,
      });
      await catalogue
        .record(run, { type: 'run-finished', status: 'failure', counts: NOTHING, message: String(error) })
        .then(emit, () => undefined);
    } finally {
      runs.delete(run);
      await executor.finishRun();
      if (keepWarm) executor.warm();
      await catalogue.checkpoint().catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        tell({
          type: 'notice',
          message: `The snapshot of the catalogue could not be written (${reason}). Nothing is lost: the journal has it all, and the next run tries again. Free some space or check the folder's permissions.`,
        });
      });
      // What another owner wants, this one does not know.
      if (held()) await tidyAfterRun({ assets: made, store, catalogue });
    }
  }

  function emit(event: RunEvent): void {
    tell({ type: 'event', event });
    if (isDurable(event)) tell({ type: 'status-changed' });
  }

  return {
    // Async: what a method throws at once is a refusal like any other.
    request: async (method, params) => methods[method](params),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    idle: async () => {
      while (runs.size > 0) await turn;
    },
    warm: () => {
      executor.warm();
      void warmBuild();
    },
    async close() {
      await methods.shutdown({});
      await executor.close();
      await catalogue.close();
    },
  };
}

const defaultEnv = (): string | null => process.env['HEADWATER_ENV'] || null;

const envOf = ({ env }: Pick<MaterializeRequest, 'env'>): string | null => env ?? defaultEnv();

interface QueuedRun {
  readonly run: string;
  readonly request: MaterializeRequest;
  readonly abort: AbortController;
  readonly planNow: Planning | null;
}

const NOTHING = { materialized: 0, failed: 0, skipped: 0, cancelled: 0 };

const defaultConcurrency = (): number => Math.min(8, Math.max(2, availableParallelism()));

/** Sorts by time; the tail keeps two of the same millisecond apart. */
function newRunId(): string {
  const stamp = new Date()
    .toISOString()
    .replaceAll(/[-:.TZ]/g, '')
    .slice(0, 17);
  return `${stamp}-${randomBytes(3).toString('hex')}`;
}
