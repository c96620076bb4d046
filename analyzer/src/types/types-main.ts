// The type service's thread: holds TypeScript's checker over one project and answers one question after another.
import { parentPort, workerData } from 'node:worker_threads';
import { ts } from 'ts-morph';
import { answerType } from './answer-type.ts';
import { ProjectChecker } from './project-checker.ts';
import type { FromTypeThread, ToTypeThread, TypeThreadData } from './type-messages.ts';

// What started the thread hands in exactly this.
const { root, cancelled } = workerData as TypeThreadData;
const port = parentPort;
if (port === null) throw new Error('This is the entry of a worker thread; the type service starts it.');

const send = (message: FromTypeThread): void => port.postMessage(message);
let asked = 0;
const isCancelled = (): boolean => asked !== 0 && Atomics.load(cancelled, 0) === asked;
const checker = new ProjectChecker({ root, isCancelled, opening: () => send({ type: 'opening' }) });

port.on('message', (message: ToTypeThread) => {
  if (message.type === 'text') return checker.setText(message.file, message.text);
  if (message.type === 'changed') return checker.changed(message.files);
  const { id, request } = message;
  asked = id;
  try {
    send({ type: 'answer', id, value: answerType({ checker, root, request }) });
  } catch (error) {
    if (error instanceof ts.OperationCanceledException) send({ type: 'cancelled', id });
    else send({ type: 'failed', id, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  } finally {
    asked = 0;
  }
});
