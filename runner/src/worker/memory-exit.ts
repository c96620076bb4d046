// The last line of a worker that took more memory than its step may.

/** Written to the raw stderr: the process is ended right after. */
export const MEMORY_EXIT = 'headwater: over the memory limit';
