// Turns what user code prints into log lines of its step, bounded, so that a flood neither drowns the host nor mixes into its messages.
import type { LogLevel } from '../run-event.ts';

const MAX_LINES = 10_000;
const MAX_LINE = 16_384;

export interface UserOutput {
  /** Begins a step: counting starts anew. */
  begin(log: (level: LogLevel, message: string) => void): void;
  /** Flushes half lines and says how many were dropped. */
  end(): void;
}

export function captureUserOutput(): UserOutput {
  let log: ((level: LogLevel, message: string) => void) | null = null;
  let lines = 0;
  const partial = new Map<LogLevel, string>();
  const line = (level: LogLevel, text: string): void => {
    lines += 1;
    if (lines <= MAX_LINES)
      log?.(level, text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)}… (${text.length} characters)` : text);
  };
  const capture = (stream: NodeJS.WriteStream, level: LogLevel): void => {
    stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      const text =
        (partial.get(level) ?? '') + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
      const parts = text.split(/\r?\n/);
      const open = parts.pop() ?? '';
      partial.set(level, open.slice(0, MAX_LINE));
      for (const part of parts) line(level, part);
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
      lines = 0;
      partial.clear();
    },
    end() {
      for (const [level, text] of partial) if (text !== '') line(level, text);
      partial.clear();
      if (lines > MAX_LINES)
        log?.(
          'warn',
          `${(lines - MAX_LINES).toLocaleString('en-US')} more lines were printed and are not kept (the limit is ${MAX_LINES.toLocaleString('en-US')} a step).`,
        );
      log = null;
    },
  };
}
