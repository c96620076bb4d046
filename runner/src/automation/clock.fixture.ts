// A clock that stands still until a test moves it.
import type { Clock } from './clock.ts';

export interface FakeClock extends Clock {
  /** Forward or back. */
  set(time: number | string): void;
}

export function fakeClock(start: number | string): FakeClock {
  let time = asTime(start);
  const waiting = new Set<() => void>();
  return {
    now: () => time,
    until: (wanted, signal) =>
      new Promise((done) => {
        const began = time;
        const look = (): void => {
          if (time < wanted && time >= began && !signal.aborted) return;
          waiting.delete(look);
          done();
        };
        waiting.add(look);
        signal.addEventListener('abort', look, { once: true });
        look();
      }),
    set(next) {
      time = asTime(next);
      for (const look of [...waiting]) look();
    },
  };
}

const asTime = (time: number | string): number => (typeof time === 'number' ? time : Date.parse(time));
