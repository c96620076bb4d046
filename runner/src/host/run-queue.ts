// The runs of a host: one at a time in the order they were asked for, each planned again when its turn comes.
import { randomBytes } from 'node:crypto';
import type { PlannedRun } from '../automation/automation-host.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Describe } from '../describe.ts';
import type { MaterializeReply, MaterializeRequest } from '../protocol.ts';
import type { RunEvent } from '../run-event.ts';
import { messageOf } from '../message-of.ts';
import { tidyAfterRun, type MadeValue } from './collect-garbage.ts';
import type { LocalExecutor } from './local-executor.ts';
import { observeExternals } from './observe-externals.ts';
import { checksOf, type Planner, type Planning } from './planner.ts';
import { recordRenames } from './record-renames.ts';
import { carryOut } from './run.ts';
import { runTasks } from './run-tasks.ts';
import { openStepLogs } from './step-log.ts';

export interface RunQueueOptions {
  readonly project: string;
  readonly store: string;
  readonly workerFile: string;
  readonly describe: Describe;
  readonly catalogue: Catalogue;
  readonly planner: Planner;
  readonly executor: LocalExecutor;
  /** Steps at once unless a request says. */
  readonly concurrency: number;
  readonly keepWarm: boolean;
  readonly held: () => boolean;
  readonly now: () => Date;
  readonly emit: (event: RunEvent) => void;
  readonly notice: (message: string) => void;
}

/** Said of a run that nobody asked for by hand. */
export interface GivenRun {
  /** Its id, so that it can be asked for again and is still one run. */
  readonly run: string;
  /** Who asked: `schedule nightly`. */
  readonly by: string;
}

export interface RunQueue {
  /** @throws HostRefusal before anything has run. */
  materialize(request: MaterializeRequest, given?: GivenRun): Promise<MaterializeReply>;
  cancel(run: string): boolean;
  /** Under way or waiting. */
  keys(): Iterable<string>;
  has(run: string): boolean;
  /** The same, with what they are going to make. */
  planned(): readonly PlannedRun[];
  /** A given run has begun, or it is on record why it did not. */
  hasBegun(run: string): boolean;
  /** Resolves when it is neither under way nor waiting any more. */
  over(run: string): Promise<unknown>;
  /** Takes given runs back that have not begun, as if they had never been asked for. Returns those that are under way. */
  withdraw(): readonly string[];
  betweenRuns<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when no run is under way or waiting. */
  idle(): Promise<void>;
  /** Cancels them all, and waits for their end. */
  stop(): Promise<void>;
}

export function createRunQueue(options: RunQueueOptions): RunQueue {
  const { project, store, catalogue, planner, executor, concurrency, emit, notice } = options;
  const runs = new Map<string, QueuedRun>();
  /** Given runs of this process. */
  const begun = new Set<string>();
  let turn: Promise<unknown> = Promise.resolve();

  async function materialize(request: MaterializeRequest, given?: GivenRun): Promise<MaterializeReply> {
    const run = given?.run ?? newRunId(options.now());
    if (request.staleOnly)
      for (const { asset, dataVersion } of await observeExternals({ ...options, env: envOf(request) }))
        await catalogue.record(run, { type: 'observed', step: asset, asset, attempt: 1, dataVersion }).then(emit);
    const first = await planner.plan(request);
    const abort = new AbortController();
    // What stands before this run in the queue may change everything: then it is planned again.
    const planNow = runs.size === 0 ? first : null;
    const made = first.plan.document.run;
    const over = turn.then(() => perform(queued));
    const queued: QueuedRun = { run, by: given?.by ?? null, request, abort, planNow, made, state: 'waiting', over };
    runs.set(run, queued);
    turn = over;
    return { run, plan: first.plan.document };
  }

  function tell(event: RunEvent): void {
    if (runs.get(event.run)?.by != null && (event.type === 'run-started' || event.type === 'run-finished'))
      begun.add(event.run);
    emit(event);
  }

  async function perform(queued: QueuedRun): Promise<void> {
    const { run, by, request, abort, planNow } = queued;
    if (queued.state === 'withdrawn') return;
    queued.state = 'under way';
    const made = new Map<string, MadeValue>();
    try {
      const { planning, built } = await planner.build(request, planNow);
      executor.setConcurrency(request.concurrency ?? concurrency);
      const scope = { run, project, store, env: envOf(request), config: request.config ?? {} };
      const { description, facts, opResults, configs, reuse } = planning;
      const named = await recordRenames(description.document.assets, catalogue);
      await carryOut({
        run,
        by,
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
                catalogue: named,
              })
            : null,
        staleOnly: request.staleOnly ?? false,
        openLogs: () => openStepLogs({ store, run }),
        env: scope.env,
        catalogue: named,
        executor,
        signal: abort.signal,
        emit(event) {
          if (event.type === 'materialized' && event.io === undefined)
            made.set(`${event.asset}\n${event.partition ?? ''}`, event);
          tell(event);
        },
      });
    } catch (error) {
      // The journal cannot record, or the project changed under the queue: there is no run to tell of, only this.
      notice(`The run could not be carried out: ${messageOf(error)}`);
      await catalogue
        .record(run, { type: 'run-finished', status: 'failure', counts: NOTHING, message: String(error) })
        .then(tell, () => undefined);
    } finally {
      runs.delete(run);
      await executor.finishRun();
      if (options.keepWarm) executor.warm();
      await catalogue.checkpoint().catch((error: unknown) => {
        notice(
          `The snapshot of the catalogue could not be written (${messageOf(error)}). Nothing is lost: the journal has it all, and the next run tries again. Free some space or check the folder's permissions.`,
        );
      });
      // What another owner wants, this one does not know.
      if (options.held())
        await tidyAfterRun({ made: made.values(), store, catalogue }).catch((error: unknown) => {
          notice(`What is not kept any more could not be deleted (${messageOf(error)}): the next run tries again.`);
        });
    }
  }

  function withdraw(): readonly string[] {
    const given = [...runs.values()].filter(({ by }) => by !== null);
    for (const queued of given) {
      if (queued.state !== 'waiting') continue;
      queued.state = 'withdrawn';
      runs.delete(queued.run);
    }
    return given.filter(({ state }) => state === 'under way').map(({ run }) => run);
  }

  return {
    materialize,
    cancel(run) {
      const queued = runs.get(run);
      queued?.abort.abort(new Error('cancelled'));
      return queued !== undefined;
    },
    keys: () => runs.keys(),
    has: (run) => runs.has(run),
    planned: () => [...runs.values()].map(({ run, made }) => ({ run, made })),
    hasBegun: (run) => begun.has(run) || catalogue.run(run) !== null,
    over: async (run) => runs.get(run)?.over,
    withdraw,
    betweenRuns(work) {
      const done = turn.then(work);
      turn = done.catch(() => undefined);
      return done;
    },
    async idle() {
      while (runs.size > 0) await turn;
    },
    async stop() {
      withdraw();
      for (const { abort } of runs.values()) abort.abort(new Error('the host is closing'));
      await turn;
    },
  };
}

export const defaultEnv = (): string | null => process.env['HEADWATER_ENV'] || null;

export const envOf = ({ env }: Pick<MaterializeRequest, 'env'>): string | null => env ?? defaultEnv();

interface QueuedRun {
  readonly run: string;
  readonly by: string | null;
  readonly request: MaterializeRequest;
  readonly abort: AbortController;
  readonly planNow: Planning | null;
  readonly made: PlannedRun['made'];
  readonly over: Promise<unknown>;
  state: 'waiting' | 'under way' | 'withdrawn';
}

const NOTHING = { materialized: 0, failed: 0, skipped: 0, cancelled: 0 };

/** Sorts by time; the tail keeps two of the same millisecond apart. */
export function newRunId(now: Date): string {
  const stamp = now
    .toISOString()
    .replaceAll(/[-:.TZ]/g, '')
    .slice(0, 17);
  return `${stamp}-${randomBytes(3).toString('hex')}`;
}
