// One worker child process as the host sees it: a task in, an outcome out, whatever happens to the process.
import { fork, spawn, type ChildProcess } from 'node:child_process';
import type { TaskListener, TaskOptions, TaskOutcome } from '../executor.ts';
import type { FromWorker, RunScope, ToWorker, WorkerTask } from '../ipc.ts';
import type { LogLevel } from '../run-event.ts';
import { MEMORY_EXIT } from '../worker/memory-exit.ts';
import type { Secrets } from '../worker/secrets.ts';
import { readPipeLines } from './pipe-lines.ts';
import { OVER_HEAP, workerEnding } from './worker-ending.ts';

/** How long a body may take to heed `ctx.signal` before its process tree is killed. */
const GRACE_MS = 700;
/** How long resources may take to be disposed. */
const DISPOSE_MS = 10_000;
/** How long the last words of a process that has ended are waited for: what it left running may hold the pipes open. */
const LAST_WORDS_MS = 300;
/** Lines a task that writes around JavaScript's own streams may have in its log. */
const MAX_LINES = 10_000;

export interface WorkerProcess {
  readonly alive: boolean;
  /** Something was thrown in it outside every body: it is to carry out nothing more. */
  readonly worn: boolean;
  /** `unsent`: it was gone before it could be told; the task has not begun. */
  execute(task: WorkerTask, options: TaskOptions): Promise<TaskOutcome | Unsent>;
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

export interface Unsent {
  readonly type: 'unsent';
  readonly message: string;
}

interface Busy {
  readonly listener: TaskListener;
  readonly end: (outcome: TaskOutcome | Unsent) => void;
  /** Lines that came through the pipes. */
  piped: number;
}

export function startWorker({ file, project, memoryLimit = 0, onStrayLog, secrets }: WorkerOptions): WorkerProcess {
  const heap = memoryLimit > 0 ? [`--max-old-space-size=${Math.max(16, Math.floor(memoryLimit / 2 ** 20))}`] : [];
  const child = fork(file, [], {
    cwd: project,
    execArgv: ['--enable-source-maps', '--disable-warning=ExperimentalWarning', ...heap],
    env: {
      ...process.env,
      HEADWATER_HOST_PID: String(process.pid),
      HEADWATER_MEMORY_LIMIT: String(memoryLimit),
    },
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own, so that what user code starts ends with it.
    detached: process.platform !== 'win32',
  });
  let busy: Busy | null = null;
  let known: RunScope | null = null;
  let alive = true;
  let overMemory = false;
  let overHeap = false;
  let worn = false;
  let cutOff = false;
  let leave: () => void;
  const gone = new Promise<void>((resolve) => (leave = resolve));
  // What native code and grandchildren print; the worker itself sends what JavaScript prints.
  for (const [stream, level] of [
    [child.stdout, 'info'],
    [child.stderr, 'error'],
  ] as const) {
    if (!stream) continue;
    // Whoever closes them takes the last words of all that would run after it.
    stream.once('end', () => (worn = true));
    readPipeLines(stream, (line) => {
      if (line === MEMORY_EXIT) overMemory = true;
      else if (OVER_HEAP.test(line)) overHeap = true;
      else if (busy && (busy.piped += 1) <= MAX_LINES) busy.listener.log(level, secrets.text(line));
    });
  }
  let finished: () => void = () => undefined;
  child.on('message', (message: FromWorker) => {
    if (!isKnown(message)) return;
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
  child.on('error', (error) => {
    // One that was started ends, or is cut off: then that is told, and not how it was noticed.
    if (child.pid === undefined)
      busy?.end({ type: 'failed', error: { message: `its process could not be started: ${error.message}` } });
  });
  child.once('exit', (code, signal) => {
    alive = false;
    // What it started ends with it, however it ended.
    killGroup(child);
    const last = (): void => {
      clearTimeout(late);
      busy?.end({
        type: 'failed',
        error: { message: workerEnding({ code, signal, memoryLimit, overMemory, overHeap, cutOff }) },
      });
      for (const stream of [child.stdout, child.stderr]) stream?.destroy();
      leave();
    };
    const late = setTimeout(last, LAST_WORDS_MS);
    child.once('close', last);
  });
  child.once('disconnect', () => {
    // One that ends is disconnected too. One that lives on cannot be talked to: the end of its task would never be heard.
    setTimeout(() => {
      if (!alive) return;
      cutOff = true;
      kill();
    }, LAST_WORDS_MS);
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
        const end = (outcome: TaskOutcome | Unsent): void => {
          if (busy && busy.piped > MAX_LINES)
            listener.log(
              'warn',
              `${(busy.piped - MAX_LINES).toLocaleString('en-US')} more lines of its processes are not kept.`,
            );
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
        busy = { listener, end, piped: 0 };
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
          if (!error || busy?.end !== end) return;
          kill();
          end({ type: 'unsent', message: `its process was gone before it began: ${error.message}` });
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

const seconds = (ms: number | null): string => (ms === null ? '' : ms < 1000 ? `${ms} ms` : `${ms / 1000} s`);

function killTree(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/T', '/F']);
  else if (!killGroup(child)) child.kill('SIGKILL');
}

function killGroup({ pid }: ChildProcess): boolean {
  if (pid === undefined || process.platform === 'win32') return false;
  try {
    return process.kill(-pid, 'SIGKILL');
  } catch {
    return false;
  }
}

const KNOWN: Readonly<Record<FromWorker['type'], true>> = {
  ready: true,
  finished: true,
  secret: true,
  worn: true,
  log: true,
  metadata: true,
  progress: true,
  output: true,
  op: true,
  done: true,
  checked: true,
  prepared: true,
  described: true,
  shown: true,
  removed: true,
  limits: true,
  ticked: true,
  failed: true,
};

/** Native code has the same line at hand: what is no message of the worker is passed over. */
function isKnown(message: unknown): message is FromWorker {
  return typeof message === 'object' && message !== null && Object.hasOwn(KNOWN, String((message as FromWorker).type));
}
