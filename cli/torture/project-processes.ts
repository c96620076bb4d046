// The processes of a project that still run: workers, also those that have run nothing yet.
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A zombie that nobody has waited for yet has ended.
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

/** Those whose folder is the project; where the system does not tell, those of its file `pids`. */
function processesOf(root: string): number[] {
  if (process.platform === 'linux')
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => {
        try {
          return readlinkSync(`/proc/${pid}/cwd`) === root && isAlive(pid);
        } catch {
          return false;
        }
      });
  return existsSync(`${root}/pids`)
    ? readFileSync(`${root}/pids`, 'utf8').trim().split('\n').map(Number).filter(isAlive)
    : [];
}

/** What is left after 2 s. */
export async function processesLeft(root: string): Promise<number[]> {
  const end = Date.now() + 2000;
  for (;;) {
    const left = processesOf(root);
    if (left.length === 0 || Date.now() > end) return left;
    await sleep(50);
  }
}
