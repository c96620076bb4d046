// Starts ELK inside the thread that calls it: the layout worker in the page, Node in tests and benches.
import ElkApi, { type ELK, type ElkNode } from 'elkjs/lib/elk-api.js';
// @ts-expect-error -- the package types its worker script as a script, though it exports a stand-in Worker
import elkWorker from 'elkjs/lib/elk-worker.min.js';

export type Arrange = (graph: ElkNode) => Promise<ElkNode>;

let engine: ELK | undefined;

/** One ELK call. The engine starts with the first. */
export const arrangeWithElk: Arrange = (graph) => {
  engine ??= startElk();
  return engine.layout(graph);
};

function startElk(): ELK {
  // The stand-in runs ELK here, in this thread.
  const { Worker: InThread } = elkWorker as { Worker: new () => Worker };
  return new ElkApi({ algorithms: ['layered'], workerFactory: () => new InThread() });
}
