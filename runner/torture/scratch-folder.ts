// A new folder for what a scenario does to a store; in memory where the system has such a disk.
import { accessSync, constants, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a recorded disk did counts, not the real one: it may be of memory. */
export function scratchFolder(name: string): string {
  return mkdtempSync(join(inMemory() ?? realpathSync(tmpdir()), `headwater-${name}-`));
}

function inMemory(): string | null {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return process.platform === 'linux' ? '/dev/shm' : null;
  } catch {
    return null;
  }
}
