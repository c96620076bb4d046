// One JSON message a line over any pair of streams: the wire of the host's door.
import type { Readable, Writable } from 'node:stream';
import { createInterface } from 'node:readline';

export interface LineConnection {
  send(message: unknown): void;
  close(): void;
}

export interface LineConnectionOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** Called for each line that is JSON; others are said through `onBadLine`. */
  readonly onMessage: (message: unknown) => void;
  readonly onClose: () => void;
}

export function lineConnection({ input, output, onMessage, onClose }: LineConnectionOptions): LineConnection {
  const lines = createInterface({ input, crlfDelay: Infinity });
  lines.on('line', (line) => {
    if (line === '') return;
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      return send({ id: 0, error: { code: 'bad-request', message: 'a message is one JSON object on one line' } });
    }
    onMessage(message);
  });
  lines.on('close', onClose);
  // Readline passes its input's errors on, and one that nobody hears ends the process.
  lines.on('error', () => {
    lines.close();
  });
  for (const stream of [input, output]) stream.on('error', () => lines.close());
  const send = (message: unknown): void => {
    if (output.writable) output.write(`${JSON.stringify(message)}\n`);
  };
  return {
    send,
    close() {
      lines.close();
      output.end();
      input.destroy();
    },
  };
}
