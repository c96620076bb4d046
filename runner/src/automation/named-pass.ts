// Takes the ticks of schedules and sensors that are due; their functions are asked beside the pass, one at a time each.
import { readCron } from '@headwater/calendar';
import type { ScheduleNode, SensorNode } from '@headwater/graph';
import { counted } from '@headwater/graph';
import type { Tick } from '../automation-protocol.ts';
import type { AutomationHost, TickAnswer, TickQuestion } from './automation-host.ts';
import type { AutomationStore } from './automation-store.ts';
import type { KeptDocument } from './kept-document.ts';
import type { NamedMemory } from './named-memory.ts';
import { scheduleTurn, type Missed } from './schedule-turn.ts';
import { sensorDue } from './sensor-turn.ts';
import { iso, settleRuns, takeTick, tickId } from './take-tick.ts';

export interface NamedPass {
  schedule(node: ScheduleNode): Promise<void>;
  sensor(node: SensorNode): Promise<void>;
  missed(name: string, ticks: Missed): Promise<void>;
  /** Stops asking: those whose `kind name` is given, or all. What is being asked is forgotten, and asked again when it is due. */
  stop(id?: string): void;
  /** Resolves when no function is being asked. */
  asked(): Promise<void>;
}

export interface NamedPassOptions {
  readonly host: AutomationHost;
  readonly store: AutomationStore;
  /** One change of what is remembered after the other. */
  readonly serially: <T>(work: () => Promise<T>) => Promise<T>;
  /** An answer of `kind name` was taken, or could not be. */
  readonly onAnswered: (id: string, problem: unknown) => void;
}

const REST_MS = 30_000;
/** Nothing but a run of what it is for. */
const ONE_RUN: TickAnswer = { type: 'answered', requests: [{}], skip: null, cursor: null };

export function createNamedPass({ host, store, serially, onAnswered }: NamedPassOptions): NamedPass {
  const { clock, runs } = host;
  const { ticks } = store;
  const asking = new Map<string, { readonly abort: AbortController; readonly done: Promise<void> }>();
  /** What answered and could not be taken, as on a full disk: it is not asked again at once. */
  const restingUntil = new Map<string, number>();

  /** Null: runs of an earlier tick have not begun, or its function is being asked. Another tick of it waits for that. */
  async function ready(kind: NamedMemory['kind'], name: string): Promise<KeptDocument<NamedMemory> | null> {
    const kept = await store.named(kind, name);
    const until = restingUntil.get(`${kind} ${name}`) ?? -Infinity;
    const now = clock.now();
    if (now < until && now > until - REST_MS) return null;
    const waiting = await settleRuns(kept.value.waiting, { runs, ticks });
    if (waiting !== kept.value.waiting) await kept.save({ ...kept.value, waiting });
    return waiting.length > 0 || asking.has(`${kind} ${name}`) ? null : kept;
  }

  function ask(question: Omit<TickQuestion, 'signal'>, take: (answer: TickAnswer) => Promise<void>): void {
    const id = `${question.kind} ${question.node.name}`;
    const abort = new AbortController();
    const done = host
      .evaluate({ ...question, signal: abort.signal })
      .then((answer) => serially(() => (abort.signal.aborted ? Promise.resolve() : take(answer))))
      .then(
        () => null,
        (error: unknown) => ({ error }),
      )
      .then((failed) => {
        if (asking.get(id)?.abort === abort) asking.delete(id);
        if (failed) restingUntil.set(id, clock.now() + REST_MS);
        else restingUntil.delete(id);
        onAnswered(id, failed?.error);
      });
    asking.set(id, { abort, done });
  }

  async function missed(name: string, { first, last, count }: Missed): Promise<void> {
    const now = clock.now();
    const message = `${counted(count, 'tick')} passed while nothing ran here, from ${iso(first)} to ${iso(last)}: no run is for ${count === 1 ? 'it' : 'them'}`;
    const tick: Tick = {
      kind: 'schedule',
      name,
      time: iso(last),
      evaluated: iso(now),
      outcome: 'missed',
      runs: [],
      assets: [],
      message,
    };
    await ticks.add({ id: tickId(tick), tick });
  }

  return {
    missed,
    async schedule(node) {
      const read = readCron(node.cron, node.timezone);
      // Said where the state of all is told, and while it is typed.
      if (!read.ok) return;
      const kept = await ready('schedule', node.name);
      if (!kept) return;
      const turn = scheduleTurn(read.cron, kept.value, clock.now());
      const { due, memory } = turn;
      if (due === null) {
        if (memory !== kept.value) await kept.save(memory);
        return;
      }
      const take = async (answer: TickAnswer): Promise<void> => {
        const now = clock.now();
        await takeTick({ kept, memory, selection: node.selection, time: due, now, answer, ticks, runs });
        if (turn.missed) await missed(node.name, turn.missed);
      };
      if (!node.hasBody) return take(ONE_RUN);
      ask({ kind: 'schedule', node, scheduledTime: due, cursor: null, lastTick: null }, take);
    },
    async sensor(node) {
      const kept = await ready('sensor', node.name);
      if (!kept) return;
      const { cursor, evaluated } = kept.value;
      const now = clock.now();
      if (sensorDue(kept.value, { minimumIntervalMs: node.minimumIntervalMs, now }) > now) return;
      ask({ kind: 'sensor', node, scheduledTime: null, cursor, lastTick: evaluated }, async (answer) => {
        const ended = clock.now();
        // From its beginning to the next one is the interval; one that takes longer does not follow itself at once.
        const memory = { ...kept.value, evaluated: answer.type === 'failed' ? ended : now };
        await takeTick({ kept, memory, selection: node.selection, time: now, now: ended, answer, ticks, runs });
      });
    },
    stop(id) {
      for (const [each, { abort }] of asking) if (id === undefined || id === each) abort.abort();
    },
    async asked() {
      while (asking.size > 0) await Promise.all([...asking.values()].map(({ done }) => done));
    },
  };
}
