// The layout worker: one layout after the other, so that the page stays free to move.
import { layoutGraph } from './layout-graph.ts';
import type { FromLayoutWorker, ToLayoutWorker } from './layout-model.ts';

const running = new Map<number, AbortController>();

// ELK's script takes `onmessage` for itself when it finds itself in a worker.
self.onmessage = null;
self.addEventListener('message', (event: MessageEvent<ToLayoutWorker>) => {
  const message = event.data;
  if (message.type === 'cancel') running.get(message.id)?.abort();
  else void answer(message);
});

async function answer({ id, input }: Extract<ToLayoutWorker, { type: 'layout' }>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  const reply = (message: FromLayoutWorker): void => {
    if (!controller.signal.aborted) self.postMessage(message);
  };
  reply({ type: 'started', id });
  try {
    reply({ type: 'placed', id, placed: await layoutGraph(input, { signal: controller.signal }) });
  } catch (error) {
    reply({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
  } finally {
    running.delete(id);
  }
}
