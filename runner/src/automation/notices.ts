// What automation has to say to people: told once, and kept for whoever asks later, until it is so no more.
export interface Notices {
  /** Told unless it was said before. */
  say(message: string, about?: string): void;
  /** All that was said about it is so no more: the next time it is told again. */
  mended(about: string): void;
  all(): readonly string[];
}

const KEPT = 20;

export function createNotices(tell: (message: string) => void): Notices {
  let said: readonly { readonly message: string; readonly about: string }[] = [];
  return {
    say(message, about = message) {
      if (said.some((each) => each.message === message)) return;
      said = [...said, { message, about }].slice(-KEPT);
      tell(message);
    },
    mended(about) {
      said = said.filter((each) => each.about !== about);
    },
    all: () => said.map(({ message }) => message),
  };
}

/** Why something could not be done, without the name of a file that is another each time. */
export function reasonWords(error: unknown): string {
  const { message, code, syscall } = (
    error instanceof Error ? error : new Error(String(error))
  ) as NodeJS.ErrnoException;
  return code !== undefined && syscall !== undefined ? (message.split(`, ${syscall}`)[0] ?? message) : message;
}
