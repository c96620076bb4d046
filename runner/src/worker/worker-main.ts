// A worker process: loads the bundle of a run, runs one step at a time, stores what bodies return.
import { createValueStore, loadSqlite } from '../store/index.ts';
import { keySegments } from '@headwater/graph';
import type { FromWorker, StepTask, ToWorker } from '../ipc.ts';
import { boundDefinition } from './bound-definition.ts';
import { endWithHost } from './end-with-host.ts';
import { stepContext } from './step-context.ts';
import { stepError } from './step-error.ts';
import { captureUserOutput } from './user-output.ts';

const output = captureUserOutput();
let current: { readonly task: StepTask; readonly abort: AbortController } | null = null;

const send = (message: FromWorker): void => void process.send?.(message);

process.on('message', (message: ToWorker) => {
  if (message.type === 'abort') current?.abort.abort(new Error('The run was cancelled.'));
  else void step(message.task);
});
// Nobody would record what goes on here without it.
endWithHost();
for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, stray);
send({ type: 'ready' });
// While it waits for its first step; a failure shows when a value is stored.
loadSqlite().catch(() => undefined);

async function step(task: StepTask): Promise<void> {
  const abort = new AbortController();
  current = { task, abort };
  output.begin((level, message) => {
    send({ type: 'log', level, message });
  });
  try {
    const started = performance.now();
    const result = await runBody(task, abort.signal);
    // A rejection nobody handles shows after the microtasks; it belongs to this step while it is this step's turn.
    await new Promise(setImmediate);
    output.end();
    if (current?.abort !== abort) return;
    send({ type: 'done', result: { ...result, durationMs: Math.round((performance.now() - started) * 1000) / 1000 } });
  } catch (error) {
    output.end();
    if (current?.abort !== abort) return;
    send({ type: 'failed', error: stepError(error, task) });
  }
  current = null;
}

async function runBody(task: StepTask, signal: AbortSignal) {
  const bundle = (await import(task.bundle)) as Record<string, Record<string, unknown>>;
  const definition = boundDefinition(bundle, task);
  const store = createValueStore({ dir: task.store });
  const loaded = await Promise.all(
    Object.entries(task.inputs).map(async ([name, asset]) => {
      const path = task.paths[asset];
      if (path === undefined)
        throw new Error(
          `Input \`${name}\`: \`${asset}\` stored no value; it returns nothing, so name it in deps instead of inputs.`,
        );
      return [name, await store.loadInput({ asset, key: keySegments(asset), path })] as const;
    }),
  );
  const { ctx, metadata } = stepContext({ run: task.run, signal, send });
  const value = await definition.run(Object.fromEntries(loaded), ctx);
  if (value === undefined) return { stored: null, metadata: metadata() };
  const stored = await store.handleOutput({ asset: task.asset, key: keySegments(task.asset) }, value);
  return { stored, metadata: metadata() };
}

/** Thrown outside the body's own promise. The process can't be trusted after it: the step fails and the host replaces the worker. */
function stray(thrown: unknown): void {
  const step = current;
  if (!step) process.exit(70);
  current = null;
  output.end();
  const error = stepError(thrown, step.task);
  const message = `${error.message} (thrown outside the body's own promise: await every promise the body starts)`;
  process.send?.({ type: 'failed', error: { ...error, message } } satisfies FromWorker, () => process.exit(70));
}
