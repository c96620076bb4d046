// Ends the worker and all it started when the host is gone, also while a body never gives the turn back.
import { Worker } from 'node:worker_threads';

const LOOK_EVERY_MS = 500;

/** A thread of its own looks: user code that loops holds up everything else in this process. */
const LOOK = `
const { workerData: { host, worker, every } } = require('node:worker_threads');
setInterval(() => {
  let alive = process.ppid === host;
  if (alive) try { process.kill(host, 0); } catch (error) { alive = error.code === 'EPERM'; }
  if (alive) return;
  try { process.kill(-worker, 'SIGKILL'); } catch { process.kill(worker, 'SIGKILL'); }
}, every);`;

export function endWithHost(): void {
  process.on('disconnect', endTree);
  const data = { host: process.ppid, worker: process.pid, every: LOOK_EVERY_MS };
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
