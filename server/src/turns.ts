// When a project is analysed: soon after a change, one turn at a time, and not in the middle of a move.

/** Keystrokes closer together than this are answered once. */
const SETTLE_MS = 20;
/** A move that was announced and never told of is no longer waited for. */
const HOLD_MS = 5000;

/** One turn is dropped when the next is asked for; `settled` waits for the last of them. */
export class Turns {
  readonly #work: (signal: AbortSignal) => Promise<void>;
  #timer: NodeJS.Timeout | null = null;
  #running: AbortController | null = null;
  #idle: { readonly promise: Promise<void>; readonly done: () => void } | null = null;
  #held: NodeJS.Timeout | null = null;
  /** A turn is due, and held back. */
  #isDue = false;

  /** `work` never rejects. */
  constructor(work: (signal: AbortSignal) => Promise<void>) {
    this.#work = work;
  }

  /** A turn soon; what runs now would be stale and is dropped. */
  schedule(): void {
    this.#running?.abort(new Error('The source changed again.'));
    this.#idle ??= deferred();
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      if (this.#held === null) void this.#run();
      else this.#isDue = true;
    }, SETTLE_MS);
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#idle !== null) await this.#idle.promise;
  }

  /** No turn begins before `release`: what goes now comes back under another name. */
  hold(): void {
    if (this.#held !== null) clearTimeout(this.#held);
    this.#held = setTimeout(() => this.release(), HOLD_MS);
  }

  release(): void {
    if (this.#held === null) return;
    clearTimeout(this.#held);
    this.#held = null;
    if (!this.#isDue) return;
    this.#isDue = false;
    this.schedule();
  }

  dispose(): void {
    this.#running?.abort(new Error('The project was closed.'));
    for (const timer of [this.#timer, this.#held]) if (timer !== null) clearTimeout(timer);
    this.#timer = null;
    this.#held = null;
    this.#finish();
  }

  async #run(): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    await this.#work(running.signal);
    if (this.#running === running) this.#running = null;
    if (this.#timer === null && this.#running === null && !this.#isDue) this.#finish();
  }

  #finish(): void {
    const idle = this.#idle;
    this.#idle = null;
    idle?.done();
  }
}

function deferred(): { readonly promise: Promise<void>; readonly done: () => void } {
  let done = (): void => undefined;
  const promise = new Promise<void>((resolve) => (done = resolve));
  return { promise, done };
}
