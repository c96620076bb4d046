// Repeats the pass of automation: at the times it asks for and soon after something happened; whatever a pass throws, it goes on.
import { SET_BACK_MS, type Clock } from './clock.ts';

export interface AutomationLoop {
  /** Something happened: a pass follows soon, one for all that happens at once. */
  wake(): void;
  /** Resolves when no pass is under way, and none follows. */
  stop(): Promise<void>;
}

export interface AutomationLoopOptions {
  readonly clock: Clock;
  /** Resolves to when the next one is wanted; null: never, until it is woken. */
  readonly pass: () => Promise<number | null>;
  readonly onThrown: (error: unknown) => void;
}

/** As often as Dagster looks. */
export const EVERY_MS = 30_000;
/** From one pass to the next at least, however much happens. */
const APART_MS = 1000;
/** Far enough: a clock that is asked for a time it cannot tell would not wait at all. */
const NEVER = 8.64e15;

export function automationLoop({ clock, pass, onThrown }: AutomationLoopOptions): AutomationLoop {
  const stopped = new AbortController();
  let sleeping: AbortController | null = null;
  let woken = false;
  async function repeat(): Promise<void> {
    while (!stopped.signal.aborted) {
      woken = false;
      const began = clock.now();
      const wanted = await pass().catch((error: unknown) => {
        onThrown(error);
        return began + EVERY_MS;
      });
      const now = clock.now();
      const next = now < began - SET_BACK_MS ? now : wanted;
      if (!woken && !stopped.signal.aborted) {
        sleeping = new AbortController();
        await clock.until(next ?? NEVER, AbortSignal.any([sleeping.signal, stopped.signal]));
        sleeping = null;
      }
      // Of a clock that was set back meanwhile, `began` is far ahead.
      await clock.until(Math.min(began, clock.now()) + APART_MS, stopped.signal);
    }
  }
  const ended = repeat();
  return {
    wake() {
      woken = true;
      sleeping?.abort();
    },
    stop() {
      stopped.abort();
      return ended;
    },
  };
}
