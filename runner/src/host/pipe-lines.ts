// Lines of a pipe that anything may write to: each is bounded in length, so that a flood without an end does not fill this process.
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

export const MAX_PIPE_LINE = 16_384;

export function readPipeLines(input: Readable, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let open = '';
  /** What the open line has lost. */
  let cut = 0;
  const end = (): void => {
    const line = open.endsWith('\r') ? open.slice(0, -1) : open;
    onLine(cut > 0 ? `${line}… (${open.length + cut} characters)` : line);
    open = '';
    cut = 0;
  };
  const add = (text: string): void => {
    const room = MAX_PIPE_LINE - open.length;
    open += text.slice(0, room);
    cut += Math.max(0, text.length - room);
  };
  input.on('data', (chunk: Buffer) => {
    const text = decoder.write(chunk);
    let start = 0;
    for (let at; (at = text.indexOf('\n', start)) !== -1; start = at + 1) {
      add(text.slice(start, at));
      end();
    }
    add(text.slice(start));
  });
  input.on('end', () => {
    if (open !== '') end();
  });
  input.on('error', () => undefined);
}
