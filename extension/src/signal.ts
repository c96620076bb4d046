// A list of listeners: what one part of the extension tells the others, without VS Code's own emitter so that tests need none.

/** Something that stops when it is called. */
export type Stop = () => void;

export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>();

  on(listener: (value: T) => void): Stop {
    // A wrapper of its own, so that the same function added twice is heard twice and stopped apart.
    const entry = (value: T): void => listener(value);
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  /** Resolves with the first value that passes. */
  next(passes: (value: T) => boolean): Promise<T> {
    return new Promise((resolve) => {
      const stop = this.on((value) => {
        if (!passes(value)) return;
        stop();
        resolve(value);
      });
    });
  }
}
