// Turns what user code prints into log lines of its step, so that it does not mix into the messages to the host.
import type { LogLevel } from '../run-event.ts';

/** Of a line without an end only this much is held. */
const MAX_OPEN = 65_536;

export interface UserOutput {
  /** Begins a step. */
  begin(log: (level: LogLevel, message: string) => void): void;
  /** Flushes half lines. */
  end(): void;
}

export function captureUserOutput(): UserOutput {
  let log: ((level: LogLevel, message: string) => void) | null = null;
  const partial = new Map<LogLevel, string>();
  const capture = (stream: NodeJS.WriteStream, level: LogLevel): void => {
    stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      const text =
        (partial.get(level) ?? '') + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
      const parts = text.split(/\r?\n/);
      const open = parts.pop() ?? '';
      partial.set(level, open.slice(0, MAX_OPEN));
      for (const part of parts) log?.(level, part);
      const done = rest.find((each): each is () => void => typeof each === 'function');
      if (done) queueMicrotask(done);
      return true;
    }) as typeof stream.write;
  };
  capture(process.stdout, 'info');
  capture(process.stderr, 'error');
  return {
    begin(sink) {
      log = sink;
      partial.clear();
    },
    end() {
      for (const [level, text] of partial) if (text !== '') log?.(level, text);
      partial.clear();
      log = null;
    },
  };
}
