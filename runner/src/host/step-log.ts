// The log file of one step: its structured log lines, one JSON object a line, kept in the store's folder.
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface StepLog {
  write(line: Readonly<Record<string, unknown>>): void;
  close(): Promise<void>;
}

export function openStepLog({ store, run, step }: { store: string; run: string; step: string }): StepLog {
  const folder = join(store, 'logs', run);
  mkdirSync(folder, { recursive: true });
  let stream: ReturnType<typeof createWriteStream> | null = null;
  return {
    write(line) {
      // Most steps log nothing: no file for them.
      stream ??= createWriteStream(join(folder, `${encodeURIComponent(step)}.ndjson`), { flags: 'a' }).on(
        'error',
        () => {
          stream = null;
        },
      );
      stream.write(`${JSON.stringify(line)}\n`);
    },
    close: () => new Promise((done) => (stream ? stream.end(done) : done())),
  };
}
