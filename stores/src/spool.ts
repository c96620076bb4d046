// Rows put aside in a file while they are handed out: known only when the last has come, they are gone through again from here.
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from './column-reader.ts';
import { decodeValue, type Json } from './typed-json.ts';

export interface Spool {
  /** A row as a line of typed JSON. */
  add(line: string): void;
  batches(size: number): Iterable<readonly Row[]>;
  close(): void;
}

const CHUNK = 1 << 20;
const NAME = /^\.rows\.\d+\.[0-9a-f]{8}\.tmp$/;

/** Those of processes that were killed before they took the name away. One that is about to does not mind: it has the file open. */
export function clearSpools(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) if (NAME.test(name)) rmSync(join(folder, name), { force: true });
}

export function openSpool(folder: string): Spool {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `.rows.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  const file = openSync(path, 'wx+', 0o600);
  // Without a name it is gone with the process, however that ends.
  rmSync(path, { force: true });
  let waiting: string[] = [];
  let length = 0;
  const flush = (): void => {
    if (waiting.length === 0) return;
    writeAll(file, Buffer.from(waiting.join('')));
    waiting = [];
    length = 0;
  };
  return {
    add(line) {
      waiting.push(line);
      length += line.length;
      if (length > CHUNK) flush();
    },
    *batches(size) {
      flush();
      let batch: Row[] = [];
      for (const line of lines(file)) {
        batch.push(decodeValue(JSON.parse(line) as Json) as Row);
        if (batch.length < size) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
    close() {
      closeSync(file);
    },
  };
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

function* lines(file: number): Generator<string> {
  const chunk = Buffer.alloc(CHUNK);
  let rest = Buffer.alloc(0);
  let position = 0;
  for (;;) {
    const read = readSync(file, chunk, 0, CHUNK, position);
    if (read === 0) break;
    position += read;
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1 && end < read; end = chunk.indexOf(10, from)) {
      yield Buffer.concat([rest, chunk.subarray(from, end)]).toString('utf8');
      rest = Buffer.alloc(0);
      from = end + 1;
    }
    rest = Buffer.concat([rest, chunk.subarray(from, read)]);
  }
}
