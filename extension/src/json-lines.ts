// Reads and writes one JSON message a line over a pair of streams.
import type { Readable, Writable } from 'node:stream';

export interface JsonLinesOptions {
  readonly input: Readable;
  readonly onMessage: (message: object) => void;
  /** A line that is no JSON object: something printed where only messages belong. */
  readonly onOther: (line: string) => void;
}

/** Calls `onMessage` for each line of the stream that is a JSON object. */
export function readJsonLines({ input, onMessage, onOther }: JsonLinesOptions): void {
  readLines(input, (line) => {
    const message = parseObject(line);
    if (message) onMessage(message);
    else if (line.trim() !== '') onOther(line);
  });
}

/** Calls `onLine` for each line, without its end, and for what stands after the last one when the stream ends. */
export function readLines(input: Readable, onLine: (line: string) => void): void {
  let parts: string[] = [];
  const emit = (end: string): void => {
    const line = [...parts, end].join('');
    parts = [];
    onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  };
  input.setEncoding('utf8');
  input.on('data', (chunk: string) => {
    const [first = '', ...rest] = chunk.split('\n');
    if (rest.length === 0) return void parts.push(first);
    emit(first);
    for (const line of rest.slice(0, -1)) emit(line);
    parts = [rest.at(-1) ?? ''];
  });
  input.on('end', () => {
    if (parts.some((part) => part !== '')) emit('');
  });
}

/** False when the other end is gone; its exit tells why. */
export function writeJsonLine(output: Writable, message: object): boolean {
  if (!output.writable) return false;
  output.write(`${JSON.stringify(message)}\n`);
  return true;
}

function parseObject(line: string): object | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as object; // starts with `{`, so JSON.parse gives an object or throws
  } catch {
    return null;
  }
}
