// The owner of a project: answers the door's methods, plans and carries out one run at a time, and tells every listener.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { computeStatus, type GraphDocument, type StoredFacts } from '@headwater/graph';
import type { Describe } from '../describe.ts';
import { messageOf } from '../message-of.ts';
import { PROTOCOL_VERSION, type HostMessage, type HostMethod, type HostMethods } from '../protocol.ts';
import { isDurable, type RunEvent } from '../run-event.ts';
import type { AutomationMode } from '../automation/automation-switch.ts';
import { processClock, type Clock } from '../automation/clock.ts';
import { openCatalogue } from '../store/index.ts';
import { warmBuild } from '../build/user-bundle.ts';
import { createPartitionBook } from '../partitions/partition-facts.ts';
import { createBackfills } from '../backfills/backfills.ts';
import { alertSettings } from './alert-settings.ts';
import { assetHistory } from './asset-history.ts';
import { assetPartitions, changePartitions, notFreshRanges } from './asset-partitions.ts';
import { chosenStatuses } from './chosen-statuses.ts';
import { hostAutomation } from './host-automation.ts';
import { collectGarbage } from './collect-garbage.ts';
import { describeLoaded } from './describe-loaded.ts';
import { foreseenReuse } from './foreseen-reuse.ts';
import { withForeignStores } from './foreign-stores.ts';
import { forgetAsset } from './forget-asset.ts';
import { HostRefusal } from './host-refusal.ts';
import { keepSettings } from './keep-settings.ts';
import { localExecutor } from './local-executor.ts';
import { createPlanner } from './planner.ts';
import { createRunQueue, defaultEnv, envOf, newRunId } from './run-queue.ts';
import { showAsset } from './show-asset.ts';
import { storeSize } from './store-size.ts';
import { readStepLogs } from './step-log.ts';

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
  /** Whether what runs by itself does so in this process, when it owns the project; `never` unless given. */
  readonly automation?: AutomationMode;
  /** Of the process unless given. */
  readonly clock?: Clock;
}

export interface Host {
  request<M extends HostMethod>(method: M, params: HostMethods[M]['params']): Promise<HostMethods[M]['result']>;
  /** Returns the way to stop listening. */
  listen(listener: (message: HostMessage) => void): () => void;
  /** Resolves when no run is under way or waiting. */
  idle(): Promise<void>;
  /** Nothing runs by itself from here on, and what waits of that is taken back. Resolves to its runs that are under way. */
  rest(): Promise<readonly string[]>;
  /** Files of the project were saved: what depends on them is looked at. */
  saved(): void;
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
    automation: mode = 'never',
    clock = processClock(),
  }: HostOptions,
  { held, readOnly }: HostRights,
): Promise<Host> {
  const store = join(project, '.headwater');
  const now = (): Date => new Date(clock.now());
  const settings = keepSettings(project);
  const alerts = alertSettings(project);
  const { catalogue, describe } = withForeignStores({
    project,
    describe: describeSource,
    catalogue: await openCatalogue({ dir: store, held, readOnly, keep: settings.keep, now }),
  });
  const book = createPartitionBook(catalogue);
  const listeners = new Set<(message: HostMessage) => void>();
  const tell = (message: HostMessage): void => {
    for (const listener of listeners) listener(message);
  };
  const onStrayLog = (_level: unknown, message: string): void => {
    tell({ type: 'notice', message });
  };
  const executor = localExecutor({ workerFile, project, concurrency, onStrayLog });
  const planner = createPlanner({ describe, catalogue, project, store, envOf, book, now: () => clock.now() });
  const at = { describe, catalogue, project, store, workerFile };
  const queue = createRunQueue({
    ...at,
    planner,
    executor,
    concurrency,
    keepWarm,
    held,
    now,
    emit,
    notice: (message) => {
      tell({ type: 'notice', message });
    },
  });

  const automation = await hostAutomation({
    ...at,
    queue,
    clock,
    held,
    tell,
    mode: catalogue.readOnly === null ? mode : 'never',
    webhook: alerts.webhook,
  });

  const backfills = createBackfills({
    ...at,
    dir: join(store, 'backfills'),
    now,
    newId: () => newRunId(now()),
    materialize: queue.materialize,
    cancel: (run) => void queue.cancel(run),
    isPlanned: queue.has,
    over: queue.over,
    notFresh: (key) => notFreshRanges(key, { describe, catalogue, book, now }),
    held,
    onChange: (backfill) => {
      tell({ type: 'backfill-changed', backfill });
    },
  });

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
        notices: [...settings.notices, ...alerts.notices, ...catalogue.notices],
      }),
    graph: async () => (await describe()).document,
    status: async ({ select: text }) => {
      const { document, code } = await describe();
      const assets = computeStatus(document.assets, factsOf(document), code, document.problems);
      if (text === undefined) return { version: 1, assets };
      return { version: 1, assets: chosenStatuses(document, assets, text) };
    },
    plan: async (request) => foreseenReuse(await planner.plan(request)),
    materialize: async (request) => {
      refuseReadOnly();
      return queue.materialize(request);
    },
    cancel: ({ run }) => Promise.resolve({ cancelled: queue.cancel(run) }),
    show: (asked) => showAsset(asked, { ...at, defaultEnv }),
    runs: ({ limit = 50, before }) => Promise.resolve({ version: 1, runs: catalogue.runs(limit, before) }),
    run: ({ run }) => {
      const { summary, steps } = planner.recordedRun(run);
      return Promise.resolve({ version: 1, run: summary, steps });
    },
    logs: async ({ run, ...of }) => {
      const { summary } = planner.recordedRun(run);
      return { version: 1, lines: await readStepLogs({ store, ...of, run: summary.run }) };
    },
    history: (page) => assetHistory(page, at),
    partitions: (asked) => assetPartitions(asked, { describe, catalogue, book, now }),
    changePartitions: async (change) => {
      refuseReadOnly();
      const changed = await backfills.whileKeysChange(() => changePartitions(change, { describe, catalogue }));
      tell({ type: 'status-changed' });
      return changed;
    },
    forget: async (asked) => {
      if (asked.dryRun !== true) refuseReadOnly();
      const done = await forgetAsset(asked, { ...at, defaultEnv, runs: queue.keys, betweenRuns: queue.betweenRuns });
      tell({ type: 'status-changed' });
      return done;
    },
    gc: ({ dryRun = false }) => {
      refuseReadOnly();
      return queue.betweenRuns(() => collectGarbage({ store, catalogue, dryRun }));
    },
    ...automation.methods,
    ...backfills.methods,
    backfill: async (asked) => {
      if (asked.dryRun !== true) refuseReadOnly();
      return backfills.methods.backfill(asked);
    },
    steerBackfill: async (asked) => {
      refuseReadOnly();
      return backfills.methods.steerBackfill(asked);
    },
    setAutomation: async (asked) => {
      refuseReadOnly();
      return automation.methods.setAutomation(asked);
    },
    storage: () => storeSize(store),
    facts: async () => factsOf((await describe()).document),
    describe: ({ env }) =>
      queue.betweenRuns(() => describeLoaded({ describe, project, store, executor, env: env ?? defaultEnv() })),
    shutdown: async () => {
      const rested = backfills.rest();
      await queue.stop();
      await rested;
      return {};
    },
  };

  /** With the partitions of the source on disk. */
  function factsOf({ assets }: GraphDocument): StoredFacts {
    return book.look({ assets, facts: catalogue.facts(), now: now().getTime() }).facts;
  }

  function refuseReadOnly(): void {
    if (catalogue.readOnly !== null) throw new HostRefusal({ code: 'failed', message: catalogue.readOnly });
  }

  function emit(event: RunEvent): void {
    tell({ type: 'event', event });
    automation.heard(event);
    backfills.hear(event);
    if (isDurable(event)) tell({ type: 'status-changed' });
  }

  automation.start();
  // A process that is there for one question carries nothing else out.
  if (keepWarm && catalogue.readOnly === null)
    backfills.start().catch((error: unknown) => {
      tell({ type: 'notice', message: `What is left of backfills could not be read: ${messageOf(error)}` });
    });
  return {
    // Async: what a method throws at once is a refusal like any other.
    request: async (method, params) => methods[method](params),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async idle() {
      await backfills.idle();
      await queue.idle();
    },
    rest: async () => {
      await automation.stop();
      const withdrawn = queue.withdraw();
      void backfills.rest();
      return withdrawn;
    },
    saved: automation.wake,
    warm: () => {
      executor.warm();
      void warmBuild();
    },
    async close() {
      await automation.stop();
      await methods.shutdown({});
      await executor.close();
      await automation.close();
      await catalogue.close();
    },
  };
}

const defaultConcurrency = (): number => Math.min(8, Math.max(2, availableParallelism()));
