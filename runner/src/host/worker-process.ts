// One worker child process as the host sees it: a step in, an outcome out, whatever happens to the process.
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { StepListener, StepOutcome } from '../executor.ts';
import type { FromWorker, StepTask, ToWorker } from '../ipc.ts';

/** How long a body may take to heed `ctx.signal` before its process tree is killed. */
const GRACE_MS = 700;

export interface WorkerProcess {
  readonly alive: boolean;
  execute(task: StepTask, options: { listener: StepListener; signal: AbortSignal }): Promise<StepOutcome>;
  kill(): void;
}

export function startWorker({ file, project }: { file: string; project: string }): WorkerProcess {
  const child = fork(file, [], {
    cwd: project,
    execArgv: ['--enable-source-maps', '--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own, so that what user code starts ends with it.
    detached: process.platform !== 'win32',
  });
  let busy: { listener: StepListener; end: (outcome: StepOutcome) => void } | null = null;
  let alive = true;
  // What native code and grandchildren print; the worker itself sends what JavaScript prints.
  for (const [stream, level] of [
    [child.stdout, 'info'],
    [child.stderr, 'error'],
  ] as const) {
    if (stream) createInterface({ input: stream }).on('line', (line) => busy?.listener.log(level, line));
  }
  child.on('message', (message: FromWorker) => {
    if (!busy) return;
    switch (message.type) {
      case 'ready':
        return;
      case 'log':
        busy.listener.log(message.level, message.message);
        return;
      case 'metadata':
        busy.listener.metadata(message.metadata);
        return;
      case 'done':
      case 'failed':
        busy.end(message);
    }
  });
  child.on('error', (error) =>
    busy?.end({ type: 'failed', error: { message: `its process could not be used: ${error.message}` } }),
  );
  child.on('close', (code, signal) => {
    alive = false;
    busy?.end({ type: 'failed', error: { message: ending({ code, signal }) } });
  });
  return {
    get alive() {
      return alive && child.connected;
    },
    kill: () => {
      alive = false;
      killTree(child);
    },
    execute: (task, { listener, signal }) =>
      new Promise((done) => {
        let killTimer: NodeJS.Timeout | undefined;
        const abort = (): void => {
          if (child.connected) child.send({ type: 'abort' } satisfies ToWorker);
          killTimer = setTimeout(() => {
            alive = false;
            killTree(child);
          }, GRACE_MS);
        };
        const end = (outcome: StepOutcome): void => {
          busy = null;
          clearTimeout(killTimer);
          signal.removeEventListener('abort', abort);
          const cancelled = signal.aborted && outcome.type === 'failed';
          done(cancelled ? { type: 'cancelled', message: 'the run was cancelled' } : outcome);
        };
        busy = { listener, end };
        signal.addEventListener('abort', abort);
        if (signal.aborted) abort();
        child.send({ type: 'step', task } satisfies ToWorker, (error) => {
          if (error && busy?.end === end)
            end({ type: 'failed', error: { message: `its process was gone before it began: ${error.message}` } });
        });
      }),
  };
}

function ending({ code, signal }: { code: number | null; signal: NodeJS.Signals | null }): string {
  if (signal === 'SIGABRT' || code === 134)
    return 'its process ran out of memory and ended: load less at once, or store in parts';
  if (signal) return `its process was ended by ${signal}: by the system (out of memory?) or by another program`;
  return `its process ended with exit code ${String(code)} before the body returned: does it call process.exit?`;
}

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
