// The ways a person or the system ends this process: the first asks it to put everything away, the second ends it at once.

export interface Endings {
  /** Resolves when it is asked to end. */
  readonly asked: Promise<void>;
  begun(): boolean;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** What a shell says of a process that Ctrl+C ended. */
const AT_ONCE = 130;

export function endings(): Endings {
  let begun = false;
  const asked = new Promise<void>((done) => {
    for (const signal of SIGNALS)
      process.on(signal, () => {
        // Workers end with this process; a lock whose owner is gone holds nobody up.
        if (begun) process.exit(AT_ONCE);
        begun = true;
        done();
      });
  });
  return { asked, begun: () => begun };
}
