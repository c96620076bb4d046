// What automation has to say to people: told once, and kept for whoever asks later.
export interface Notices {
  /** Said again only after something else was. */
  say(message: string): void;
  all(): readonly string[];
}

const KEPT = 20;

export function createNotices(tell: (message: string) => void): Notices {
  let said: readonly string[] = [];
  return {
    say(message) {
      if (said.includes(message)) return;
      said = [...said, message].slice(-KEPT);
      tell(message);
    },
    all: () => said,
  };
}
