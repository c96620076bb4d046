// One worker child process as the host sees it: a task in, an outcome out, whatever happens to the process.
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { TaskListener, TaskOptions, TaskOutcome } from '../executor.ts';
import type { FromWorker, RunScope, ToWorker, WorkerTask } from '../ipc.ts';
import type { LogLevel } from '../run-event.ts';
import { MEMORY_EXIT } from '../worker/memory-exit.ts';
import type { Secrets } from '../worker/secrets.ts';

/** How long a body may take to heed `ctx.signal` before its process tree is killed. */
const GRACE_MS = 700;
/** How long resources may take to be disposed. */
const DISPOSE_MS = 10_000;

export interface WorkerProcess {
  readonly alive: boolean;
  /** Something was thrown in it outside every body: it is to carry out nothing more. */
  readonly worn: boolean;
  execute(task: WorkerTask, options: TaskOptions): Promise<TaskOutcome>;
  /** Asks it to dispose what it created and to end; kills it when it takes long. */
  finish(): Promise<void>;
  kill(): void;
}

export interface WorkerOptions {
  readonly file: string;
  readonly project: string;
  /** Bytes; 0 for none. */
  readonly memoryLimit?: number;
  /** What is said while no task is under way: a resource that cannot be disposed. */
  readonly onStrayLog: (level: LogLevel, message: string) => void;
  /** Of all workers: each says the secrets it learns. */
  readonly secrets: Secrets;
}

interface Busy {
  readonly listener: TaskListener;
  readonly end: (outcome: TaskOutcome) => void;
}

export function startWorker({ file, project, memoryLimit = 0, onStrayLog, secrets }: WorkerOptions): WorkerProcess {
  const heap = memoryLimit > 0 ? [`--max-old-space-size=${Math.max(16, Math.floor(memoryLimit / 2 ** 20))}`] : [];
  const child = fork(file, [], {
    cwd: project,
    execArgv: ['--enable-source-maps', '--disable-warning=ExperimentalWarning', ...heap],
    env: { ...process.env, ...(memoryLimit > 0 && { HEADWATER_MEMORY_LIMIT: String(memoryLimit) }) },
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own, so that what user code starts ends with it.
    detached: process.platform !== 'win32',
  });
  let busy: Busy | null = null;
  let known: RunScope | null = null;
  let alive = true;
  let overMemory = false;
  let worn = false;
  const gone = new Promise<void>((resolve) => child.on('close', resolve));
  // What native code and grandchildren print; the worker itself sends what JavaScript prints.
  for (const [stream, level] of [
    [child.stdout, 'info'],
    [child.stderr, 'error'],
  ] as const) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      if (line === MEMORY_EXIT) overMemory = true;
      else busy?.listener.log(level, secrets.text(line));
    });
  }
  let finished: () => void = () => undefined;
  child.on('message', (message: FromWorker) => {
    switch (message.type) {
      case 'finished':
        finished();
        return;
      case 'secret':
        secrets.add(message.value);
        return;
      case 'worn':
        if (message.message !== undefined) onStrayLog('error', message.message);
        worn = true;
        return;
      default:
        if (busy) hear(message, busy, child);
        else if (message.type === 'log') onStrayLog(message.level, message.message);
    }
  });
  child.on('error', (error) =>
    busy?.end({ type: 'failed', error: { message: `its process could not be used: ${error.message}` } }),
  );
  child.on('close', (code, signal) => {
    alive = false;
    busy?.end({ type: 'failed', error: { message: ending({ code, signal, memoryLimit, overMemory }) } });
  });
  const kill = (): void => {
    alive = false;
    killTree(child);
  };
  return {
    get alive() {
      return alive && child.connected;
    },
    get worn() {
      return worn;
    },
    kill,
    async finish() {
      if (!alive || !child.connected) return;
      alive = false;
      const told = new Promise<void>((resolve) => (finished = resolve));
      child.send({ type: 'finish' } satisfies ToWorker, () => undefined);
      const late = setTimeout(kill, DISPOSE_MS);
      await Promise.race([told, gone]);
      clearTimeout(late);
      kill();
    },
    execute: (task, { listener, signal, timeoutMs = null }) =>
      new Promise((done) => {
        let [killTimer, lateTimer]: (NodeJS.Timeout | undefined)[] = [];
        let late = false;
        const stop = (reason: string): void => {
          if (child.connected) child.send({ type: 'abort', reason } satisfies ToWorker);
          killTimer ??= setTimeout(kill, GRACE_MS);
        };
        const abort = (): void => {
          stop('The run was cancelled.');
        };
        const end = (outcome: TaskOutcome): void => {
          busy = null;
          clearTimeout(killTimer);
          clearTimeout(lateTimer);
          signal.removeEventListener('abort', abort);
          if (signal.aborted && outcome.type === 'failed')
            done({ type: 'cancelled', message: 'the run was cancelled' });
          else if (late && outcome.type === 'failed')
            done({
              type: 'failed',
              error: { ...outcome.error, message: `took longer than its timeout of ${seconds(timeoutMs)}` },
            });
          else done(outcome);
        };
        busy = { listener, end };
        signal.addEventListener('abort', abort);
        if (signal.aborted) abort();
        if (timeoutMs !== null)
          lateTimer = setTimeout(() => {
            late = true;
            stop(`It took longer than its timeout of ${seconds(timeoutMs)}.`);
          }, timeoutMs);
        const { scope, ...sent } = task;
        if (scope !== known) child.send({ type: 'scope', scope } satisfies ToWorker);
        known = scope;
        child.send(sent satisfies ToWorker, (error) => {
          if (error && busy?.end === end)
            end({ type: 'failed', error: { message: `its process was gone before it began: ${error.message}` } });
        });
      }),
  };
}

function hear(
  message: Exclude<FromWorker, { type: 'finished' | 'secret' | 'worn' }>,
  { listener, end }: Busy,
  child: ChildProcess,
): void {
  switch (message.type) {
    case 'ready':
      return;
    case 'log':
      listener.log(message.level, message.message, message.op);
      return;
    case 'metadata':
      listener.metadata(message.metadata);
      return;
    case 'progress':
      listener.progress(message.fraction, message.message);
      return;
    case 'op':
      listener.op(message.op, message.report);
      return;
    case 'output':
      // When it cannot be recorded the step ends with that reason; the body is not told to go on.
      listener.made(message.made).then(
        () => child.connected && child.send({ type: 'recorded' } satisfies ToWorker),
        (error: unknown) => {
          end({ type: 'failed', error: { message: `what it made could not be recorded: ${String(error)}` } });
        },
      );
      return;
    default:
      end(message);
  }
}

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly memoryLimit: number;
  readonly overMemory: boolean;
}

function ending({ code, signal, memoryLimit, overMemory }: Ending): string {
  const ranOut = signal === 'SIGABRT' || code === 134;
  if (overMemory || (ranOut && memoryLimit > 0))
    return `took more memory than its memoryLimit of ${Math.round(memoryLimit / 2 ** 20)} MB: load less at once, or raise the limit`;
  if (ranOut) return 'its process ran out of memory and ended: load less at once, or store in parts';
  if (signal) return `its process was ended by ${signal}: by the system (out of memory?) or by another program`;
  return `its process ended with exit code ${String(code)} before the body returned: does it call process.exit?`;
}

const seconds = (ms: number | null): string => (ms === null ? '' : ms < 1000 ? `${ms} ms` : `${ms / 1000} s`);

function killTree(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/T', '/F']);
  else {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      child.kill('SIGKILL');
    }
  }
}
