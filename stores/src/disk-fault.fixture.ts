// Makes the next calls of a file operation fail, as a full or broken disk does, or late.
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';

export type FileOperation = 'write' | 'writeFile' | 'datasync' | 'sync' | 'truncate';
type Operations = Record<FileOperation, (...given: unknown[]) => Promise<unknown>>;

/** All file handles share it; Node does not export it. */
const file = join(tmpdir(), `headwater-handle-${process.pid}`);
const handle = await open(file, 'w');
const prototype = Object.getPrototypeOf(handle) as Operations;
await handle.close();
await rm(file);

/** `after` calls go through first. Undone by `vi.restoreAllMocks`. Returns how often it has failed. */
export function failing(
  operation: FileOperation,
  { code, times = 1, after = 0 }: { code: string; times?: number; after?: number },
): () => number {
  let calls = 0;
  let failed = 0;
  const real = prototype[operation];
  vi.spyOn(prototype, operation).mockImplementation(function (this: unknown, ...given: unknown[]) {
    calls += 1;
    if (calls <= after || failed === times) return real.apply(this, given);
    failed += 1;
    return Promise.reject(Object.assign(new Error(`${code}: injected, ${operation}`), { code }));
  });
  return () => failed;
}

/** Does something else just before the next call goes through. */
export function meanwhile(operation: FileOperation, action: () => Promise<unknown>): void {
  const real = prototype[operation];
  vi.spyOn(prototype, operation).mockImplementationOnce(async function (this: unknown, ...given: unknown[]) {
    await action();
    return real.apply(this, given);
  });
}
