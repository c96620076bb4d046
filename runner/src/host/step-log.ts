// The log file of one step: its structured log lines, one JSON object a line, kept in the store's folder.
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';

export interface StepLog {
  write(line: Readonly<Record<string, unknown>>): void;
  close(): Promise<void>;
}

export function openStepLog({ store, run, step }: { store: string; run: string; step: string }): StepLog {
  const folder = join(store, 'logs', run);
  let stream: WriteStream | null = null;
  const begin = (): WriteStream => {
    mkdirSync(folder, { recursive: true });
    // A log that cannot be written stops no step: its lines still go to every listener.
    return createWriteStream(join(folder, `${encodeURIComponent(step)}.ndjson`), { flags: 'a' }).on(
      'error',
      () => undefined,
    );
  };
  return {
    write(line) {
      // Most steps log nothing: no file for them.
      stream ??= begin();
      stream.write(`${JSON.stringify(line)}\n`);
    },
    close: () =>
      new Promise((done) => {
        if (!stream) return done();
        stream.on('close', done);
        stream.end();
      }),
  };
}
