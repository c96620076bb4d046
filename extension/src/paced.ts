// Slows a flood down: acts at once, then at most once in a while as long as it is asked again, and always after the last asking.
export interface Paced {
  readonly ask: () => void;
  readonly stop: () => void;
}

export function paced(act: () => void, pauseMs: number): Paced {
  let timer: NodeJS.Timeout | null = null;
  let again = false;
  const run = (): void => {
    again = false;
    timer = setTimeout(() => {
      timer = null;
      if (again) run();
    }, pauseMs);
    act();
  };
  return {
    ask() {
      if (timer) again = true;
      else run();
    },
    stop() {
      if (timer) clearTimeout(timer);
      timer = null;
      again = false;
    },
  };
}
