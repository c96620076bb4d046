// Why a worker process ended before its task did, in a sentence for whoever wrote the body.

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly memoryLimit: number;
  /** By its own watch. */
  readonly overMemory: boolean;
  /** By the word of its JavaScript engine. */
  readonly overHeap: boolean;
  readonly cutOff: boolean;
}

export function workerEnding({ code, signal, memoryLimit, overMemory, overHeap, cutOff }: Ending): string {
  if (overMemory || (overHeap && memoryLimit > 0))
    return `took more memory than its memoryLimit of ${Math.round(memoryLimit / 2 ** 20)} MB: load less at once, or raise the limit`;
  if (overHeap) return 'its process ran out of memory and ended: load less at once, or store in parts';
  if (cutOff)
    return 'its process was cut off from headwater and ended: does it close file descriptors it has not opened?';
  if (signal) return `its process was ended by ${signal}: by the system (out of memory?) or by another program`;
  return `its process ended with exit code ${String(code)} before the body returned: does it call process.exit?`;
}

/** The last words of a JavaScript engine that has no room left. */
export const OVER_HEAP = /^FATAL ERROR: .*(heap out of memory|Allocation failed)/;
