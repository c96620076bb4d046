// Does something again and again without overlap: once at a time, once more where it was asked for meanwhile, and not too often.

export interface InTurns {
  /** Resolves when it has been done once more. */
  ask(): Promise<void>;
  /** What is under way ends; nothing begins any more. */
  stop(): void;
}

/** `act` does not throw. */
export function inTurns(act: () => Promise<void>, pauseMs: number): InTurns {
  let turns: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  const take = async (): Promise<void> => {
    do {
      again = false;
      if (stopped) return;
      await act();
      if (again) await new Promise((rested) => setTimeout(rested, pauseMs));
    } while (again);
  };
  return {
    ask() {
      if (turns) again = true;
      else turns = take().finally(() => (turns = null));
      return turns;
    },
    stop: () => {
      stopped = true;
    },
  };
}
