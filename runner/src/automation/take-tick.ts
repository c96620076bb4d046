// Takes a tick of a schedule or a sensor: what it asks for is decided and on disk before any run is asked for.
import type { Tick } from '../automation-protocol.ts';
import type { MaterializeRequest, RunConfig } from '../protocol.ts';
import type { TickRequest } from '../tick-task.ts';
import { messageOf } from '../message-of.ts';
import type { AutomationRuns, TickAnswer } from './automation-host.ts';
import type { KeptDocument } from './kept-document.ts';
import { RUN_KEYS_KEPT, type DecidedRun, type NamedMemory } from './named-memory.ts';
import type { TickHistory } from './tick-history.ts';

export interface TakenTick {
  readonly kept: KeptDocument<NamedMemory>;
  /** What is remembered with it. */
  readonly memory: NamedMemory;
  readonly selection: string;
  /** Of a schedule the time of its cron. */
  readonly time: number;
  readonly now: number;
  readonly answer: TickAnswer;
  readonly ticks: TickHistory;
  readonly runs: AutomationRuns;
}

/** One answer asks for no more. */
const REQUESTS_AT_MOST = 1000;

export async function takeTick(options: TakenTick): Promise<void> {
  const { kept, memory, selection, time, now, answer, ticks, runs } = options;
  const { kind, name } = memory;
  const tick: Tick = {
    kind,
    name,
    time: iso(time),
    evaluated: iso(now),
    outcome: 'skipped',
    runs: [],
    assets: [],
    message: null,
  };
  const id = tickId(tick);
  const failed = async (message: string): Promise<void> => {
    await kept.save({ ...memory, failures: memory.failures + 1 });
    await ticks.add({ id, tick: { ...tick, outcome: 'failed', message } });
  };
  if (answer.type === 'failed') return failed(answer.message);
  if (answer.requests.length > REQUESTS_AT_MOST)
    return failed(
      `it asked for ${answer.requests.length.toLocaleString('en-US')} runs at once, and ${REQUESTS_AT_MOST.toLocaleString('en-US')} are the most: ask for the next ones in later ticks, from a cursor.`,
    );
  const { fresh, before, runKeys } = withoutRepeats(answer.requests, memory.runKeys);
  const run = fresh.map((request) => ({
    run: runs.newId(),
    by: `${kind} ${name}`,
    request: asked(request, selection),
  }));
  const message = before.length > 0 ? repeated(before) : null;
  const requested: Tick = { ...tick, outcome: 'requested', runs: run.map((each) => each.run), message };
  const waiting = run.map((each): DecidedRun => ({ ...each, tick: { id, tick: requested } }));
  await kept.save({ ...memory, cursor: answer.cursor ?? memory.cursor, failures: 0, runKeys, waiting });
  if (waiting.length === 0) {
    await ticks.add({ id, tick: { ...tick, message: message ?? answer.skip ?? 'it asked for nothing' } });
    return;
  }
  await ticks.add({ id, tick: requested });
  const left = await beginRuns(waiting, { runs, ticks });
  await kept.save({ ...kept.value, waiting: left });
}

/**
 * Asks for runs that are decided, and records in their tick what they make or why they were refused. Returns those that were not
 * refused: they are decided until they have begun.
 */
export async function beginRuns(
  decided: readonly DecidedRun[],
  { runs, ticks }: Pick<TakenTick, 'runs' | 'ticks'>,
): Promise<readonly DecidedRun[]> {
  const left: DecidedRun[] = [];
  for (const [, ofTick] of Map.groupBy(decided, ({ tick }) => tick.id)) {
    const assets = new Set<string>();
    const refusals: string[] = [];
    for (const each of ofTick) {
      try {
        const { plan } = await runs.begin(each);
        for (const { asset } of plan.run) assets.add(asset);
        left.push(each);
      } catch (error) {
        refusals.push(messageOf(error));
      }
    }
    const [first] = ofTick;
    if (!first) continue;
    const { id, tick } = first.tick;
    const begun = ofTick.filter((each) => left.includes(each)).map(({ run }) => run);
    const ended = refusals.length > 0 && {
      outcome: 'failed' as const,
      runs: begun,
      message: refused(refusals, ofTick),
    };
    await ticks.add({ id, tick: { ...tick, assets: [...assets], ...ended } });
  }
  return left;
}

/** Those whose run has not begun; asked for again where nobody has them, as after a crash between the decision and the request. */
export async function settleRuns(
  waiting: readonly DecidedRun[],
  at: Pick<TakenTick, 'runs' | 'ticks'>,
): Promise<readonly DecidedRun[]> {
  const left = waiting.filter(({ run }) => !at.runs.hasBegun(run));
  const lost = left.filter(({ run }) => !at.runs.has(run));
  if (lost.length === 0) return left.length === waiting.length ? waiting : left;
  const again = await beginRuns(lost, at);
  return left.filter((each) => !lost.includes(each) || again.includes(each));
}

/** Sorts by time; the last of two that are equal stands. */
export const tickId = ({ evaluated, kind, name, time, outcome }: Tick): string =>
  `${evaluated} ${kind} ${name} ${time}${outcome === 'missed' ? ' missed' : ''}`;

export const iso = (time: number): string => new Date(time).toISOString();

function asked({ selection, partitionKey, config }: TickRequest, ofItself: string): MaterializeRequest {
  return {
    select: selection ?? ofItself,
    ...(partitionKey !== undefined && { partitions: [partitionKey] }),
    // The run validates it, as it does what the terminal gives.
    ...(config !== undefined && { config: config as RunConfig }),
  };
}

function withoutRepeats(requests: readonly TickRequest[], known: readonly string[]) {
  const keys = new Set(known);
  const fresh: TickRequest[] = [];
  const before: string[] = [];
  for (const request of requests) {
    const { runKey } = request;
    if (runKey !== undefined && keys.has(runKey)) {
      before.push(runKey);
      continue;
    }
    if (runKey !== undefined) keys.add(runKey);
    fresh.push(request);
  }
  return { fresh, before, runKeys: [...keys].slice(-RUN_KEYS_KEPT) };
}

function repeated(keys: readonly string[]): string {
  const some = keys.slice(0, 3).join(', ');
  return `asked for before: ${some}${keys.length > 3 ? ` and ${String(keys.length - 3)} more` : ''}`;
}

function refused(refusals: readonly string[], decided: readonly DecidedRun[]): string {
  const of = decided.length > 1 ? `${String(refusals.length)} of ${String(decided.length)} runs were refused: ` : '';
  return `${of}${refusals[0] ?? ''}`;
}
