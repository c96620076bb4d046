// The time automation goes by: the machine's clock, or one that starts elsewhere and runs faster.

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves at that time; earlier when the clock is set back or `signal` aborts, later when the machine slept. Never rejects. */
  until(time: number, signal: AbortSignal): Promise<void>;
}

/** A timer does not count the time a machine sleeps: it is looked again and again what time it is. */
const LOOK_MS = 10_000;
/** Corrections of the network's time are smaller. */
export const SET_BACK_MS = 2000;

export function realClock({ start = Date.now(), speed = 1 }: { start?: number; speed?: number } = {}): Clock {
  const began = Date.now();
  const shifted = start !== began || speed !== 1;
  const now = shifted ? () => Math.round(start + (Date.now() - began) * speed) : () => Date.now();
  return {
    now,
    async until(time, signal) {
      for (let last = now(); last < time && !signal.aborted;) {
        await sleep(Math.min(LOOK_MS, Math.ceil((time - last) / speed)), signal);
        const next = now();
        if (next < last - SET_BACK_MS * speed) return;
        last = next;
      }
    },
  };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      done();
    };
    // Waiting for the next tick keeps no process alive that has nothing else to do.
    const timer = setTimeout(end, ms).unref();
    signal.addEventListener('abort', end);
  });
}

const WANTED = 'a time with its zone and, if it is to run faster, how much: `2026-03-28T22:00:00Z x600`';

/**
 * The clock of a process: HEADWATER_CLOCK, for tests and demonstrations, or the machine's.
 * @throws Error with a sentence when it cannot be read.
 */
function clockOf(text: string | undefined): Clock {
  if (text === undefined || text === '') return realClock();
  const [, time = '', factor = '1'] =
    /^(\d{4}-\d\d-\d\dT\S+(?:Z|[+-]\d\d:\d\d))(?:\s+x(\d+(?:\.\d+)?))?$/.exec(text) ?? [];
  const [start, speed] = [Date.parse(time), Number(factor)];
  if (Number.isNaN(start) || speed <= 0) throw new Error(`HEADWATER_CLOCK is \`${text}\`; it takes ${WANTED}.`);
  return realClock({ start, speed });
}

let ofProcess: Clock | null = null;

/** One for all hosts of a process: another would begin anew. */
export function processClock(): Clock {
  ofProcess ??= clockOf(process.env['HEADWATER_CLOCK']);
  return ofProcess;
}
