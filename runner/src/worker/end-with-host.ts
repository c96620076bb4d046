// Ends the worker and all it started when the host is gone, or when it takes more memory than it may, also while a body never gives the turn back.
import { Worker } from 'node:worker_threads';
import { MEMORY_EXIT } from './memory-exit.ts';

const LOOK_EVERY_MS = 500;
const LOOK_AT_MEMORY_EVERY_MS = 50;

/** A thread of its own looks: user code that loops holds up everything else in this process. */
const LOOK = `
const { workerData: { host, worker, every, limit, exit } } = require('node:worker_threads');
const end = (signal) => { try { process.kill(-worker, signal); } catch { process.kill(worker, signal); } };
setInterval(() => {
  if (limit > 0 && process.memoryUsage.rss() > limit) {
    require('node:fs').writeSync(2, exit + '\\n');
    return end('SIGKILL');
  }
  let alive = process.ppid === host;
  if (alive) try { process.kill(host, 0); } catch (error) { alive = error.code === 'EPERM'; }
  if (!alive) end('SIGKILL');
}, every);`;

export interface EndWithHostOptions {
  /** Its process id: the host may be gone before this process asks who its parent is. */
  readonly host: number;
  readonly memoryLimit: number;
}

export function endWithHost({ host, memoryLimit }: EndWithHostOptions): void {
  process.on('disconnect', endTree);
  const every = memoryLimit > 0 ? LOOK_AT_MEMORY_EVERY_MS : LOOK_EVERY_MS;
  const data = { host, worker: process.pid, every, limit: memoryLimit, exit: MEMORY_EXIT };
  const thread = new Worker(LOOK, {
    eval: true,
    workerData: data,
    execArgv: [],
    env: {},
    name: 'headwater end-with-host',
  });
  thread.unref();
  thread.on('error', () => undefined);
}

/** The worker leads its process group; where there are no groups, it alone. */
function endTree(): void {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.exit(0);
  }
}
