// The log files of a run's steps: structured log lines, one JSON object a line, kept in the store's folder.
import { createReadStream, createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LogLine } from '../protocol.ts';

export interface StepLogs {
  /** Of which partitions: none for what is made whole. */
  write(
    of: { readonly step: string; readonly keys: readonly string[] },
    line: Omit<LogLine, 'step' | 'partition'>,
  ): void;
  close(): Promise<void>;
}

const folderOf = ({ store, run }: { store: string; run: string }): string => join(store, 'logs', run);
const ENDING = '.ndjson';

export function openStepLogs(of: { store: string; run: string }): StepLogs {
  const folder = folderOf(of);
  const streams = new Map<string, WriteStream>();
  const begin = (name: string): WriteStream => {
    mkdirSync(folder, { recursive: true });
    // A log that cannot be written stops no step: its lines still go to every listener.
    const stream = createWriteStream(join(folder, name), { flags: 'a' });
    streams.set(name, stream);
    return stream.on('error', () => undefined);
  };
  return {
    write(of, line) {
      const name = fileName(of);
      // Most steps log nothing: no file for them.
      (streams.get(name) ?? begin(name)).write(`${JSON.stringify(line)}\n`);
    },
    async close() {
      const closed = [...streams.values()].map(
        (stream) =>
          new Promise<void>((done) => {
            stream.on('close', done);
            stream.end();
          }),
      );
      await Promise.all(closed);
    },
  };
}

/** The kept lines of one step, or of all steps of the run, in the order of time. A torn line is passed over. */
export async function readStepLogs(of: {
  store: string;
  run: string;
  step?: string;
  partition?: string;
}): Promise<LogLine[]> {
  const folder = folderOf(of);
  const files = await readdir(folder).catch(() => []);
  const lines: LogLine[] = [];
  for (const file of files) {
    const [step = '', partition] = file.slice(0, -ENDING.length).split('=').map(decodeURIComponent);
    if (of.step !== undefined && step !== of.step) continue;
    if (of.partition !== undefined && partition !== of.partition) continue;
    for await (const text of createInterface({ input: createReadStream(join(folder, file)) })) {
      const line = parse(text);
      if (line) lines.push({ ...line, step, ...(partition !== undefined && { partition }) });
    }
  }
  return lines.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

/** Neither name has a bare `=`. What was made in one call for several partitions is their range. */
function fileName({ step, keys }: { readonly step: string; readonly keys: readonly string[] }): string {
  const [from] = keys;
  const range = keys.length > 1 ? `${from ?? ''}..${keys.at(-1) ?? ''}` : from;
  return encodeURIComponent(step) + (range === undefined ? '' : `=${encodeURIComponent(range)}`) + ENDING;
}

function parse(text: string): Omit<LogLine, 'step'> | null {
  try {
    return JSON.parse(text) as Omit<LogLine, 'step' | 'partition'>;
  } catch {
    return null;
  }
}
