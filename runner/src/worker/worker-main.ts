// A worker process: loads the bundle of a run, carries out one task at a time, stores what bodies return.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createFailureContext } from 'headwater/internal';
import { createValueStore, loadSqlite } from '@headwater/stores';
import type { TaskListener } from '../executor.ts';
import type { FromWorker, RunScope, TaskEnd, ToWorker, WorkerTask } from '../ipc.ts';
import type { StepError } from '../run-event.ts';
import { boundedListener, type BoundedListener } from './bounded-listener.ts';
import { builtIns, type BuiltIns } from './built-ins.ts';
import { runCheckBody } from './check-body.ts';
import { describeModules } from './describe-modules.ts';
import { loadDotEnv } from './dot-env.ts';
import { endWithHost } from './end-with-host.ts';
import { hostChannel } from './host-channel.ts';
import { installHooks } from './install-hooks.ts';
import { loadRun, type LoadedRun } from './loaded-run.ts';
import { runningOp } from './op-steps.ts';
import { removeKept } from './remove-kept.ts';
import { prepareRun, unknownEnvironment } from './prepare-run.ts';
import { runResources, type RunResources } from './run-resources.ts';
import { logTo, runStepBody } from './step-body.ts';
import { stepError } from './step-error.ts';
import { runTickBody, tickLimits } from './tick-body.ts';
import { captureUserOutput } from './user-output.ts';
import { valueKeeping } from './value-keeping.ts';

const output = captureUserOutput();
const channel = hostChannel(hear);
const secrets = installHooks((value) => {
  channel.send({ type: 'secret', value });
});
/** Set once something was thrown outside every body: the host gives this process no other task. */
let worn = false;
/** Whose code runs now: what is thrown later belongs to it, also when it has ended. */
const origin = new AsyncLocalStorage<WorkerTask>();
let current: { readonly task: WorkerTask; readonly abort: AbortController; readonly listener: BoundedListener } | null =
  null;
let scope: RunScope | null = null;
/** Resolves when the host has recorded the output it was told of. */
let recorded: (() => void) | null = null;
/** A worker is of one run: its modules and resources are made once. */
let run: Promise<{ readonly loaded: LoadedRun; readonly resources: RunResources }> | null = null;
/** Once the modules are loaded. */
let intact: BuiltIns | null = null;

const send = (message: FromWorker): void => {
  channel.send(secrets.mask(message));
};

function hear(message: ToWorker): void {
  switch (message.type) {
    case 'abort':
      current?.abort.abort(new Error(message.reason));
      return;
    case 'recorded':
      recorded?.();
      return;
    case 'finish':
      void finish();
      return;
    case 'scope':
      scope = message.scope;
      return;
    default:
      // The scope is sent before the first task.
      if (scope) void carryOut({ ...message, scope } as WorkerTask);
  }
}
// Nobody would record what goes on here without it.
endWithHost({
  host: Number(process.env['HEADWATER_HOST_PID'] ?? process.ppid),
  memoryLimit: Number(process.env['HEADWATER_MEMORY_LIMIT'] ?? 0),
});
for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, stray);
send({ type: 'ready' });
// While it waits for its first task; a failure shows when a value is stored.
loadSqlite().catch(() => undefined);

/** Of whatever task is under way. */
const host: TaskListener = {
  started: () => undefined,
  log: (level, message, op) => {
    send({ type: 'log', level, message, ...(op && { op }) });
  },
  metadata: (metadata) => {
    send({ type: 'metadata', metadata });
  },
  progress: (fraction, message) => {
    send({ type: 'progress', fraction, message });
  },
  made: (made) => {
    send({ type: 'output', made });
    const { task } = current ?? {};
    // After its only output a body has nothing to go on with: the next step need not wait for the disk.
    if (task?.type !== 'step' || task.outputs[0]?.output === null) return Promise.resolve();
    channel.keepListening();
    return new Promise((done) => (recorded = done));
  },
  op: (op, report) => {
    send({ type: 'op', op, report });
  },
};

async function carryOut(task: WorkerTask): Promise<void> {
  const abort = new AbortController();
  const listener = boundedListener(host);
  current = { task, abort, listener };
  output.begin((level, message) => {
    listener.log(level, message, runningOp());
  });
  let end: TaskEnd;
  try {
    // A step before it may have gone elsewhere.
    process.chdir(task.scope.project);
    end = await origin.run(task, () => perform(task, { signal: abort.signal, listener }));
    // A rejection nobody handles shows after the microtasks; it belongs to this task while it is this task's turn.
    await new Promise(setImmediate);
  } catch (error) {
    mend();
    end = { type: 'failed', error: stepError(error, task.scope) };
  }
  if (current?.abort !== abort) return;
  finishTask();
  send(end);
}

function finishTask(): void {
  mend();
  output.end();
  current?.listener.end();
  current = null;
  channel.keepListening();
}

/** Of what every function in this process shares, a body may have changed something: its value is stored as if it had not. */
function mend(): void {
  const changed = intact?.restore() ?? [];
  if (changed.length === 0) return;
  const some = changed.slice(0, 5).join(', ');
  current?.listener.log(
    'warn',
    `The body changed ${some}${changed.length > 5 ? ', …' : ''}, which all code in its process shares: that was undone, and nothing else runs in this process. Leave JavaScript's own objects alone, or change them while a module loads.`,
  );
  worn = true;
  send({ type: 'worn' });
}

async function perform(
  task: WorkerTask,
  { signal, listener }: { signal: AbortSignal; listener: TaskListener },
): Promise<TaskEnd> {
  run ??= begin(task.scope);
  const { loaded, resources } = await run;
  const store = createValueStore({ dir: task.scope.store });
  const opStore = createValueStore({ dir: task.scope.store, folder: 'ops' });
  const errorOf = (thrown: unknown) => stepError(thrown, task.scope);
  const options = { loaded, resources, store, opStore, listener, signal, errorOf, onReturned: mend };
  switch (task.type) {
    case 'step':
      await runStepBody(task, options);
      return { type: 'done' };
    case 'check':
      return { type: 'checked', report: await runCheckBody(task, options) };
    case 'prepare': {
      const keeping = valueKeeping({ loaded, resources, fallback: store, log: logTo(listener) });
      return { type: 'prepared', prepared: await prepareRun(task, { loaded, resources, keeping, listener, signal }) };
    }
    case 'show': {
      const keeping = valueKeeping({ loaded, resources, fallback: store, log: logTo(listener) });
      return { type: 'shown', value: await keeping.show(task) };
    }
    case 'remove':
      return { type: 'removed', left: await removeKept(task, { loaded, resources }) };
    case 'describe': {
      const unknownEnv = unknownEnvironment(task.scope, loaded);
      if (unknownEnv !== null) throw new Error(unknownEnv);
      return { type: 'described', ...describeModules(loaded) };
    }
    case 'tick-limits':
      return tickLimits(task, loaded);
    case 'tick':
      return runTickBody(task, { loaded, resources, listener, signal });
    case 'failure': {
      const { asset, attempts, error, scope } = task;
      const log = (level: 'debug' | 'info' | 'warn' | 'error', message: string): void => {
        listener.log(level, message);
      };
      await loaded.definitions?.onFailure?.(createFailureContext({ runId: scope.run, asset, attempts, error, log }));
      return { type: 'done' };
    }
  }
}

async function begin(scope: RunScope) {
  await loadDotEnv(scope);
  const loaded = await loadRun(scope);
  intact = builtIns();
  const resources = runResources({
    definitions: loaded.definitions,
    scope,
    inProcess: false,
    log: (level, message) => {
      (current?.listener ?? host).log(level, message);
    },
  });
  return { loaded, resources };
}

async function finish(): Promise<void> {
  const made = await run?.catch(() => null);
  await made?.resources.dispose();
  channel.send({ type: 'finished' }, () => process.exit(0));
}

/** Thrown outside a body's own promise. It fails the task it comes from; when that has ended, the one under way is not to blame. */
function stray(thrown: unknown): void {
  const task = current?.task;
  const from = origin.getStore() ?? task;
  const error = stepError(thrown, { project: from?.scope.project ?? process.cwd() });
  if (from === undefined || from !== task) {
    // What a timer throws again and again is one mistake.
    if (worn) return;
    worn = true;
    const message = `${nameOf(from)} had ended when this was thrown: ${error.message}${placeOf(error)}. Await every promise a body starts.`;
    send({ type: 'worn', message });
    return;
  }
  finishTask();
  worn = true;
  send({ type: 'worn' });
  const message = `${error.message} (thrown outside the body's own promise: await every promise the body starts)`;
  send({ type: 'failed', error: { ...error, message } });
}

function nameOf(task: WorkerTask | undefined): string {
  if (task?.type === 'step') return `\`${task.step}\``;
  return task?.type === 'check' ? `Check \`${task.check}\`` : 'What had started it';
}

const placeOf = ({ file, line }: StepError): string => (file === undefined ? '' : ` (${file}:${String(line)})`);
