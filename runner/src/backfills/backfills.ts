// Carries out backfills: run after run through the host's queue, with what is left on disk before each, so that any later process goes on.
import { intersect, rangeText, subtract, toRanges, type PartitionSet } from '@headwater/calendar';
import { counted, renamedFacts } from '@headwater/graph';
import type { BackfillMethods, BackfillState } from '../automation-protocol.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Describe } from '../describe.ts';
import { HostRefusal } from '../host/host-refusal.ts';
import { planPartitions } from '../host/partitions-now.ts';
import type { MaterializeReply, MaterializeRequest } from '../protocol.ts';
import type { RunEvent } from '../run-event.ts';
import { messageOf } from '../message-of.ts';
import { firstChunk } from './backfill-phases.ts';
import { readRecords, recordWriter, RUNS_TOLD, stateOf, type BackfillRecord } from './backfill-record.ts';
import { beginBackfill, goOnFrom, type Begun, type BeginOptions } from './begin-backfill.ts';
import { ended, unfinished } from './backfill-words.ts';
import { carryKeys } from './carry-keys.ts';
import { createRunEnds, recordedEnd, type RunEnd } from './run-ends.ts';
import { blockedIn, openPhase, requestOf } from './open-phase.ts';
import { advanced, madeOf, setOfTexts, WHOLE_SET, withPhase, type OpenPhase } from './take-run.ts';

export interface BackfillsOptions {
  /** Where they are kept. */
  readonly dir: string;
  readonly describe: Describe;
  readonly catalogue: Catalogue;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly materialize: (request: MaterializeRequest, given: { run: string; by: string }) => Promise<MaterializeReply>;
  readonly cancel: (run: string) => void;
  /** Whether it is under way or waits for its turn. */
  readonly isPlanned: (run: string) => boolean;
  /** Resolves when it is neither any more, whether or not its end could be recorded. */
  readonly over: (run: string) => Promise<unknown>;
  readonly notFresh: BeginOptions['notFresh'];
  readonly held: () => boolean;
  readonly onChange: (state: BackfillState) => void;
}

export interface Backfills {
  readonly methods: {
    [M in keyof BackfillMethods]: (params: BackfillMethods[M]['params']) => Promise<BackfillMethods[M]['result']>;
  };
  hear(event: RunEvent): void;
  /** Around a change of the keys of dynamic partitions. */
  whileKeysChange<T>(change: () => Promise<T>): Promise<T>;
  /** Goes on with those that a process before this one left. */
  start(): Promise<void>;
  /** No further run is asked for; what is left stays on disk. Resolves when none is under way. */
  rest(): Promise<void>;
  /** Resolves when none is carried out. */
  idle(): Promise<void>;
}

export function createBackfills(options: BackfillsOptions): Backfills {
  const { dir, describe, catalogue, now } = options;
  const ends = createRunEnds();
  const write = recordWriter(dir);
  const records = new Map<string, BackfillRecord>();
  const active = new Map<string, Promise<void>>();
  const resting = Promise.withResolvers<null>();
  let isResting = false;
  let read: Promise<void> | null = null;

  /** What other processes kept, once. */
  const known = (): Promise<void> =>
    (read ??= readRecords(dir).then((found) => {
      for (const record of found.toReversed()) if (!records.has(record.backfill)) records.set(record.backfill, record);
    }));
  const stateFor = (record: BackfillRecord): BackfillState => stateOf(record, { active: active.has(record.backfill) });

  async function keep(record: BackfillRecord): Promise<BackfillRecord> {
    records.set(record.backfill, record);
    if (options.held()) await write(record);
    options.onChange(stateFor(record));
    return record;
  }

  async function recordOf(id: string): Promise<BackfillRecord> {
    await known();
    const found = records.get(id) ?? [...records.values()].findLast(({ backfill }) => backfill.endsWith(`-${id}`));
    if (found) return found;
    throw new HostRefusal({
      code: 'not-found',
      message: `There is no backfill \`${id}\` in this project: \`headwater backfills\` lists them.`,
    });
  }

  async function partitionsNow(): Promise<BeginOptions> {
    const description = await describe();
    const { assets } = description.document;
    const facts = renamedFacts(assets, catalogue.facts());
    const partitions = planPartitions({ assets, facts, catalogue, now: now().getTime() });
    return { description, facts, partitions, notFresh: options.notFresh };
  }

  const methods: Backfills['methods'] = {
    backfill: async ({ dryRun = false, ...request }) => {
      const before = request.fromFailure === undefined ? null : await recordOf(request.fromFailure);
      if (before?.status === 'running' || before?.status === 'paused') throw new HostRefusal(unfinished(before));
      const begun: Omit<Begun, 'runs'> & Partial<Begun> = before
        ? goOnFrom(before)
        : await beginBackfill(request, await partitionsNow());
      const record: BackfillRecord = {
        version: 1,
        backfill: dryRun ? '' : options.newId(),
        status: dryRun ? 'paused' : 'running',
        selection: before ? `${begun.selection} (from the failure of ${before.backfill})` : begun.selection,
        started: now().toISOString(),
        finished: null,
        message: dryRun && begun.runs !== undefined ? `It would take ${counted(begun.runs, 'run')}.` : null,
        env: request.env ?? null,
        staleOnly: request.staleOnly ?? false,
        phases: begun.phases,
        runs: [],
        current: null,
      };
      if (dryRun) return stateOf(record, { active: false });
      await known();
      await go(record);
      return stateFor(record);
    },
    backfills: async ({ limit = 50 }) => {
      await known();
      return { version: 1, backfills: [...records.values()].reverse().slice(0, limit).map(stateFor) };
    },
    steerBackfill: async ({ backfill, to }) => {
      const record = await recordOf(backfill);
      if (record.status !== 'running' && record.status !== 'paused') throw new HostRefusal(ended(record));
      if (to === 'resume') {
        const resumed = { ...record, status: 'running', message: null } as const;
        await go(resumed);
        return stateFor(resumed);
      }
      const isCancelled = to === 'cancel';
      const changed = await keep({
        ...record,
        status: isCancelled ? 'cancelled' : 'paused',
        message: null,
        ...(isCancelled && { finished: now().toISOString() }),
      });
      if (isCancelled && changed.current) options.cancel(changed.current.run);
      return stateFor(changed);
    },
  };

  /** Resolves when it is known on disk, and goes on from there. */
  async function go(record: BackfillRecord): Promise<void> {
    const id = record.backfill;
    // Whoever hears of it hears that it is carried out.
    const kept = Promise.resolve().then(() => keep(record));
    if (active.has(id) || isResting) return void (await kept);
    const work = kept
      .then(() => carryOut(id))
      .catch(async (error: unknown) => {
        const message = messageOf(error);
        const latest = records.get(id);
        if (latest) await keep({ ...latest, status: 'failure', finished: now().toISOString(), message });
      })
      .catch(() => undefined)
      .finally(() => {
        active.delete(id);
        const last = records.get(id);
        if (last) options.onChange(stateFor(last));
      });
    active.set(id, work);
    await kept;
  }

  const isRunning = (id: string): boolean => !isResting && records.get(id)?.status === 'running';

  async function carryOut(id: string): Promise<void> {
    await recover(id);
    while (isRunning(id)) {
      const record = records.get(id);
      const at = record?.phases.findIndex(({ left }) => left.length > 0) ?? -1;
      if (!record || at < 0) return finish(id);
      await step(id, at);
    }
  }

  async function finish(id: string): Promise<void> {
    const record = records.get(id);
    if (!record) return;
    const status = record.phases.some(({ failed }) => failed.length > 0) ? 'failure' : 'success';
    await keep({ ...record, status, finished: now().toISOString() });
  }

  /** The next run of a phase. */
  async function step(id: string, at: number): Promise<void> {
    const { description, partitions } = await partitionsNow();
    const { slicing } = partitions;
    const record = records.get(id);
    if (!record || !isRunning(id)) return;
    const open = openPhase(record, { at, slicing });
    const left = open.partitions ? setOfTexts(open.phase.left, open.partitions) : WHOLE_SET;
    const blocked = intersect(left, blockedIn(record, { at, slicing, assets: description.document.assets }));
    // Also what is there no more.
    if (left.length === 0 || blocked.length > 0) {
      const phase = left.length === 0 ? { ...open.phase, left: [] } : advanced(open, { made: [], failed: blocked });
      const message = blocked.length > 0 ? 'What some partitions need has failed.' : record.message;
      await keep({ ...withPhase(record, at, phase), message });
      return;
    }
    const chunk = firstChunk(left, open.phase.maxPartitionsPerRun);
    const ranges = open.partitions ? toRanges(chunk, open.partitions).map(rangeText) : ['*'];
    const run = options.newId();
    const runs = [...record.runs, run].slice(-RUNS_TOLD);
    await keep({ ...record, runs, current: { run, phase: at, ranges } });
    const end = ends.wait(run);
    try {
      await options.materialize(requestOf(record, { open, ranges }), { run, by: `backfill ${record.backfill}` });
    } catch (error) {
      ends.forget(run);
      if (!(error instanceof HostRefusal)) throw error;
      return refused(record.backfill, { error, open, chunk });
    }
    // Whoever cancelled it, or ended this process, before the run was in the queue could not reach it there.
    if (isResting || records.get(id)?.status === 'cancelled') options.cancel(run);
    // At rest a run that waits for its turn is taken back; what was handed to it is still on disk.
    const taken = resting.promise.then(() => (options.isPlanned(run) ? end : null));
    const ended = await Promise.race([end, taken, options.over(run).then(() => null)]);
    if (ended) return take(id, ended);
    ends.forget(run);
    const latest = records.get(id);
    if (latest?.status === 'running' && !isResting)
      await keep({ ...latest, status: 'paused', message: 'The end of its run could not be recorded.' });
  }

  /** What cannot begin for what it needs has failed; any other refusal is of all that is left. */
  async function refused(
    id: string,
    { error, open, chunk }: { error: HostRefusal; open: OpenPhase; chunk: PartitionSet },
  ): Promise<void> {
    const record = records.get(id);
    if (!record?.current) return;
    const { phase: at, run } = record.current;
    const runs = record.runs.filter((each) => each !== run);
    const { code, message } = error.error;
    if (code === 'never-materialized') {
      const phase = advanced(open, { made: [], failed: chunk });
      await keep({ ...withPhase(record, at, phase), runs, current: null, message });
    } else await keep({ ...record, runs, current: null, status: 'failure', finished: now().toISOString(), message });
  }

  async function take(id: string, end: RunEnd): Promise<void> {
    // As they are now: keys may have been removed meanwhile.
    const { slicing } = (await partitionsNow()).partitions;
    const record = records.get(id);
    if (!record?.current) return;
    const { phase: at, ranges } = record.current;
    const open = openPhase(record, { at, slicing });
    const asked = open.partitions ? setOfTexts(ranges, open.partitions) : WHOLE_SET;
    const made = madeOf(ranges, open, end);
    // What was cancelled or cut off is tried again when it goes on.
    const failed = end.status === 'failure' ? subtract(asked, made) : [];
    const isStopped = end.status === 'cancelled' && record.status === 'running' && !isResting;
    await keep({
      ...withPhase(record, at, advanced(open, { made, failed })),
      current: null,
      ...(failed.length > 0 && end.message !== null && { message: end.message }),
      // Whoever cancels its run wants no other one.
      ...(isStopped && { status: 'paused', message: 'Its run was cancelled.' }),
    });
  }

  /** What the run it had given was when its process ended. */
  async function recover(id: string): Promise<void> {
    const record = records.get(id);
    if (!record?.current) return;
    const recorded = catalogue.run(record.current.run);
    const end: RunEnd = recorded ? recordedEnd(recorded) : { status: 'interrupted', made: new Set(), message: null };
    await take(id, end);
  }

  return {
    methods,
    hear: ends.hear,
    async whileKeysChange(change) {
      await known();
      const slicing = async () => (await partitionsNow()).partitions.slicing;
      return carryKeys({ change, records: () => [...records.values()], slicing, keep });
    },
    async start() {
      await known();
      // What cannot be kept says so in its state.
      for (const record of records.values()) if (record.status === 'running') await go(record).catch(() => undefined);
    },
    async rest() {
      isResting = true;
      resting.resolve(null);
      await Promise.all(active.values());
    },
    async idle() {
      while (active.size > 0) await Promise.all(active.values());
    },
  };
}
