// Slows a flood down: acts at once, then at most once in a while as long as it is asked again, and always after the last asking.
export interface Paced {
  readonly ask: () => void;
  readonly stop: () => void;
}

/** The pause may depend on how much there is to do. */
export function paced(act: () => void, pauseMs: number | (() => number)): Paced {
  let timer: NodeJS.Timeout | null = null;
  let again = false;
  const run = (): void => {
    again = false;
    timer = setTimeout(
      () => {
        timer = null;
        if (again) run();
      },
      typeof pauseMs === 'number' ? pauseMs : pauseMs(),
    );
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
