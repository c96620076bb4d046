// The page's end of the layout worker: starts it under the page's CSP, and lets only the latest question be answered.
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

/** Takes the worker as a promise, because its script is fetched while the page already works. */
export function createLayoutClient(starting: Promise<Worker>): LayoutClient {
  let last = 0;
  let waiting: { readonly id: number; readonly answer: (answer: LayoutAnswer) => void } | null = null;
  const settle = (id: number, answer: LayoutAnswer): void => {
    if (waiting?.id !== id) return;
    const { answer: resolve } = waiting;
    waiting = null;
    resolve(answer);
  };
  const worker = starting.then((started) => {
    started.addEventListener('message', ({ data }: MessageEvent<FromLayoutWorker>) => settle(data.id, data));
    started.addEventListener('error', ({ message }) => {
      if (waiting) settle(waiting.id, { type: 'failed', message: `The layout worker stopped: ${message}` });
    });
    return started;
  });

  return {
    layout(input) {
      const id = ++last;
      const stale = waiting;
      if (stale) settle(stale.id, { type: 'superseded' });
      return new Promise((resolve) => {
        waiting = { id, answer: resolve };
        worker.then(
          (started) => {
            const post = (message: ToLayoutWorker): void => started.postMessage(message);
            if (stale) post({ type: 'cancel', id: stale.id });
            // A newer one may have come while the worker started.
            if (waiting?.id === id) post({ type: 'layout', id, input });
          },
          (error: unknown) =>
            settle(id, { type: 'failed', message: `The layout worker did not start: ${String(error)}` }),
        );
      });
    },
    dispose() {
      void worker.then(
        (started) => started.terminate(),
        () => undefined,
      );
    },
  };
}

/** A worker cannot be started from another origin's address, and a page in VS Code has such an address: through a Blob it can. */
export async function startLayoutWorker(address: string): Promise<Worker> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return new Worker(URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' })));
}
