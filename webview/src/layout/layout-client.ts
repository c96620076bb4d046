// The page's end of the layout worker: only the latest question is answered, and a worker that hangs or dies is followed by a new one.
import type { FromLayoutWorker, LayoutInput, Placed, ToLayoutWorker } from './layout-model.ts';

export type LayoutAnswer =
  | { readonly type: 'placed'; readonly placed: Placed }
  /** A newer question came: nothing is known, which is not the same as an empty picture. */
  | { readonly type: 'superseded' }
  | { readonly type: 'failed'; readonly message: string };

export interface LayoutClient {
  layout(input: LayoutInput): Promise<LayoutAnswer>;
  dispose(): void;
}

/** What the client uses of a worker. */
export type LayoutWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

export interface LayoutClientOptions {
  /** A new worker each time. */
  readonly start: () => Promise<LayoutWorker>;
  /** How long a newer question waits for an older one to be left, which ELK does only between two boxes. */
  readonly graceMs?: number;
  /** How long one layout may take, with the start of the worker. */
  readonly limitMs?: number;
}

const GRACE_MS = 400;
const LIMIT_MS = 45_000;

interface Question {
  readonly id: number;
  readonly input: LayoutInput;
  readonly answer: (answer: LayoutAnswer) => void;
  readonly limit: ReturnType<typeof setTimeout>;
}

interface Running {
  readonly worker: Promise<LayoutWorker>;
  /** The question it is at, as far as it said. */
  at: number | null;
}

export function createLayoutClient(options: LayoutClientOptions): LayoutClient {
  const { start, graceMs = GRACE_MS, limitMs = LIMIT_MS } = options;
  let last = 0;
  let waiting: Question | null = null;
  let running: Running | null = null;
  let grace: ReturnType<typeof setTimeout> | undefined;

  const settle = (id: number, answer: LayoutAnswer): void => {
    if (waiting?.id !== id) return;
    const { answer: resolve, limit } = waiting;
    clearTimeout(limit);
    clearTimeout(grace);
    waiting = null;
    resolve(answer);
  };

  /** The next question starts a new one. */
  const drop = (): void => {
    clearTimeout(grace);
    void running?.worker.then(
      (worker) => worker.terminate(),
      () => undefined,
    );
    running = null;
  };

  const fail = (from: Running, message: string): void => {
    if (running !== from) return;
    drop();
    if (waiting) settle(waiting.id, { type: 'failed', message });
  };

  const startWorker = (): Running => {
    const started: Running = { worker: start(), at: null };
    started.worker.then(
      (worker) => {
        worker.addEventListener('message', ({ data }: MessageEvent<FromLayoutWorker>) => {
          if (running !== started) return;
          if (data.type !== 'started') {
            if (started.at === data.id) started.at = null;
            return settle(data.id, data);
          }
          started.at = data.id;
          if (data.id === waiting?.id) clearTimeout(grace);
        });
        worker.addEventListener('error', ({ message }) => fail(started, `The layout worker stopped: ${message}`));
      },
      (error: unknown) => fail(started, `The layout worker did not start: ${String(error)}`),
    );
    return started;
  };

  const ask = ({ id, input }: Question): void => {
    running ??= startWorker();
    const asked = running;
    const stale = asked.at;
    asked.worker.then(
      (worker) => {
        // Another may have taken its place, or a newer question this one's, while it started.
        if (running !== asked || waiting?.id !== id) return;
        const post = (message: ToLayoutWorker): void => worker.postMessage(message);
        if (stale !== null) post({ type: 'cancel', id: stale });
        post({ type: 'layout', id, input });
      },
      () => undefined,
    );
    if (stale === null) return;
    grace = setTimeout(() => {
      drop();
      if (waiting) ask(waiting);
    }, graceMs);
  };

  // Before the first question: it takes longer than anything else.
  running = startWorker();

  return {
    layout(input) {
      const id = ++last;
      if (waiting) settle(waiting.id, { type: 'superseded' });
      return new Promise((answer) => {
        const limit = setTimeout(() => {
          drop();
          settle(id, {
            type: 'failed',
            message: `It took longer than ${limitMs / 1000} seconds and was stopped. Choose fewer hops, or try again.`,
          });
        }, limitMs);
        waiting = { id, input, answer, limit };
        ask(waiting);
      });
    },
    dispose() {
      drop();
      if (waiting) settle(waiting.id, { type: 'superseded' });
    },
  };
}

/**
 * Workers of the script at an address. A worker cannot be started from another origin's address, and a page in VS Code has such an
 * address: through a Blob it can. The script is fetched at once, and once; again only where that failed.
 */
export function layoutWorkers(address: string): () => Promise<Worker> {
  const read = async (): Promise<string> => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    return URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
  };
  let script: Promise<string> | null = null;
  return async () => {
    script ??= read();
    try {
      return new Worker(await script);
    } catch (error) {
      script = null;
      throw error;
    }
  };
}
